import { expect, test } from "vitest";

import { possible } from "../../desk/deciding.js";
import { standOf } from "../../elements/reporter/outcomes.js";
import type { Closing } from "../../mine.js";

const told: Closing = {
  outcome: "not_established", told_on: "2026-11-01", answer_by: "2026-11-29", answer: null,
  answered_on: null, waits: true, over: null, closed_on: null,
};
const may = (status: string, closing: Closing | null, handler = true): string[] =>
  Object.entries(possible(status, closing, handler)).filter(([, can]) => can).map(([name]) => name);

test("an outcome is told once, after feedback, by the handler", () => {
  expect(may("acknowledged", null)).toEqual([]);
  expect(may("answered", null)).toEqual(["tell"]);
  expect(may("answered", null, false)).toEqual([]);
});

test("nobody closes over her while she can still answer", () => {
  expect(may("answered", told)).toEqual(["withdraw"]);
  expect(may("answered", { ...told, waits: false })).toEqual(["withdraw", "over"]);
  expect(may("answered", { ...told, waits: false }, false)).toEqual([]);
});

test("whoever holds the talk decides on a proposal to close over her", () => {
  const over = { by: "ada", on: "2026-12-01" };
  expect(may("answered", { ...told, waits: false, over }, false)).toEqual(["decide"]);
  expect(may("closed", { ...told, closed_on: "2026-12-02", over: null })).toEqual(["reopen"]);
});

test("her page says where the end of her case stands", () => {
  const stand = (changed: Partial<Closing>): string => standOf({ ...told, ...changed });
  expect(stand({})).toBe("asked");
  expect(stand({ waits: false })).toBe("late");
  expect(stand({ waits: false, answer: "objects" })).toBe("objected");
  expect(stand({ answer: "agrees", closed_on: "2026-12-02" })).toBe("closed");
  expect(stand({ answer: "objects", closed_on: "2026-12-02" })).toBe("closed-over");
  expect(stand({ closed_on: "2026-12-02" })).toBe("closed-over");
});
