import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";

import { CannotBeCleaned, clean } from "../../clean/index.js";
import type { Cleaned, Reason } from "../../clean/index.js";
import { readRelations, relationsOf, resolve } from "../../clean/relations.js";
import { excelParts, relations, slideParts, TYPE, types, wordParts, xml, zip } from "./documents.js";
import type { Parts } from "./documents.js";
import { SENTINEL, contains, jpegBody } from "./pictures.js";

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** Everything in a package, and in the packages inside it, unpacked. */
function contents(file: Uint8Array): string {
  return Object.entries(unzipSync(file))
    .map(([name, part]) => `${name}\n${name.endsWith("xlsx") ? contents(part) : strFromU8(part, true)}`)
    .join("\n");
}

/** A package opens if every relation leads to a part and every part has a type. */
function expectValid(file: Uint8Array): void {
  const parts = unzipSync(file);
  const names = new Set(Object.keys(parts));
  const typed = strFromU8(parts["[Content_Types].xml"] ?? new Uint8Array());
  for (const [, part = ""] of typed.matchAll(/PartName="\/([^"]+)"/g)) expect(names).toContain(part);
  const sources = ["", ...names].filter((name) => names.has(relationsOf(name)));
  const targets = sources.flatMap((source) =>
    readRelations(parts[relationsOf(source)])
      .filter((relation) => !relation.external)
      .map((relation) => resolve(source, relation.target)),
  );
  for (const target of targets) expect(names).toContain(target);
  const led = new Set([...targets, "[Content_Types].xml", ...sources.map(relationsOf)]);
  expect([...names].filter((name) => !led.has(name))).toEqual([]);
}

async function reasonOf(file: Uint8Array, name = "brief.docx"): Promise<Reason | "none"> {
  try {
    await clean(file, name);
  } catch (problem) {
    if (problem instanceof CannotBeCleaned) return problem.reason;
    throw problem;
  }
  return "none";
}

const part = (answer: Cleaned, name: string): string =>
  strFromU8(unzipSync(answer.cleaned)[name] ?? new Uint8Array(), true);

describe.each([
  ["Word", wordParts, `${TYPE}wordprocessingml.document`],
  ["Excel", excelParts, `${TYPE}spreadsheetml.sheet`],
  ["PowerPoint", slideParts, `${TYPE}presentationml.presentation`],
] as const)("a %s file", (_, build, type) => {
  test("loses every trace of who made it and still opens", async () => {
    const file = zip(build());
    expect(contents(file)).toContain(SENTINEL);
    const answer = await clean(file, "stuk");
    expect(answer.type).toBe(type);
    expect(contents(answer.cleaned)).not.toContain(SENTINEL);
    expect(contents(answer.cleaned)).not.toContain("2018-05-04");
    expectValid(answer.cleaned);
    expect(answer.removed).toContain("properties");
    expect(answer.removed).toContain("paths".replace("paths", build === slideParts ? "history" : "paths"));
  });

  test("that was cleaned is not changed by cleaning it again", async () => {
    const once = await clean(zip(build()), "stuk");
    const twice = await clean(once.cleaned, "stuk");
    expect(twice.cleaned).toEqual(once.cleaned);
    expect(twice.removed).toEqual([]);
  });

  test("tells no day and no system in its package", async () => {
    const { cleaned } = await clean(zip(build()), "stuk");
    expect(Buffer.from(cleaned.subarray(10, 14)).toString("hex")).toBe("00002100");
  });

  test("that ends anywhere too early is refused", async () => {
    const file = zip(build());
    for (let size = 64; size < file.length; size += 997) {
      expect(await reasonOf(file.subarray(0, size))).toBe("malformed");
    }
  });
});

describe("a Word file", () => {
  test("keeps its text, its changes and its comments, by number instead of by name", async () => {
    const answer = await clean(zip(wordParts()), "brief.docx");
    const document = part(answer, "word/document.xml");
    expect(document).toContain('<w:t xml:space="preserve">Kapot &amp; stil &#233;n </w:t>');
    expect(document).toContain('<w:ins w:id="1" w:author="1">');
    expect(document).toContain('<w:del w:id="2" w:author="2">');
    expect(document).not.toMatch(/rsid/i);
    expect(part(answer, "word/comments.xml")).toContain('w:author="1" w:initials="1"');
    expect(part(answer, "word/comments.xml")).toContain("Klopt dit?");
    expect(part(answer, "word/settings.xml")).toContain('<w:zoom w:percent="100"/>');
    expect(part(answer, "word/settings.xml")).not.toContain("attachedTemplate");
    expect(answer.removed).toEqual(
      expect.arrayContaining(["author", "comment-authors", "revision", "template", "gps", "paths", "hidden-parts"]),
    );
  });

  test("keeps the pixels of its pictures and drops what nothing leads to", async () => {
    const parts = unzipSync((await clean(zip(wordParts()), "brief.docx")).cleaned);
    expect(contains(parts["word/media/image1.jpeg"] ?? new Uint8Array(), jpegBody())).toBe(true);
    expect(Object.keys(parts)).not.toContain("word/media/forgotten.jpeg");
    expect(Object.keys(parts).filter((name) => /docProps|customXml|people/.test(name))).toEqual([]);
  });

  test("keeps links to the outside and loses links to somebody's disk", async () => {
    const links = part(await clean(zip(wordParts()), "brief.docx"), "word/_rels/document.xml.rels");
    expect(links).toContain("https://example.org/");
    expect(links).not.toContain("file:");
  });

  test.each<[string, Parts, Reason]>([
    ["macros", { ...wordParts(), "[Content_Types].xml": types("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml") }, "unsupported"],
    ["an embedded program", { ...wordParts(), "word/_rels/document.xml.rels": relations(["rId1", `${OFFICE}/oleObject`, "embeddings/o.bin"]), "word/embeddings/o.bin": strToU8("x") }, "unsupported"],
    ["a document type in its text", { ...wordParts(), "word/document.xml": strToU8('<!DOCTYPE x [<!ENTITY a "b">]><w:document/>') }, "malformed"],
    ["an unknown entity", { ...wordParts(), "word/document.xml": xml("<a>&lol;</a>") }, "malformed"],
    ["tags that do not close", { ...wordParts(), "word/document.xml": xml("<a><b></a>") }, "malformed"],
    ["text that is not UTF-8", { ...wordParts(), "word/document.xml": Uint8Array.of(0x3c, 0x61, 0x3e, 0xff) }, "malformed"],
    ["a part that is missing", { ...wordParts(), "_rels/.rels": relations(["a", `${OFFICE}/officeDocument`, "word/gone.xml"]), "[Content_Types].xml": types("word/gone.xml", `${TYPE}wordprocessingml.document.main+xml`) }, "malformed"],
    ["a relation out of the package", { ...wordParts(), "word/_rels/document.xml.rels": relations(["a", `${OFFICE}/image`, "../../../etc"]) }, "malformed"],
    ["a broken picture", { ...wordParts(), "word/media/image1.jpeg": Uint8Array.of(0xff, 0xd8, 0xff, 0xe1) }, "malformed"],
    ["a name that climbs", { ...wordParts(), "../x.xml": strToU8("x") }, "malformed"],
  ])("with %s is refused", async (_, parts, reason) => {
    expect(await reasonOf(zip(parts))).toBe(reason);
  });

  test("nested too deeply is refused", async () => {
    const deep = `${"<a>".repeat(5000)}${"</a>".repeat(5000)}`;
    expect(await reasonOf(zip({ ...wordParts(), "word/document.xml": xml(deep) }))).toBe("malformed");
  });
});

describe("a package", () => {
  /** Let the directory claim that a part unpacks to so many bytes. */
  function claim(file: Uint8Array, name: string, size: number): void {
    const at = Buffer.from(file).lastIndexOf(name) - 46;
    new DataView(file.buffer).setUint32(at + 24, size, true);
  }

  test("that would unpack to far too much is refused before it is unpacked", async () => {
    const names = [1, 2, 3, 4].map((n) => `word/media/${String(n)}.bin`);
    const zeros = Object.fromEntries(names.map((name) => [name, new Uint8Array(200_000)]));
    const file = zip({ ...wordParts(), ...zeros });
    for (const name of names) claim(file, name, 100 * 1024 * 1024);
    expect(await reasonOf(file)).toBe("too-large");
  });

  test("that lies about the size of a part is refused", async () => {
    for (const size of [0, 10, 199_999, 200_001, 300_000_000]) {
      const file = zip({ ...wordParts(), "word/media/zero.bin": new Uint8Array(200_000) });
      claim(file, "word/media/zero.bin", size);
      expect(await reasonOf(file)).toBe("malformed");
    }
  });

  test("in a package in a package in a package is refused", async () => {
    let parts = slideParts();
    for (let depth = 0; depth < 4; depth += 1) parts = { ...slideParts(), "ppt/embeddings/book.xlsx": zip(parts) };
    expect(await reasonOf(zip(parts))).toBe("unsupported");
  });

  test("with a password is refused as encrypted", async () => {
    const file = zip(wordParts());
    const at = Buffer.from(file).lastIndexOf("word/document.xml") - 46;
    new DataView(file.buffer).setUint16(at + 8, 1, true);
    expect(await reasonOf(file)).toBe("encrypted");
    const compound = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0);
    expect(await reasonOf(compound, "brief.docx")).toBe("encrypted");
  });

  test("with a part that was changed after its checksum is refused", async () => {
    const file = zipSync(wordParts(), { level: 0 });
    const at = Buffer.from(file).indexOf("Kapot");
    file[at] = 0x6b;
    expect(await reasonOf(file)).toBe("malformed");
  });

  test("of another kind, and any other file, comes back untouched as unknown", async () => {
    for (const file of [zip({ "a.txt": strToU8("a") }), strToU8("tekst"), new Uint8Array()]) {
      const answer = await clean(file, "map/a.txt");
      expect(answer).toEqual({ type: "unknown", cleaned: file, removed: [], left: [], name: "a.txt" });
    }
  });

  test("says when it holds a drawing that cannot be cleaned", async () => {
    expect((await clean(zip(slideParts()), "a.pptx")).left).toEqual(["embedded-media"]);
  });
});
