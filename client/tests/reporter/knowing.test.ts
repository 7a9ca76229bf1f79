import { expect, test } from "vitest";

import { fetchedBy, knowerName, knowers } from "../../elements/reporter/knowing.js";
import { actionsOf, sentenceOf } from "../../elements/reporter/openings.js";
import { ID, OFFICER, theCast } from "../protocol/cast.js";

const { directory } = await theCast();

test("whoever knows is named as the directory names them", () => {
  expect(knowerName(`officer:${OFFICER.ada}`, directory, "nl")).toBe("ada");
  expect(knowerName(`function:${ID.smit}`, directory, "nl")).toBe(ID.smit);
  expect(knowerName("other", directory, "nl")).toBeNull();
  expect(knowerName(`officer:${"0".repeat(32)}`, directory, "nl")).toBeNull();
});

test("everybody of the directory can be said to know, in the order of their names", () => {
  const all = knowers(directory, "nl");
  expect(all).toHaveLength(directory.officers.length + directory.functions.length);
  const names = all.map((one) => one.name);
  expect(names).toEqual(names.toSorted(new Intl.Collator("nl").compare));
});

test("a function is named with whoever holds it", () => {
  const functions = directory.functions.map((one) => ({ ...one, holder_name: "Smit" }));
  expect(knowerName(`function:${ID.smit}`, { ...directory, functions }, "nl")).toBe(`${ID.smit}, Smit`);
});

test("fetches are told by person and kind, each day once, in order", () => {
  const ada = { alias: "Merel", roles: ["handler"], name: null };
  const wim = { alias: null, roles: ["custodian"], name: "Wim" };
  const told = fetchedBy([
    { ...ada, what: "items", day: "2026-11-24" },
    { ...wim, what: "share", day: "2026-11-24" },
    { ...ada, what: "items", day: "2026-11-23" },
    { ...ada, what: "items", day: "2026-11-24" },
    { ...ada, what: "file", day: "2026-11-25" },
  ]);
  expect(told).toEqual([
    {
      who: ada,
      kinds: [
        { what: "items", days: ["2026-11-23", "2026-11-24"] },
        { what: "file", days: ["2026-11-25"] },
      ],
    },
    { who: wim, kinds: [{ what: "share", days: ["2026-11-24"] }] },
  ]);
});

test("she answers what asks her, takes back what she gave, and cannot press an override away", () => {
  expect(actionsOf({ kind: "consent", state: "asked" })).toEqual(["agree", "refuse"]);
  expect(actionsOf({ kind: "consent", state: "consented" })).toEqual(["withdraw"]);
  expect(actionsOf({ kind: "consent", state: "open" })).toEqual(["withdraw"]);
  for (const state of ["ended", "refused", "withdrawn", "expired"]) {
    expect(actionsOf({ kind: "consent", state })).toEqual([]);
  }
  for (const state of ["announced", "deferred", "ripe", "open"]) {
    expect(actionsOf({ kind: "override", state })).toEqual([]);
  }
});

test("a state of a newer server is said to be unknown", () => {
  expect(sentenceOf({ kind: "override", state: "ripe" })).toBe("override-ripe");
  expect(sentenceOf({ kind: "consent", state: "ripe" })).toBe("opening-unknown");
});
