import { describe, expect, it } from "vitest";
import { fromViewer } from "../../viewer/messages.js";

describe("what the desk hears of the frame", () => {
  it("is these few words", () => {
    for (const state of ["ready", "shown", "busy"]) {
      expect(fromViewer({ state, more: "than was asked" })).toEqual({ state });
    }
    expect(fromViewer({ state: "failed", why: "locked" })).toEqual({ state: "failed", why: "locked" });
  });

  it("is nothing else", () => {
    for (const said of [null, undefined, 1, "ready", {}, { state: "lock" }, { state: 1 }, []]) {
      expect(fromViewer(said)).toBeNull();
    }
    expect(fromViewer({ state: "failed", why: "<b>" })).toEqual({ state: "failed", why: "broken" });
  });
});
