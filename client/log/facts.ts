/** What entries say in plain words, and which dates are neither kept nor missed: docs/spec/ledger.md §13. */

import type { Fact, Finding, Problem } from "./findings.js";

/** An event that is in the log exactly so. */
export interface Proven {
  readonly n: number;
  readonly logged: string;
  readonly event: Event;
}

/** The members of an event that are looked at (docs/spec/ledger.md §2). */
export interface Event {
  readonly n: number;
  readonly kind: string;
  readonly case: string | null;
  readonly day: string;
  readonly detail: Readonly<Record<string, string>>;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Read an event; null when it is none. What it has beside these members is passed over. */
export function readEvent(text: string): Event | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { n, kind, case: of = null, day, detail } = value as Record<string, unknown>;
  const isEvent =
    typeof n === "number" && typeof kind === "string" && (of === null || typeof of === "string") &&
    typeof day === "string" && DAY.test(day) && typeof detail === "object" && detail !== null;
  if (!isEvent) return null;
  const labels = Object.entries(detail).filter((one): one is [string, string] => typeof one[1] === "string");
  return { n, kind, case: of, day, detail: Object.fromEntries(labels) };
}

/** A date that the organisation must keep. */
interface Obligation {
  readonly from: Proven;
  readonly kind: string;
  due: string;
  state: "runs" | "met" | "missed" | "ended";
}

/** What proven entries say, in their order; then the dates that still run. */
export function factsIn(entries: readonly Proven[]): { facts: Fact[]; obligations: Obligation[] } {
  const facts: Fact[] = [];
  const obligations = new Map<string, Obligation>();
  for (const entry of entries) {
    const { kind, day, detail } = entry.event;
    const told = TOLD.get(kind);
    if (told !== undefined) facts.push(fact(told, entry, { day }));
    if (kind === "case.received") {
      for (const [clock, due] of [["acknowledgement", detail["acknowledge_by"]], ["feedback", detail["feedback_by"]]] as const) {
        if (due !== undefined && DAY.test(due)) obligations.set(`${clock} `, { from: entry, kind: clock, due, state: "runs" });
      }
    }
    if (kind.startsWith("clock.")) facts.push(...followed(obligations, kind.slice(6), entry));
  }
  const all = [...obligations.values()];
  const open = all.filter((one) => one.state === "runs");
  return { facts: [...facts, ...open.map((one) => fact("due", one.from, one))], obligations: all };
}

/**
 * Dates that have passed, of which the log says neither that they were kept nor that they were missed.
 *
 * @param until - the day to which the log reaches; a day is left for the miss to be noted and published
 */
export function silentIn(obligations: readonly Obligation[], until: string): Finding<Problem>[] {
  return obligations
    .filter((one) => one.state === "runs" && daysLater(one.due, 2) < until)
    .map(({ kind, due, from }) => ({ code: "obligation-silent", data: { kind, due, n: from.n } }));
}

/** The day so many days later. */
export function daysLater(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return Number.isNaN(at.getTime()) ? day : at.toISOString().slice(0, 10);
}

const TOLD = new Map<string, Fact["code"]>([
  ["case.received", "reported"],
  ["case.acknowledged", "acknowledged"],
  ["case.answered", "answered"],
  ["case.closed", "closed"],
]);

/** What an event of a clock says, and what it changes. */
function followed(obligations: Map<string, Obligation>, step: string, entry: Proven): Fact[] {
  const { kind = "", due_on: due = "", about = "", met_on: done = "" } = entry.event.detail;
  const key = `${kind} ${about}`;
  if (step === "started" || step === "brought-forward") {
    obligations.set(key, { from: entry, kind, due, state: "runs" });
    return [];
  }
  const known = obligations.get(key) ?? { from: entry, kind, due, state: "runs" };
  obligations.set(key, known);
  if (step === "met") {
    known.state = "met";
    return [fact(done > due ? "met-late" : "met", entry, { kind, due, done })];
  }
  // A date that was met later stays missed; one that ended was missed all the same when it had been before.
  if (step === "missed" || step === "ended") {
    known.state = step;
    return [fact(step, entry, { kind, due })];
  }
  return [];
}

function fact(code: Fact["code"], { n, logged, event }: Proven, more: Partial<Fact>): Fact {
  const { kind = "", due = "", done = "" } = more;
  return { code, n, logged, day: event.day, kind, due, done };
}
