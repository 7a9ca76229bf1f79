import { describe, expect, it } from "vitest";
import { fold, readQuery, SearchIndex } from "../../desk/search.js";

function index(): SearchIndex {
  const made = new SearchIndex();
  made.add("a", "1", "Meneer Van Dalen heeft de vergoedingen voor de liaison in Lissabon niet betaald.");
  made.add("a", "2", "Ik was erbij in het café. Van Dalen riep.");
  made.add("b", "1", "In de haven van Accra zijn facturen dubbel geboekt.");
  return made;
}

describe("search on the device", () => {
  it("finds every word, whatever its case or accents", () => {
    expect(index().find("LISSABON cafe").map((hit) => hit.id)).toEqual(["a"]);
  });

  it("finds nothing when one word stands nowhere", () => {
    expect(index().find("Lissabon Accra")).toEqual([]);
  });

  it("puts most matches first", () => {
    expect(index().find("van").map((hit) => [hit.id, hit.matches])).toEqual([["a", 2], ["b", 1]]);
  });

  it("keeps words in quotes together", () => {
    expect(index().find('"van dalen"').map((hit) => hit.id)).toEqual(["a"]);
    expect(readQuery('haven "dubbel geboekt" x"y"')).toEqual(["haven", "dubbel geboekt", "xy"]);
  });

  it("shows the match among its neighbours", () => {
    const hit = index().find("vergoedingen")[0];
    expect(hit?.excerpt[1]).toBe("vergoedingen");
    expect(hit?.excerpt.join("").replace(/^… | …$/g, "")).toContain("heeft de vergoedingen voor de");
  });

  it("gives nothing for nothing", () => {
    expect(index().find("   ")).toEqual([]);
    expect(index().find('""')).toEqual([]);
  });

  it("counts an item once, however often it was opened", () => {
    const made = index();
    made.add("b", "1", "In de haven van Accra zijn facturen dubbel geboekt.");
    expect(made.find("accra")[0]?.matches).toBe(1);
  });

  it("forgets a case that was left, and everything on locking", () => {
    const made = index();
    made.forget("a");
    expect(made.find("dalen")).toEqual([]);
    expect(made.knows("b")).toBe(true);
    made.clear();
    expect(made.find("accra")).toEqual([]);
    expect(made.knows("b")).toBe(false);
  });

  it("folds without moving a single place, also through foreign letters", () => {
    for (const text of ["Straße", "İzmir ﬁets", "naïve façade", "👩‍🚒 bij de kade"]) {
      expect(fold(text)).toHaveLength(text.length);
    }
  });
});
