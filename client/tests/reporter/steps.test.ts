import { expect, test } from "vitest";

import { MOST_BYTES, STEPS, beside, bytesOf, hasContent, isStep, wrongWith } from "../../elements/reporter/steps.js";

const nothing = { text: "", who: "", where: "", when: "", told: "" };

test("only the report itself has to be written", () => {
  expect(wrongWith(nothing)).toBe("text");
  expect(wrongWith({ ...nothing, text: " \n" })).toBe("text");
  expect(wrongWith({ ...nothing, text: "In Lissabon." })).toBeNull();
});

test("two megabytes fit, five do not, whichever field they are in", () => {
  expect(wrongWith({ ...nothing, text: "woord ".repeat(340_000) })).toBeNull();
  expect(wrongWith({ ...nothing, text: "x".repeat(5_000_000) })).toBe("long");
  expect(wrongWith({ ...nothing, text: "x", told: "x".repeat(MOST_BYTES) })).toBe("long");
});

test("length is counted in bytes, not in letters", () => {
  expect(bytesOf({ ...nothing, text: "é" })).toBe(bytesOf({ ...nothing, text: "ee" }));
});

test("the ends of the steps stay where they are", () => {
  expect(beside("safety", -1)).toBe("safety");
  expect(beside("safety", 1)).toBe("exclude");
  expect(beside("check", 1)).toBe("check");
});

test("who must not see it is asked before anything can be written", () => {
  expect(STEPS.indexOf("exclude")).toBeLessThan(STEPS.indexOf("tell"));
});

test("what the tab's history remembers is not believed", () => {
  expect(isStep("tell")).toBe(true);
  expect(isStep("receipt")).toBe(false);
  expect(isStep(undefined)).toBe(false);
});

test("spaces alone are no loss", () => {
  expect(hasContent({ ...nothing, who: "  " })).toBe(false);
  expect(hasContent({ ...nothing, who: "Van Dalen" })).toBe(true);
});
