import { describe, expect, it } from "vitest";
import { readRoute, writeRoute, type Route } from "../../desk/routes.js";

const ID = "0123456789abcdef0123456789abcdef";

describe("the places of the desk", () => {
  it("reads back every place that it writes", () => {
    const places: Route[] = [
      { view: "inbox", page: 1 },
      { view: "inbox", page: 40 },
      { view: "case", id: ID },
      { view: "keys" },
      { view: "incidents" },
      { view: "incident", id: ID },
      { view: "accounts" },
      { view: "custody" },
      { view: "openings" },
    ];
    for (const place of places) {
      const url = new URL(writeRoute("/nl/desk/", place), "https://hoeder.example");
      expect(readRoute("/nl/desk/", url.pathname, url.search)).toEqual(place);
    }
  });

  it("does not know an address that it would never write", () => {
    for (const path of ["/desk/cases/", "/desk/cases/../me", `/desk/cases/${ID.toUpperCase()}`, "/elsewhere"]) {
      expect(readRoute("/desk/", path, "")).toEqual({ view: "absent" });
    }
    expect(readRoute("/desk/", "/desk/", "?page=-1")).toEqual({ view: "absent" });
    expect(readRoute("/desk/", "/desk/", "?page=2x")).toEqual({ view: "absent" });
  });

  it("forgives a slash at the end of a case", () => {
    expect(readRoute("/desk/", `/desk/cases/${ID}/`, "")).toEqual({ view: "case", id: ID });
  });
});
