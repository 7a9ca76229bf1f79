import { expect, test } from "vitest";

import type { Directory } from "../../crypto/index.js";
import { BLANK, identifying, takeAllOut, takeOut, termsOf } from "../../desk/redacting.js";

const directory = {
  officers: [{ name: "Ada" }],
  functions: [
    { titles: { nl: "Liaison Lissabon", en: "Liaison Lisbon" }, holder_name: "Noor Haddad" },
    { titles: { nl: "Hoofd Buitenposten", en: "Head of Outposts" }, holder_name: null },
  ],
  units: [{ names: { nl: "Buitenposten", en: "Outposts" } }],
} as unknown as Directory;
const terms = termsOf(directory, ["Lijster"]);
const whys = (text: string): string[] => identifying(text, terms).map((one) => `${one.why}:${one.text}`);

test("names, functions, units, the alias, days and addresses are found", () => {
  expect(whys("Lijster zegt dat noor haddad, Liaison Lissabon bij Buitenposten, op 3 mei 2026 reisde.")).toEqual([
    "alias:Lijster", "person:noor haddad", "function:Liaison Lissabon", "unit:Buitenposten", "day:3 mei 2026",
  ]);
  expect(whys("Bel 06-1234 5678 of mail n.haddad@kustdienst.example vóór 03-05-2026.")).toEqual([
    "address:06-1234 5678", "address:n.haddad@kustdienst.example", "day:03-05-2026",
  ]);
});

test("a family name alone is found, and a part of another word is not", () => {
  expect(whys("Haddad was erbij.")).toEqual(["person:Haddad"]);
  expect(whys("De Adapter en de lijsters.")).toEqual([]);
});

test("a longer passage wins over one within it", () => {
  expect(whys("het Hoofd Buitenposten")).toEqual(["function:Hoofd Buitenposten"]);
});

test("what was taken out leaves nothing of itself, not even its length", () => {
  const text = "Noor Haddad (Liaison Lissabon) zag het op 2026-05-03.";
  const view = takeAllOut(text, identifying(text, terms));
  expect(view).toBe(`${BLANK} (${BLANK}) zag het op ${BLANK}.`);
  expect(identifying(view, terms)).toEqual([]);
  expect(takeOut("abc", 1, 2)).toBe(`a${BLANK}c`);
});

test("any text of terms is taken out whole (law.md ACC-02: the view holds no token of the vault)", () => {
  for (const word of ["Noor Haddad", "Lijster", "Outposts", "Liaison Lisbon"]) {
    for (const around of [" ", ", ", "\n", "“", "("]) {
      const text = `x${around}${word.toUpperCase()}${around}y`;
      expect(takeAllOut(text, identifying(text, terms)).toLowerCase()).not.toContain(word.toLowerCase());
    }
  }
});
