import { describe, expect, it } from "vitest";
import { newOfficerKeys, type Directory } from "../../crypto/index.js";
import { authorOf, bodiesFrom, candidates, holdings, isMislabelled, namedIn } from "../../desk/people.js";
import { readTalk, searchable } from "../../desk/talk.js";
import type { Entry } from "../../items.js";
import type { RoomState } from "../../rooms.js";
import { ID, OFFICER, theCast } from "../protocol/cast.js";

const { directory: plain, keys } = await theCast();
const hers = await newOfficerKeys();
const names: Record<string, string> = {
  [OFFICER.ada]: "Ada", [OFFICER.vanDalen]: "Van Dalen", [OFFICER.kuiper]: "Kuiper",
  [OFFICER.jonas]: "Jonas", [OFFICER.mira]: "Mira",
};
const directory: Directory = {
  ...plain,
  officers: plain.officers.map((one) => ({ ...one, name: names[one.id] ?? "" })),
};
const trust = { directory, reporter: { recipient: hers.recipient, verify: hers.author.verify } };
const report = { text: "Er wordt gescholden.", who: "", readers: [OFFICER.ada] };

describe("who wrote something", () => {
  it("is told by the signature", () => {
    expect(authorOf(hers.author.verify, trust, OFFICER.ada)).toEqual({ kind: "reporter" });
    expect(authorOf(keys.ada.author.verify, trust, OFFICER.ada)).toEqual({ kind: "me", name: "Ada" });
    expect(authorOf(keys.mira.author.verify, trust, OFFICER.ada)).toEqual({ kind: "officer", name: "Mira" });
    expect(authorOf("00", trust, OFFICER.ada)).toEqual({ kind: "former" });
  });

  it("is not believed from the server's label", () => {
    expect(isMislabelled("reporter", keys.ada.author.verify, trust)).toBe(true);
    expect(isMislabelled(`officer:${OFFICER.ada}`, hers.author.verify, trust)).toBe(true);
    expect(isMislabelled(`officer:${OFFICER.ada}`, keys.ada.author.verify, trust)).toBe(false);
    expect(isMislabelled("reporter", hers.author.verify, trust)).toBe(false);
  });
});

describe("who could hold a case", () => {
  const standings = (who: string, text = report.text): Record<string, string> =>
    Object.fromEntries(
      candidates(directory, "handler", [], { ...report, who, text }).map((one) => [one.officer.name, one.standing]),
    );

  it("begins with those whom the reporter chose", () => {
    const first = candidates(directory, "handler", [], report)[0];
    expect(first).toMatchObject({ standing: "chosen", officer: { name: "Ada" } });
    expect(standings("")).toMatchObject({ Ada: "chosen", Mira: "unasked", "Van Dalen": "unasked" });
  });

  it("leaves out whom the report names, and everybody above and below them", () => {
    expect(standings("meneer van DALEN")).toMatchObject({ "Van Dalen": "named", Kuiper: "named", Mira: "unasked" });
    expect(standings("", "Kuiper deed mee.")).toMatchObject({ Kuiper: "named", "Van Dalen": "named" });
  });

  it("does not turn against a reader whom the reporter chose and also mentions", () => {
    expect(standings("", "Ik heb het Ada al verteld.")).toMatchObject({ Ada: "chosen" });
  });

  it("finds names as whole words only", () => {
    expect(namedIn(directory, { ...report, text: "De dalende lijn." })).toEqual(new Set());
  });

  it("finds the line of somebody who holds a function without being an officer", () => {
    const functions = directory.functions.map((one) =>
      one.id === ID.liaison ? { ...one, holder_name: "Yara de Wit" } : one,
    );
    const named = namedIn({ ...directory, functions }, { ...report, who: "de wit" });
    expect(named).toEqual(new Set([OFFICER.kuiper, OFFICER.vanDalen]));
  });

  it("offers nobody without a key, without the role, or who is there already", () => {
    const keyless = {
      ...directory,
      officers: directory.officers.map((one) => (one.id === OFFICER.mira ? { ...one, key: null } : one)),
    };
    const offered = candidates(keyless, "handler", [`officer:${OFFICER.ada}`], null).map((one) => one.officer.name);
    expect(offered).toEqual(["Jonas", "Kuiper", "Van Dalen"]);
    expect(candidates(directory, "investigator", [], null)).toEqual([]);
  });

  it("counts nobody as chosen when the report could not be read", () => {
    expect(candidates(directory, "handler", [], null).every((one) => one.standing === "unasked")).toBe(true);
  });

  it("looks at a body and those above it", () => {
    expect(bodiesFrom(directory, ID.kustdienst)).toEqual(new Set([ID.kustdienst, ID.commission]));
    expect(bodiesFrom(directory, ID.commission)).toEqual(new Set([ID.commission]));
  });
});

describe("who holds a room", () => {
  it("is the reporter first, then officers by name, and nobody who left", () => {
    const member = (holder: string, removed_on: string | null = null) => ({ holder, until: null, removed_on });
    const state = {
      members: [
        member(`officer:${OFFICER.mira}`), member(`officer:${OFFICER.ada}`), member("reporter"),
        member(`officer:${OFFICER.kuiper}`, "2026-11-01"),
      ],
    } as unknown as RoomState;
    expect(holdings(state, directory).map((one) => one.officer?.name ?? one.holder)).toEqual(["reporter", "Ada", "Mira"]);
  });
});

describe("what was said", () => {
  const entry = (sequence: number, kind: string, body: unknown, author = hers.author.verify): Entry =>
    ({
      state: "read", id: "", sequence, by: "reporter", hash: String(sequence), body,
      header: { kind, author, day: "2026-11-23", sequence },
    }) as unknown as Entry;
  const entries: Entry[] = [
    entry(1, "report", { text: "Het begin", who: "Kuiper", where: "", when: "", told: "", readers: [OFFICER.ada, 7] }),
    entry(2, "message", { text: "Nog iets" }),
    { state: "trouble", sequence: 3, by: "", what: "missing" },
    entry(4, "files", { text: "Foto", files: [{ id: "not a manifest" }] }),
    entry(5, "feedback", { text: 5, action: "gesproken", grounds: "gehoord" }, keys.ada.author.verify),
  ];
  const seen = (of: unknown, author = hers.author.verify): Entry => entry(9, "seen", { of }, author);
  const talk = readTalk(entries, trust, OFFICER.ada);

  it("keeps the report apart from the talk", () => {
    expect(talk.report).toMatchObject({ text: "Het begin", who: "Kuiper", readers: [OFFICER.ada] });
    expect(talk.lines.map((one) => one.sequence)).toEqual([2, 4, 5]);
  });

  it("takes as seen only what the reporter signed, up to an item as it stands there", () => {
    const of = (...marks: Entry[]): (string | null)[] =>
      readTalk([...entries, ...marks], trust, OFFICER.ada).lines.map((one) => one.seen);
    expect(of(seen({ sequence: 4, hash: "4" }))).toEqual(["2026-11-23", "2026-11-23", null]);
    expect(of(seen({ sequence: 5, hash: "5" }))).toEqual(["2026-11-23", "2026-11-23", "2026-11-23"]);
    for (const wrong of [{ sequence: 5, hash: "4" }, { sequence: 4, hash: "other" }, { sequence: 9, hash: "9" }, null]) {
      expect(of(seen(wrong))).toEqual([null, null, null]);
    }
    expect(of(seen({ sequence: 4, hash: "4" }, keys.ada.author.verify))).toEqual([null, null, null, null]);
  });

  it("says who wrote what", () => {
    expect(talk.lines.map((one) => one.seen)).toEqual([null, null, null]);
    expect(talk.lines[2]).toMatchObject({ author: { kind: "me" }, action: "gesproken", text: "", mislabelled: true });
  });

  it("hides no damage: neither a missing item nor a file that does not hold", () => {
    expect(talk.damage).toEqual([
      { sequence: 3, what: "missing" }, { sequence: 4, what: "manifest" },
    ]);
    expect(talk.lines[1]?.files).toEqual([]);
  });

  it("can be searched in all its words", () => {
    expect(entries.map(searchable)).toEqual([
      "Het begin\nKuiper", "Nog iets", "", "Foto", "gesproken\ngehoord",
    ]);
  });
});
