/**
 * What a person concerned may read: made in the handler's browser, and checked there for what could
 * tell who reported or who else is in it. The check helps; it does not decide. Nothing of it is sent
 * but the sealed result. Pure.
 */

import type { Directory } from "../crypto/index.js";

/** What stands where something was taken out: always as long, so that its length says nothing. */
export const BLANK = "█████";

/** Why a passage may tell who somebody is. */
export type Why = "person" | "function" | "unit" | "alias" | "day" | "address";

export interface Found {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly why: Why;
}

interface Term {
  readonly text: string;
  readonly why: Why;
}

/** Names, functions and units of the signed directory, and the words that stand for the reporter. */
export function termsOf(directory: Directory, aliases: readonly string[]): Term[] {
  const term = (why: Why) => (text: string | null | undefined): Term[] =>
    text === null || text === undefined || text.trim().length < 2 ? [] : [{ text: text.trim(), why }];
  const names = [...directory.officers.map((one) => one.name), ...directory.functions.map((one) => one.holder_name)];
  const titles = directory.functions.flatMap(({ titles: { nl, en } }) => [nl, en]);
  const units = directory.units.flatMap(({ names: { nl, en } }) => [nl, en]);
  return [
    ...names.flatMap(term("person")),
    // A family name alone is as telling as the whole.
    ...names.flatMap((name) => (name ?? "").split(" ").filter((one) => one.length > 3)).flatMap(term("person")),
    ...titles.flatMap(term("function")),
    ...units.flatMap(term("unit")),
    ...aliases.flatMap(term("alias")),
  ];
}

/** Days, weekdays with a month, and ways to reach somebody, however they are written. */
const PATTERNS: readonly { readonly pattern: RegExp; readonly why: Why }[] = [
  { pattern: /\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b/gu, why: "day" },
  {
    pattern:
      /\b\d{1,2}\s+(januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|january|february|march|may|june|july|august|october)\b(\s+\d{4})?/giu,
    why: "day",
  },
  { pattern: /[\w.+-]+@[\w-]+(\.[\w-]+)+/gu, why: "address" },
  { pattern: /(?<!\d)(\+|0)\d[\d\s-]{7,}\d(?!\d)/gu, why: "address" },
];

/** Find what could identify somebody, in the order of the text; the longest where two overlap. */
export function identifying(text: string, terms: readonly Term[]): Found[] {
  const found: Found[] = [];
  const take = (pattern: RegExp, why: Why): void => {
    for (const one of text.matchAll(pattern)) {
      found.push({ start: one.index, end: one.index + one[0].length, text: one[0], why });
    }
  };
  for (const { text: word, why } of terms) {
    const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
    take(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "giu"), why);
  }
  for (const { pattern, why } of PATTERNS) take(pattern, why);
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  return found.filter((one, at) => !found.slice(0, at).some((before) => before.end > one.start));
}

/** Take a passage out. */
export function takeOut(text: string, start: number, end: number): string {
  return text.slice(0, start) + BLANK + text.slice(end);
}

/** Take out everything that was found, from the end so that places stay right. */
export function takeAllOut(text: string, found: readonly Found[]): string {
  return [...found].reverse().reduce((rest, one) => takeOut(rest, one.start, one.end), text);
}
