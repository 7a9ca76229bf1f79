/** `dossier.json` as it is written: docs/spec/dossier.md §3. */

import type { Names } from "../crypto/index.js";
import type { Row } from "../file/timeline.js";

export type Arm = "reporter" | "officer" | "employer";

/** Why a file is not in the dossier. */
export type Why = "not-fetched" | "broken" | "too-large" | "withheld";

export interface ItemOf {
  readonly sequence: number;
  readonly epoch: number | null;
  readonly kind: string | null;
  readonly author: string | null;
  readonly by: string;
  readonly day: string | null;
  readonly hash: string | null;
  readonly original: string | null;
  readonly opened: string | null;
  readonly files: readonly string[];
  readonly trouble: string | null;
}

export interface RoomOf {
  readonly id: string;
  readonly case: string;
  readonly chain: string;
  readonly kind: string;
  readonly epochs: readonly number[];
  readonly items: readonly ItemOf[];
}

export interface FileOf {
  readonly id: string;
  readonly room: string;
  readonly sequence: number;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sealed_size: number;
  readonly epoch: number;
  readonly pieces: readonly string[];
  readonly original: string | null;
  readonly opened: string | null;
  readonly why: Why | null;
}

export interface EventOf {
  readonly chain: string;
  readonly n: number;
  readonly leaf: number | null;
  readonly kind: string;
  readonly actor: string;
  readonly day: string;
}

export interface ClockOf {
  readonly kind: string;
  readonly about: string | null;
  readonly due_on: string;
  readonly law_on: string | null;
  readonly met_on: string | null;
  readonly state: "met" | "met-late" | "due" | "missed";
}

export interface PromiseOf {
  readonly id: string;
  readonly kind: string;
  readonly owner: string | null;
  readonly due_on: string;
  readonly promised_on: string | null;
  readonly settled_on: string | null;
  readonly missed_on: string | null;
  readonly state: string;
  readonly text: string | null;
  readonly said_by: string | null;
}

export interface KnowerOf {
  readonly who: string;
  readonly name: string | null;
  readonly how: string;
  readonly since: string;
  readonly by: string;
}

export interface IncidentOf {
  readonly id: string;
  readonly kind: string;
  readonly opened_on: string;
  readonly measures_on: string | null;
  readonly notification: string | null;
  readonly notification_on: string | null;
  readonly closed_on: string | null;
}

export interface CostOf {
  readonly hash: string;
  readonly class: string;
  readonly cents: number;
  readonly currency: string;
  readonly when: string | null;
}

export interface GroundsOf {
  readonly room: string;
  readonly item: number;
  readonly weighed: string;
  readonly hash: string | null;
  readonly decided_on: string | null;
  readonly recorded_on: string | null;
  readonly grounds_on: string | null;
  readonly grounds: string;
}

export interface MomentOf {
  readonly day: string;
  readonly roughly: boolean;
  readonly row: Row;
  readonly text: string;
}

/** What is summed up: the word of who makes the dossier. */
export interface Facts {
  readonly clocks: readonly ClockOf[];
  readonly promises: readonly PromiseOf[];
  readonly circle: readonly KnowerOf[];
  readonly incidents: readonly IncidentOf[];
  readonly costs: readonly CostOf[];
  readonly grounds: readonly GroundsOf[];
  readonly timeline: readonly MomentOf[];
}

export interface Lacking {
  readonly what: string;
  readonly why: string;
}

export interface ChainOf {
  readonly id: string;
  readonly kind: "case" | "talk" | "file";
  readonly key: string | null;
  readonly length: number;
}

export interface Head {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
}

export interface Dossier extends Facts {
  readonly v: 1;
  readonly made_on: string;
  readonly language: "nl" | "en";
  readonly arm: Arm;
  readonly made_by: { readonly label: string; readonly verify: string };
  readonly organisation: { readonly id: string; readonly names: Names };
  readonly root: string;
  readonly case: string | null;
  readonly head: Head | null;
  readonly chains: readonly ChainOf[];
  readonly rooms: readonly RoomOf[];
  readonly files: readonly FileOf[];
  readonly events: readonly EventOf[];
  readonly lacking: readonly Lacking[];
}

/** How a date came out, on a day. */
export function stateOn(day: string, { due_on, met_on }: Pick<ClockOf, "due_on" | "met_on">): ClockOf["state"] {
  const late = (met_on ?? day) > due_on;
  if (met_on === null) return late ? "missed" : "due";
  return late ? "met-late" : "met";
}
