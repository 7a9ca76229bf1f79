/** The reporter's side of her box, against a server that can be made to lie. */

import { beforeEach, describe, expect, test } from "vitest";

import { type Api, Problem } from "../../api.js";
import { TooFewCustodians } from "../../boxes.js";
import {
  Tampered,
  approve,
  fromBase64,
  newId,
  newReceipt,
  openBox,
  reporterKeys,
  sealLetter,
  signPledge,
  toBase64,
  type Approval,
  type LetterKind,
  type SealedBox,
} from "../../crypto/index.js";
import {
  agree,
  makeBox,
  myBox,
  myCircle,
  myOpenings,
  putName,
  refuse,
  tellCircle,
  withdraw,
  type Owner,
  type ShownOpening,
} from "../../mybox.js";
import { UnknownMember } from "../../strangers.js";
import { ID, OFFICER, theCast } from "./cast.js";
import { CUSTODIAN, KEEPER_KEYS, withCustody, type Custodian } from "./custody.js";

const { directory, keys } = withCustody(await theCast());
const noor = await reporterKeys(newReceipt(), new Uint8Array(32));
const NAMED = { name: "Noor", contact: "", number: "4711" };

type Sent = Omit<SealedBox, "content" | "shares" | "authority"> & {
  content: string;
  shares: { custodian: string; index: number; sealed: string }[];
};

/** What the server keeps of her box, and what it was asked. */
class BoxServer {
  box: Sent | null = null;
  version = 1;
  openings: ShownOpening[] = [];
  pledges: object[] = [];
  asked: [string, unknown][] = [];

  api(): Api {
    const get = (path: string): Promise<unknown> => {
      if (path === "/api/my/openings") return Promise.resolve({ openings: this.openings });
      if (path === "/api/my/circle") {
        return Promise.resolve({ rows: [], pledges: this.pledges, aliases: [], fetches: [] });
      }
      if (this.box === null) return Promise.reject(new Problem(404, "not-found", "", {}));
      const { id, recipient, statement, signature } = this.box;
      const shown = { id, recipient, statement, signature, version: this.version };
      return Promise.resolve({ ...shown, need: 3, working: [1, 2, 3, 4, 5] });
    };
    const keep = (path: string, body: unknown): Promise<unknown> => {
      this.asked.push([path, body]);
      if (path === "/api/my/box" && "shares" in (body as object)) this.box = body as Sent;
      return Promise.resolve(null);
    };
    const none = (): Promise<never> => Promise.reject(new Error("not asked here"));
    return { get, post: keep, put: keep, getBytes: none, postEncoded: none, putBytes: none };
  }
}

let server: BoxServer;
let owner: Owner;

beforeEach(() => {
  server = new BoxServer();
  const mine = { id: newId(), body: ID.kustdienst, excluded: [] as string[] };
  owner = { api: server.api(), case: mine as unknown as Owner["case"], directory, keys: noor };
});

function anOpening(more: Partial<ShownOpening> = {}): ShownOpening {
  return {
    ...{ id: newId(), kind: "consent", box: server.box?.id ?? "", to: OFFICER.ada, requested_by: OFFICER.ada },
    ...{ purpose: "protection", ground: null, authority_name: null, legal_basis: null, state: "asked" },
    ...{ requested_on: "2026-11-24", opens_on: null, not_after: "2099-11-30", deferred_until: null },
    ...{ need: 3, approved: 0, working: 5, letters: [] },
    ...more,
  };
}

async function aLetter(opening: ShownOpening, text: string, more: object = {}): Promise<ShownOpening["letters"][number]> {
  const letter = {
    ...{ organisation: ID.organisation, case: owner.case.id, box: opening.box, opening: opening.id },
    ...{ kind: "request" as LetterKind, to: "reporter", from: OFFICER.ada, fields: { text } },
    ...more,
  };
  const sealed = await sealLetter(letter, keys.ada.author, noor.recipient);
  return { kind: "request", by: `officer:${OFFICER.ada}`, day: "2026-11-24", sealed: toBase64(sealed) };
}

describe("her box", () => {
  test("is made once, and shows who keeps the shares as she signed it", async () => {
    expect(await myBox(owner)).toBeNull();
    expect(await makeBox(owner, NAMED)).toBe(true);
    const box = await myBox(owner);
    const { ruth, wim, sanne, tarik, eva } = CUSTODIAN;
    expect(box?.statement.shares.map((one) => one.custodian)).toEqual([ruth, wim, sanne, tarik, eva]);
  });

  test("has no share for whoever was cut off later", async () => {
    owner = { ...owner, case: { ...owner.case, excluded: [CUSTODIAN.wim] } };
    await makeBox(owner, NAMED);
    expect(server.box?.shares.map((one) => one.custodian)).not.toContain(CUSTODIAN.wim);
    const { wim, sanne, lotte } = CUSTODIAN;
    owner = { ...owner, case: { ...owner.case, excluded: [wim, sanne, lotte] } };
    await expect(makeBox(owner, NAMED)).rejects.toThrow(TooFewCustodians);
  });

  test("that somebody else made is refused, and so is another key under her statement", async () => {
    await makeBox({ ...owner, keys: await reporterKeys(newReceipt(), new Uint8Array(32)) }, NAMED);
    await expect(myBox(owner)).rejects.toThrow(Tampered);
    await makeBox(owner, NAMED);
    if (server.box !== null) server.box = { ...server.box, recipient: keys.ada.recipient };
    await expect(myBox(owner)).rejects.toThrow(Tampered);
  });

  test("takes another name under the next version, at the same length", async () => {
    await makeBox(owner, NAMED);
    const box = await myBox(owner);
    if (box === null) throw new Error("no box");
    await putName(owner, box, { name: "", contact: "", number: "" });
    const [, body] = server.asked.at(-1) ?? [];
    const { version, content } = body as { version: number; content: string };
    expect(version).toBe(2);
    expect(content.length).toBe(server.box?.content.length);
  });
});

describe("a request", () => {
  test("opens with her yes and three of five, for this person", async () => {
    await makeBox(owner, NAMED);
    const [box, opening] = [await myBox(owner), anOpening()];
    if (box === null) throw new Error("no box");
    await agree(owner, box, { shown: opening, letters: [], strange: false });
    const [path, body] = server.asked.at(-1) ?? [];
    expect(path).toBe(`/api/my/openings/${opening.id}/consent`);
    const said = body as { statement: string; signature: string; half: string };
    const at = { ...box.place, opening: opening.id };
    const { statement, signature, content, shares } = server.box as Sent;
    const to = { officer: OFFICER.ada, recipient: keys.ada.recipient, verify: keys.ada.author.verify };
    const approvals: Approval[] = [];
    for (const { custodian, index, sealed } of shares.slice(0, 3)) {
      const name = (Object.keys(CUSTODIAN) as Custodian[]).find((one) => CUSTODIAN[one] === custodian) ?? "ruth";
      const { identity, author } = KEEPER_KEYS[name];
      const held = { statement, signature, place: box.place, custodian, sealed: fromBase64(sealed) };
      const release = { kind: "consent" as const, opening: opening.id, consent: said, to, purpose: "protection" };
      const by = { officer: custodian, author };
      const approval = await approve(held, identity, release, by, "2026-11-24");
      approvals.push({ custodian, index, verify: author.verify, sealed: approval });
    }
    const half = { kind: "consent" as const, sealed: fromBase64(said.half) };
    const handed = { statement, signature, content: fromBase64(content), version: 1, half, approvals };
    const opened = await openBox(handed, keys.ada.identity, at, noor.author.verify);
    expect(opened.identity).toEqual(NAMED);
  });

  test("shows its reasons, and says loudly when they are not what was sealed", async () => {
    await makeBox(owner, NAMED);
    const box = await myBox(owner);
    if (box === null) throw new Error("no box");
    const [good, moved, forged] = [anOpening(), anOpening(), anOpening()];
    server.openings = [
      { ...good, letters: [await aLetter(good, "Ik wil u beschermen.")] },
      // A letter of another request.
      { ...moved, letters: [await aLetter(good, "Ik wil u beschermen.")] },
      // Ada's name over what Jonas wrote.
      { ...forged, letters: [{ ...(await aLetter(forged, "…")), by: `officer:${OFFICER.jonas}` }] },
    ];
    const read = await myOpenings(owner, box);
    expect(read.map((one) => one.letters[0]?.fields)).toEqual([{ text: "Ik wil u beschermen." }, null, null]);
  });

  test("signed with a key that was withdrawn since still reads", async () => {
    await makeBox(owner, NAMED);
    const box = await myBox(owner);
    if (box === null) throw new Error("no box");
    const opening = anOpening();
    server.openings = [{ ...opening, letters: [await aLetter(opening, "Van vroeger.")] }];
    const officers = directory.officers.map((one) =>
      one.id === OFFICER.ada && one.key !== null
        ? { ...one, key: { ...one.key, verify: keys.mira.author.verify } }
        : one,
    );
    const former = [{ id: newId(), officer: OFFICER.ada, verify: keys.ada.author.verify, withdrawn_on: "2026-11-25" }];
    const [read] = await myOpenings({ ...owner, directory: { ...directory, officers, former } }, box);
    expect(read?.letters[0]?.fields).toEqual({ text: "Van vroeger." });
  });

  test("about another box, or for somebody without a key, gets no yes", async () => {
    await makeBox(owner, NAMED);
    const box = await myBox(owner);
    if (box === null) throw new Error("no box");
    server.openings = [anOpening({ box: newId() }), anOpening({ to: newId() })];
    const [other, unknown] = await myOpenings(owner, box);
    if (other === undefined || unknown === undefined) throw new Error("no openings");
    expect(other.strange).toBe(true);
    await expect(agree(owner, box, other)).rejects.toThrow(Tampered);
    await expect(agree(owner, box, unknown)).rejects.toThrow(UnknownMember);
    const override = { ...unknown, shown: anOpening({ kind: "override", purpose: null }) };
    await expect(agree(owner, box, override)).rejects.toThrow(Tampered);
    expect(server.asked.filter(([path]) => path.endsWith("/consent"))).toEqual([]);
  });

  test("is refused and taken back at its own address", async () => {
    const one = { shown: anOpening(), letters: [], strange: false };
    await refuse(owner, one);
    await withdraw(owner, one);
    const base = `/api/my/openings/${one.shown.id}`;
    expect(server.asked).toEqual([
      [`${base}/refuse`, { letters: [] }],
      [`${base}/withdraw`, {}],
    ]);
  });
});

describe("the circle", () => {
  test("holds promises that the officer signed, and marks those that nobody did", async () => {
    const said = { organisation: ID.organisation, case: owner.case.id, officer: OFFICER.ada };
    const text = { text: "ab".repeat(32), day: "2026-11-24" };
    const signed = await signPledge({ ...said, ...text }, keys.ada.author);
    const promise = { officer: OFFICER.ada, day: "2026-11-24", ...signed };
    const other = await signPledge({ ...said, ...text, case: newId() }, keys.ada.author);
    server.pledges = [promise, { ...promise, officer: OFFICER.jonas }, { ...promise, ...other }];
    const { pledges } = await myCircle(owner);
    expect(pledges.map((one) => one.holds)).toEqual([true, false, false]);
  });

  test("gets what she says, and nothing more", async () => {
    const row = { knower: "other", how: "told_by_reporter", since: "2026-05-01" };
    await tellCircle(owner, row);
    expect(server.asked).toEqual([["/api/my/circle", row]]);
  });
});
