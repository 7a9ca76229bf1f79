/** Her events as the server shows them, and as `entries.json` beside a saved log keeps them: docs/spec/ledger.md §13. */

import { fromHex, toHex } from "../crypto/index.js";
import { LogRefused } from "./refused.js";

/** An event: its number in the chain, its exact text, and its place in the log if it has one. */
export interface Entry {
  readonly n: number;
  readonly leaf: number | null;
  readonly event: string;
}

/** What `entries.json` holds. */
export interface Entries {
  readonly case: string;
  readonly events: readonly Entry[];
  /** The key of the chain, only where her words do not give it: those of a report that was registered on paper. */
  readonly key: Uint8Array | null;
}

export function writeEntries({ case: of, events, key }: Entries): string {
  const shown = events.map(({ n, leaf, event }) => ({ n, leaf, event }));
  return `${JSON.stringify({ v: 1, case: of, ...(key === null ? {} : { key: toHex(key) }), events: shown }, null, 1)}\n`;
}

/** Read `entries.json` strictly. */
export function readEntries(text: string): Entries {
  const value = parsed(text) as { v?: unknown; case?: unknown; key?: unknown; events?: unknown } | null;
  if (typeof value !== "object" || value === null || value.v !== 1 || typeof value.case !== "string") refuse();
  if (!/^[0-9a-f]{32}$/.test(value.case) || !Array.isArray(value.events)) refuse();
  const key = value.key === undefined ? null : value.key;
  if (key !== null && (typeof key !== "string" || !/^[0-9a-f]{64}$/.test(key))) refuse();
  return { case: value.case, events: (value.events as unknown[]).map(readEntry), key: key === null ? null : fromHex(key) };
}

function readEntry(value: unknown): Entry {
  const { n, leaf, event } = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  if (!isCount(n) || (leaf !== null && !isCount(leaf)) || typeof event !== "string") refuse();
  return { n, leaf, event };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function refuse(): never {
  throw new LogRefused("entries");
}
