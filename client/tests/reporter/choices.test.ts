import { expect, test } from "vitest";

import type { Directory } from "../../crypto/index.js";
import { choices } from "../../elements/reporter/choices.js";

const names = (name: string): { nl: string; en: string } => ({ nl: name, en: name });
const body = (id: string, above: string | null): Directory["bodies"][number] => ({
  id, slug: id, kind: "service", names: names(id), above, law: "nl", time_zone: "Europe/Amsterdam",
});
const officer = (id: string, at: string): Directory["officers"][number] => ({
  id, name: id, body: at, roles: ["handler"], key: null,
});
const channel = (at: string, reader: string): Directory["channels"][number] => ({
  id: `to ${at}`, body: at, slug: "melden", titles: names("melden"), readers: [reader],
});

const directory: Directory = {
  v: 1,
  organisation: { id: "ministerie", slug: "ministerie", names: names("Ministerie"), root: "" },
  version: 1,
  day: "2026-11-23",
  log: { origin: "", key: "" },
  bodies: [body("kustdienst", "commissie"), body("commissie", null), body("havendienst", "commissie")],
  units: [{ id: "buitenposten", body: "kustdienst", names: names("Buitenposten"), parent: null }],
  functions: [
    { id: "hoofd", unit: "buitenposten", titles: names("hoofd"), holder_name: "Van Dalen", officer: null, reports_to: null },
    { id: "liaison", unit: "buitenposten", titles: names("liaison"), holder_name: null, officer: null, reports_to: "hoofd" },
  ],
  officers: [officer("Ada", "kustdienst"), officer("Mira", "commissie"), officer("Eve", "havendienst"), officer("Pim", "kustdienst")],
  former: [],
  custody: [],
  channels: [channel("kustdienst", "Ada"), channel("commissie", "Mira"), channel("havendienst", "Eve")],
};

test("everybody in the lines can be left out, and those who might read", () => {
  const offered = choices(directory, "kustdienst", "nl", (one) => one.name);
  expect(offered.map(({ kind, name, detail }) => [kind, name, detail])).toEqual([
    ["officer", "Ada", ""],
    ["unit", "Buitenposten", "kustdienst"],
    ["function", "hoofd", "Van Dalen, Buitenposten"],
    ["function", "liaison", "Buitenposten"],
    ["officer", "Mira", ""],
  ]);
});
