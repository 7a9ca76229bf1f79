/**
 * Checks what the log says, without trusting the server: docs/spec/ledger.md. No network, no DOM.
 *
 * Whoever holds a case's ledger key finds the case's leaves among all others, and sees from a
 * signed checkpoint that they stand where the server said, and that the log only grew.
 */

import { fromBase64, fromHex, sha256Hex, toHex } from "./crypto/index.js";

export const LEAF_SIZE = 96;
const HASH_HEX = /^[0-9a-f]{64}$/;
const BLOCK = 64;
const DAY_MS = 86_400_000;

/** Something about the log is not as it must be. `reason` is one of the words of the spec. */
export class LogRefused extends Error {
  override readonly name = "LogRefused";
  readonly reason: "leaf" | "proof" | "note" | "signature";

  constructor(reason: LogRefused["reason"]) {
    super(reason);
    this.reason = reason;
  }
}

/** A leaf taken apart; `day` as `YYYY-MM-DD`. */
export interface Leaf {
  readonly day: string;
  readonly handle: string;
  readonly commit: string;
}

/** What a checkpoint says: how many leaves, and the root above them. */
export interface Statement {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
}

/** Ed25519 verification, as client/crypto does it. */
export type Verify = (
  signature: Uint8Array,
  message: Uint8Array,
  key: string,
) => boolean | Promise<boolean>;

/** Reads a leaf strictly (§3). */
export function readLeaf(bytes: Uint8Array): Leaf {
  if (bytes.length !== LEAF_SIZE || bytes[0] !== 1 || bytes.subarray(1, 28).some((one) => one !== 0)) {
    throw new LogRefused("leaf");
  }
  const number = new DataView(bytes.buffer, bytes.byteOffset + 28, 4).getUint32(0);
  const day = new Date(number * DAY_MS);
  if (Number.isNaN(day.getTime()) || day.getUTCFullYear() > 9999) throw new LogRefused("leaf");
  return {
    day: day.toISOString().slice(0, 10),
    handle: toHex(bytes.subarray(32, 64)),
    commit: toHex(bytes.subarray(64)),
  };
}

/** The name of event `n` in the log: only who has the key can compute it (§3). */
export function handle(key: Uint8Array, n: number): Promise<string> {
  return hmac(key, numbered("h", n));
}

/** What the log commits to for event `n` with this exact text (§3). */
export async function commit(key: Uint8Array, n: number, event: string): Promise<string> {
  const nonce = fromHex(await hmac(key, numbered("n", n)));
  return sha256Hex(joined(Uint8Array.of(2), nonce, utf8(event)));
}

/** The leaf of an event that was published on `day` (§3). */
export async function leafOf(
  key: Uint8Array,
  n: number,
  event: string,
  day: string,
): Promise<Uint8Array> {
  const head = new Uint8Array(32);
  head[0] = 1;
  new DataView(head.buffer).setUint32(28, Date.parse(`${day}T00:00:00Z`) / DAY_MS);
  return joined(head, fromHex(await handle(key, n)), fromHex(await commit(key, n, event)));
}

/** The hash of a leaf in the tree: SHA-256(0x00 || leaf). */
export function leafHash(leaf: Uint8Array): Promise<string> {
  return sha256Hex(joined(Uint8Array.of(0), leaf));
}

/** The root above all leaf hashes, computed as RFC 6962 section 2.1 says. */
export async function rootOf(leafHashes: readonly string[]): Promise<string> {
  if (leafHashes.length === 0) return sha256Hex(new Uint8Array());
  // Level by level from the left; a node without a neighbour moves up as it is.
  let level = [...leafHashes];
  while (level.length > 1) {
    const above: string[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const left = level[at] ?? "";
      const right = level[at + 1];
      above.push(right === undefined ? left : await nodeHash(left, right));
    }
    level = above;
  }
  return level[0] ?? "";
}

/** Resolves when the proof leads from the leaf to the root; throws LogRefused otherwise. */
export async function checkInclusion(
  index: number,
  size: number,
  leaf: string,
  proof: readonly string[],
  root: string,
): Promise<void> {
  if (!isCount(index) || !isCount(size) || index >= size) throw new LogRefused("proof");
  let [node, last, result] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0 || !HASH_HEX.test(sibling)) throw new LogRefused("proof");
    if (isOdd(node) || node === last) {
      result = await nodeHash(sibling, result);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      result = await nodeHash(result, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  if (last !== 0 || result !== root) throw new LogRefused("proof");
}

/** Resolves when the newer tree begins with the whole older one; throws LogRefused otherwise. */
export async function checkConsistency(
  older: number,
  newer: number,
  olderRoot: string,
  newerRoot: string,
  proof: readonly string[],
): Promise<void> {
  if (!isCount(older) || !isCount(newer) || older > newer) throw new LogRefused("proof");
  if (older === 0 || older === newer) {
    if (proof.length > 0 || (older !== 0 && olderRoot !== newerRoot)) throw new LogRefused("proof");
    return;
  }
  if (proof.length === 0 || !proof.every((one) => HASH_HEX.test(one))) throw new LogRefused("proof");
  const path = isPowerOfTwo(older) ? [olderRoot, ...proof] : [...proof];
  let [node, last] = [older - 1, newer - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  let first = path[0] ?? "";
  let second = first;
  for (const sibling of path.slice(1)) {
    if (last === 0) throw new LogRefused("proof");
    if (isOdd(node) || node === last) {
      first = await nodeHash(sibling, first);
      second = await nodeHash(sibling, second);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      second = await nodeHash(second, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  if (last !== 0 || first !== olderRoot || second !== newerRoot) throw new LogRefused("proof");
}

/**
 * Reads a checkpoint that this log signed (§5). `key` is the log's verifier key, from the signed
 * directory and not from the server that is being checked.
 */
export async function openCheckpoint(note: string, key: string, verify: Verify): Promise<Statement> {
  const { name, id, bytes } = await readVerifier(key);
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n")) throw new LogRefused("note");
  const text = note.slice(0, end + 1);
  let signed = false;
  for (const line of note.slice(end + 2, -1).split("\n")) {
    const [dash, signer, encoded, ...more] = line.split(" ");
    if (dash !== "\u2014" || encoded === undefined || more.length > 0) throw new LogRefused("note");
    const signature = decoded(encoded);
    if (signer !== name || toHex(signature.subarray(0, 4)) !== id) continue;
    // One signature of the log that does not hold spoils the note, whatever else is under it.
    if (!(await verify(signature.subarray(4), utf8(text), bytes))) throw new LogRefused("signature");
    signed = true;
  }
  if (!signed) throw new LogRefused("signature");
  const [origin = "", size = "", root = "", ...rest] = text.split("\n");
  const hash = decoded(root);
  if (origin !== name || !/^(0|[1-9][0-9]{0,14})$/.test(size) || rest.join() !== "" || hash.length !== 32) {
    throw new LogRefused("note");
  }
  return { origin, size: Number(size), root: toHex(hash) };
}

async function readVerifier(key: string): Promise<{ name: string; id: string; bytes: string }> {
  const [, name = "", id = "", encoded = ""] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(key) ?? [];
  const data = decoded(encoded);
  if (data.length !== 33 || data[0] !== 1) throw new LogRefused("note");
  const own = await sha256Hex(joined(utf8(`${name}\n`), data));
  if (own.slice(0, 8) !== id) throw new LogRefused("note");
  return { name, id, bytes: toHex(data.subarray(1)) };
}

/** HMAC-SHA-256 (RFC 2104) for keys of 32 bytes. */
async function hmac(key: Uint8Array, message: Uint8Array): Promise<string> {
  if (key.length !== 32) throw new RangeError("A ledger key has 32 bytes.");
  const pad = (value: number): Uint8Array =>
    Uint8Array.from({ length: BLOCK }, (_, at) => (key[at] ?? 0) ^ value);
  const inner = fromHex(await sha256Hex(joined(pad(0x36), message)));
  return sha256Hex(joined(pad(0x5c), inner));
}

function nodeHash(left: string, right: string): Promise<string> {
  return sha256Hex(joined(Uint8Array.of(1), fromHex(left), fromHex(right)));
}

/** A letter and a number as u64be. */
function numbered(letter: string, n: number): Uint8Array {
  if (!isCount(n)) throw new RangeError("Events are counted from 0.");
  const bytes = new Uint8Array(9);
  bytes.set(utf8(letter));
  new DataView(bytes.buffer).setBigUint64(1, BigInt(n));
  return bytes;
}

function decoded(base64: string): Uint8Array {
  try {
    return fromBase64(base64);
  } catch {
    throw new LogRefused("note");
  }
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

// Sizes may pass 2^32, where JavaScript's own bit operations end.

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function isPowerOfTwo(value: number): boolean {
  let rest = value;
  while (rest > 1 && !isOdd(rest)) rest = half(rest);
  return rest === 1;
}
