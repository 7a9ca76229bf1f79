/** Who knows and who fetched what, as lines of text: pure, with its own test. */

import type { Directory } from "../../crypto/index.js";
import type { Fetched, KnownAs } from "../../mybox.js";

type Lang = "nl" | "en";

/** Somebody who can be said to know. */
export interface Knower {
  readonly knower: string;
  readonly name: string;
}

/** Everybody whom the directory names: officers, and functions with their holders. */
export function knowers(directory: Directory, lang: Lang): Knower[] {
  const byName = new Intl.Collator(lang).compare;
  return [
    ...directory.officers.map(({ id, name }) => ({ knower: `officer:${id}`, name })),
    ...directory.functions.map(({ id, titles, holder_name }) => ({
      knower: `function:${id}`,
      name: holder_name === null ? titles[lang] : `${titles[lang]}, ${holder_name}`,
    })),
  ].sort((a, b) => byName(a.name, b.name));
}

/** The name of whoever knows; null for somebody whom the directory does not name. */
export function knowerName(knower: string, directory: Directory, lang: Lang): string | null {
  return knowers(directory, lang).find((one) => one.knower === knower)?.name ?? null;
}

/** What one person fetched, the days of each kind in order. */
export interface FetchedBy {
  readonly who: Pick<KnownAs, "roles" | "name"> & { readonly alias: string | null };
  readonly kinds: readonly { readonly what: string; readonly days: readonly string[] }[];
}

/** Group fetches by who fetched, in the order in which each first did. */
export function fetchedBy(fetches: readonly Fetched[]): FetchedBy[] {
  const people = new Map<string, { who: FetchedBy["who"]; kinds: Map<string, Set<string>> }>();
  for (const { what, day, alias, roles, name } of fetches) {
    const key = JSON.stringify([alias, name, roles]);
    const person = people.get(key) ?? { who: { alias, roles, name }, kinds: new Map<string, Set<string>>() };
    people.set(key, person);
    const days = person.kinds.get(what) ?? new Set();
    person.kinds.set(what, days.add(day));
  }
  return [...people.values()].map(({ who, kinds }) => ({
    who,
    kinds: [...kinds].map(([what, days]) => ({ what, days: [...days].sort() })),
  }));
}
