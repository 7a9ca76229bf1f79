import { describe, expect, it } from "vitest";
import { chart, clockState } from "../../desk/chart.js";

const DAY = "2026-11-23";
const clock = (due_on: string, met_on: string | null = null) => ({ kind: "acknowledge", due_on, met_on });

describe("the clocks of a case", () => {
  it("tells each state apart", () => {
    expect(clockState(clock("2026-11-20", "2026-11-20"), DAY)).toBe("met");
    expect(clockState(clock("2026-11-20", "2026-11-21"), DAY)).toBe("late");
    expect(clockState(clock("2026-11-22"), DAY)).toBe("missed");
    expect(clockState(clock(DAY), DAY)).toBe("today");
    expect(clockState(clock("2026-11-26"), DAY)).toBe("soon");
    expect(clockState(clock("2026-11-27"), DAY)).toBe("running");
  });

  it("draws all bars on one scale that begins on the day of receipt", () => {
    const drawn = chart(
      [{ kind: "feedback", due_on: "2026-12-23", met_on: null }, clock("2026-11-20", "2026-11-18")], "2026-11-13", DAY,
    );
    expect(drawn.bars.map((bar) => bar.kind)).toEqual(["acknowledge", "feedback"]);
    expect(drawn.bars[1]?.due).toBe(1);
    expect(drawn.bars[0]?.due).toBeCloseTo(7 / 40);
    expect(drawn.bars[0]?.reached).toBeCloseTo(5 / 40);
    expect(drawn.today).toBeCloseTo(10 / 40);
    expect(drawn.bars[1]?.reached).toBeCloseTo(10 / 40);
  });

  it("makes room for today when every day is past", () => {
    const drawn = chart([clock("2026-11-20")], "2026-11-13", DAY);
    expect(drawn.today).toBe(1);
    expect(drawn.bars[0]?.due).toBeCloseTo(0.7);
    expect(drawn.bars[0]?.left).toBe(-3);
  });

  it("does not divide by nothing on the first day", () => {
    expect(chart([], DAY, DAY)).toEqual({ bars: [], today: 0 });
  });
});
