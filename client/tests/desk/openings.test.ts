import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Directory } from "../../crypto/index.js";
import { margin, readiness } from "../../desk/custody.js";
import { announcedTo, keepersOf, mayBeTold, type OpeningRow } from "../../desk/openings.js";

const officer = (id: string, body: string, ...roles: string[]): Directory["officers"][number] => ({
  ...{ id, name: id, body, roles },
  key: { id: `key-${id}`, recipient: `recipient of ${id}`, verify: "" },
});

const directory = {
  bodies: [
    { id: "kust", above: "commission" },
    { id: "haven", above: "commission" },
    { id: "commission", above: null },
    { id: "outside", above: "commission" },
  ],
  functions: [],
  units: [],
  officers: [
    officer("Ada", "kust", "handler"),
    officer("Dalen", "kust", "handler"),
    officer("Omar", "kust", "protection_officer"),
    officer("Smit", "kust", "director"),
    officer("Wim", "kust", "works_council", "custodian"),
    officer("Eve", "haven", "handler"),
    officer("Mira", "commission", "commission_member"),
    officer("Sanne", "commission", "commission_member", "custodian"),
    officer("office", "outside", "authority"),
    { ...officer("Ilse", "kust", "handler"), key: null },
  ],
  custody: [{ id: "kust", custodians: ["Wim", "Sanne"], deputies: ["Mira"], authority: "office" }],
} as unknown as Directory;

const override = (more: Partial<OpeningRow>): OpeningRow =>
  ({ kind: "override", requested_on: "2026-11-20", opens_on: "2026-11-27", ...more }) as OpeningRow;

describe("for whom a name can be asked", () => {
  const names = (report: Parameters<typeof mayBeTold>[2]): string[] =>
    mayBeTold(directory, "kust", report).map((one) => one.name);

  it("is who handles, protects or oversees, here or above, and has a key", () => {
    expect(names(null)).toEqual(["Ada", "Dalen", "Mira", "Omar", "Sanne"]);
  });

  it("is nobody whom the report names", () => {
    const report = { text: "Dalen scheldt.", who: "", readers: ["Ada"] };
    expect(names(report)).not.toContain("Dalen");
  });
});

describe("whom letters go to", () => {
  it("is everybody who keeps shares, so that nobody learns whom the reporter left out", () => {
    expect(keepersOf(directory, "kust")).toEqual(["Wim", "Sanne", "Mira"]);
    expect(keepersOf(directory, "haven")).toEqual([]);
  });

  it("is the authority and the commission above too when the law demands a name", () => {
    expect(announcedTo(directory, "kust")).toEqual(["Wim", "Sanne", "Mira", "office"]);
    expect(announcedTo(directory, "haven")).toEqual(["Mira", "Sanne"]);
  });
});

describe("the waiting time of an override", () => {
  it("is over on its day, and not before", () => {
    expect(readiness(override({}), "2026-11-26")).toBe("waiting");
    expect(readiness(override({}), "2026-11-27")).toBe("ready");
  });

  it("is counted here: a day that the server puts too early is not believed", () => {
    expect(readiness(override({ opens_on: "2026-11-21" }), "2026-12-31")).toBe("too-early");
    expect(readiness(override({ opens_on: null }), "2026-12-31")).toBe("too-early");
  });

  it("is none where the reporter agreed", () => {
    expect(readiness(override({ kind: "consent", opens_on: null }), "2026-11-20")).toBe("ready");
  });
});

describe("how many shares still work", () => {
  it("is too few, exactly enough, or enough", () => {
    expect([2, 3, 5].map((working) => margin(working, 3))).toEqual(["none", "exact", "enough"]);
  });
});

describe("the words about names", () => {
  const parts = new URL("../../../hoeder/web/templates/officer/parts/", import.meta.url);
  const text = readdirSync(parts)
    .filter((name) => name.startsWith("words"))
    .map((name) => readFileSync(new URL(name, parts), "utf8"))
    .join("");
  const words = [...text.matchAll(/data-word="([^"]+)"/g)].map((match) => match[1] ?? "");

  it("stand once each, in whichever part", () => {
    expect(new Set(words).size).toBe(words.length);
  });

  it("hold a sentence for every reason for which a browser does not release a share", () => {
    for (const reason of ["signature", "author", "other-box", "person", "purpose", "expired"]) {
      expect(words).toContain(`consent.${reason}`);
    }
  });
});
