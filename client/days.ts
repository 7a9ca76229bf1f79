/** Days as headers and the server write them: `YYYY-MM-DD`. */

/** Today in UTC: the day of what is sealed and signed. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** The day it is in a time zone, since a day of the law ends at the body's midnight; without one, where this device is. */
export function dayIn(timeZone?: string, now = new Date()): string {
  const format = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  return new Intl.DateTimeFormat("en-CA", timeZone === undefined ? format : { ...format, timeZone }).format(now);
}
