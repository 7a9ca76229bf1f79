/**
 * The receipt: eight words and a checksum word from which all keys of a reporter are derived
 * (docs/spec/receipt.md).
 */

import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { identityFromSeed, keyOf } from "./age.js";
import { concat, readU32be, toHex, utf8 } from "./bytes.js";
import { signingKey, type SigningKey } from "./signing.js";
import { indexBytes, LIST, newIndices, readWords, ReceiptProblem, wordsAt, type Language } from "./words.js";

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
  /** The same for the entries of a talk with a confidential adviser, which is no case. */
  readonly advice: Uint8Array;
  /** The same for the entries of her own file, which is no case either. */
  readonly file: Uint8Array;
  /** From this follow her keys in the room of each commitment (promise.ts). */
  readonly promises: Uint8Array;
  /** s_R: her half of the identity box's key. */
  readonly box: Uint8Array;
}

const WORDS = 8;

export function newReceipt(): Receipt {
  return { indices: newIndices(WORDS) };
}

/** The ninth index. docs/spec/receipt.md §3 */
export function checksum(receipt: Receipt): number {
  const digest = sha256(concat(utf8("hoeder/receipt/v1/checksum"), ikm(receipt)));
  return readU32be(digest, 0) % LIST;
}

/** docs/spec/receipt.md §2 */
function ikm({ indices }: Receipt): Uint8Array {
  return indexBytes(indices, WORDS);
}

export function receiptWords(receipt: Receipt, list: readonly string[]): string[] {
  return wordsAt([...receipt.indices, checksum(receipt)], list);
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
    advice: derive("advice"),
    file: derive("file"),
    promises: derive("promises"),
    box: derive("box"),
  };
}

/** docs/spec/receipt.md §5 */
export function readReceipt(
  text: string,
  lists: ReadonlyMap<Language, readonly string[]>,
): Receipt {
  const readings = readWords(text, lists, WORDS + 1);
  for (const reading of readings) if (holds(reading)) return { indices: reading.slice(0, WORDS) };
  for (const reading of readings) {
    const pair = swapped(reading);
    if (pair !== null) throw new ReceiptProblem("swapped", WORDS + 1, pair);
  }
  throw new ReceiptProblem("checksum", WORDS + 1);
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
