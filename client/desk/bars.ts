/** The overdue duties of bodies as stacked bars on one scale. */

import type { BoardRow } from "./oversight.js";

/** One bar, in pieces by kind of duty; places and lengths from 0 to 1. */
export interface Bar {
  readonly body: string;
  readonly total: number;
  readonly pieces: readonly { readonly column: string; readonly from: number; readonly length: number }[];
}

/** More bars than this are no picture any more; the table has them all. */
const MOST = 20;

/** Lay out the bodies that owe something, in the order that they come in. */
export function barsOf(rows: readonly BoardRow[], columns: readonly string[]): readonly Bar[] {
  const shown = rows.filter((one) => one.total > 0).slice(0, MOST);
  const longest = Math.max(1, ...shown.map((one) => one.total));
  return shown.map(({ body, total, counts }) => {
    const by = new Map(counts.map(({ column, count }) => [column, count]));
    let from = 0;
    const pieces = columns.flatMap((column) => {
      const length = (by.get(column) ?? 0) / longest;
      if (length === 0) return [];
      const piece = { column, from, length };
      from += length;
      return [piece];
    });
    return { body, total, pieces };
  });
}
