/**
 * From the items of a file to what stands in it now: each thing with all its versions, the newest first.
 * Nothing that was corrected goes away. Pure; items may come in any order, page by page.
 */

import { Tampered } from "../crypto/index.js";
import type { Read } from "../items.js";
import { readBody, readCorrection, type Bodies, type Correction } from "./bodies.js";
import { isOne, ITEM_KINDS, type ItemKind } from "./forms.js";
import { totals, type Totals } from "./money.js";

/** One version of a thing: as it was first written, or as a correction has it. */
export interface Version {
  readonly sequence: number;
  readonly hash: string;
  /** The day on which it was written down. */
  readonly day: string;
  /** Why it was corrected; empty for the first version. */
  readonly why: string;
  /** Null when it was struck out. */
  readonly body: Bodies[ItemKind] | null;
}

/** One thing in the file. */
export interface Recorded {
  readonly kind: ItemKind;
  readonly first: Version;
  /** The newest first; `versions[0]` is what holds now. */
  readonly versions: readonly Version[];
}

/** What is wrong with an item: it was opened, and does not say what such an item says. */
export interface Odd {
  readonly sequence: number;
}

/** Gathers what was read. */
export class Records {
  readonly #firsts = new Map<string, { kind: ItemKind; version: Version }>();
  readonly #corrections = new Map<string, { correction: Correction; version: Version }[]>();
  readonly #odd: Odd[] = [];

  /** Take in an item of the file. */
  add(item: Read): void {
    const { kind } = item.header;
    try {
      if (kind === "correction") this.#correct(item);
      else if (isOne(ITEM_KINDS, kind)) {
        const version = { ...place(item), why: "", body: readBody(kind, item.body) };
        this.#firsts.set(item.hash, { kind, version });
      } else if (kind !== "membership") this.#odd.push({ sequence: item.sequence });
    } catch (error) {
      if (!(error instanceof Tampered)) throw error;
      this.#odd.push({ sequence: item.sequence });
    }
  }

  #correct(item: Read): void {
    const correction = readCorrection(item.body);
    const version = { ...place(item), why: correction.why, body: correction.body };
    const of = this.#corrections.get(correction.of.hash) ?? [];
    of.push({ correction, version });
    this.#corrections.set(correction.of.hash, of);
  }

  /** Items that were opened and say nothing that this page understands. */
  get odd(): readonly Odd[] {
    return this.#odd;
  }

  /** Everything of some kinds, what was written last first. */
  of(...kinds: readonly ItemKind[]): Recorded[] {
    return [...this.#firsts]
      .filter(([, { kind }]) => kinds.includes(kind))
      .map(([hash, { kind, version }]) => this.#recorded(hash, kind, version))
      .sort((a, b) => b.first.sequence - a.first.sequence);
  }

  /** One thing by the hash of its first version. */
  by(hash: string): Recorded | null {
    const found = this.#firsts.get(hash);
    return found === undefined ? null : this.#recorded(hash, found.kind, found.version);
  }

  /** A correction counts for the thing that it points to: by hash, by place, and of the same kind. */
  #recorded(hash: string, kind: ItemKind, first: Version): Recorded {
    const later = (this.#corrections.get(hash) ?? [])
      .filter(({ correction: { of, kind: corrected } }) => of.sequence === first.sequence && corrected === kind)
      .map(({ version }) => version)
      .sort((a, b) => b.sequence - a.sequence);
    return { kind, first, versions: [...later, first] };
  }

  /** The costs that hold now, added up. */
  totals(): Totals {
    return totalsOf(this.of("cost"));
  }
}

/** The costs among some things that hold now, added up. */
export function totalsOf(things: readonly Recorded[]): Totals {
  const costs = things.filter((one) => one.kind === "cost").map(({ versions: [now] }) => now?.body as Bodies["cost"] | null);
  return totals(costs.filter((one) => one !== null));
}

function place({ sequence, hash, header }: Read): Omit<Version, "why" | "body"> {
  return { sequence, hash, day: header.day };
}
