/** The alarm: accounts that are believed, hand-overs out of a journal, and a letter from elsewhere. */

import { describe, expect, test } from "vitest";

import { fetchesIn, openAccounts, type Incident } from "../../alarm.js";
import { newId, newOfficerKeys, sealLetter, toBase64, type OfficerKeys } from "../../crypto/index.js";
import { readersOf } from "../../desk/incidents.js";
import { ID, OFFICER, theCast } from "./cast.js";

const { directory, keys } = await theCast();
const hers = await newOfficerKeys();
const reader = { holder: "reporter", identity: hers.identity };
const ADA = `officer:${OFFICER.ada}`;

interface Told {
  by?: OfficerKeys;
  from?: string;
  about?: string;
  case?: string;
  kind?: "account" | "refusal";
}

/** An incident of which Ada has given an account, sealed to Noor. */
async function told(changed: Told = {}): Promise<Incident> {
  const id = newId();
  const caseId = newId();
  const about = changed.about ?? id;
  const sealed = await sealLetter(
    {
      organisation: ID.organisation,
      case: changed.case ?? caseId,
      box: about,
      opening: about,
      kind: changed.kind ?? "account",
      to: "reporter",
      from: changed.from ?? OFFICER.ada,
      fields: { text: "ik heb met niemand gesproken" },
    },
    (changed.by ?? keys.ada).author,
    hers.recipient,
  );
  const letters = [{ to: "reporter", sealed: toBase64(sealed) }];
  return {
    id, case: caseId, kind: "name-out", elsewhere: false, body: ID.kustdienst, told: 1,
    opened_on: "2026-11-23", measures_on: null, notification: null, notification_on: null,
    closed_on: null, clocks: [],
    accounts: [{ holder: ADA, asked_on: "2026-11-23", answered_on: "2026-11-23", letters }],
  };
}

describe("an account", () => {
  test("is read by the reporter, and known to be Ada's", async () => {
    const [one] = await openAccounts(await told(), reader, directory);
    expect(one?.officer?.id).toBe(OFFICER.ada);
    expect(one).toMatchObject({ text: "ik heb met niemand gesproken", broken: false });
  });

  test("with a key that Ada had before is still hers", async () => {
    const { verify } = (await newOfficerKeys()).author;
    const officers = directory.officers.map((one) =>
      one.id === OFFICER.ada && one.key !== null ? { ...one, key: { ...one.key, verify } } : one,
    );
    const former = [{ id: newId(), officer: OFFICER.ada, verify: keys.ada.author.verify, withdrawn_on: "2026-11-22" }];
    const [one] = await openAccounts(await told(), reader, { ...directory, officers, former });
    expect(one?.broken).toBe(false);
  });

  test.each([
    ["signed by somebody else", { by: keys.jonas }],
    ["in the name of somebody else", { from: OFFICER.jonas }],
    ["about another incident", { about: newId() }],
    ["about another case", { case: newId() }],
    ["that is another letter", { kind: "refusal" as const }],
  ])("%s is shown as broken, not as words", async (_why, changed) => {
    const [one] = await openAccounts(await told(changed), reader, directory);
    expect(one).toMatchObject({ text: null, broken: true });
  });

  test("that is not sealed to whoever reads is neither read nor broken", async () => {
    const other = { holder: `officer:${OFFICER.mira}`, identity: keys.mira.identity };
    const [one] = await openAccounts(await told(), other, directory);
    expect(one).toMatchObject({ text: null, broken: false });
  });
});

test("an account goes to the reporter, where she is known, and to the commission but oneself", () => {
  const officers = directory.officers.map((one) =>
    one.id === OFFICER.mira ? { ...one, roles: ["commission_member"] } : one,
  );
  const now = { ...directory, officers };
  const found = (me: string, reporter: string | null): string[] =>
    readersOf(now, ID.kustdienst, me, reporter).map((one) => one.holder);
  expect(found(OFFICER.ada, hers.recipient)).toEqual(["reporter", `officer:${OFFICER.mira}`]);
  expect(found(OFFICER.ada, null)).toEqual([`officer:${OFFICER.mira}`]);
  expect(found(OFFICER.mira, null)).toEqual([]);
});

test("hand-overs of items are found in a journal, and nothing else is", () => {
  const event = (kind: string, detail: object): { event: string } => ({
    event: JSON.stringify({ kind, actor: ADA, day: "2026-11-23", detail }),
  });
  const events = [
    event("case.received", { room: "r" }),
    event("items.fetched", { room: "r", first: 1, last: 3 }),
    event("items.fetched", { room: "r" }),
  ];
  expect(fetchesIn(events)).toEqual([{ holder: ADA, room: "r", first: 1, last: 3, day: "2026-11-23" }]);
});
