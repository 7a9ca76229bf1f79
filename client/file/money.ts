/** Amounts as whole cents: never a fraction, so that totals are right to the cent (law.md SUP-05). */

import { COST_CLASSES, type CostClass } from "./forms.js";

/** A thousand million euro: more is a slip of the keyboard. */
export const MOST_CENTS = 100_000_000_000;

/**
 * Read an amount as people type it: `1.234,56`, `1,234.56`, `1234,5`, `€ 12`.
 *
 * A point or comma before exactly three last digits parts thousands; before one or two, cents.
 *
 * @returns cents, or null when it cannot be read
 */
export function readCents(typed: string): number | null {
  const text = typed.replaceAll(/[\s\u00a0\u202f€]/gu, "").replace(/^EUR|EUR$/iu, "");
  const found = /^(\d{1,3}(?:([.,])\d{3})+|\d+)(?:([.,])(\d{1,2}))?$/u.exec(text);
  if (found === null) return null;
  const [, whole = "", thousands, decimal, fraction = ""] = found;
  // `1.234.567` and `1.234,56` are amounts; `1.234.56` is a slip.
  if (thousands !== undefined && (decimal === thousands || mixed(whole, thousands))) return null;
  const cents = Number(whole.replaceAll(/[.,]/gu, "")) * 100 + Number(fraction.padEnd(2, "0"));
  return cents <= MOST_CENTS ? cents : null;
}

function mixed(whole: string, separator: string): boolean {
  return whole.includes(separator === "." ? "," : ".");
}

/** Cents as people of a language write euros. */
export function inEuros(cents: number, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency: "EUR" });
  // Whole euros and cents apart: a division would round large amounts.
  return format.format(`${String(Math.trunc(cents / 100))}.${String(cents % 100).padStart(2, "0")}` as unknown as number);
}

export interface Totals {
  readonly all: number;
  readonly perClass: ReadonlyMap<CostClass, number>;
}

/** Add costs up, per class and together; classes without costs are left out. */
export function totals(costs: Iterable<{ readonly class: CostClass; readonly cents: number }>): Totals {
  const found = new Map<CostClass, number>();
  let all = 0;
  for (const one of costs) {
    found.set(one.class, (found.get(one.class) ?? 0) + one.cents);
    all += one.cents;
  }
  const perClass = new Map(
    COST_CLASSES.flatMap((one) => {
      const sum = found.get(one);
      return sum === undefined ? [] : [[one, sum] as const];
    }),
  );
  return { all, perClass };
}
