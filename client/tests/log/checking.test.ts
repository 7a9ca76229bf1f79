/** law.md EVD-01, EVD-06: what the check proves, and each thing that can be wrong, by its name. */

import { expect, test } from "vitest";
import { fromBase64, toBase64, toHex } from "../../crypto/index.js";
import { check, type Evidence } from "../../log/checking.js";
import { handle, leafOf } from "../../log/leaf.js";
import { CASE, COMMISSION, COUNCIL, EVENTS, GOOD, KEY, LEAVES, NOW, POLICY, SHOWN, WITNESSED, cosigned, cut } from "./story.js";
import { LOG, ORIGIN, checkpoint, dummy } from "./log.js";

async function found(changes: Partial<Evidence>): Promise<string[]> {
  const { problems } = await check({ ...GOOD, ...changes }, () => undefined);
  return problems.map(({ code, data }) => [code, data["n"] ?? data["name"] ?? data["reason"] ?? ""].join(" ").trim());
}

/** The same with leaves of another kind, under a checkpoint that fits them. */
const rewritten = (leaves: readonly Uint8Array[]): Partial<Evidence> => ({ leaves: cut(leaves), checkpoint: cosigned(leaves) });
const without = (...gone: readonly number[]): Partial<Evidence> => ({ shown: SHOWN.filter((one) => !gone.includes(one.n)) });

test("a whole log proves every entry, who saw it since when, and what was kept and missed", async () => {
  const { problems, notes, facts, proven, size, witnessed } = await check(GOOD, () => undefined);
  expect(problems).toEqual([]);
  expect([proven, size, witnessed]).toEqual([6, 576, WITNESSED]);
  expect(notes.map((one) => one.code)).toEqual(["witnessed", "reaches", "no-proof"]);
  expect(facts.map((one) => `${one.code} ${one.kind} ${one.due} ${one.done}`.trim())).toEqual([
    "reported", "acknowledged", "met acknowledgement 2026-03-09 2026-03-04", "missed promise 2026-03-20", "missed feedback 2026-06-02",
  ]);
  expect(facts[0]).toMatchObject({ day: "2026-03-02", logged: "2026-03-02", n: 0 });
});

test("an entry that the server does not show any more is named, and what she kept says what it was", async () => {
  expect(await found(without(4))).toEqual(["removed 4"]);
  const earlier = { checkpoint: cosigned(LEAVES.slice(0, 512)), shown: SHOWN };
  const { problems, facts } = await check({ ...GOOD, ...without(4), earlier }, () => undefined);
  expect(problems).toEqual([
    { code: "removed", data: { n: 4, leaf: 300, day: "2026-03-21", kind: "clock.missed", clock: "promise", due: "2026-03-20" } },
  ]);
  expect(facts.some((one) => one.code === "missed" && one.kind === "promise")).toBe(true);
});

test("entries taken away from the end, and all of them, are found too", async () => {
  expect(await found(without(4, 5))).toEqual(["removed 4", "removed 5"]);
  expect((await found({ shown: [] })).filter((one) => one.startsWith("removed"))).toHaveLength(6);
});

test("a number that neither the log nor the server has is a gap", async () => {
  const leaves = LEAVES.map((one, at) => (at === 130 ? dummy("gone", "2026-03-05") : one));
  expect(await found({ ...without(3), ...rewritten(leaves) })).toEqual(["gap 3"]);
});

test("an event that the log does not hold, or holds otherwise, is named", async () => {
  const other = EVENTS[5]?.replace("06-02", "06-09") ?? "";
  expect(await found({ shown: [...SHOWN.slice(0, 5), { n: 5, leaf: 511, event: other }] })).toContain("text-differs 5");
  expect(await found({ shown: [...SHOWN, { n: 6, leaf: 520, event: "{}" }] })).toEqual(["not-in-log 6"]);
  expect(await found({ shown: SHOWN.map((one) => (one.n === 2 ? { ...one, leaf: 43 } : one)) })).toEqual(["place-differs 2"]);
  expect(await found({ shown: [...SHOWN, ...SHOWN.slice(0, 1)] })).toEqual(["shown-twice 0"]);
  expect((await found({ case: "00".repeat(16) }))[0]).toBe("of-another 0");
});

test("what is not published yet waits; what waits too long is held back", async () => {
  const late = (day: string): Partial<Evidence> => ({ shown: [...SHOWN, { n: 6, leaf: null, event: EVENTS[1]?.replace("2026-03-04", day).replace('"n":1', '"n":6') ?? "" }] });
  expect(await found(late("2026-06-09"))).toEqual([]);
  expect(await found(late("2026-06-01"))).toEqual(["held-back 6"]);
  expect(await found({ shown: [...SHOWN, { n: 6, leaf: 600, event: EVENTS[1] ?? "" }] })).toEqual([]);
});

test("a number that stands twice, a leaf before its event, and a leaf of no form are named", async () => {
  const twice = LEAVES.map((one, at) => (at === 570 ? leafOf(KEY, 2, "another", "2026-06-10") : one));
  expect(await found(rewritten(twice))).toEqual(["twice 2"]);
  const early = LEAVES.map((one, at) => (at === 41 ? leafOf(KEY, 1, EVENTS[1] ?? "", "2026-03-03") : one));
  expect(await found(rewritten(early))).toEqual(["day-impossible 1"]);
  const malformed = LEAVES.map((one, at) => (at === 9 ? Uint8Array.from(one, (byte, place) => (place === 3 ? 9 : byte)) : one));
  expect(await found(rewritten(malformed))).toEqual(["leaf-malformed"]);
});

test("a date that passed and is neither kept nor missed is named", async () => {
  const leaves = LEAVES.map((one, at) => (at === 511 ? dummy("no miss", "2026-06-03") : one));
  const { problems } = await check({ ...GOOD, ...rewritten(leaves), ...without(5) }, () => undefined);
  expect(problems).toEqual([{ code: "obligation-silent", data: { kind: "feedback", due: "2026-06-02", n: 0 } }]);
});

test("a log that shrank, forked, was cut off or altered is named", async () => {
  const earlier = { checkpoint: GOOD.checkpoint, shown: [] };
  expect(await found({ ...rewritten(LEAVES.slice(0, 512)), earlier, live: false })).toEqual(["shrank"]);
  const forked = LEAVES.map((one, at) => (at === 7 ? dummy("forked", "2026-03-02") : one));
  expect(await found({ ...rewritten(forked), earlier })).toEqual(["forked"]);
  expect(await found({ leaves: cut(LEAVES.slice(0, 575)) })).toEqual(["log-cut"]);
  expect(await found({ leaves: cut(forked) })).toEqual(["root-differs"]);
  expect(await found({ earlier: { checkpoint: "no note", shown: [] } })).toEqual(["earlier-refused note"]);
  const { notes } = await check({ ...GOOD, earlier: { checkpoint: cosigned(LEAVES.slice(0, 300)), shown: [] } }, () => undefined);
  expect(notes.map((one) => one.code)).toContain("grown");
});

test("a log that stands still is named while the server is there, and not for a saved one", async () => {
  const now = NOW + 5 * 86_400;
  expect(await found({ now })).toEqual(["log-old"]);
  expect(await found({ now, live: false })).toEqual([]);
});

test("words of another deployment find nothing, and that is said once", async () => {
  expect(await found({ chain: new Uint8Array(32) })).toEqual(["not-your-log"]);
  const { notes } = await check({ ...GOOD, chain: new Uint8Array(32), shown: null }, () => undefined);
  expect(notes.map((one) => one.code)).toContain("nothing-yet");
});

test("without what the server showed, her entries are found and counted all the same", async () => {
  const { problems, notes } = await check({ ...GOOD, shown: null }, () => undefined);
  expect(problems).toEqual([]);
  expect(notes.find((one) => one.code === "no-entries")?.data).toEqual({ count: 6 });
});

test("a witness that is silent is told; a missing quorum, a broken one and one from the future are problems", async () => {
  const one = checkpoint(LEAVES, (text) => COMMISSION.cosigned(text, WITNESSED));
  const { problems, notes } = await check({ ...GOOD, checkpoint: one }, () => undefined);
  expect(problems.map((each) => each.code)).toEqual(["quorum-missing"]);
  expect(notes.filter((each) => each.code === "witness-silent").map((each) => each.data["name"])).toEqual(["or"]);
  const ahead = checkpoint(LEAVES, (text) => COMMISSION.cosigned(text, NOW + 9_000) + COUNCIL.cosigned(text, WITNESSED));
  expect(await found({ checkpoint: ahead })).toEqual([`cosignature-ahead ${COMMISSION.name}`, "quorum-missing"]);
  const broken = checkpoint(LEAVES, (text) => COMMISSION.cosigned(text.replace("576", "577"), WITNESSED));
  expect(await found({ checkpoint: broken })).toEqual(["cosignature-refused cosignature"]);
  const any = POLICY.replace(" all ", " any ");
  expect((await check({ ...GOOD, policy: any, beside: { key: null, policy: null } }, () => undefined)).witnessed).toBe(WITNESSED - 60);
});

test("what counts can stand still while the log goes on: then the witnesses are late, and not the log", async () => {
  const now = NOW + 4 * 86_400;
  const more = [...LEAVES, dummy("later", "2026-06-14")];
  const { problems } = await check({ ...GOOD, now, newest: checkpoint(more) }, () => undefined);
  expect(problems).toEqual([{ code: "witnesses-late", data: { day: "2026-06-10", size: 576, all: 577 } }]);
  expect(await found({ now, newest: GOOD.checkpoint })).toEqual(["log-old"]);
  expect(await found({ now, newest: checkpoint(more).replace("577", "578") })).toEqual(["checkpoint-refused signature", "log-old"]);
  expect(await found({ newest: checkpoint(more) })).toEqual([]);
});

test("without a policy it says that nobody else vouches for the times", async () => {
  const { problems, notes } = await check({ ...GOOD, policy: null, beside: { key: null, policy: null } }, () => undefined);
  expect([problems, notes[0]?.code]).toEqual([[], "no-witnesses"]);
});

test("a key or policy beside the log that is not the signed one is named", async () => {
  expect(await found({ beside: { key: COUNCIL.key, policy: POLICY } })).toEqual(["key-differs"]);
  expect(await found({ beside: { key: null, policy: POLICY.replace("all", "any") } })).toEqual(["policy-differs"]);
});

/** The proof of report that this log gave for a chain on a day. */
function proofOf(chain: Uint8Array, day: string, by: string): string {
  const text = `hoeder.eu/proof-of-report/v1\n${ORIGIN}\n${"ab".repeat(32)}\n${toHex(handle(chain, 0))}\n${day}\nlogged by ${by}T00:00:00Z\n`;
  return `${text}\n${LOG.line(text)}`;
}

test("the proof of report is kept, waits, or is a broken word", async () => {
  const { notes } = await check({ ...GOOD, proof: proofOf(KEY, "2026-03-02", "2026-03-04") }, () => undefined);
  expect(notes.map((one) => one.code)).toContain("proof-kept");
  const leaves = LEAVES.map((one, at) => ([17, 41, 42, 130, 300, 511].includes(at) ? dummy(`away ${String(at)}`, "2026-03-02") : one));
  const gone = { ...rewritten(leaves), shown: [] };
  expect(await found({ ...gone, proof: proofOf(KEY, "2026-03-02", "2026-03-04") })).toEqual(["proof-broken"]);
  expect(await found({ ...gone, proof: proofOf(KEY, "2026-06-09", "2026-06-11") })).toEqual([]);
  expect(await found({ proof: proofOf(new Uint8Array(32), "2026-03-02", "2026-03-04") })).toEqual(["proof-of-another handle"]);
  expect(await found({ proof: "no proof" })).toEqual(["proof-refused note"]);
});

test("progress is told to the end, and a signature that is not the log's ends it", async () => {
  const told: number[] = [];
  await check(GOOD, (read) => told.push(read));
  expect(told.at(-1)).toBe(576);
  const other = GOOD.checkpoint.replace(/576\n/, "575\n");
  expect(await found({ checkpoint: other })).toEqual(["checkpoint-refused signature"]);
  expect(toBase64(fromBase64("AQI="))).toBe("AQI=");
  expect(CASE).toHaveLength(32);
});
