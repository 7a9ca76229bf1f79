/** The closed lists of a file: forms of detriment, who acted, classes of costs (law.md A7-bis, SUP-05). */

/** Directive (EU) 2019/1937, art. 19, letters (a) to (o). */
export const ARTICLE_19 = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o"] as const;

/** What art. 19 does not name and happens all the same: its list says "in particular" (law.md A7-bis). */
export const FURTHER = [
  "threat",
  "attempt",
  "omission_withheld_care",
  "identity_revealed",
  "vexatious_proceedings",
  "denied_return_or_property",
  "other",
] as const;

export const FORMS = [...ARTICLE_19, ...FURTHER] as const;
export type DetrimentForm = (typeof FORMS)[number];

/** Who did it, as far as she knows. Colleagues count too: the employer must stop them (law.md RET-09). */
export const ACTORS = ["manager", "director", "hr", "colleagues", "other", "unknown"] as const;
export type Actor = (typeof ACTORS)[number];

export const COST_CLASSES = [
  "legal",
  "travel",
  "housing",
  "income",
  "health",
  "belongings",
  "other",
] as const;
export type CostClass = (typeof COST_CLASSES)[number];

/** What an item of a file can be (docs/spec/rooms.md §8). */
export const ITEM_KINDS = ["baseline", "entry", "decision", "cost", "note", "attachment"] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** Whether a value is one of a closed list. */
export function isOne<T extends string>(list: readonly T[], value: unknown): value is T {
  return typeof value === "string" && (list as readonly string[]).includes(value);
}
