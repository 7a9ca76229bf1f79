import { describe, expect, it } from "vitest";
import { dayIn } from "../../days.js";
import {
  applyFilter, daysBetween, EVERYTHING, sortByDue, urgency, type CaseRow,
} from "../../desk/inbox.js";

const DAY = "2026-11-23";

function row(number: string, due: string | null, more: Partial<CaseRow> = {}): CaseRow {
  return {
    id: number, number, status: "new", received_on: "2026-11-01", handler: null, unread: 0, last_on: null, risk: null,
    next: due === null ? null : { kind: "acknowledge", due_on: due }, ...more,
  };
}

describe("what is due first", () => {
  it("puts the past first and what has no date last", () => {
    const rows = [row("1", null), row("2", "2026-12-01"), row("3", "2026-11-20"), row("4", DAY)];
    expect(sortByDue(rows).map((one) => one.number)).toEqual(["3", "4", "2", "1"]);
  });

  it("puts unread words first on the same day, then the longest silence", () => {
    const rows = [
      row("1", DAY, { last_on: "2026-11-20" }),
      row("2", DAY, { last_on: "2026-11-10" }),
      row("3", DAY, { unread: 2, last_on: "2026-11-22" }),
    ];
    expect(sortByDue(rows).map((one) => one.number)).toEqual(["3", "2", "1"]);
  });

  it("says how pressing a day is", () => {
    const of = (due: string): string => urgency({ kind: "feedback", due_on: due }, DAY);
    expect(of("2026-11-22")).toBe("past");
    expect(of(DAY)).toBe("today");
    expect(of("2026-11-26")).toBe("soon");
    expect(of("2026-11-27")).toBe("later");
    expect(urgency(null, DAY)).toBe("none");
  });

  it("counts whole days over a change of the clock and a leap day", () => {
    expect(daysBetween("2026-10-24", "2026-10-26")).toBe(2);
    expect(daysBetween("2028-02-28", "2028-03-01")).toBe(2);
    expect(daysBetween("2026-11-23", "2026-11-01")).toBe(-22);
  });

  it("ends the day where the body is", () => {
    const late = new Date("2026-11-23T23:30:00Z");
    expect(dayIn("Europe/Amsterdam", late)).toBe("2026-11-24");
    expect(dayIn("Africa/Accra", late)).toBe("2026-11-23");
  });
});

describe("filters", () => {
  const rows = [row("1", "2026-11-20", { unread: 1 }), row("2", "2027-02-01", { status: "closed" }), row("3", null)];
  const numbers = (filter: Partial<typeof EVERYTHING>): string[] =>
    applyFilter(rows, { ...EVERYTHING, ...filter }, DAY).map((one) => one.number);

  it("shows everything when nothing is asked", () => {
    expect(numbers({})).toEqual(["1", "2", "3"]);
  });

  it("narrows by unread words, by what presses and by status", () => {
    expect(numbers({ unread: true })).toEqual(["1"]);
    expect(numbers({ due: true })).toEqual(["1"]);
    expect(numbers({ statuses: ["closed"] })).toEqual(["2"]);
    expect(numbers({ unread: true, statuses: ["closed"] })).toEqual([]);
  });
});
