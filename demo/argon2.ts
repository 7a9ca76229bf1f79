/**
 * Argon2id as Node has it, in the place of the client's own: the same bytes, ten times as soon.
 * The demo makes keys for a whole cast, and a newcomer waits for it.
 */

import { argon2 } from "node:crypto";
import { promisify } from "node:util";

const stretch = promisify(argon2);

/** Takes and gives what `argon2idAsync` of `@noble/hashes` does; its progress is not told. */
export async function argon2idAsync(
  secret: Uint8Array,
  salt: Uint8Array,
  cost: { readonly t: number; readonly m: number; readonly p: number; readonly dkLen: number },
): Promise<Uint8Array> {
  return stretch("argon2id", {
    message: secret,
    nonce: salt,
    passes: cost.t,
    memory: cost.m,
    parallelism: cost.p,
    tagLength: cost.dkLen,
  });
}
