/** The public log, fetched whole so that the download names no case: docs/spec/ledger.md §6. */

import { Problem, type Api } from "../api.js";
import { LEAF_SIZE } from "./leaf.js";
import { openCheckpoint, type Statement } from "./note.js";
import { LogRefused } from "./refused.js";
import { reading, type ReadLog, type Wanted } from "./reading.js";

/** How many leaves a bundle holds, and the bytes before each. */
const TILE = 256;
const BEFORE = 2;
/** So many bundles are on their way at the same time. */
const AT_ONCE = 6;

/** Told how many leaves of how many have come. */
export type OnLeaves = (read: number, all: number) => void;

/** A log that was read from the server, with the checkpoint that it leads to. */
export interface FetchedLog extends ReadLog {
  /** The note as it was, with what witnesses put under it. */
  readonly checkpoint: string;
  readonly said: Statement;
}

/**
 * Fetch the newest checkpoint and all leaves under it, in order. They pass by and are not kept.
 *
 * Whether the root is the one that the checkpoint signs is for the caller to see: `log.tree.root()`.
 *
 * @param api - anybody's: nothing in it may say who asks
 * @param key - the log's verifier key, out of the signed directory
 * @param wanted - whose places to look for on the way
 * @throws LogRefused - `note`, `signature`, `key`, `bundle`
 */
export async function wholeLog(
  api: Pick<Api, "getBytes">, key: string, wanted: Wanted, progress: OnLeaves, signal?: AbortSignal,
): Promise<FetchedLog> {
  const checkpoint = await newestCheckpoint(api);
  const said = openCheckpoint(checkpoint, key);
  const log = await reading(bundles(api, said.size, signal), said.size, wanted, progress);
  return { ...log, checkpoint, said };
}

/**
 * The newest checkpoint that counts; while enough witnesses never signed one, the newest that the log signed.
 *
 * Such a one has too few cosignatures: whoever reads it sees that, and must say that the log alone vouches for it.
 */
export async function newestCheckpoint(api: Pick<Api, "getBytes">): Promise<string> {
  try {
    return await fetchText(api, "/log/checkpoint");
  } catch (error) {
    if (!(error instanceof Problem && error.status === 404)) throw error;
    return fetchText(api, "/log/newest");
  }
}

/** A text of the log, such as `/log/checkpoint`. */
export async function fetchText(api: Pick<Api, "getBytes">, path: string): Promise<string> {
  return new TextDecoder().decode(await api.getBytes(path));
}

/** The leaves of the first `size`, bundle by bundle, without what stands between them. */
export async function* bundles(api: Pick<Api, "getBytes">, size: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const coming: Promise<Uint8Array>[] = [];
  const count = Math.ceil(size / TILE);
  for (let number = 0; number < count + AT_ONCE; number += 1) {
    signal?.throwIfAborted();
    if (number < count) {
      const width = Math.min(TILE, size - number * TILE);
      const bundle = api.getBytes(`/log/tile/${entriesPath(number, width)}`);
      // One that fails is thrown when its turn comes, and not before.
      bundle.catch(() => undefined);
      coming.push(bundle);
    }
    if (number >= AT_ONCE && coming.length > 0) {
      const at = number - AT_ONCE;
      yield leavesIn(await (coming.shift() ?? Promise.reject(new Error())), Math.min(TILE, size - at * TILE));
    }
  }
}

/** Where a bundle of leaves is served, such as `entries/x001/x234/067` or `entries/000.p/64`. */
export function entriesPath(number: number, width = TILE): string {
  const groups = [String(number % 1000).padStart(3, "0")];
  for (let rest = Math.floor(number / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
  }
  return `entries/${groups.join("/")}${width === TILE ? "" : `.p/${String(width)}`}`;
}

function leavesIn(bundle: Uint8Array, width: number): Uint8Array {
  const step = BEFORE + LEAF_SIZE;
  if (bundle.length !== width * step) throw new LogRefused("bundle");
  const leaves = new Uint8Array(width * LEAF_SIZE);
  for (let at = 0; at < width; at += 1) {
    const start = at * step;
    if (bundle[start] !== 0 || bundle[start + 1] !== LEAF_SIZE) throw new LogRefused("bundle");
    leaves.set(bundle.subarray(start + BEFORE, start + step), at * LEAF_SIZE);
  }
  return leaves;
}
