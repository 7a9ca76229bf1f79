/** What is due first, and how to say so. Days are `YYYY-MM-DD`; they are compared as days only. */

export interface Due {
  readonly kind: string;
  readonly due_on: string;
}

export interface CaseRow {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly received_on: string;
  readonly handler: string | null;
  readonly next: Due | null;
  readonly unread: number;
  readonly last_on: string | null;
  /** How the reporter's protection stands, in one word; null until that was looked at. */
  readonly risk: string | null;
}

/** `past`: missed; `today`, `soon`: within three days; `later`; `none`: nothing is due. */
export type Urgency = "past" | "today" | "soon" | "later" | "none";

const DAY = 86_400_000;
const SOON = 3;

/** Whole days from one day to another; negative when the second lies earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

export function urgency(next: Due | null, day: string): Urgency {
  if (next === null) {
    return "none";
  }
  const left = daysBetween(day, next.due_on);
  if (left < 0) {
    return "past";
  }
  if (left === 0) {
    return "today";
  }
  return left <= SOON ? "soon" : "later";
}

/** What is due first comes first; then unread words; then the longest silence. */
export function sortByDue(rows: readonly CaseRow[]): CaseRow[] {
  return [...rows].sort(
    (a, b) =>
      compare(a.next?.due_on ?? "9999", b.next?.due_on ?? "9999") ||
      Math.sign(b.unread) - Math.sign(a.unread) ||
      compare(a.last_on ?? "", b.last_on ?? "") ||
      compare(a.number, b.number),
  );
}

export interface Filter {
  /** Only cases with unread words of a reporter. */
  readonly unread: boolean;
  /** Only cases of which something is due within three days or past. */
  readonly due: boolean;
  /** Only these statuses; an empty list means all. */
  readonly statuses: readonly string[];
}

export const EVERYTHING: Filter = { unread: false, due: false, statuses: [] };

export function applyFilter(rows: readonly CaseRow[], filter: Filter, day: string): CaseRow[] {
  return rows.filter((row) => {
    const pressing = urgency(row.next, day);
    return (
      (!filter.unread || row.unread > 0) &&
      (!filter.due || pressing === "past" || pressing === "today" || pressing === "soon") &&
      (filter.statuses.length === 0 || filter.statuses.includes(row.status))
    );
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
