/** The day on which something happened, as exactly as she knows it; the day of writing it down stands apart. */

export type Precision = "day" | "month" | "unknown";

/** `date` is `YYYY-MM-DD`, `YYYY-MM` or null, by `precision`. */
export interface When {
  readonly precision: Precision;
  readonly date: string | null;
}

export const UNKNOWN: When = { precision: "unknown", date: null };

/** Whether a date of this form exists in the calendar. */
function exists(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === day;
}

export function isWhen(value: unknown): value is When {
  if (typeof value !== "object" || value === null || Object.keys(value).length !== 2) return false;
  const { precision, date } = value as Partial<Record<keyof When, unknown>>;
  if (precision === "unknown") return date === null;
  if (typeof date !== "string") return false;
  if (precision === "day") return /^\d{4}-\d{2}-\d{2}$/.test(date) && exists(date);
  return precision === "month" && /^\d{4}-\d{2}$/.test(date) && exists(`${date}-01`);
}

/** Whether it lies after today, as far as that can be told. */
export function isFuture({ precision, date }: When, today: string): boolean {
  if (date === null) return false;
  return precision === "day" ? date > today : date > today.slice(0, 7);
}

/** The first day on which it can have been; null when nothing is known. */
export function firstDay({ precision, date }: When): string | null {
  return precision === "month" && date !== null ? `${date}-01` : date;
}
