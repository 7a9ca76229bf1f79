/** A reporter's protection, for her page and for the desk: its state, its items, and who can protect. */

import type { Directory } from "./crypto/index.js";
import type { Entry, Read } from "./items.js";
import { commissionOf } from "./own-rooms.js";

type Officer = Directory["officers"][number];

/** What the server says of a protection: states and days. */
export interface Care {
  /** Whether whoever asks is in the care room; others see the state alone. */
  readonly protects: boolean;
  readonly state: string;
  readonly since: string;
  readonly assessed_on: string | null;
  readonly settled: string | null;
  readonly settled_on: string | null;
  readonly holds_up: boolean;
  readonly turn: "reporter" | "officer" | null;
  readonly due_on: string | null;
  readonly go_on_from: string | null;
  readonly plan: {
    readonly number: number;
    readonly item: string;
    readonly by: string;
    readonly proposed_on: string;
    readonly approved: boolean | null;
    readonly answered_on: string | null;
  } | null;
  readonly way: string | null;
  readonly next_on: string | null;
  readonly check_ins: readonly {
    readonly id: string;
    readonly opens_on: string;
    readonly due_on: string;
    readonly answered: boolean;
    readonly silent: boolean;
  }[];
  readonly answers: readonly { readonly answer: string; readonly by: string; readonly day: string }[];
  readonly offers: readonly {
    readonly id: string;
    readonly cause: string;
    readonly since: string;
    readonly due_on: string;
    readonly met_on: string | null;
  }[];
}

/** One measure of a plan: what, who does it, and by which day. */
export interface Measure {
  readonly what: string;
  readonly owner: string;
  readonly by: string;
}

/**
 * Who can be asked to protect her: the protection officers of the body, else those of the nearest body
 * above that has any, else the commission above. The server need not know whom she left out.
 *
 * @param out - ids of officers who may not
 */
export function protectorsOf(
  directory: Directory, body: string, out: ReadonlySet<string>,
): readonly Officer[] {
  const seen = new Set<string>();
  for (let at: string | null = body; at !== null && !seen.has(at); ) {
    const here: string = at;
    seen.add(here);
    const found = directory.officers.filter(
      (one) =>
        one.body === here && one.key !== null && !out.has(one.id) &&
        one.roles.includes("protection_officer"),
    );
    if (found.length > 0) return found;
    at = directory.bodies.find((one) => one.id === here)?.above ?? null;
  }
  return commissionOf(directory, body, out);
}

/** The check-in that is open on a day: she is asked, has not answered, and the day has not passed. */
export function asking(care: Care, day: string): Care["check_ins"][number] | null {
  const open = care.check_ins.filter((one) => one.opens_on <= day).at(-1);
  return open === undefined || open.answered || open.silent || open.due_on < day ? null : open;
}

/** The sealed plan that the server says lies before her; null when the room does not hold it. */
export function planIn(entries: readonly Entry[], care: Care): Read | null {
  const { plan } = care;
  if (plan === null) return null;
  const found = entries.find((one) => one.state === "read" && one.hash === plan.item);
  return found?.state === "read" && found.header.kind === "plan" ? found : null;
}

/** Parts of an item of the care room, in the order in which they are shown. */
const PARTS = [
  "level", "begun", "fears", "who", "wishes", "answer", "reach", "weighed", "record", "reasons", "offered",
] as const;

/** What an item of the care room says: words of hers or of an officer, and codes that the page has words for. */
export function careParts(kind: string, body: unknown): readonly { part: string; text: string; code: boolean }[] {
  if (!CARE_KINDS.has(kind)) return [];
  const found = PARTS.map((part) => ({ part, text: textIn(body, part), code: CODES.has(part) }));
  return found.filter((one) => one.text !== "");
}

/** The kinds of items that belong to a protection. */
export const CARE_KINDS: ReadonlySet<string> = new Set([
  "assessment", "plan", "plan-answer", "no-plan", "without-plan", "way", "check-in", "support", "weighed",
]);

/** Parts whose text is one of a few codes. */
const CODES: ReadonlySet<string> = new Set(["level", "begun", "answer", "weighed"]);

/** The measures of a plan; what is not one is left out. */
export function measuresOf(body: unknown): readonly Measure[] {
  const listed = typeof body === "object" && body !== null ? (body as Record<string, unknown>)["measures"] : null;
  if (!Array.isArray(listed)) return [];
  return (listed as unknown[])
    .map((one) => ({ what: textIn(one, "what"), owner: textIn(one, "owner"), by: textIn(one, "by") }))
    .filter((one) => one.what !== "");
}

function textIn(body: unknown, name: string): string {
  const value = typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : "";
  return typeof value === "string" ? value.trim() : "";
}
