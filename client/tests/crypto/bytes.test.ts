import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  canonicalJson,
  fromBase64,
  fromHex,
  newId,
  sha256Hex,
  toBase64,
  toHex,
  wellFormed,
} from "../../crypto/index.js";
import { parseCanonical } from "../../crypto/canonical.js";
import { padme, sizeClass } from "../../crypto/padding.js";

test("hex and base64 come back as they went", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(fromHex(toHex(bytes))).toEqual(bytes);
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
    }),
  );
  const long = new Uint8Array(100_000).fill(7);
  expect(fromBase64(toBase64(long))).toEqual(long);
});

test.each(["A", "0", "0g", " 00", "00\n"])("%j is no hex", (text) => {
  expect(() => fromHex(text)).toThrow();
});

test.each(["A", "AA", "AAA", "AB==", "AAB=", "A===", "AA==AA==", "AA AA", "AAA-", "AAAA\n"])(
  "%j is no base64",
  (text) => {
    expect(() => fromBase64(text)).toThrow();
  },
);

test("an id is 32 hex digits, and another each time", () => {
  expect(newId()).toMatch(/^[0-9a-f]{32}$/);
  expect(newId()).not.toBe(newId());
});

test("SHA-256 is SHA-256", async () => {
  expect(await sha256Hex(new Uint8Array())).toBe(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
});

test("whatever is JSON without fractions has one spelling, which reads back", () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: "grapheme" }),
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("any"), { maxLength: 4 }),
      fc.dictionary(fc.string({ unit: "grapheme" }), tie("any"), { maxKeys: 4 }),
    ),
  })).any;
  fc.assert(
    fc.property(value, (one) => {
      const text = canonicalJson(one);
      expect(canonicalJson(parseCanonical(text))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(one)));
    }),
  );
});

test.each([[undefined], [1.5], [NaN], [2 ** 53], ["\u{d800}"], [new Date()], [1n], [{ a: undefined }], [{ "\u{dfff}": 1 }]])(
  "%s has no canonical spelling",
  (value) => {
    expect(() => canonicalJson(value)).toThrow();
  },
);

test("an object without prototype is JSON too", () => {
  expect(canonicalJson(Object.assign(Object.create(null) as object, { a: 1 }))).toBe('{"a":1}');
});

test("half characters can be replaced before they are refused", () => {
  expect(wellFormed("a\u{d83d}b\u{1f600}")).toBe("a\u{fffd}b\u{1f600}");
  expect(canonicalJson(wellFormed("\u{dc00}"))).toBe('"\u{fffd}"');
});

test("padding never shortens, and costs a file at most 12 %", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (n) => {
      const length = Math.abs(n) % 2 ** 45;
      expect(padme(length)).toBeGreaterThanOrEqual(length);
      expect(padme(length)).toBeLessThanOrEqual(Math.max(length, length * 1.12));
      expect(padme(padme(length))).toBe(padme(length));
    }),
  );
  expect(sizeClass(5000)).toBe(16_384);
});
