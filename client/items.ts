/** Items of a room: as the server hands them out, and as they were read or found wrong. */

import { Tampered, type OpenedItem } from "./crypto/index.js";

/** One sealed item as the server hands it out. */
export interface SealedItem {
  readonly id: string;
  readonly sequence: number;
  readonly epoch: number;
  readonly by: string;
  readonly day: string;
  readonly sealed: string;
}

/** An item that was opened and holds what it claims. */
export interface Read extends OpenedItem {
  readonly state: "read";
  readonly id: string;
  readonly sequence: number;
  readonly by: string;
}

/** An item that is not what it should be. `what` is a code for the page, never shown as it is. */
export interface Trouble {
  readonly state: "trouble";
  readonly sequence: number;
  readonly by: string;
  readonly what: string;
}

export type Entry = Read | Trouble;

/** What was found wrong with an item; a failure of our own is thrown on. */
export function troubleIn(error: unknown, sequence: number, by: string): Trouble {
  if (!(error instanceof Tampered)) throw error;
  return { state: "trouble", sequence, by, what: error.what };
}

/** Items between the last one read and `sequence` are missing: say so for each. */
export function missing(last: number, sequence: number): Trouble[] {
  const gap: Trouble[] = [];
  for (let at = last + 1; at < sequence; at += 1) {
    gap.push({ state: "trouble", sequence: at, by: "", what: "missing" });
  }
  return gap;
}
