/** The join code: four words by which somebody reports together with a reporter (docs/spec/receipt.md §7). */

import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { toHex, utf8 } from "./bytes.js";
import { indexBytes, newIndices, readWords, wordsAt, type Language } from "./words.js";

export interface JoinCode {
  /** Four indices from 0 to 7775, the same in every language. */
  readonly indices: readonly number[];
}

const WORDS = 4;

export function newJoinCode(): JoinCode {
  return { indices: newIndices(WORDS) };
}

export function joinWords({ indices }: JoinCode, list: readonly string[]): string[] {
  return wordsAt(indices, list);
}

export function readJoinCode(
  text: string,
  lists: ReadonlyMap<Language, readonly string[]>,
): JoinCode {
  const [indices = []] = readWords(text, lists, WORDS);
  return { indices };
}

export function joinId({ indices }: JoinCode, deployment: Uint8Array): string {
  if (deployment.length !== 32) throw new Error("a deployment id has 32 bytes");
  const ikm = indexBytes(indices, WORDS);
  return toHex(hkdf(sha256, ikm, deployment, utf8("hoeder/join/v1"), 32));
}
