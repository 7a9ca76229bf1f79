/** The 96 bytes of a leaf: docs/spec/ledger.md §3. */

import { concat, hmacNow, sha256Now, toHex, utf8 } from "../crypto/index.js";
import { isSame, u64be } from "./bytes.js";
import { LogRefused } from "./refused.js";

export const LEAF_SIZE = 96;
const KEY_SIZE = 32;
const DAY_MS = 86_400_000;
const HEAD = Uint8Array.from({ length: 28 }, (_, at) => (at === 0 ? 1 : 0));

/** A leaf taken apart; `day` as `YYYY-MM-DD`. */
export interface Leaf {
  readonly day: string;
  readonly handle: string;
  readonly commit: string;
}

/** Reads a leaf strictly. */
export function readLeaf(bytes: Uint8Array): Leaf {
  if (bytes.length !== LEAF_SIZE || !isSame(bytes.subarray(0, 28), HEAD)) throw new LogRefused("leaf");
  const number = new DataView(bytes.buffer, bytes.byteOffset + 28, 4).getUint32(0);
  const day = new Date(number * DAY_MS);
  if (Number.isNaN(day.getTime()) || day.getUTCFullYear() > 9999) throw new LogRefused("leaf");
  return {
    day: day.toISOString().slice(0, 10),
    handle: toHex(bytes.subarray(32, 64)),
    commit: toHex(bytes.subarray(64)),
  };
}

/** The name of event `n` in the log: only who has the chain's key can compute it. */
export function handle(key: Uint8Array, n: number): Uint8Array {
  return hmacNow(checked(key), numbered("h", n));
}

/** The names of the first `count` events of a chain, in order. */
export function handles(key: Uint8Array, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, n) => handle(key, n));
}

/** What the log commits to for event `n` with this exact text. */
export function commit(key: Uint8Array, n: number, event: string): Uint8Array {
  return sha256Now(concat(Uint8Array.of(2), nonce(key, n), utf8(event)));
}

/** What opens the commit of event `n`, and of no other: it may be shown to a stranger. */
export function nonce(key: Uint8Array, n: number): Uint8Array {
  return hmacNow(checked(key), numbered("n", n));
}

/** The leaf of an event that was published on `day`. */
export function leafOf(key: Uint8Array, n: number, event: string, day: string): Uint8Array {
  const number = new Uint8Array(4);
  new DataView(number.buffer).setUint32(0, Date.parse(`${day}T00:00:00Z`) / DAY_MS);
  return concat(HEAD, number, handle(key, n), commit(key, n, event));
}

function checked(key: Uint8Array): Uint8Array {
  if (key.length !== KEY_SIZE) throw new RangeError("A ledger key has 32 bytes.");
  return key;
}

/** A letter and a number as u64be. */
function numbered(letter: string, n: number): Uint8Array {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError("Events are counted from 0.");
  return concat(utf8(letter), u64be(n));
}
