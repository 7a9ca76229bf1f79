/**
 * The tree of RFC 6962 over leaves that pass by once: docs/spec/ledger.md §4 and 7.
 *
 * The leaves themselves are not kept. Of every 256 only what is above them is, and their own hashes where
 * somebody will ask for a proof: a million leaves weigh a quarter of a megabyte, and 8 kB for each place asked
 * for.
 */

import { concat, sha256Into, sha256Now } from "../crypto/index.js";
import { isSame } from "./bytes.js";
import { LogRefused } from "./refused.js";

export const HASH_SIZE = 32;
const TILE = 256;
const EMPTY = new Uint8Array();

/** The hash of a leaf in the tree: SHA-256(0x00 || leaf). */
export function leafHash(leaf: Uint8Array): Uint8Array {
  return sha256Now(concat(Uint8Array.of(0), leaf));
}

/** The hash of two children: SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256Now(concat(Uint8Array.of(1), left, right));
}

/** A tree that grows by leaves, of which it keeps none. */
export class Tree {
  #size = 0;
  #tile = new Uint8Array(TILE * HASH_SIZE);
  #asked = false;
  readonly #kept = new Map<number, Uint8Array>();
  /** Level 0 holds the roots of each 256 leaves, level 1 of each 512, and so on; whole ones only. */
  readonly #levels: Row[] = [];
  #scratch = EMPTY;

  /** How many leaves it has. */
  get size(): number {
    return this.#size;
  }

  /** Add a leaf. `ask` says that a proof, or the root just above it, will be asked for. */
  add(leaf: Uint8Array, ask = false): void {
    if (this.#scratch.length !== leaf.length + 1) this.#scratch = new Uint8Array(leaf.length + 1);
    this.#scratch.set(leaf, 1);
    const place = this.#size % TILE;
    sha256Into(this.#tile.subarray(place * HASH_SIZE), this.#scratch);
    this.#size += 1;
    this.#asked ||= ask;
    if (place === TILE - 1) this.#close();
  }

  /** The root of the first `size` leaves; all of them unless said otherwise. */
  root(size = this.#size): Uint8Array {
    return size === 0 ? sha256Now(EMPTY) : this.#range(0, this.#checked(size));
  }

  /** PATH of RFC 6962 section 2.1.1, for a leaf that was asked for. */
  inclusionOf(index: number, size = this.#size): Uint8Array[] {
    let [start, end] = [0, this.#checked(size)];
    if (!isCount(index) || index >= end) throw new RangeError("The tree has no such leaf.");
    const path: Uint8Array[] = [];
    while (end - start > 1) {
      const middle = start + leftOf(end - start);
      if (index < middle) {
        path.unshift(this.#range(middle, end));
        end = middle;
      } else {
        path.unshift(this.#range(start, middle));
        start = middle;
      }
    }
    return path;
  }

  /**
   * PROOF of RFC 6962 section 2.1.2: that the first `older` leaves are the beginning of all of them. The leaf before
   * `older` must have been asked for.
   */
  consistencyOf(older: number, size = this.#size): Uint8Array[] {
    let [start, end] = [0, this.#checked(size)];
    if (!isCount(older) || older > end) throw new RangeError("The tree is not that large.");
    if (older === 0 || older === end) return [];
    const proof: Uint8Array[] = [];
    while (end !== older) {
      const middle = start + leftOf(end - start);
      if (older <= middle) {
        proof.unshift(this.#range(middle, end));
        end = middle;
      } else {
        proof.unshift(this.#range(start, middle));
        start = middle;
      }
    }
    // What is known already, the older tree itself, is not in its own proof.
    return start === 0 ? proof : [this.#range(start, end), ...proof];
  }

  #checked(size: number): number {
    if (!isCount(size) || size > this.#size) throw new RangeError("The tree is not that large.");
    return size;
  }

  #close(): void {
    const number = this.#size / TILE - 1;
    if (this.#asked) this.#kept.set(number, this.#tile.slice());
    this.#asked = false;
    let hash = rootOfTile(this.#tile);
    for (let level = 0, at = number; ; level += 1, at = half(at)) {
      const row = (this.#levels[level] ??= new Row());
      row.push(hash);
      if (!isOdd(at)) return;
      hash = row.pair(at - 1);
    }
  }

  /** MTH(D[start:end]) of RFC 6962, for a range that is a node of a tree. */
  #range(start: number, end: number): Uint8Array {
    const width = end - start;
    if (width === 1) return this.#leaf(start);
    const level = Math.log2(width / TILE);
    if (Number.isInteger(level) && level >= 0) {
      const node = this.#levels[level]?.at(start / width);
      if (node !== undefined) return node;
    }
    const middle = start + leftOf(width);
    return nodeHash(this.#range(start, middle), this.#range(middle, end));
  }

  #leaf(index: number): Uint8Array {
    const number = Math.floor(index / TILE);
    const last = number === Math.floor(this.#size / TILE);
    const tile = last ? this.#tile : this.#kept.get(number);
    if (tile === undefined) throw new RangeError("Nobody asked for this leaf while it passed.");
    const at = (index % TILE) * HASH_SIZE;
    return tile.slice(at, at + HASH_SIZE);
  }
}

/** Hashes of one level side by side, in one piece of memory that grows. */
class Row {
  #bytes = new Uint8Array(64 * HASH_SIZE);
  #length = 0;

  push(hash: Uint8Array): void {
    const end = this.#length * HASH_SIZE;
    if (end === this.#bytes.length) {
      const larger = new Uint8Array(2 * end);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(hash, end);
    this.#length += 1;
  }

  at(index: number): Uint8Array | undefined {
    const at = index * HASH_SIZE;
    return index < this.#length ? this.#bytes.slice(at, at + HASH_SIZE) : undefined;
  }

  /** The hash above the one at `index` and the next. */
  pair(index: number): Uint8Array {
    const at = index * HASH_SIZE;
    return sha256Now(concat(Uint8Array.of(1), this.#bytes.subarray(at, at + 2 * HASH_SIZE)));
  }
}

const PAIR = Uint8Array.from({ length: 1 + 2 * HASH_SIZE }, (_, at) => (at === 0 ? 1 : 0));

/** The root above 256 leaf hashes. */
function rootOfTile(tile: Uint8Array): Uint8Array {
  const level = tile.slice();
  for (let width = TILE; width > 1; width /= 2) {
    for (let at = 0; at < width; at += 2) {
      PAIR.set(level.subarray(at * HASH_SIZE, (at + 2) * HASH_SIZE), 1);
      sha256Into(level.subarray((at / 2) * HASH_SIZE), PAIR);
    }
  }
  return level.slice(0, HASH_SIZE);
}

/** Returns when the proof leads from the leaf's hash to the root (RFC 9162 §2.1.3.2); throws LogRefused otherwise. */
export function checkInclusion(
  index: number,
  size: number,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): void {
  if (!isCount(index) || !isCount(size) || index >= size) throw new LogRefused("proof");
  let [node, last, result] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0 || sibling.length !== HASH_SIZE) throw new LogRefused("proof");
    if (isOdd(node) || node === last) {
      result = nodeHash(sibling, result);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      result = nodeHash(result, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  if (last !== 0 || !isSame(result, root)) throw new LogRefused("proof");
}

/** Returns when the newer tree begins with the whole older one (RFC 9162 §2.1.4.2); throws LogRefused otherwise. */
export function checkConsistency(
  older: number,
  newer: number,
  olderRoot: Uint8Array,
  newerRoot: Uint8Array,
  proof: readonly Uint8Array[],
): void {
  if (!isCount(older) || !isCount(newer) || older > newer) throw new LogRefused("proof");
  if (older === 0 || older === newer) {
    if (proof.length > 0 || (older !== 0 && !isSame(olderRoot, newerRoot))) throw new LogRefused("proof");
    return;
  }
  if (proof.length === 0 || !proof.every((one) => one.length === HASH_SIZE)) throw new LogRefused("proof");
  const path = isPowerOfTwo(older) ? [olderRoot, ...proof] : [...proof];
  let [node, last] = [older - 1, newer - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  let first = path[0] ?? EMPTY;
  let second = first;
  for (const sibling of path.slice(1)) {
    if (last === 0) throw new LogRefused("proof");
    if (isOdd(node) || node === last) {
      first = nodeHash(sibling, first);
      second = nodeHash(sibling, second);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      second = nodeHash(second, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  if (last !== 0 || !isSame(first, olderRoot) || !isSame(second, newerRoot)) throw new LogRefused("proof");
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

/** The largest power of two that is smaller than `width`. */
function leftOf(width: number): number {
  let power = 1;
  while (power * 2 < width) power *= 2;
  return power;
}
