/**
 * The receipt: eight words and a checksum word from which all keys of a reporter are derived
 * (docs/spec/receipt.md).
 */

import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { identityFromSeed, keyOf } from "./age.js";
import { concat, randomBytes, readU32be, toHex, utf8 } from "./bytes.js";
import { signingKey, type SigningKey } from "./signing.js";
import { nearest } from "./spelling.js";

export type Language = "nl" | "en" | "de" | "fr";

/** What the reporter keeps. Nobody can make it a second time. */
export interface Receipt {
  /** Eight indices from 0 to 7775, the same in every language. */
  readonly indices: readonly number[];
}

/** Everything that follows from a receipt. Kept nowhere, derived again at each visit. */
export interface ReporterKeys {
  /** 64 hex digits: the reporter's name towards the server, which stores only its SHA-256. */
  readonly lookup: string;
  /** Signs requests. */
  readonly request: SigningKey;
  /** Signs what the reporter writes. */
  readonly author: SigningKey;
  /** `AGE-SECRET-KEY-PQ-1…` */
  readonly identity: string;
  /** `age1pq1…` */
  readonly recipient: string;
  /** K_case: the key under which the case's entries in the ledger are blinded. */
  readonly ledger: Uint8Array;
}

/** How many words each list has: 6^5, so that the words can be chosen with dice. */
const LIST = 7776;
const WORDS = 8;

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

export function newReceipt(): Receipt {
  const indices: number[] = [];
  while (indices.length < WORDS) {
    const [high = 0, low = 0] = randomBytes(2);
    const n = high * 256 + low;
    // 62 208 = 8 × 7 776: beyond it some words would come up more often than others.
    if (n < 8 * LIST) indices.push(n % LIST);
  }
  return { indices };
}

/** The ninth index. docs/spec/receipt.md §3 */
export function checksum(receipt: Receipt): number {
  const digest = sha256(concat(utf8("hoeder/receipt/v1/checksum"), ikm(receipt)));
  return readU32be(digest, 0) % LIST;
}

/** docs/spec/receipt.md §2 */
function ikm({ indices }: Receipt): Uint8Array {
  if (indices.length !== WORDS) throw new Error("a receipt has eight indices");
  const bytes = new Uint8Array(2 * WORDS);
  indices.forEach((index, i) => {
    if (!Number.isInteger(index) || index < 0 || index >= LIST) throw new Error("no such word");
    bytes.set([index >> 8, index & 0xff], 2 * i);
  });
  return bytes;
}

export function receiptWords(receipt: Receipt, list: readonly string[]): string[] {
  return [...receipt.indices, checksum(receipt)].map((index) => {
    const word = list[index];
    if (word === undefined) throw new Error("the word list is too short");
    return word;
  });
}

/** docs/spec/receipt.md §4 */
export async function reporterKeys(
  receipt: Receipt,
  deployment: Uint8Array,
): Promise<ReporterKeys> {
  if (deployment.length !== 32) throw new Error("a deployment id has 32 bytes");
  const secret = ikm(receipt);
  const derive = (purpose: string): Uint8Array =>
    hkdf(sha256, secret, deployment, utf8(`hoeder/receipt/v1/${purpose}`), 32);
  const { identity, recipient } = await keyOf(identityFromSeed(derive("age")));
  return {
    lookup: toHex(derive("lookup")),
    request: signingKey(derive("request")),
    author: signingKey(derive("author")),
    identity,
    recipient,
    ledger: derive("ledger"),
  };
}

/** docs/spec/receipt.md §5 */
export function readReceipt(
  text: string,
  lists: ReadonlyMap<Language, readonly string[]>,
): Receipt {
  const books = [...lists].map(([language, list]) => new Book(language, list));
  const words = tokens(text, books);
  if (words.length !== WORDS + 1) throw new ReceiptProblem("count", words.length);
  const [best] = books.toSorted((a, b) => b.known(words) - a.known(words));
  if (best === undefined) throw new ReceiptProblem("language", words.length);
  // Short words stand in several lists: each list that knows all nine gets its chance.
  const complete = books.filter((book) => book.known(words) === words.length);
  if (complete.length === 0) throw stranger(words, best, books);
  const readings = complete.map((book) => words.map((word) => book.index(word)));
  for (const reading of readings) if (holds(reading)) return { indices: reading.slice(0, WORDS) };
  for (const reading of readings) {
    const pair = swapped(reading);
    if (pair !== null) throw new ReceiptProblem("swapped", words.length, pair);
  }
  throw new ReceiptProblem("checksum", words.length);
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
function tokens(text: string, books: readonly Book[]): string[] {
  const plain = text
    .normalize("NFKD")
    .replace(INVISIBLE, "")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase();
  const found = plain.split(/[^\p{Letter}]+/u).filter((word) => word !== "");
  if (found.length === WORDS + 1) return found;
  const runs = books.map((book) => found.flatMap((run) => book.split(run)));
  return runs.find((words) => words.length === WORDS + 1) ?? found;
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

function holds(reading: readonly number[]): boolean {
  return checksum({ indices: reading.slice(0, WORDS) }) === reading[WORDS];
}

/** Neighbours first: they are what people swap. */
function swapped(reading: readonly number[]): { position: number; other: number } | null {
  for (let apart = 1; apart <= WORDS; apart++) {
    for (let i = 0; i + apart <= WORDS; i++) {
      const other = [...reading];
      [other[i], other[i + apart]] = [reading[i + apart] ?? 0, reading[i] ?? 0];
      if (holds(other)) return { position: i + 1, other: i + apart + 1 };
    }
  }
  return null;
}
