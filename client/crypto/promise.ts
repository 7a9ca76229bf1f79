/** A reporter's keys in the room of one commitment (docs/spec/commitments.md §2). */

import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { identityFromSeed, keyOf } from "./age.js";
import { utf8 } from "./bytes.js";
import type { ReporterKeys } from "./receipt.js";
import { signingKey, type SigningKey } from "./signing.js";

/** Keys that are good in one room, and tell nobody that they are hers in another. */
export interface PromiseKeys {
  readonly identity: string;
  readonly recipient: string;
  readonly author: SigningKey;
}

export async function promiseKeys(
  { promises }: Pick<ReporterKeys, "promises">,
  room: string,
): Promise<PromiseKeys> {
  const derive = (purpose: string): Uint8Array =>
    hkdf(sha256, promises, undefined, utf8(`hoeder/promise/v1/${purpose}/${room}`), 32);
  const { identity, recipient } = await keyOf(identityFromSeed(derive("age")));
  return { identity, recipient, author: signingKey(derive("author")) };
}
