/** Argon2id of a passphrase (RFC 9106), as fast as the browser allows (docs/decisions/0009-webassembly.md). */

import { argon2idAsync } from "@noble/hashes/argon2.js";
import { argon2id } from "hash-wasm";

export interface Cost {
  readonly t: number;
  /** KiB */
  readonly m: number;
  readonly p: number;
}

const LENGTH = 32;

/**
 * Stretch a secret to 32 bytes. In WebAssembly where that is allowed; else in JavaScript, the same bytes some
 * ten times as late. Only the slow way tells how far it is.
 */
export async function stretch(
  secret: Uint8Array,
  salt: Uint8Array,
  { t, m, p }: Cost,
  onProgress?: (fraction: number) => void,
): Promise<Uint8Array> {
  try {
    return await argon2id({
      ...{ password: secret, salt, iterations: t, memorySize: m, parallelism: p },
      ...{ hashLength: LENGTH, outputType: "binary" },
    });
  } catch {
    // A hardened browser has no WebAssembly, and a policy before ours may forbid it.
    const progress = onProgress === undefined ? {} : { onProgress };
    return argon2idAsync(secret, salt, { t, m, p, dkLen: LENGTH, ...progress });
  }
}
