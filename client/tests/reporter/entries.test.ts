import { expect, test } from "vitest";

import { calledIn, filesOf, kindOf, partsOf, textOf, troubleOf, typesOf } from "../../elements/reporter/entries.js";
import type { Read } from "../../items.js";

const say = (key: string): string => key;
const entry = (kind: string): Read => ({
  state: "read",
  id: "00",
  sequence: 1,
  by: "reporter",
  hash: "",
  signature: "",
  body: {},
  header: {
    v: 1, organisation: "", case: "", room: "", epoch: 1, sequence: 1, previous: "", author: "", kind, day: "2026-11-23",
  },
});

test("a kind that a later version adds is shown as such", () => {
  expect(kindOf(entry("message"), say)).toBe("kind-message");
  expect(kindOf(entry("poem"), say)).toBe("kind-other");
});

test("a body is never taken for what it should be", () => {
  expect(textOf({ text: 7 }, "text")).toBe("");
  expect(textOf(null, "text")).toBe("");
  expect(textOf({ text: "Ja." }, "text")).toBe("Ja.");
  expect(filesOf({ files: "all" })).toEqual({ files: [], broken: 0 });
  expect(filesOf({ files: [{ name: "foto.jpg" }] })).toEqual({ files: [], broken: 1 });
});

test("only answers that were given are shown", () => {
  expect(partsOf({ ...entry("report"), body: { who: "Van Dalen", where: "", when: " " } }, say)).toEqual([
    { label: "part-who", text: "Van Dalen" },
  ]);
});

test.each([
  ["missing", "trouble-missing"],
  ["previous", "trouble-moved"],
  ["case", "trouble-moved"],
  ["signature", "trouble-author"],
  ["author", "trouble-author"],
  ["no-key", "trouble-key"],
  ["seal", "trouble-changed"],
])("an item whose %s does not hold is called %s", (what, key) => {
  expect(troubleOf({ state: "trouble", sequence: 3, by: "", what }, say)).toBe(key);
});

test("what a report would be called is told with the step, also one that is not known yet", () => {
  const called = (body: Read["body"]): unknown => calledIn({ ...entry("reclassification"), body }, say);
  expect(called({ step: "confirmed", to: "signal" })).toEqual([
    { label: "called-confirmed", text: "classification-signal" },
  ]);
  expect(called({ step: "abolished", to: 7 })).toEqual([
    { label: "called-proposed", text: "classification-" },
  ]);
  expect(calledIn(entry("message"), say)).toEqual([]);
});

test("feedback says its action and ground in the words of the lists (law.md CLK-05)", () => {
  const given = { ...entry("feedback"), body: { stage: "envisaged", measure: "person", reason: "later" } };
  const words = (key: string): string => (key === "reason-later" ? "" : key);
  expect(typesOf(given, words)).toEqual([
    { label: "part-stage", text: "stage-envisaged" },
    { label: "part-measure", text: "measure-person" },
    { label: "part-reason", text: "reason-other" },
  ]);
  expect(typesOf(entry("message"), words)).toEqual([]);
});
