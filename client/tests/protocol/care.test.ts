/** Who can protect her, what lies before her, and what an item of the care room says. */

import { describe, expect, it } from "vitest";
import { asking, careParts, measuresOf, planIn, protectorsOf, type Care } from "../../care.js";
import type { Directory } from "../../crypto/index.js";
import type { Entry } from "../../items.js";

const key = { id: "k", recipient: "age1pq1x", verify: "aa" };
const officer = (id: string, body: string, ...roles: string[]): unknown => ({ id, name: id, body, roles, key });

function directory(...officers: unknown[]): Directory {
  return {
    bodies: [{ id: "kustdienst", above: "commissie" }, { id: "commissie", above: null }],
    officers,
  } as unknown as Directory;
}

const care = {
  plan: { number: 1, item: "ff", by: "officer:o", proposed_on: "", approved: null, answered_on: null },
  check_ins: [
    { id: "1", opens_on: "2026-12-04", due_on: "2026-12-11", answered: true, silent: false },
    { id: "2", opens_on: "2026-12-18", due_on: "2026-12-25", answered: false, silent: false },
  ],
} as unknown as Care;

describe("who can be asked to protect her", () => {
  const omar = officer("omar", "kustdienst", "protection_officer");
  const mira = officer("mira", "commissie", "commission_member");
  const ada = officer("ada", "kustdienst", "handler");

  it("is a protection officer of the body", () => {
    expect(protectorsOf(directory(ada, omar, mira), "kustdienst", new Set())).toEqual([omar]);
  });
  it("is the level above when there is none, or when they may not", () => {
    expect(protectorsOf(directory(ada, mira), "kustdienst", new Set())).toEqual([mira]);
    expect(protectorsOf(directory(ada, omar, mira), "kustdienst", new Set(["omar"]))).toEqual([mira]);
  });
  it("is nobody without a key", () => {
    const keyless = { ...(omar as object), key: null };
    expect(protectorsOf(directory(ada, keyless), "kustdienst", new Set())).toEqual([]);
  });
});

describe("what lies before her", () => {
  it("is the last check-in that has begun and that she did not answer", () => {
    expect(asking(care, "2026-12-10")).toBeNull();
    expect(asking(care, "2026-12-18")?.id).toBe("2");
    expect(asking(care, "2026-12-25")?.id).toBe("2");
  });
  it("is no check-in whose day has passed", () => {
    expect(asking(care, "2026-12-26")).toBeNull();
  });
  it("is the plan whose hash the server names, and no other item", () => {
    const entry = (kind: string, hash: string): Entry =>
      ({ state: "read", hash, header: { kind } }) as unknown as Entry;
    expect(planIn([entry("plan", "ee"), entry("plan", "ff")], care)).toMatchObject({ hash: "ff" });
    expect(planIn([entry("message", "ff")], care)).toBeNull();
    expect(planIn([], care)).toBeNull();
  });
});

describe("what an item of the care room says", () => {
  it("tells words from codes", () => {
    expect(careParts("assessment", { fears: "ontslag", level: "high", junk: 3 })).toEqual([
      { part: "level", text: "high", code: true },
      { part: "fears", text: "ontslag", code: false },
    ]);
    expect(careParts("message", { fears: "ontslag" })).toEqual([]);
  });
  it("reads measures, and leaves out what is none", () => {
    expect(measuresOf({ measures: [{ what: "een ander hoofd", owner: "Smit", by: "2026-12-01" }, 3, {}] })).toEqual([
      { what: "een ander hoofd", owner: "Smit", by: "2026-12-01" },
    ]);
    expect(measuresOf(null)).toEqual([]);
  });
});
