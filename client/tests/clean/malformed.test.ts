/** Whatever the bytes, cleaning answers or refuses; it never fails in another way, and never hangs. */

import fc from "fast-check";
import { PDFDocument } from "@cantoo/pdf-lib";
import { expect, test } from "vitest";

import { CannotBeCleaned, clean, cleanText } from "../../clean/index.js";
import { excelParts, slideParts, wordParts, zip } from "./documents.js";
import { SENTINEL, contains, tellingJpeg, tellingPng, tellingWebp } from "./pictures.js";

const document = await PDFDocument.create();
document.addPage().drawText("Kapot");
const FILES: [string, Uint8Array][] = [
  ["jpg", tellingJpeg()],
  ["png", tellingPng()],
  ["webp", tellingWebp()],
  ["docx", zip(wordParts())],
  ["xlsx", zip(excelParts())],
  ["pptx", zip(slideParts())],
  ["pdf", await document.save()],
];

async function answersOrRefuses(file: Uint8Array): Promise<void> {
  const before = file.slice();
  try {
    await clean(file, "stuk.docx");
  } catch (problem) {
    expect(problem).toBeInstanceOf(CannotBeCleaned);
  }
  expect(Buffer.compare(file, before)).toBe(0);
}

const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 12 });

test.each(FILES)("a %s file with some bytes changed is answered or refused", async (_, file) => {
  await fc.assert(
    fc.asyncProperty(edits, async (changes) => {
      const changed = file.slice();
      for (const [at, value] of changes) changed[at % changed.length] = value;
      await answersOrRefuses(changed);
    }),
    { numRuns: 60 },
  );
});

test.each(FILES)("a %s file with a piece cut out or doubled is answered or refused", async (_, file) => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(), fc.boolean(), async (a, b, doubled) => {
      const [from = 0, to = 0] = [a % file.length, b % file.length].sort((x, y) => x - y);
      const rest = file.subarray(doubled ? from : to);
      await answersOrRefuses(Buffer.concat([file.subarray(0, doubled ? to : from), rest]));
    }),
    { numRuns: 40 },
  );
});

test.each(FILES)("random bytes after the beginning of a %s file are answered or refused", async (_, file) => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.nat(64), (tail, size) =>
      answersOrRefuses(Buffer.concat([file.subarray(0, size), tail])),
    ),
    { numRuns: 40 },
  );
});

test("a changed picture that is answered still tells nothing", async () => {
  await fc.assert(
    fc.asyncProperty(edits, async (changes) => {
      const file = tellingJpeg().slice();
      for (const [at, value] of changes) file[at % 1200] = value;
      try {
        const { type, cleaned } = await clean(file, "a.jpg");
        if (type !== "unknown") expect(contains(cleaned, SENTINEL)).toBe(false);
      } catch (problem) {
        expect(problem).toBeInstanceOf(CannotBeCleaned);
      }
    }),
    { numRuns: 200 },
  );
});

test("any text is cleaned, and cleaning it again changes nothing", () => {
  const letters = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(...Array.from("aбеoο αéא\u200d\u200c\u200b\u202e\u00a0❤️👩🏽1.»")) }),
  );
  fc.assert(
    fc.property(letters, (text) => {
      const once = cleanText(text);
      for (const { at, codepoint } of once.removed) expect(text.codePointAt(at)).toBe(codepoint);
      expect(cleanText(once.text).text).toBe(once.text);
    }),
    { numRuns: 3000 },
  );
});
