import { describe, expect, it } from "vitest";

import { couldHaveKnown, type Fact, type Fetch } from "../../knowers.js";

const ADA = "officer:ada", OMAR = "officer:omar", JONAS = "officer:jonas", KUIPER = "Kuiper";

function fetch(holder: string, first: number, last: number, day: string, room = "dialogue"): Fetch {
  return { holder, room, first, last, day };
}

function item(sequence: number, room = "dialogue", by = "reporter"): Fact {
  return { kind: "item", room, sequence, by };
}

const FETCHES = [
  fetch(ADA, 1, 3, "2026-11-02"),
  fetch(OMAR, 2, 2, "2026-11-03"),
  fetch(JONAS, 1, 1, "2026-11-20"),
  fetch(ADA, 1, 1, "2026-11-02", "investigation"),
];
const CIRCLE = [
  { holder: OMAR, since: "2026-11-05" },
  { holder: KUIPER, since: "2026-05-01" },
];

describe("who could have known", () => {
  it("counts whoever fetched the item by the day, that day included", () => {
    expect(couldHaveKnown([item(2)], "2026-11-03", FETCHES, CIRCLE)).toEqual({
      candidates: [ADA, OMAR],
      perFact: [2],
    });
    expect(couldHaveKnown([item(2)], "2026-11-02", FETCHES, CIRCLE).candidates).toEqual([ADA]);
  });

  it("leaves out whoever fetched only afterwards, or in another room", () => {
    expect(couldHaveKnown([item(1)], "2026-11-10", FETCHES, CIRCLE).candidates).toEqual([ADA]);
    expect(couldHaveKnown([item(2, "investigation")], "2026-12-01", FETCHES, CIRCLE).candidates).toEqual([]);
  });

  it("takes the circle for the name itself, since when each has known it", () => {
    expect(couldHaveKnown([{ kind: "name" }], "2026-11-04", FETCHES, CIRCLE).candidates).toEqual([KUIPER]);
    expect(couldHaveKnown([{ kind: "name" }], "2026-11-05", FETCHES, CIRCLE).candidates).toEqual([KUIPER, OMAR]);
  });

  it("keeps those who could have known all of it, and says how many knew each part", () => {
    const found = couldHaveKnown([item(2), { kind: "name" }], "2026-12-01", FETCHES, CIRCLE);
    expect(found).toEqual({ candidates: [OMAR], perFact: [2, 2] });
  });

  it("can find nobody, which is an answer too", () => {
    const found = couldHaveKnown([item(3), { kind: "name" }], "2026-12-01", FETCHES, CIRCLE);
    expect(found).toEqual({ candidates: [], perFact: [1, 2] });
  });

  it("names one path when an alias came out", () => {
    expect(couldHaveKnown([{ kind: "alias", holder: JONAS }], "2026-12-01", [], []).candidates).toEqual([JONAS]);
  });

  it("counts whoever wrote an item, and never the reporter", () => {
    const found = couldHaveKnown(
      [item(9, "dialogue", ADA)], "2026-12-01", [fetch("reporter", 1, 9, "2026-11-01")], [],
    );
    expect(found.candidates).toEqual([ADA]);
  });

  it("says nobody when nothing is asked", () => {
    expect(couldHaveKnown([], "2026-12-01", FETCHES, CIRCLE)).toEqual({ candidates: [], perFact: [] });
  });
});
