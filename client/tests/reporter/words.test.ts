import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { ReceiptProblem } from "../../crypto/index.js";
import { explainReceipt, unpacked } from "../../elements/reporter/words.js";

const say = (key: string, values: Readonly<Record<string, string | number>> = {}): string =>
  [key, ...Object.values(values)].join(" ");

test("a packed list is unpacked to the words it was made of", () => {
  expect(unpacked("0abonnee0aal3sch0aalscholver")).toEqual(["aal", "aalscholver", "abonnee", "schaal"]);
});

test("the lists are sorted, which packing relies on", () => {
  for (const language of ["nl", "en", "de", "fr"]) {
    const path = new URL(`../../words/${language}.txt`, import.meta.url);
    const list = readFileSync(path, "utf8").trim().split("\n");
    expect(list).toEqual(list.toSorted());
  }
});

test.each([
  [new ReceiptProblem("count", 0), "receipt-empty 0"],
  [new ReceiptProblem("count", 8), "receipt-count 8"],
  [new ReceiptProblem("unknown", 9, { position: 2 }), "receipt-unknown 2"],
  [
    new ReceiptProblem("unknown", 9, { position: 2, suggestions: ["haven", "haver"] }),
    "receipt-unknown 2 receipt-suggestions haven, haver",
  ],
  [new ReceiptProblem("swapped", 9, { position: 2, other: 3 }), "receipt-swapped 2 3"],
  [new ReceiptProblem("checksum", 9), "receipt-checksum"],
  [new ReceiptProblem("language", 9), "receipt-foreign"],
  [
    new ReceiptProblem("language", 9, { position: 4, language: "fr" }),
    "receipt-language 4 language-fr",
  ],
])("each kind of mistake in a receipt has its own sentence", (problem, sentence) => {
  expect(explainReceipt(problem, say)).toBe(sentence);
});
