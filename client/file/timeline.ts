/** Report, knowledge and detriment on one line: when each came, as far as is known. Pure. */

import type { Bodies } from "./bodies.js";
import type { Recorded } from "./records.js";
import { firstDay } from "./when.js";

export type Row = "report" | "knowledge" | "detriment";

/** Something that came on a day: to be drawn as one dot, and told in one line of the table. */
export interface Moment {
  readonly row: Row;
  /** `YYYY-MM-DD`; the first of the month where only the month is known. */
  readonly day: string;
  readonly roughly: boolean;
  /** How many came on that day, or in that month where there are too many for days. */
  readonly count: number;
  /** What it is, in words of the page. */
  readonly labels: readonly string[];
  /** From 0, the first day, to 1, the last. */
  readonly at: number;
}

/** Something with a day, before it is placed. */
export interface Dated {
  readonly row: Row;
  readonly day: string;
  readonly roughly: boolean;
  readonly label: string;
}

/** So many dots can be told apart on a small screen; with more, those of a month are one. */
export const MOST_DOTS = 60;

/** The detriment that holds now, with its day; what has none is counted apart. */
export function datedEntries(
  entries: readonly Recorded[],
  label: (body: Bodies["entry"]) => string,
): { readonly dated: Dated[]; readonly undated: number } {
  const dated: Dated[] = [];
  let undated = 0;
  for (const { versions: [now] } of entries) {
    const body = now?.body as Bodies["entry"] | null | undefined;
    if (body === null || body === undefined) continue;
    const day = firstDay(body.when);
    if (day === null) undated += 1;
    else dated.push({ row: "detriment", day, roughly: body.when.precision === "month", label: label(body) });
  }
  return { dated, undated };
}

/** Place everything on one scale, the earliest first. */
export function timeline(all: readonly Dated[]): readonly Moment[] {
  const days = new Set(all.map((one) => `${one.row} ${one.day}`));
  const byMonth = days.size > MOST_DOTS;
  const groups = new Map<string, Dated[]>();
  for (const one of all) {
    const day = byMonth && one.row === "detriment" ? `${one.day.slice(0, 7)}-01` : one.day;
    const key = `${day} ${one.row}`;
    groups.set(key, [...(groups.get(key) ?? []), { ...one, day, roughly: one.roughly || day !== one.day }]);
  }
  const ordered = [...groups.values()].sort(([a], [b]) => compare(a?.day ?? "", b?.day ?? ""));
  const [first, last] = [ordered[0]?.[0]?.day ?? "", ordered.at(-1)?.[0]?.day ?? ""];
  const span = Math.max(1, number(last) - number(first));
  return ordered.flatMap((group) => {
    const [one] = group;
    if (one === undefined) return [];
    return [{
      row: one.row,
      day: one.day,
      roughly: group.some(({ roughly }) => roughly),
      count: group.length,
      labels: [...new Set(group.map(({ label }) => label))],
      at: ordered.length === 1 ? 0.5 : (number(one.day) - number(first)) / span,
    }];
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function number(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000;
}
