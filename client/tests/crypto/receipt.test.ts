import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  newReceipt,
  readReceipt,
  ReceiptProblem,
  receiptWords,
  reporterKeys,
  type Language,
} from "../../crypto/index.js";
import { nearest, slips } from "../../crypto/spelling.js";
import { book } from "./words.js";

const nl = book("w");
const en = book("x");
const lists = new Map<Language, readonly string[]>([
  ["nl", nl],
  ["en", en],
]);
const receipt = { indices: [5021, 17, 7301, 2222, 640, 3999, 7775, 256] };
const words = receiptWords(receipt, nl);

function problem(text: string, given: ReadonlyMap<Language, readonly string[]> = lists): ReceiptProblem {
  try {
    readReceipt(text, given);
  } catch (error) {
    if (error instanceof ReceiptProblem) return error;
    throw error;
  }
  throw new Error("it was read");
}

function changed(position: number, word: string): string {
  return words.with(position - 1, word).join(" ");
}

describe("making a receipt", () => {
  test("all words come up, about equally often", () => {
    const seen = new Array<number>(8).fill(0);
    for (let i = 0; i < 2000; i++) {
      const { indices } = newReceipt();
      expect(indices).toHaveLength(8);
      for (const index of indices) {
        expect(index).toBeLessThan(7776);
        seen[Math.floor(index / 972)] = (seen[Math.floor(index / 972)] ?? 0) + 1;
      }
    }
    // 2 000 in each eighth; one in a million runs leaves this range.
    for (const count of seen) expect(Math.abs(count - 2000)).toBeLessThan(230);
  });

  test("a list that is too short is refused", () => {
    expect(() => receiptWords(receipt, nl.slice(0, 100))).toThrow("too short");
  });

  test("indices that no list has are refused", async () => {
    for (const indices of [[1], [...receipt.indices.slice(1), 7776], [...receipt.indices.slice(1), -1], [...receipt.indices.slice(1), 0.5]]) {
      await expect(reporterKeys({ indices }, new Uint8Array(32))).rejects.toThrow();
    }
  });

  test("a deployment id of another length is refused", async () => {
    await expect(reporterKeys(receipt, new Uint8Array(31))).rejects.toThrow("32 bytes");
  });

  test("another deployment gives other keys", async () => {
    const here = await reporterKeys(receipt, new Uint8Array(32));
    const there = await reporterKeys(receipt, new Uint8Array(32).fill(1));
    expect(here.lookup).not.toBe(there.lookup);
    expect(here.recipient).not.toBe(there.recipient);
  });
});

describe("reading a receipt", () => {
  test("what was shown is read, whatever it was", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 7775 }), { minLength: 8, maxLength: 8 }), (indices) => {
        const shown = receiptWords({ indices }, en).join(" ");
        expect(readReceipt(shown, lists)).toEqual({ indices });
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ["capitals", words.join(" ").toUpperCase()],
    ["hyphens", words.join("-")],
    ["commas and line breaks", words.join(",\r\n")],
    ["numbering", words.map((word, i) => `${String(i + 1)}. ${word}`).join("\n")],
    ["accents", words.join(" ").replaceAll("e", "\u{e9}")],
    ["full-width letters", words.join(" ").replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))],
    ["invisible characters", words.map((word) => `${word.slice(0, 2)}\u{200b}\u{ad}${word.slice(2)}`).join("\u{feff} ")],
    ["words without spaces", words.join("")],
    ["two words without a space", words.join(" ").replace(" ", "")],
  ])("tolerates %s", (_, text) => {
    expect(readReceipt(text, lists)).toEqual(receipt);
  });

  test("reads it in any language that is given", () => {
    expect(readReceipt(receiptWords(receipt, en).join(" "), lists)).toEqual(receipt);
  });

  test.each([
    ["", 0],
    [words.slice(1).join(" "), 8],
    [`${words.join(" ")} ${words[0] ?? ""}`, 10],
  ])("says how many words there are when it is not nine", (text, found) => {
    expect(problem(text)).toMatchObject({ reason: "count", found });
  });

  test("says which word is misspelt, and what may be meant", () => {
    const right = words[3] ?? "";
    for (const wrong of [right.slice(1), `${right}s`, right.replace(/./, "q"), `${right.slice(0, 4)}qqqq`]) {
      const said = problem(changed(4, wrong));
      expect(said).toMatchObject({ reason: "unknown", position: 4 });
      expect(said.suggestions).toContain(right);
      expect(said.suggestions.length).toBeLessThanOrEqual(5);
    }
  });

  test("says when a word is from another language", () => {
    expect(problem(changed(2, en[7] ?? ""))).toMatchObject({
      reason: "language",
      position: 2,
      language: "en",
    });
  });

  test("says when all of it is from a list that is not at hand", () => {
    const shown = receiptWords(receipt, book("y")).join(" ");
    expect(problem(shown)).toMatchObject({ reason: "language", position: undefined });
    expect(problem(shown, new Map())).toMatchObject({ reason: "language", position: undefined });
  });

  test("says which two words changed places", () => {
    const other = words.with(1, words[4] ?? "").with(4, words[1] ?? "");
    expect(problem(other.join(" "))).toMatchObject({ reason: "swapped", position: 2, other: 5 });
  });

  test("says when nine good words do not belong together", () => {
    expect(problem(changed(1, nl[1] ?? "")).reason).toBe("checksum");
  });

  test("never takes a changed word for a receipt, but for one in 7 776", () => {
    let taken = 0;
    for (let i = 0; i < 500; i++) {
      try {
        readReceipt(changed(1 + (i % 8), nl[i * 15] ?? ""), lists);
        taken += 1;
      } catch {
        // Refused, as it should be.
      }
    }
    expect(taken).toBeLessThan(4);
  });
});

describe("suggestions", () => {
  test("count letters left out, put in, replaced and swapped", () => {
    expect(slips("sluis", "sluis")).toBe(0);
    expect(slips("slus", "sluis")).toBe(1);
    expect(slips("sluiis", "sluis")).toBe(1);
    expect(slips("sluid", "sluis")).toBe(1);
    expect(slips("slius", "sluis")).toBe(1);
    expect(slips("", "sluis")).toBe(5);
  });

  test("put the nearest first", () => {
    expect(nearest("sluid", ["deur", "kluis", "sluis", "sluier"])).toEqual(["sluis", "sluier", "kluis"]);
  });
});
