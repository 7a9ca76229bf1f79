/** Runs the vectors of a reporter's own file (docs/spec/rooms.md §8.1). */

import { expect } from "vitest";

import { parseCanonical } from "../../crypto/canonical.js";
import { fromUtf8 } from "../../crypto/bytes.js";
import { Tampered } from "../../crypto/index.js";
import { readBody, readCorrection } from "../../file/bodies.js";
import { isOne, ITEM_KINDS } from "../../file/forms.js";
import { Records } from "../../file/records.js";
import type { Read } from "../../items.js";
import type { Vector } from "../crypto/vectors.js";

/** Read one body, or add up what holds. */
export function runFileVector(vector: Vector): void {
  const value: unknown = parseCanonical(fromUtf8(vector.bytes));
  if (vector.has("totals")) {
    const records = new Records();
    for (const one of value as { sequence: number; hash: string; kind: string; body: unknown }[]) {
      const header = { kind: one.kind, day: "2026-03-05" };
      records.add({ ...one, state: "read", id: one.hash, by: "reporter", header } as unknown as Read);
    }
    expect(records.odd).toEqual([]);
    expect(Object.fromEntries(records.totals().perClass)).toEqual(JSON.parse(vector.get("totals")));
    return;
  }
  const kind = vector.get("kind");
  if (kind === "correction") readCorrection(value);
  else if (isOne(ITEM_KINDS, kind)) readBody(kind, value);
  else throw new Tampered("body");
}
