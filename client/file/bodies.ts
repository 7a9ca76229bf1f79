/** What items of a file hold, byte for byte (docs/spec/rooms.md §8.1), and the strict reading of it. */

import { readManifest, Tampered, type Manifest } from "../crypto/index.js";
import { ACTORS, COST_CLASSES, FORMS, isOne, ITEM_KINDS } from "./forms.js";
import type { Actor, CostClass, DetrimentForm, ItemKind } from "./forms.js";
import { MOST_CENTS } from "./money.js";
import { isWhen, type When } from "./when.js";

interface WithFiles {
  readonly files: readonly Manifest[];
}

/** How everything was before: on the day that the file begins, or on an earlier one. */
export interface Baseline extends WithFiles {
  readonly duties: string;
  readonly post: string;
  readonly rating: string;
  readonly pay: string;
  readonly leave: string;
  readonly tools: string;
  readonly workplace: string;
  readonly promised: string;
  readonly when: When;
}

/** Something that was done to her, or not done for her. */
export interface Detriment extends WithFiles {
  readonly form: DetrimentForm;
  /** Free text beside the form; never empty where the form is `other`. */
  readonly other: string;
  readonly when: When;
  /** Who decided: a name or a function, in her words. */
  readonly who: string;
  readonly actor: Actor;
  readonly what: string;
  readonly before: string;
  readonly after: string;
  readonly witnesses: string;
}

/** A decision of the employer about her, with the grounds that were given and their own date. */
export interface Decision extends WithFiles {
  readonly what: string;
  readonly who: string;
  readonly reference: string;
  readonly when: When;
  readonly grounds: string;
  readonly grounds_when: When;
}

export interface Cost extends WithFiles {
  readonly class: CostClass;
  readonly what: string;
  readonly cents: number;
  readonly currency: "EUR";
  readonly when: When;
  /** The hash of the entry that it belongs to, or null. */
  readonly entry: string | null;
}

/** A note, or files on their own. */
export interface Note extends WithFiles {
  readonly text: string;
  readonly entry: string | null;
}

export interface Bodies {
  readonly baseline: Baseline;
  readonly entry: Detriment;
  readonly decision: Decision;
  readonly cost: Cost;
  readonly note: Note;
  readonly attachment: Note;
}

/** A new item that puts other words in the place of an old one, which stays. */
export interface Correction {
  readonly of: { readonly sequence: number; readonly hash: string };
  readonly why: string;
  readonly kind: ItemKind;
  /** Null when it should not have been written: the old one stays, struck out. */
  readonly body: Bodies[ItemKind] | null;
}

type Form = (value: unknown) => boolean;

const text: Form = (value) => typeof value === "string";
const filled: Form = (value) => typeof value === "string" && value.trim() !== "";
const hash: Form = (value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
const orNull = (form: Form): Form => (value) => value === null || form(value);
const one = (list: readonly string[]): Form => (value) => isOne(list, value);
const cents: Form = (value) =>
  Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= MOST_CENTS;
const files: Form = (value) => Array.isArray(value) && value.every(isManifest);

const some: Form = (value) => files(value) && (value as readonly unknown[]).length > 0;

const SHAPES: Readonly<Record<ItemKind, Readonly<Record<string, Form>>>> = {
  baseline: {
    ...{ duties: text, post: text, rating: text, pay: text, leave: text, tools: text },
    ...{ workplace: text, promised: text, when: isWhen, files },
  },
  entry: {
    ...{ form: one(FORMS), other: text, when: isWhen, who: text, actor: one(ACTORS), what: filled },
    ...{ before: text, after: text, witnesses: text, files },
  },
  decision: {
    ...{ what: filled, who: text, reference: text, when: isWhen, grounds: text },
    ...{ grounds_when: isWhen, files },
  },
  cost: {
    ...{ class: one(COST_CLASSES), what: filled, cents, currency: one(["EUR"]), when: isWhen },
    ...{ entry: orNull(hash), files },
  },
  note: { text: filled, entry: orNull(hash), files },
  attachment: { text, entry: orNull(hash), files: some },
};

/**
 * Read the body of an item of a file. Nothing is mended: what is not exactly of its form is refused.
 *
 * @throws Tampered - `body`
 */
export function readBody<Kind extends ItemKind>(kind: Kind, value: unknown): Bodies[Kind] {
  const shape = SHAPES[kind];
  if (!hasExactly(value, Object.keys(shape))) throw new Tampered("body");
  for (const [name, form] of Object.entries(shape)) if (!form(value[name])) throw new Tampered("body");
  if (kind === "entry" && value["form"] === "other" && !filled(value["other"])) throw new Tampered("body");
  return value as unknown as Bodies[Kind];
}

/**
 * Read a correction.
 *
 * @throws Tampered - `body`
 */
export function readCorrection(value: unknown): Correction {
  if (!hasExactly(value, ["of", "why", "kind", "body"])) throw new Tampered("body");
  const { of, why, kind, body } = value;
  if (!hasExactly(of, ["sequence", "hash"]) || !hash(of["hash"])) throw new Tampered("body");
  if (!Number.isSafeInteger(of["sequence"]) || (of["sequence"] as number) < 2) throw new Tampered("body");
  if (!filled(why) || !isOne(ITEM_KINDS, kind)) throw new Tampered("body");
  if (body !== null) readBody(kind, body);
  return value as unknown as Correction;
}

function hasExactly(value: unknown, names: readonly string[]): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const found = Object.keys(value);
  return found.length === names.length && names.every((name) => found.includes(name));
}

function isManifest(value: unknown): boolean {
  try {
    readManifest(value);
    return true;
  } catch (error) {
    if (error instanceof Tampered) return false;
    throw error;
  }
}
