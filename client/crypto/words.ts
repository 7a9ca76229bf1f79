/** Words of the published lists: drawn, shown, and read back (docs/spec/receipt.md §1, 5). */

import { randomBytes } from "./bytes.js";
import { nearest } from "./spelling.js";

export type Language = "nl" | "en" | "de" | "fr";

/** How many words each list has: 6^5, so that the words can be chosen with dice. */
export const LIST = 7776;

/**
 * Why the words are not a receipt.
 *
 * - `count`: not nine words; `found` says how many
 * - `unknown`: the word at `position` is in no list; `suggestions` are near it
 * - `language`: the word at `position` is from another list (`language`) than the others; or, without a
 *   position, most words are in none of the lists that were given
 * - `swapped`: the words at `position` and `other` have changed places
 * - `checksum`: nine good words that do not belong together
 */
export class ReceiptProblem extends Error {
  readonly reason: "count" | "unknown" | "language" | "swapped" | "checksum";
  /** How many words were found. */
  readonly found: number;
  /** Counted from 1. */
  readonly position: number | undefined;
  /** The second of two swapped words, counted from 1. */
  readonly other: number | undefined;
  readonly suggestions: readonly string[];
  readonly language: Language | undefined;

  constructor(
    reason: ReceiptProblem["reason"],
    found: number,
    where: {
      position?: number;
      other?: number;
      suggestions?: readonly string[];
      language?: Language;
    } = {},
  ) {
    super(`not a receipt: ${reason}`);
    this.name = "ReceiptProblem";
    this.reason = reason;
    this.found = found;
    this.position = where.position;
    this.other = where.other;
    this.suggestions = where.suggestions ?? [];
    this.language = where.language;
  }
}

/** So many indices, each chosen evenly. */
export function newIndices(count: number): number[] {
  const indices: number[] = [];
  while (indices.length < count) {
    const [high = 0, low = 0] = randomBytes(2);
    const n = high * 256 + low;
    // 62 208 = 8 × 7 776: beyond it some words would come up more often than others.
    if (n < 8 * LIST) indices.push(n % LIST);
  }
  return indices;
}

/** docs/spec/receipt.md §2 */
export function indexBytes(indices: readonly number[], count: number): Uint8Array {
  if (indices.length !== count) throw new Error("another number of indices");
  const bytes = new Uint8Array(2 * count);
  indices.forEach((index, i) => {
    if (!Number.isInteger(index) || index < 0 || index >= LIST) throw new Error("no such word");
    bytes.set([index >> 8, index & 0xff], 2 * i);
  });
  return bytes;
}

export function wordsAt(indices: readonly number[], list: readonly string[]): string[] {
  return indices.map((index) => {
    const word = list[index];
    if (word === undefined) throw new Error("the word list is too short");
    return word;
  });
}

/**
 * The indices of so many words, once for each list that knows them all, in the order of the lists.
 *
 * Short words stand in several lists: each list that knows all of them gets its chance.
 *
 * @throws ReceiptProblem - `count`, `unknown` or `language`
 */
export function readWords(
  text: string,
  lists: ReadonlyMap<Language, readonly string[]>,
  count: number,
): number[][] {
  const books = [...lists].map(([language, list]) => new Book(language, list));
  const words = tokens(text, books, count);
  if (words.length !== count) throw new ReceiptProblem("count", words.length);
  const [best] = books.toSorted((a, b) => b.known(words) - a.known(words));
  if (best === undefined) throw new ReceiptProblem("language", words.length);
  const complete = books.filter((book) => book.known(words) === words.length);
  if (complete.length === 0) throw stranger(words, best, books);
  return complete.map((book) => words.map((word) => book.index(word)));
}

/** One language's list, indexed once. */
class Book {
  readonly language: Language;
  readonly list: readonly string[];
  readonly #places: ReadonlyMap<string, number>;

  constructor(language: Language, list: readonly string[]) {
    this.language = language;
    this.list = list;
    this.#places = new Map(list.map((word, place) => [word, place]));
  }

  has(word: string): boolean {
    return this.#places.has(word);
  }

  /** Callers have made sure that the list has the word. */
  index(word: string): number {
    return this.#places.get(word) ?? -1;
  }

  known(words: readonly string[]): number {
    return words.filter((word) => this.has(word)).length;
  }

  /** Words written without spaces. No word is the beginning of another, so there is one way at most. */
  split(run: string): string[] {
    const words: string[] = [];
    for (let start = 0, end = 1; end <= run.length; end++) {
      const word = run.slice(start, end);
      if (!this.has(word)) continue;
      words.push(word);
      start = end;
    }
    return words.join("") === run ? words : [run];
  }
}

/** Characters that show nothing: soft hyphen, zero-width ones, byte order mark. */
const INVISIBLE = /[\u{ad}\u{200b}-\u{200d}\u{2060}\u{feff}]/gu;

/** The words of a text: without case, accents, numbers, hyphens, line breaks. */
function tokens(text: string, books: readonly Book[], count: number): string[] {
  const plain = text
    .normalize("NFKD")
    .replace(INVISIBLE, "")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase();
  const found = plain.split(/[^\p{Letter}]+/u).filter((word) => word !== "");
  if (found.length === count) return found;
  const runs = books.map((book) => found.flatMap((run) => book.split(run)));
  return runs.find((words) => words.length === count) ?? found;
}

function stranger(
  words: readonly string[],
  best: Book,
  books: readonly Book[],
): ReceiptProblem {
  const found = words.length;
  if (best.known(words) < found / 2) return new ReceiptProblem("language", found);
  const at = words.findIndex((word) => !best.has(word));
  const word = words[at] ?? "";
  const home = books.find((book) => book.has(word));
  const position = at + 1;
  return home === undefined
    ? new ReceiptProblem("unknown", found, { position, suggestions: nearest(word, best.list) })
    : new ReceiptProblem("language", found, { position, language: home.language });
}
