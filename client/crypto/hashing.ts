/**
 * SHA-256 and HMAC at once, for trees of a million leaves. The platform gives each hash later, and waiting
 * for two million of them takes far longer than the hashing.
 */

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

// A fresh state for each hash would be the larger half of the work: one is set back to the beginning.
const FRESH = /* @__PURE__ */ sha256.create();
const WORK = /* @__PURE__ */ sha256.create();

export function sha256Into(target: Uint8Array, bytes: Uint8Array): void {
  FRESH._cloneInto(WORK);
  WORK.update(bytes).digestInto(target);
}

export function sha256Now(bytes: Uint8Array): Uint8Array {
  return sha256(bytes);
}

export function hmacNow(key: Uint8Array, message: Uint8Array): Uint8Array {
  return hmac(sha256, key, message);
}
