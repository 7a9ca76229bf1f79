import { expect, test } from "vitest";

import { goesOn, missing, type Typed } from "../../desk/feedback.js";

const WHOLE: Typed = {
  stage: "taken", measure: "investigation", reason: "established",
  action: "Twee gesprekken gevoerd.", grounds: "De facturen kloppen niet.", next: "",
};

test("that measures were taken is no feedback: action and ground are asked for (law.md CLK-05)", () => {
  expect(missing(WHOLE)).toBeNull();
  for (const name of ["stage", "measure", "action", "reason", "grounds"] as const) {
    expect(missing({ ...WHOLE, [name]: "  " })).toBe(name);
  }
  const bare = { ...WHOLE, measure: "", reason: "", grounds: "", action: "Er zijn maatregelen genomen." };
  expect(missing(bare)).toBe("measure");
});

test("work that goes on has a next day (law.md CLK-05)", () => {
  for (const more of [{ stage: "envisaged" }, { reason: "still_examined" }]) {
    expect(goesOn({ ...WHOLE, ...more })).toBe(true);
    expect(missing({ ...WHOLE, ...more })).toBe("next");
    expect(missing({ ...WHOLE, ...more, next: "2026-12-24" })).toBeNull();
  }
  expect(goesOn(WHOLE)).toBe(false);
});
