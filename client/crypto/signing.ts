/**
 * Ed25519 (RFC 8032), by the platform where it can, by noble where it cannot.
 *
 * Signatures are deterministic, so both give the same bytes. A browser without Ed25519 in WebCrypto
 * rejects `importKey`; that, and nothing else, leads to the fallback.
 */

import { ed25519 } from "@noble/curves/ed25519.js";
import { concat, fromHex, randomBytes, toHex } from "./bytes.js";

/** An Ed25519 key pair. */
export interface SigningKey {
  /** The 32-byte private seed. Never leaves this device unsealed. */
  readonly seed: Uint8Array;
  /** The public key: 64 hex digits. */
  readonly verify: string;
}

/** DER of a PKCS #8 Ed25519 key up to the seed (RFC 8410 §7). */
const PKCS8 = fromHex("302e020100300506032b657004220420");

export function signingKey(seed: Uint8Array): SigningKey {
  return { seed, verify: toHex(ed25519.getPublicKey(seed)) };
}

export function newSigningKey(): SigningKey {
  return signingKey(randomBytes(32));
}

export async function sign(message: Uint8Array, key: SigningKey): Promise<Uint8Array> {
  const native = await imported("pkcs8", concat(PKCS8, key.seed), "sign");
  if (native === null) return ed25519.sign(message, key.seed);
  const signature = await crypto.subtle.sign("Ed25519", native, message as Uint8Array<ArrayBuffer>);
  return new Uint8Array(signature);
}

export async function verify(
  signature: Uint8Array,
  message: Uint8Array,
  key: string,
): Promise<boolean> {
  const native = await imported("raw", fromHex(key), "verify");
  if (native === null) return verifyNow(signature, message, key);
  return crypto.subtle.verify(
    "Ed25519",
    native,
    signature as Uint8Array<ArrayBuffer>,
    message as Uint8Array<ArrayBuffer>,
  );
}

/** Verify without waiting for the platform. Strict as RFC 8032 §5.1.7, not ZIP 215. */
export function verifyNow(signature: Uint8Array, message: Uint8Array, key: string): boolean {
  try {
    return ed25519.verify(signature, message, fromHex(key), { zip215: false });
  } catch {
    // noble throws on lengths and points that cannot be; to us that is one more false signature.
    return false;
  }
}

async function imported(
  format: "pkcs8" | "raw",
  key: Uint8Array<ArrayBuffer>,
  usage: "sign" | "verify",
): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey(format, key, "Ed25519", false, [usage]);
  } catch {
    return null;
  }
}
