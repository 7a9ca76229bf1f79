/** One pass over a log of any length: its tree, and the places of those leaves that are looked for. */

import { LEAF_SIZE } from "./leaf.js";
import { LogRefused } from "./refused.js";
import { Tree } from "./tree.js";

/** How long the page may wait for us, in milliseconds. */
const SLICE = 40;

/** What to look for on the way. */
export interface Wanted {
  /** Handles of events, as `handles()` gives them. */
  readonly handles: readonly Uint8Array[];
  /** Sizes that earlier checkpoints name: the roots of that many leaves will be asked for. */
  readonly sizes?: readonly number[];
}

/** A leaf that was looked for. */
export interface FoundLeaf {
  readonly index: number;
  readonly leaf: Uint8Array;
}

/** A log of which only the tree is left, and what was looked for. */
export interface ReadLog {
  /** Gives inclusion proofs of the leaves that were found, and the roots of the sizes that were named. */
  readonly tree: Tree;
  /** Where each handle stands, by its place in the list; more than once would be a lie. */
  readonly found: ReadonlyMap<number, readonly FoundLeaf[]>;
  /** The first leaf that has not the form of one, null where all have. */
  readonly malformed: number | null;
}

/**
 * Read a log in slices, so that the page answers meanwhile.
 *
 * @param pieces - leaves one after the other, cut anywhere
 * @param size - so many leaves must come; `bundle` is refused otherwise
 */
export async function reading(
  pieces: AsyncIterable<Uint8Array>, size: number, wanted: Wanted, progress: (read: number, all: number) => void,
): Promise<ReadLog> {
  const reader = new Reader(wanted);
  let since = performance.now();
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += LEAF_SIZE * 1024) {
      reader.read(piece.subarray(at, at + LEAF_SIZE * 1024));
      if (performance.now() - since < SLICE) continue;
      progress(reader.tree.size, size);
      await new Promise((resume) => setTimeout(resume));
      since = performance.now();
    }
  }
  progress(reader.tree.size, size);
  if (reader.rest > 0 || reader.tree.size !== size) throw new LogRefused("bundle");
  return reader;
}

class Reader implements ReadLog {
  readonly tree = new Tree();
  readonly found = new Map<number, FoundLeaf[]>();
  malformed: number | null = null;
  readonly #wanted = new Map<number, number[]>();
  readonly #handles: readonly Uint8Array[];
  readonly #last: ReadonlySet<number>;
  readonly #cut = new Uint8Array(LEAF_SIZE);
  rest = 0;

  constructor({ handles, sizes = [] }: Wanted) {
    this.#handles = handles;
    this.#last = new Set(sizes.map((one) => one - 1));
    for (const [place, handle] of handles.entries()) {
      const first = word(handle, 0);
      this.#wanted.set(first, [...(this.#wanted.get(first) ?? []), place]);
    }
  }

  read(piece: Uint8Array): void {
    let at = 0;
    while (at < piece.length) {
      if (this.rest === 0 && piece.length - at >= LEAF_SIZE) {
        this.#leaf(piece.subarray(at, at + LEAF_SIZE));
        at += LEAF_SIZE;
        continue;
      }
      // A leaf that was cut in two.
      const taken = piece.subarray(at, at + LEAF_SIZE - this.rest);
      this.#cut.set(taken, this.rest);
      this.rest = (this.rest + taken.length) % LEAF_SIZE;
      at += taken.length;
      if (this.rest === 0) this.#leaf(this.#cut);
    }
  }

  #leaf(leaf: Uint8Array): void {
    const index = this.tree.size;
    if (this.malformed === null && !isWellFormed(leaf)) this.malformed = index;
    const places = this.#wanted.get(word(leaf, 32))?.filter((one) => holds(leaf, this.#handles[one])) ?? [];
    for (const place of places) {
      this.found.set(place, [...(this.found.get(place) ?? []), { index, leaf: leaf.slice() }]);
    }
    this.tree.add(leaf, places.length > 0 || this.#last.has(index));
  }
}

/** Day 2 932 896 is 9999-12-31. */
const LAST_DAY = 2_932_896;

function isWellFormed(leaf: Uint8Array): boolean {
  if (leaf[0] !== 1 || word(leaf, 28) > LAST_DAY) return false;
  for (let at = 1; at < 28; at += 1) if (leaf[at] !== 0) return false;
  return true;
}

function holds(leaf: Uint8Array, handle: Uint8Array | undefined): boolean {
  return handle?.every((byte, at) => byte === leaf[32 + at]) ?? false;
}

/** Four bytes as a whole number. */
function word(bytes: Uint8Array, at: number): number {
  return (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;
}
