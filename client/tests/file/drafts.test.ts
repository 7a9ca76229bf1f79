/** What may be written in a file, and what is said when it may not. */

import { describe, expect, test } from "vitest";

import { Tampered } from "../../crypto/index.js";
import { readBody, readCorrection } from "../../file/bodies.js";
import { asksAboutFuture, problemsOf, whenIn } from "../../file/drafts.js";
import { ARTICLE_19, FORMS, FURTHER } from "../../file/forms.js";
import { inEuros, readCents, totals } from "../../file/money.js";
import { isFuture, isWhen } from "../../file/when.js";
import { bodyOf, typedOf } from "../../file/writing.js";
import { ENTRY } from "./entry.js";

describe("the forms of detriment", () => {
  test("law.md RET-03, A7-bis: are the fifteen of art. 19 and seven more", () => {
    expect(ARTICLE_19.join("")).toBe("abcdefghijklmno");
    expect(FURTHER).toHaveLength(7);
    expect(new Set(FORMS).size).toBe(22);
  });

  test("law.md RET-03: one that is none of the listed is refused with a sentence of its own", () => {
    const typed = { ...ENTRY, form: "p" };
    expect(problemsOf("entry", typed, 0)).toEqual([{ field: "form", problem: "form-unknown" }]);
    expect(() => readBody("entry", bodyOf("entry", typed, []))).toThrow(Tampered);
  });

  test("law.md RET-03: other is always possible, and always in her own words", () => {
    const typed = { ...ENTRY, form: "other" };
    expect(problemsOf("entry", typed, 0)).toEqual([{ field: "other", problem: "other-empty" }]);
    expect(() => readBody("entry", bodyOf("entry", typed, []))).toThrow(Tampered);
    const said = { ...typed, other: "Mijn naam is van de deur gehaald" };
    expect(problemsOf("entry", said, 0)).toEqual([]);
    expect(readBody("entry", bodyOf("entry", said, []))).toMatchObject({ other: said.other });
  });

  test.each(FORMS)("%s can be written and read again", (form) => {
    const typed = { ...ENTRY, form, other: "in eigen woorden" };
    const body = readBody("entry", bodyOf("entry", typed, []));
    expect(body.form).toBe(form);
    expect(typedOf("entry", body)).toMatchObject(typed);
  });
});

describe("the day", () => {
  test("law.md EVD-02: may be known roughly, or not at all", () => {
    expect(whenIn({ when: "month", "when-month": "2026-03" })).toEqual({ precision: "month", date: "2026-03" });
    expect(whenIn({ when: "unknown" })).toEqual({ precision: "unknown", date: null });
    expect(whenIn({ when: "day", "when-day": "" })).toBeNull();
    expect(whenIn({})).toBeNull();
  });

  test("must be in the calendar", () => {
    expect(isWhen({ precision: "day", date: "2024-02-29" })).toBe(true);
    expect(isWhen({ precision: "day", date: "2026-02-29" })).toBe(false);
    expect(isWhen({ precision: "month", date: "2026-13" })).toBe(false);
    expect(isWhen({ precision: "unknown", date: "2026-01-01" })).toBe(false);
    expect(isWhen({ precision: "day", date: "2026-01-01", hour: 3 })).toBe(false);
    expect(isWhen("2026-01-01")).toBe(false);
    expect(isWhen({ precision: "day", date: 3 })).toBe(false);
  });

  test("in the future is asked about, and not refused", () => {
    const typed = { ...ENTRY, "when-day": "2026-03-06" };
    expect(problemsOf("entry", typed, 0)).toEqual([]);
    expect(asksAboutFuture("entry", typed, "2026-03-05")).toBe(true);
    expect(asksAboutFuture("entry", typed, "2026-03-06")).toBe(false);
    expect(isFuture({ precision: "month", date: "2026-04" }, "2026-03-31")).toBe(true);
    expect(isFuture({ precision: "month", date: "2026-03" }, "2026-03-01")).toBe(false);
    expect(asksAboutFuture("note", { text: "x" }, "2026-03-05")).toBe(false);
  });
});

describe("costs", () => {
  test.each([
    ["1.234,56", 123_456],
    ["1,234.56", 123_456],
    ["1234,5", 123_450],
    ["€ 12", 1_200],
    ["12 EUR", 1_200],
    ["1.234", 123_400],
    ["1.234.567", 123_456_700],
    ["0,01", 1],
    ["1 000 000,00", 100_000_000],
  ])("%s is read", (typed, cents) => {
    expect(readCents(typed)).toBe(cents);
  });

  test.each(["", "twaalf", "-5", "1.2.3", "1.234.56", "1,234,56", "1.234,567.8", "99999999999", "1,2345", "1.234,567,890"])(
    "%s is not read, and nothing is guessed",
    (typed) => {
      expect(readCents(typed)).toBeNull();
    },
  );

  test("law.md SUP-05: are added up per class, to the cent", () => {
    const costs = Array.from({ length: 5_000 }, (_, n) => ({
      class: n % 2 === 0 ? ("legal" as const) : ("travel" as const),
      cents: 10 + (n % 7),
    }));
    const sum = (of: string): number =>
      costs.filter((one) => one.class === of).reduce((all, { cents }) => all + cents, 0);
    const { all, perClass } = totals(costs);
    expect(all).toBe(sum("legal") + sum("travel"));
    expect([...perClass]).toEqual([["legal", sum("legal")], ["travel", sum("travel")]]);
    // Ten times ten cents is one euro, which fractions would miss.
    expect(totals(Array.from({ length: 10 }, () => ({ class: "other" as const, cents: 10 }))).all).toBe(100);
  });

  test("are shown as the language writes them, large ones too", () => {
    expect(inEuros(123_456, "nl-NL").replaceAll("\u00a0", " ")).toBe("€ 1.234,56");
    expect(inEuros(99_999_999_999_901, "en-GB")).toBe("€999,999,999,999.01");
  });

  test("need a class, an amount and what they are for", () => {
    expect(problemsOf("cost", { when: "unknown" }, 0).map((one) => one.problem)).toEqual([
      "class-missing", "amount-empty", "cost-what-empty",
    ]);
    const typed = { class: "legal", what: "Advocaat", amount: "1.250,00", when: "unknown", entry: "" };
    expect(problemsOf("cost", { ...typed, amount: "veel" }, 0)).toEqual([{ field: "amount", problem: "amount-unreadable" }]);
    expect(problemsOf("cost", { ...typed, amount: "0" }, 0)).toEqual([{ field: "amount", problem: "amount-zero" }]);
    const body = readBody("cost", bodyOf("cost", typed, []));
    expect(body).toMatchObject({ cents: 125_000, currency: "EUR", entry: null });
    expect(typedOf("cost", body)["amount"]).toBe("1250,00");
  });
});

describe("other items", () => {
  test("law.md EVD-02: a baseline has at least one answer", () => {
    expect(problemsOf("baseline", { when: "unknown" }, 0)).toEqual([{ field: "post", problem: "baseline-empty" }]);
    const typed = { when: "day", "when-day": "2026-01-05", post: "Liaison", promised: "Verlenging tot 2028" };
    expect(problemsOf("baseline", typed, 0)).toEqual([]);
    expect(readBody("baseline", bodyOf("baseline", typed, []))).toMatchObject({ post: "Liaison", duties: "" });
  });

  test("law.md EVD-04: a decision keeps the day of its grounds apart", () => {
    const typed = {
      ...{ what: "Overplaatsing", who: "HR", reference: "P-12", grounds: "Reorganisatie" },
      ...{ when: "day", "when-day": "2026-03-01", grounds_when: "day", "grounds_when-day": "2026-04-20" },
    };
    expect(problemsOf("decision", typed, 0)).toEqual([]);
    const body = readBody("decision", bodyOf("decision", typed, []));
    expect([body.when.date, body.grounds_when.date]).toEqual(["2026-03-01", "2026-04-20"]);
    expect(typedOf("decision", body)).toMatchObject(typed);
    expect(problemsOf("decision", { ...typed, what: " " }, 0)).toEqual([{ field: "what", problem: "decision-empty" }]);
  });

  test("a note has a text, or files", () => {
    expect(problemsOf("note", { text: "" }, 0)).toEqual([{ field: "text", problem: "note-empty" }]);
    expect(problemsOf("note", { text: "" }, 1)).toEqual([]);
    expect(problemsOf("attachment", {}, 0)).toHaveLength(1);
    expect(readBody("note", bodyOf("note", { text: "x", entry: "a".repeat(64) }, []))).toMatchObject({ entry: "a".repeat(64) });
    expect(() => readBody("attachment", { text: "", entry: null, files: [] })).toThrow(Tampered);
    expect(() => readBody("note", { text: "x", entry: null, files: [{}] })).toThrow(Tampered);
    expect(() => readBody("note", { text: "x", entry: null, files: [], more: 1 })).toThrow(Tampered);
    expect(() => readBody("note", [])).toThrow(Tampered);
  });

  test("a correction points to an item and says why", () => {
    const of = { sequence: 2, hash: "b".repeat(64) };
    const good = { of, why: "de dag was fout", kind: "entry", body: bodyOf("entry", ENTRY, []) };
    expect(readCorrection(good)).toEqual(good);
    expect(readCorrection({ ...good, body: null }).body).toBeNull();
    for (const bad of [
      { ...good, why: " " },
      { ...good, kind: "report" },
      { ...good, of: { sequence: 1, hash: of.hash } },
      { ...good, of: { sequence: 2, hash: "b" } },
      { ...good, of: { sequence: 2.5, hash: of.hash } },
      { ...good, body: { text: "x" } },
      { of, why: "x" },
      null,
    ]) expect(() => readCorrection(bad)).toThrow(Tampered);
  });
});
