import { expect, test } from "vitest";

import { identityFrom, wrongWithName } from "../../elements/reporter/naming.js";
import { NOBODY } from "../../boxes.js";

const noor = { ...NOBODY, name: "Noor" };

test("whoever stays anonymous need not mend anything", () => {
  expect(wrongWithName({ known: "anonymous", identity: NOBODY })).toBeNull();
  expect(wrongWithName({ known: "anonymous", identity: { ...noor, contact: "x".repeat(300) } })).toBeNull();
});

test("a name is needed where one is given, and only a name", () => {
  expect(wrongWithName({ known: "sealed", identity: { ...NOBODY, name: "  " } })).toEqual({ field: "name", most: null });
  expect(wrongWithName({ known: "handlers", identity: NOBODY })).toEqual({ field: "name", most: null });
  expect(wrongWithName({ known: "sealed", identity: noor })).toBeNull();
});

test.each([
  ["name", 120],
  ["contact", 240],
  ["number", 60],
] as const)("%s has at most %i characters, counted as people count them", (field, most) => {
  const identity = { ...noor, [field]: "𝒩".repeat(most) };
  expect(wrongWithName({ known: "sealed", identity })).toBeNull();
  const longer = { ...noor, [field]: "𝒩".repeat(most + 1) };
  expect(wrongWithName({ known: "sealed", identity: longer })).toEqual({ field, most });
});

test("spaces around what was typed are not part of it", () => {
  expect(identityFrom((field) => ` ${field} `)).toEqual({ name: "name", contact: "contact", number: "number" });
});
