/**
 * The age format with the guards of docs/spec/envelope.md §2.
 *
 * Exactly one recipient, post-quantum hybrid (`mlkem768x25519`), in every file that we make or open.
 * The library alone would make a file that nobody can open when no recipient is given, would mix
 * classic recipients in silently, and hands out early chunks of a stream before the last is checked.
 */

import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bech32 } from "@scure/base";
import { concat, fromBase64, fromUtf8, randomBytes, utf8 } from "./bytes.js";
import { RecipientRefused, Tampered } from "./problems.js";

/** A post-quantum hybrid age key pair. */
export interface RoomKey {
  /** `AGE-SECRET-KEY-PQ-1…`: opens. */
  readonly identity: string;
  /** `age1pq1…`: seals. */
  readonly recipient: string;
}

/** Version line, one stanza with its 1 120-byte share and 32-byte body, and the MAC line: always this long. */
export const AGE_HEADER = 1627;
const NONCE = 16;
export const CHUNK = 64 * 1024;
export const TAG = 16;

const SHAPE =
  /^age-encryption\.org\/v1\n-> mlkem768x25519 ([A-Za-z0-9+/]{1494})\n([A-Za-z0-9+/]{43})\n--- ([A-Za-z0-9+/]{43})\n$/;

/** How long the sealed form of `length` bytes is. */
export function sealedLength(length: number): number {
  const chunks = Math.max(1, Math.ceil(length / CHUNK));
  return AGE_HEADER + NONCE + length + chunks * TAG;
}

export async function newRoomKey(): Promise<RoomKey> {
  return keyOf(await generateHybridIdentity());
}

/** The key pair of an identity. Throws when it is no post-quantum hybrid identity. */
export async function keyOf(identity: string): Promise<RoomKey> {
  checkIdentity(identity);
  return { identity, recipient: await identityToRecipient(identity) };
}

function checkIdentity(identity: string): void {
  if (!identity.startsWith("AGE-SECRET-KEY-PQ-1")) throw new Error("not a hybrid identity");
}

/** The identity that has these 32 bytes as its seed. */
export function identityFromSeed(seed: Uint8Array): string {
  if (seed.length !== 32) throw new Error("a seed has 32 bytes");
  return bech32.encodeFromBytes("AGE-SECRET-KEY-PQ-", seed).toUpperCase();
}

/**
 * Refuse whatever is not exactly one hybrid recipient.
 *
 * @throws RecipientRefused
 */
export function checkRecipient(recipient: string): void {
  if (recipient === "") throw new RecipientRefused("none");
  if (!recipient.startsWith("age1pq1")) {
    throw new RecipientRefused(recipient.startsWith("age1") ? "classic" : "malformed");
  }
  try {
    const { words } = bech32.decode(recipient as `${string}1${string}`, false);
    if (bech32.fromWords(words).length === 1216) return;
  } catch {
    // Falls through to the same refusal: which character is wrong helps nobody.
  }
  throw new RecipientRefused("malformed");
}

export function isRecipient(recipient: unknown): recipient is string {
  try {
    checkRecipient(recipient as string);
    return typeof recipient === "string";
  } catch {
    return false;
  }
}

/** Seal bytes to one recipient. */
export async function seal(plaintext: Uint8Array, recipient: string): Promise<Uint8Array> {
  checkRecipient(recipient);
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(plaintext);
}

/** A sealed file in the making: its beginning, and then chunk after chunk. */
export interface Sealing {
  /** Header and nonce: 1 643 bytes for a hybrid recipient. */
  readonly start: Uint8Array;
  /**
   * Seal the next chunk: exactly 64 KiB, or fewer bytes in the last.
   *
   * @param output - receives the sealed chunk, 16 bytes longer
   */
  chunk(plaintext: Uint8Array, last: boolean, output: Uint8Array): void;
}

/**
 * Begin a long file, sealed to one recipient. docs/spec/envelope.md §2
 *
 * The library makes the header. Its streams copy each chunk several times, which costs as much as the
 * cipher itself, so that the chunks are sealed here; its vectors and its reader check them in the tests.
 */
export function beginSealing(recipient: string): Promise<Sealing> {
  checkRecipient(recipient);
  return begin(recipient);
}

/**
 * Begin a file that leaves this service, sealed to one recipient of somebody outside: post-quantum hybrid, or X25519
 * where that is all that they publish (docs/spec/dossier.md §8).
 *
 * @throws RecipientRefused
 */
export function beginSealingOutside(recipient: string): Promise<Sealing> {
  if (!isClassic(recipient)) checkRecipient(recipient);
  return begin(recipient);
}

/** An X25519 recipient, spelled as age spells it. */
function isClassic(recipient: string): boolean {
  try {
    const { prefix, words } = bech32.decode(recipient as `${string}1${string}`);
    return prefix === "age" && bech32.fromWords(words).length === 32 && recipient === recipient.toLowerCase();
  } catch {
    return false;
  }
}

async function begin(recipient: string): Promise<Sealing> {
  const encrypter = new Encrypter();
  let fileKey: Uint8Array = new Uint8Array();
  // Adds no stanza, only learns the key; the one stanza is made by the recipient after it.
  encrypter.addRecipient({
    wrapFileKey: (key) => {
      fileKey = key;
      return [];
    },
  });
  encrypter.addRecipient(recipient);
  const empty = await encrypter.encrypt(new Uint8Array());
  const header = empty.subarray(0, empty.length - NONCE - TAG);
  // A nonce of our own: under the library's, an empty payload has been sealed already.
  const nonce = randomBytes(NONCE);
  const key = hkdf(sha256, fileKey, nonce, utf8("payload"), 32);
  const counter = new Uint8Array(12);
  const count = new DataView(counter.buffer);
  let n = 0;
  return {
    start: concat(header, nonce),
    chunk(plaintext, last, output) {
      // Eleven bytes of counter, of which four are enough for 256 TiB, and the mark of the last chunk.
      count.setUint32(7, n++);
      counter[11] = last ? 1 : 0;
      chacha20poly1305(key, counter).encrypt(plaintext, output);
    },
  };
}

/**
 * Open a whole sealed file.
 *
 * @throws Tampered - `stanza`, `key` or `seal`
 */
export async function open(sealed: Uint8Array, identity: string): Promise<Uint8Array> {
  const key = decrypter(sealed, identity);
  return orTampered(() => key.decrypt(sealed));
}

/**
 * Open a stream of sealed bytes and keep every chunk back until the end was verified.
 *
 * @param start - the beginning of the same file, at least its 1 627 bytes of header
 * @throws Tampered - `stanza`, `key` or `seal`; nothing of the content is released then
 */
export async function openStream(
  start: Uint8Array,
  sealed: ReadableStream<Uint8Array>,
  identity: string,
): Promise<Uint8Array[]> {
  const key = decrypter(start, identity);
  return orTampered(async () => {
    const chunks: Uint8Array[] = [];
    const reader = (await key.decrypt(sealed)).getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      chunks.push(next.value);
    }
    return chunks;
  });
}

/** Check the header's exact shape before any key touches the file. */
function decrypter(start: Uint8Array, identity: string): Decrypter {
  checkShape(start.subarray(0, AGE_HEADER));
  checkIdentity(identity);
  const key = new Decrypter();
  key.addIdentity(identity);
  return key;
}

function checkShape(header: Uint8Array): void {
  try {
    const [, share, body, mac] = SHAPE.exec(fromUtf8(header)) ?? [];
    // Base64 without padding must be canonical too: only then has a header one spelling.
    fromBase64(`${share ?? "?"}==`);
    fromBase64(`${body ?? "?"}=`);
    fromBase64(`${mac ?? "?"}=`);
  } catch {
    throw new Tampered("stanza");
  }
}

async function orTampered<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    // A piece that could not be fetched, or was not the one announced, speaks for itself.
    if (error instanceof SourceFailed) throw error.reason;
    const mismatch = error instanceof Error && error.message.startsWith("no identity matched");
    throw new Tampered(mismatch ? "key" : "seal");
  }
}

/** Carries the failure of a caller's source through the library's streams unchanged. */
export class SourceFailed extends Error {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super("the source failed");
    this.name = "SourceFailed";
    this.reason = reason;
  }
}
