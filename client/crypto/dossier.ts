/**
 * What a dossier needs: who made it, the hash of a long file, and sealing it for somebody outside
 * (docs/spec/dossier.md). Part of the door of index.ts.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { beginSealingOutside, CHUNK, TAG } from "./age.js";
import { concat, sha256Hex, toHex, utf8 } from "./bytes.js";
import { sign, type SigningKey } from "./signing.js";
import { isSigned } from "./statement.js";

const CONTEXT = "hoeder-dossier-v1\n";

/**
 * Sign the manifest of a dossier.
 *
 * @returns 128 hex digits
 */
export async function signDossier(manifest: string, author: SigningKey): Promise<string> {
  return toHex(await sign(utf8(CONTEXT + manifest), author));
}

/** Whether this key signed this manifest. */
export function isDossierSigned(manifest: string, signature: string, key: string): boolean {
  return isSigned(CONTEXT, manifest, signature, key);
}

/** A SHA-256 that is fed piece by piece. */
export interface Hashing {
  add(bytes: Uint8Array): void;
  /** The hash in hex; nothing may be added after it. */
  end(): string;
}

/** Begin the hash of something that may be longer than memory. Of all else `hashOf` has it far sooner. */
export function hashing(): Hashing {
  const hash = sha256.create();
  return {
    add: (bytes) => { hash.update(bytes); },
    end: () => toHex(hash.digest()),
  };
}

/** So much may be hashed at once, by the platform, which is many times as fast. */
export const AT_ONCE = 32 * 1024 * 1024;

/** The SHA-256 in hex of parts that follow each other. */
export async function hashOf(parts: readonly Uint8Array[]): Promise<string> {
  if (parts.reduce((sum, part) => sum + part.length, 0) <= AT_ONCE) return sha256Hex(concat(...parts));
  const hash = hashing();
  for (const part of parts) hash.add(part);
  return hash.end();
}

/** A file in the making that is sealed to somebody outside. What is given out may be sent on at once. */
export interface SealedOutside {
  /** The sealed bytes that are whole by now; maybe none. */
  add(bytes: Uint8Array): Uint8Array;
  /** The last ones. Without them the file does not open. */
  end(): Uint8Array;
}

/**
 * Seal a long file to one recipient of somebody outside: `age1pq1…`, or `age1…` (X25519).
 *
 * @throws RecipientRefused - when it is neither
 */
export async function sealOutside(recipient: string): Promise<SealedOutside> {
  const sealing = await beginSealingOutside(recipient);
  const chunk = new Uint8Array(CHUNK);
  let filled = 0;
  let begun = false;
  const start = (): Uint8Array => {
    if (begun) return new Uint8Array();
    begun = true;
    return sealing.start;
  };
  const seal = (last: boolean): Uint8Array => {
    const sealed = new Uint8Array(filled + TAG);
    sealing.chunk(chunk.subarray(0, filled), last, sealed);
    filled = 0;
    return sealed;
  };
  return {
    add(bytes) {
      const out = [start()];
      for (let at = 0; at < bytes.length;) {
        // A full chunk waits until it is known that it is not the last.
        if (filled === CHUNK) out.push(seal(false));
        const n = Math.min(CHUNK - filled, bytes.length - at);
        chunk.set(bytes.subarray(at, at + n), filled);
        filled += n;
        at += n;
      }
      return concat(...out);
    },
    end: () => concat(start(), seal(true)),
  };
}
