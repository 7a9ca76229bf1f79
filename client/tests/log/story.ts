/** A case in a log, as the tests of the check use it: acknowledged, and then feedback that never came. */

import { leafOf } from "../../log/leaf.js";
import type { Entry } from "../../log/entries.js";
import type { Evidence } from "../../log/checking.js";
import { LOG, ORIGIN, Signer, checkpoint, dummy } from "./log.js";

export const KEY = Uint8Array.from({ length: 32 }, (_, at) => 200 - at);
export const CASE = "6d656c64656e646d656c64656e646d65";
export const COMMISSION = new Signer("commissie.example/getuige", 4);
export const COUNCIL = new Signer("or.example/getuige", 4);
export const POLICY = `log ${LOG.key}
witness commissie ${COMMISSION.key}
witness or ${COUNCIL.key}
group beide all commissie or
quorum beide
`;

/** A text of an event as the server writes it. */
function event(n: number, kind: string, day: string, detail: Readonly<Record<string, string>>): string {
  const actor = kind === "case.received" ? "reporter" : "system";
  return JSON.stringify({ actor, case: CASE, day, detail, kind, n, v: 1 });
}

const RECEIVED = { acknowledge_by: "2026-03-09", feedback_by: "2026-06-02", item: "ab".repeat(32) };

export const EVENTS = [
  event(0, "case.received", "2026-03-02", RECEIVED),
  event(1, "case.acknowledged", "2026-03-04", {}),
  event(2, "clock.met", "2026-03-04", { kind: "acknowledgement", due_on: "2026-03-09", met_on: "2026-03-04" }),
  event(3, "clock.started", "2026-03-05", { kind: "promise", due_on: "2026-03-20", about: "11".repeat(16) }),
  event(4, "clock.missed", "2026-03-21", { kind: "promise", due_on: "2026-03-20", about: "11".repeat(16) }),
  event(5, "clock.missed", "2026-06-03", { kind: "feedback", due_on: "2026-06-02" }),
];
const PLACES = [17, 41, 42, 130, 300, 511];
const DAYS = ["2026-03-02", "2026-03-04", "2026-03-04", "2026-03-05", "2026-03-21", "2026-06-03"];

/** Which day the leaf at this place was published on. */
function dayAt(place: number): string {
  return DAYS[PLACES.findIndex((one) => one >= place)] ?? "2026-06-10";
}

export const LEAVES: readonly Uint8Array[] = Array.from({ length: 576 }, (_, at) => {
  const n = PLACES.indexOf(at);
  return n < 0 ? dummy(`story ${String(at)}`, dayAt(at)) : leafOf(KEY, n, EVENTS[n] ?? "", DAYS[n] ?? "");
});

export const SHOWN: readonly Entry[] = EVENTS.map((text, n) => ({ n, leaf: PLACES[n] ?? null, event: text }));

/** 2026-06-10, noon. */
export const NOW = Date.parse("2026-06-10T12:00:00Z") / 1000;
export const WITNESSED = NOW - 600;

/** The checkpoint over these leaves, with both cosignatures. */
export function cosigned(leaves: readonly Uint8Array[]): string {
  return checkpoint(leaves, (text) => COMMISSION.cosigned(text, WITNESSED - 60) + COUNCIL.cosigned(text, WITNESSED));
}

/** These leaves, cut as a file would be. */
export function cut(leaves: readonly Uint8Array[], step = 4_000): Evidence["leaves"] {
  return async function* () {
    const all = new Uint8Array(leaves.length * 96);
    for (const [at, one] of leaves.entries()) all.set(one, at * 96);
    for (let at = 0; at < all.length; at += step) {
      await Promise.resolve();
      yield all.subarray(at, at + step);
    }
  };
}

/** Everything as it should be. */
export const GOOD: Evidence = {
  key: LOG.key,
  policy: POLICY,
  beside: { key: `${LOG.key}\n`, policy: POLICY },
  checkpoint: cosigned(LEAVES),
  leaves: cut(LEAVES),
  chain: KEY,
  case: CASE,
  shown: SHOWN,
  proof: null,
  earlier: null,
  newest: null,
  live: true,
  now: NOW,
};

export { ORIGIN };
