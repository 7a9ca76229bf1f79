/** Bytes of the log's formats: docs/spec/ledger.md. */

import { fromBase64 } from "../crypto/index.js";

export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** Unsigned 64-bit big-endian. */
export function u64be(value: number | bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

/** The bytes of standard base64, null for anything else. */
export function decoded(base64: string): Uint8Array | null {
  try {
    return fromBase64(base64);
  } catch {
    return null;
  }
}
