/** What is printed, read back with another program: pdf.js. */

import { getDocument, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { beforeAll, describe, expect, test } from "vitest";
import { printed } from "../../dossier/printed.js";
import { Signs, STAND_IN } from "../../dossier/signs.js";
import { shared } from "../../dossier/table.js";
import { numbered } from "../../dossier/timeline.js";
import { FONTS, LANGUAGES, SHORT, long } from "./samples.js";

async function read(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  return getDocument({ data: bytes.slice(), verbosity: 0, useSystemFonts: false }).promise;
}

async function pagesOf(pdf: PDFDocumentProxy): Promise<string[]> {
  const numbers = Array.from({ length: pdf.numPages }, (_, n) => n + 1);
  return Promise.all(numbers.map(async (n) => {
    const { items } = await (await pdf.getPage(n)).getTextContent();
    return items.map((item) => ("str" in item ? item.str : "")).join(" ").replaceAll(/\s+/g, " ");
  }));
}

describe("a short document", () => {
  let bytes: Uint8Array;
  let pdf: PDFDocumentProxy;
  let text: string;

  beforeAll(async () => {
    bytes = await printed(SHORT, FONTS);
    pdf = await read(bytes);
    text = (await pagesOf(pdf)).join(" ");
  });

  test.each(LANGUAGES)("says in %s what it was given", (name, sentence) => {
    expect(text).toContain(name);
    // A line may be broken, and pdf.js gives a space that cannot be broken as one that can.
    expect(text.replaceAll(/\s/g, "")).toContain(sentence.replaceAll(/\s/g, ""));
  });

  test("says how many signs its letters lack", () => {
    expect(text).toContain(`${STAND_IN} stands 8 times`);
  });

  test("has its title, its language and its numbers of pages", async () => {
    const { info } = await pdf.getMetadata();
    expect(info).toMatchObject({ Title: SHORT.title, Language: "en" });
    expect(text).toContain(`1 / ${String(pdf.numPages)}`);
  });

  test("holds the files that go with it", async () => {
    const files = await pdf.getAttachments();
    const names = [...(files?.keys() ?? [])];
    expect(names).toEqual(["proof-of-report.txt"]);
    const content = await pdf.getAttachmentContent(names[0] ?? "");
    expect(new TextDecoder().decode(content as Uint8Array)).toBe("hello\n");
  });

  test("tells who cannot see it what is a heading, a table and a picture", async () => {
    const trees = await Promise.all([1, 2].map(async (n) => JSON.stringify(await (await pdf.getPage(n)).getStructTree())));
    const all = trees.join("");
    for (const role of ["H1", "H2", "Table", "TR", "TH", "TD", "Figure"]) expect(all).toContain(`"role":"${role}"`);
    expect(all).toContain("What was reported, who knew of it, and what followed");
  });

  test("is the same for the same input", async () => {
    expect(await printed(SHORT, FONTS)).toEqual(bytes);
  });
});

describe("a long document", () => {
  let pages: string[];

  beforeAll(async () => {
    pages = await pagesOf(await read(await printed(long(300), FONTS)));
  });

  test("loses no event and no line of one that is longer than a page", () => {
    const text = pages.join(" ");
    for (let n = 0; n < 300; n += 1) expect(text).toContain(`Event ${String(n)}: what happened then.`);
    const wanted = Array.from({ length: 300 }, (_, n) => (n % 97 === 7 ? 90 : (n % 5) + 1)).reduce((sum, one) => sum + one, 0);
    // Foot and heads stand within a sentence that runs on: its one word is counted.
    expect(text.split("sentence").length - 1).toBe(wanted);
  });

  test("repeats the heads of a table on each page of it", () => {
    const table = pages.filter((page) => /item\.added|what happened on that day/.test(page));
    expect(table.length).toBeGreaterThan(5);
    for (const page of table) expect(page).toContain("Actor");
  });

  test("says again on the next page which row runs on", () => {
    const runs = pages.filter((page) => !page.includes("item.added") && page.includes("to whom."));
    expect(runs.length).toBeGreaterThan(0);
    for (const page of runs) expect(page).toMatch(/\d{4}-\d\d-\d\d/);
  });
});

test("what the letters lack stands as one square for each sign", () => {
  const signs = new Signs((codePoint) => codePoint < 0x250);
  expect(signs.fit("naïve 漢🙂\u0007!")).toBe(`naïve ${STAND_IN}${STAND_IN}${STAND_IN}!`);
  expect(signs.missing).toBe(3);
});

test("signs that are not seen are left out, and every line ends in one way", () => {
  const signs = new Signs(() => true);
  expect(signs.fit("a\u200b\u202eb\u00ad\r\nc\rd\u2028e\tf")).toBe("ab\nc\nd\ne    f");
  expect(signs.missing).toBe(0);
});

test("an accent that stands apart is joined to its letter", () => {
  expect(new Signs(() => true).fit("e\u0301")).toBe("é");
});

test("narrow columns get what they want, and wide ones share the rest", () => {
  expect(shared([10, 500, 20, 900], 130)).toEqual([10, 50, 20, 50]);
  expect(shared([10, 20], 130)).toEqual([10, 20]);
});

test("marks are numbered by day, and on one day by row", () => {
  const found = numbered([
    { name: "a", marks: [{ day: "2026-02-01", label: "3" }, { day: "2026-01-01", label: "1" }] },
    { name: "b", marks: [{ day: "2026-01-01", label: "2" }] },
  ]);
  expect(found.map(({ n, label }) => [n, label])).toEqual([[1, "1"], [2, "2"], [3, "3"]]);
});

test("an empty table, an empty text and a line of time without marks print nothing", async () => {
  const empty = { kind: "timeline", caption: "Nothing", rows: [{ name: "Report", marks: [] }] } as const;
  const bytes = await printed(
    { ...SHORT, parts: [{ kind: "table", head: [], rows: [] }, { kind: "text", text: "\n\n" }, empty], missing: "" }, FONTS,
  );
  expect((await read(bytes)).numPages).toBe(1);
});

test("one mark alone, and marks of one day, have their place", async () => {
  const marks = [{ day: "2026-02-03", label: "one" }, { day: "2026-02-03", label: "two" }];
  const bytes = await printed({ ...SHORT, parts: [{ kind: "timeline", caption: "A day", rows: [{ name: "Report", marks }] }] }, FONTS);
  expect(bytes.length).toBeGreaterThan(10_000);
});

test("no heading stands at the end of a page, whatever stands above it", async () => {
  const lines = { kind: "text", text: "What stands under it." } as const;
  const rooms = Array.from({ length: 40 }, (_, n) => [
    { kind: "heading", level: 1, text: `Room ${String(n)}` } as const, { kind: "heading", level: 3, text: "Item" } as const,
    ...Array.from({ length: (n % 7) + 1 }, () => lines),
  ]);
  const pages = await pagesOf(await read(await printed({ ...SHORT, parts: rooms.flat(), attached: [] }, FONTS)));
  expect(pages.length).toBeGreaterThan(4);
  for (const page of pages) expect(page).not.toMatch(/(Room \d+|Item) *(\S+ )?\d+ \/ \d+ *$/);
});

test("of a few days, the axis names the days", async () => {
  const marks = [{ day: "2026-02-03", label: "one" }, { day: "2026-02-06", label: "two" }];
  const parts = [{ kind: "timeline", caption: "Days", rows: [{ name: "Report", marks }] }] as const;
  const [page = ""] = await pagesOf(await read(await printed({ ...SHORT, language: "en", parts }, FONTS)));
  expect(page).toContain("3 Feb 2026");
  expect(page).toContain("6 Feb 2026");
});
