/** What stands in a file: every version of everything, and when it came. */

import { describe, expect, test } from "vitest";

import { Records } from "../../file/records.js";
import { datedEntries, MOST_DOTS, timeline } from "../../file/timeline.js";
import { bodyOf } from "../../file/writing.js";
import type { Bodies } from "../../file/bodies.js";
import type { Read } from "../../items.js";
import { ENTRY } from "./entry.js";

const hashOf = (sequence: number): string => sequence.toString(16).padStart(64, "0");

function item(sequence: number, kind: string, body: unknown): Read {
  const header = { kind, day: "2026-03-05", sequence } as Read["header"];
  return { state: "read", id: String(sequence), sequence, by: "reporter", header, body, hash: hashOf(sequence) } as Read;
}

const entry = (changed: Record<string, string> = {}): unknown => bodyOf("entry", { ...ENTRY, ...changed }, []);
const correction = (of: number, why: string, body: unknown, kind = "entry"): unknown => ({
  of: { sequence: of, hash: hashOf(of) }, why, kind, body,
});

describe("a correction", () => {
  test("law.md EVD-02: keeps both, whichever is read first", () => {
    const second = item(3, "correction", correction(2, "het was Kuiper", entry({ who: "Kuiper" })));
    for (const items of [[item(2, "entry", entry()), second], [second, item(2, "entry", entry())]]) {
      const records = new Records();
      for (const one of items) records.add(one);
      const [found] = records.of("entry");
      expect(found?.versions.map(({ body }) => (body as Bodies["entry"]).who)).toEqual(["Kuiper", "Directeur Smit"]);
      expect(found?.versions[0]?.why).toBe("het was Kuiper");
      expect(found?.first.hash).toBe(hashOf(2));
      expect(records.by(hashOf(2))?.versions).toHaveLength(2);
      expect(records.by(hashOf(3))).toBeNull();
    }
  });

  test("strikes out and takes nothing away", () => {
    const records = new Records();
    records.add(item(2, "cost", bodyOf("cost", { class: "legal", what: "x", amount: "10", when: "unknown" }, [])));
    records.add(item(3, "cost", bodyOf("cost", { class: "travel", what: "y", amount: "2,50", when: "unknown" }, [])));
    expect(records.totals().all).toBe(1_250);
    records.add(item(4, "correction", correction(2, "dubbel", null, "cost")));
    expect(records.totals().all).toBe(250);
    expect(records.of("cost")).toHaveLength(2);
    records.add(item(5, "correction", correction(3, "bedrag", bodyOf("cost", { class: "travel", what: "y", amount: "3", when: "unknown" }, []), "cost")));
    expect([...records.totals().perClass]).toEqual([["travel", 300]]);
  });

  test("of another kind or place does not count", () => {
    const records = new Records();
    records.add(item(2, "entry", entry()));
    records.add(item(3, "correction", { ...(correction(2, "x", null) as object), kind: "note" }));
    records.add(item(4, "correction", { ...(correction(2, "x", null) as object), of: { sequence: 7, hash: hashOf(2) } }));
    expect(records.of("entry")[0]?.versions).toHaveLength(1);
  });
});

test("what is not understood is told, and not dropped", () => {
  const records = new Records();
  records.add(item(1, "membership", {}));
  records.add(item(2, "entry", { form: "z" }));
  records.add(item(3, "poem", {}));
  expect(records.odd.map((one) => one.sequence)).toEqual([2, 3]);
});

describe("the timeline", () => {
  test("law.md EVD-03: places report, knowledge and detriment on one scale", () => {
    const records = new Records();
    records.add(item(2, "entry", entry()));
    records.add(item(3, "entry", entry({ when: "month", "when-month": "2026-05" })));
    records.add(item(4, "entry", entry({ when: "unknown" })));
    records.add(item(5, "entry", entry()));
    records.add(item(6, "correction", correction(5, "niet gebeurd", null)));
    const { dated, undated } = datedEntries(records.of("entry"), (body) => body.form);
    expect(undated).toBe(1);
    const line = timeline([
      ...dated,
      { row: "report", day: "2026-01-05", roughly: false, label: "report" },
      { row: "knowledge", day: "2026-02-04", roughly: false, label: "Kuiper" },
    ]);
    expect(line.map(({ row, day, roughly, at }) => [row, day, roughly, Math.round(at * 100)])).toEqual([
      ["report", "2026-01-05", false, 0],
      ["knowledge", "2026-02-04", false, 26],
      ["detriment", "2026-03-04", false, 50],
      ["detriment", "2026-05-01", true, 100],
    ]);
  });

  test("of thousands is one of months, with nothing left out", () => {
    const all = Array.from({ length: 5_000 }, (_, n) => ({
      row: "detriment" as const,
      day: new Date(Date.UTC(2026, 0, 1 + (n % 700))).toISOString().slice(0, 10),
      roughly: false,
      label: String(n % 3),
    }));
    const line = timeline(all);
    expect(line.length).toBeLessThan(MOST_DOTS);
    expect(line.reduce((sum, one) => sum + one.count, 0)).toBe(5_000);
    expect(line.every((one) => one.labels.length === 3)).toBe(true);
  });

  test("of one day stands in the middle, and of nothing is empty", () => {
    expect(timeline([{ row: "report", day: "2026-01-05", roughly: false, label: "" }])[0]?.at).toBe(0.5);
    expect(timeline([])).toEqual([]);
  });
});
