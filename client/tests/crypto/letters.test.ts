import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  joinId,
  joinWords,
  newId,
  newJoinCode,
  openLetter,
  readJoinCode,
  readPledge,
  ReceiptProblem,
  sealLetter,
  sha256Hex,
  signPledge,
  Tampered,
  TooLarge,
  type Language,
} from "../../crypto/index.js";
import { sealedLength } from "../../crypto/age.js";
import { utf8 } from "../../crypto/bytes.js";
import { ada, eve, header } from "./cast.js";
import { newOfficer, opening, place, today } from "./custody.js";
import { book } from "./words.js";

const ruth = await newOfficer();
const letter = {
  ...place,
  opening,
  kind: "request" as const,
  to: `officer:${ruth.officer}`,
  from: newId(),
  fields: { reason: "Zij heeft haar nieuwe werkplek nog niet." },
};
const expected = { ...letter, author: ada.author.verify };

describe("a letter", () => {
  test("comes back as it was written, at one of two lengths", async () => {
    const fields = fc.dictionary(
      fc.string({ unit: "grapheme", maxLength: 20 }).filter((name) => name !== "__proto__"),
      fc.string({ unit: "grapheme", maxLength: 900 }),
      { maxKeys: 3, noNullPrototype: true },
    );
    await fc.assert(
      fc.asyncProperty(fields, async (written) => {
        const sealed = await sealLetter({ ...letter, fields: written }, ada.author, ruth.recipient);
        expect([sealedLength(4096), sealedLength(16_384)]).toContain(sealed.length);
        expect(await openLetter(sealed, ruth.identity, expected)).toEqual(written);
      }),
      { numRuns: 15 },
    );
  });

  test("of more than 16 KiB is refused", async () => {
    const long = sealLetter({ ...letter, fields: { reason: "m".repeat(16_384) } }, ada.author, ruth.recipient);
    await expect(long).rejects.toThrow(TooLarge);
  });

  test("that belongs elsewhere is refused, saying in what", async () => {
    const sealed = await sealLetter(letter, ada.author, ruth.recipient);
    for (const [change, what] of [
      [{ organisation: newId() }, "organisation"],
      [{ case: newId() }, "case"],
      [{ box: newId() }, "box"],
      [{ opening: newId() }, "opening"],
      [{ kind: "refusal" }, "kind"],
      [{ to: "reporter" }, "to"],
      [{ from: newId() }, "from"],
      [{ author: eve.author.verify }, "author"],
    ] as const) {
      const opened = openLetter(sealed, ruth.identity, { ...expected, ...change });
      await expect(opened).rejects.toMatchObject({ what });
    }
  });

  test("of no kind that there is, or to nobody, is not made", async () => {
    for (const change of [{ kind: "gossip" as "request" }, { to: "Ruth" }, { from: "Ada" }]) {
      const made = sealLetter({ ...letter, ...change }, ada.author, ruth.recipient);
      await expect(made).rejects.toThrow("form");
    }
  });
});

describe("a pledge", () => {
  const at = { organisation: header.organisation, case: header.case, officer: newId() };

  test("says who pledged what, and on which day", async () => {
    const text = await sha256Hex(utf8("Ik houd geheim wie heeft gemeld."));
    const signed = await signPledge({ ...at, text, day: today }, ada.author);
    expect(readPledge(signed, ada.author.verify, at)).toEqual({ v: 1, ...at, text, day: today });
    for (const [key, place, what] of [
      [eve.author.verify, at, "signature"],
      [ada.author.verify, { ...at, officer: newId() }, "officer"],
      [ada.author.verify, { ...at, case: newId() }, "case"],
    ] as const) {
      expect(() => readPledge(signed, key, place)).toThrow(new Tampered(what));
    }
    const other = { ...signed, statement: signed.statement.replace(today, "2026-11-19") };
    expect(() => readPledge(other, ada.author.verify, at)).toThrow(new Tampered("signature"));
  });

  test("of a text that is not a hash is not signed", async () => {
    await expect(signPledge({ ...at, text: "", day: today }, ada.author)).rejects.toThrow("form");
  });
});

describe("a join code", () => {
  const nl = book("w");
  const lists = new Map<Language, readonly string[]>([
    ["nl", nl],
    ["en", book("x")],
  ]);
  const deployment = new Uint8Array(32);

  test("is read as it was shown", () => {
    for (let n = 0; n < 50; n++) {
      const code = newJoinCode();
      expect(code.indices).toHaveLength(4);
      const shown = joinWords(code, nl);
      expect(readJoinCode(shown.join(" "), lists)).toEqual(code);
      expect(readJoinCode(shown.join("").toUpperCase(), lists)).toEqual(code);
    }
  });

  test("says what is wrong with it", () => {
    const shown = joinWords({ indices: [5, 17, 7301, 2222] }, nl);
    const problem = (words: readonly string[]): unknown => {
      try {
        return readJoinCode(words.join(" "), lists);
      } catch (error) {
        return error;
      }
    };
    expect(problem(shown.slice(1))).toBeInstanceOf(ReceiptProblem);
    expect(problem(shown.slice(1))).toMatchObject({ reason: "count", found: 3 });
    expect(problem(shown.with(2, "qqqqq"))).toMatchObject({ reason: "unknown", position: 3 });
    expect(problem(shown.with(1, book("x")[9] ?? ""))).toMatchObject({ reason: "language", position: 2 });
  });

  test("has one id in each installation", () => {
    const code = newJoinCode();
    expect(joinId(code, deployment)).toMatch(/^[0-9a-f]{64}$/);
    expect(joinId(code, deployment)).toBe(joinId({ indices: [...code.indices] }, deployment));
    expect(joinId(code, deployment.with(0, 1))).not.toBe(joinId(code, deployment));
    expect(() => joinId(code, new Uint8Array(31))).toThrow("32 bytes");
    expect(() => joinId({ indices: [1, 2, 3] }, deployment)).toThrow("number of indices");
  });
});
