/** An officer's keys, and how they are kept under a passphrase (docs/spec/rooms.md §6). */

import { sha256 } from "@noble/hashes/sha2.js";
import { identityFromSeed, keyOf, newRoomKey, open, seal } from "./age.js";
import {
  concat,
  fromBase64,
  fromHex,
  fromUtf8,
  isZero,
  randomBytes,
  toBase64,
  toHex,
  utf8,
} from "./bytes.js";
import { canonicalJson, hasExactly, parseCanonical } from "./canonical.js";
import { Tampered, WrongPassphrase } from "./problems.js";
import { newSigningKey, signingKey, type SigningKey } from "./signing.js";
import { stretch } from "./stretch.js";

export interface OfficerKeys {
  /** `AGE-SECRET-KEY-PQ-1…` */
  readonly identity: string;
  /** `age1pq1…` */
  readonly recipient: string;
  readonly author: SigningKey;
}

/** Called with a fraction from 0 to 1 while a passphrase is worked on. */
export type OnProgress = (fraction: number) => void;

/** RFC 9106's second recommended choice, fixed in version 1: a wrap with other numbers is refused. */
const COST = { kdf: "argon2id", t: 3, m: 65536, p: 1 } as const;
const INNER = 1024;
const SALT = 16;

export async function newOfficerKeys(): Promise<OfficerKeys> {
  return { ...(await newRoomKey()), author: newSigningKey() };
}

export async function wrapOfficerKeys(
  keys: OfficerKeys,
  passphrase: string,
  officer: string,
  onProgress?: OnProgress,
): Promise<string> {
  const salt = randomBytes(SALT);
  const inner = utf8(
    canonicalJson({ v: 1, officer, identity: keys.identity, author: toHex(keys.author.seed) }),
  );
  const { recipient } = await keyOf(await stretched(passphrase, salt, onProgress));
  const sealed = await seal(concat(inner, new Uint8Array(INNER - inner.length)), recipient);
  return canonicalJson({ v: 1, ...COST, salt: toHex(salt), sealed: toBase64(sealed) });
}

export async function unwrapOfficerKeys(
  wrap: string,
  passphrase: string,
  officer: string,
  onProgress?: OnProgress,
): Promise<OfficerKeys> {
  const { salt, sealed } = readWrap(wrap);
  const identity = await stretched(passphrase, salt, onProgress);
  const inner = await open(sealed, identity).catch((error: unknown) => {
    throw error instanceof Tampered && error.what === "key" ? new WrongPassphrase() : error;
  });
  return readInner(inner, officer);
}

function readWrap(wrap: string): { salt: Uint8Array; sealed: Uint8Array } {
  try {
    const outer = parseCanonical(wrap);
    if (!hasExactly(outer, ["v", "kdf", "t", "m", "p", "salt", "sealed"])) throw new Error("members");
    const { v, kdf, t, m, p, salt, sealed } = outer;
    if (v !== 1 || kdf !== COST.kdf || t !== COST.t || m !== COST.m || p !== COST.p) {
      throw new Error("another cost");
    }
    const read = { salt: fromHex(salt as string), sealed: fromBase64(sealed as string) };
    if (read.salt.length !== SALT) throw new Error("another salt");
    return read;
  } catch {
    throw new Tampered("wrap");
  }
}

async function readInner(inner: Uint8Array, officer: string): Promise<OfficerKeys> {
  try {
    const end = inner.indexOf(0);
    if (inner.length !== INNER || !isZero(inner.subarray(end))) throw new Error("padding");
    const keys = parseCanonical(fromUtf8(inner.subarray(0, end)));
    if (!hasExactly(keys, ["v", "officer", "identity", "author"])) throw new Error("members");
    if (keys.v !== 1 || keys.officer !== officer) throw new Error("another officer");
    return {
      ...(await keyOf(keys.identity as string)),
      author: signingKey(fromHex(keys.author as string)),
    };
  } catch {
    throw new Tampered("wrap");
  }
}

async function stretched(
  passphrase: string,
  salt: Uint8Array,
  onProgress?: OnProgress,
): Promise<string> {
  const seed = await stretch(utf8(passphrase.normalize("NFKC")), salt, COST, onProgress);
  // The work's last word is a hair below 1, or none.
  onProgress?.(1);
  return identityFromSeed(seed);
}

/** docs/spec/rooms.md §4 */
export function fingerprint(recipient: string, verify: string): string {
  const digest = sha256(utf8(`hoeder-key-v1\n${recipient}\n${verify}`));
  return (toHex(digest.subarray(0, 20)).match(/.{4}/g) ?? []).join(" ");
}
