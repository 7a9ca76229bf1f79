import { PDFDocument, PDFHexString, PDFName, PDFString } from "@cantoo/pdf-lib";
import { zlibSync } from "fflate";
import { describe, expect, test } from "vitest";

import { concat, fromLatin1 } from "../../clean/bytes.js";
import { CannotBeCleaned, clean } from "../../clean/index.js";
import type { Reason } from "../../clean/index.js";
import { SENTINEL, contains, jpegBody, tellingJpeg } from "./pictures.js";

const CONTENT = "BT /F1 12 Tf (Kapot) Tj ET % unchanged";

async function reasonOf(file: Uint8Array): Promise<Reason | "none"> {
  try {
    await clean(file, "stuk.pdf");
  } catch (problem) {
    if (problem instanceof CannotBeCleaned) return problem.reason;
    throw problem;
  }
  return "none";
}

/** A document with traces in every place that is known to hold them. */
async function telling(useObjectStreams: boolean): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const { context } = document;
  const said = PDFString.of(SENTINEL);
  document.setAuthor(SENTINEL);
  document.setTitle(SENTINEL);
  document.setProducer(SENTINEL);
  context.trailerInfo.ID = context.obj([PDFHexString.fromText(SENTINEL), PDFHexString.fromText(SENTINEL)]);
  const page = document.addPage([200, 200]);
  page.node.set(PDFName.of("Contents"), context.register(context.stream(CONTENT)));
  const metadata = context.register(context.stream(`<x>${SENTINEL}</x>`, { Type: "Metadata", Subtype: "XML" }));
  const script = { S: "JavaScript", JS: said };
  const file = context.register(context.stream(SENTINEL, { Type: "EmbeddedFile" }));
  const specification = { Type: "Filespec", F: said, UF: said, EF: { F: file } };
  const photograph = context.register(
    context.stream(tellingJpeg(), { Type: "XObject", Subtype: "Image", Width: 8, Height: 8, ColorSpace: "DeviceGray", BitsPerComponent: 8, Filter: "DCTDecode" }),
  );
  page.node.set(PDFName.of("Resources"), context.obj({ XObject: { Im0: photograph } }));
  page.node.set(PDFName.of("Metadata"), metadata);
  page.node.set(PDFName.of("PieceInfo"), context.obj({ Program: { Private: said } }));
  page.node.set(PDFName.of("LastModified"), PDFString.of(`D:2018 ${SENTINEL}`));
  page.node.set(PDFName.of("AA"), context.obj({ O: script }));
  page.node.set(
    PDFName.of("Annots"),
    context.obj([
      { Type: "Annot", Subtype: "Text", Rect: [0, 0, 9, 9], Contents: PDFString.of("Klopt dit?"), T: said, M: said, NM: said, CreationDate: said, RC: said },
      { Type: "Annot", Subtype: "Link", Rect: [0, 0, 9, 9], A: { S: "Launch", F: said } },
      { Type: "Annot", Subtype: "Link", Rect: [0, 0, 9, 9], A: { S: "URI", URI: PDFString.of("https://example.org/") } },
      { Type: "Annot", Subtype: "FileAttachment", Rect: [0, 0, 9, 9], FS: specification },
      { Type: "Annot", Subtype: "Widget", FT: "Tx", Rect: [0, 0, 9, 9], T: PDFString.of("veld"), V: PDFString.of("waarde") },
      { Type: "Annot", Subtype: "Widget", FT: "Sig", Rect: [0, 0, 9, 9], T: PDFString.of("handtekening"), V: { Type: "Sig", Name: said } },
    ]),
  );
  document.catalog.set(PDFName.of("Metadata"), metadata);
  document.catalog.set(PDFName.of("OpenAction"), context.obj(script));
  document.catalog.set(PDFName.of("NoorsOwn"), said);
  document.catalog.set(PDFName.of("AcroForm"), context.obj({ Fields: [], XFA: said }));
  document.catalog.set(
    PDFName.of("Names"),
    context.obj({ JavaScript: { Names: [said, script] }, EmbeddedFiles: { Names: [said, specification] } }),
  );
  document.catalog.set(
    PDFName.of("OCProperties"),
    context.obj({ OCGs: [{ Type: "OCG", Name: PDFString.of("laag"), Usage: { CreatorInfo: { Creator: said } } }], D: { Creator: said } }),
  );
  return document.save({ useObjectStreams });
}

/** The output with its packed object streams unpacked is not needed: it is written without any. */
describe.each([[false], [true]])("a PDF, with object streams: %s", (streams) => {
  test("loses everything that tells who made it, and says what", async () => {
    const file = await telling(streams);
    const { type, cleaned, removed } = await clean(file, "stuk.pdf");
    expect(type).toBe("application/pdf");
    expect(contains(cleaned, SENTINEL)).toBe(false);
    expect(contains(cleaned, PDFHexString.fromText(SENTINEL).asString())).toBe(false);
    expect(contains(cleaned, "ObjStm")).toBe(false);
    expect(removed).toEqual(
      expect.arrayContaining([
        "attachments", "author", "comment-authors", "custom-data", "dates", "description", "form-data",
        "gps", "identifier", "scripts", "signature", "software", "xmp",
      ]),
    );
  });

  test("keeps its pages, its text, its pixels and its comments", async () => {
    const { cleaned } = await clean(await telling(streams), "stuk.pdf");
    for (const kept of [CONTENT, "Klopt dit?", "https://example.org/", "veld", "waarde", "laag"]) {
      expect(contains(cleaned, kept)).toBe(true);
    }
    expect(contains(cleaned, jpegBody())).toBe(true);
    const again = await PDFDocument.load(cleaned, { throwOnInvalidObject: true, updateMetadata: false });
    expect(again.getPageCount()).toBe(1);
    expect(again.getAuthor()).toBeUndefined();
  });

  test("that was cleaned is not changed by cleaning it again", async () => {
    const once = await clean(await telling(streams), "stuk.pdf");
    const twice = await clean(once.cleaned, "stuk.pdf");
    expect(twice.removed).toEqual([]);
    expect(twice.cleaned).toEqual(once.cleaned);
  });
});

test("a PDF that was changed by adding to its end loses its earlier versions", async () => {
  const document = await PDFDocument.create();
  document.addPage([100, 100]).node.set(PDFName.of("Note"), PDFString.of(SENTINEL));
  const first = await document.save({ useObjectStreams: false });
  const reopened = await PDFDocument.load(first, { forIncrementalUpdate: true, updateMetadata: false });
  reopened.getPage(0).node.set(PDFName.of("Note"), PDFString.of("nu anders"));
  const second = await reopened.save({ useObjectStreams: false });
  expect(contains(second, SENTINEL)).toBe(true);
  const { cleaned, removed } = await clean(second, "stuk.pdf");
  expect(contains(cleaned, SENTINEL)).toBe(false);
  expect(contains(cleaned, "nu anders")).toBe(true);
  expect(removed).toContain("history");
});

test("a PDF loses objects that nothing leads to", async () => {
  const document = await PDFDocument.create();
  document.addPage();
  document.context.register(document.context.obj({ Old: PDFString.of(SENTINEL) }));
  const { cleaned, removed } = await clean(await document.save({ useObjectStreams: false }), "a.pdf");
  expect(contains(cleaned, SENTINEL)).toBe(false);
  expect(removed).toContain("history");
});

describe("a PDF that cannot be cleaned", () => {
  test("because it has a password says so", async () => {
    const document = await PDFDocument.create();
    document.addPage();
    document.encrypt({ userPassword: "Ada", ownerPassword: "Omar" });
    expect(await reasonOf(await document.save())).toBe("encrypted");
  });

  test("because its object stream unpacks to far too much says so", async () => {
    const bomb = zlibSync(new Uint8Array(110_000_000), { level: 1 });
    const head = `%PDF-1.5\n1 0 obj\n<< /Type /Obj#53tm /N 1 /First 4 /Filter /FlateDecode /Length ${String(bomb.length)} >>\nstream\n`;
    const file = concat([fromLatin1(head), bomb, fromLatin1("\nendstream\nendobj\nstartxref\n0\n%%EOF")]);
    expect(await reasonOf(file)).toBe("too-large");
  });

  test.each([[" "], ["%"], ["1"], ["%\n"]])("because of an endless run of %j says so at once", async (run) => {
    const file = fromLatin1(`%PDF-1.5\nx${run.repeat(400_000)}\nstartxref\n0\n%%EOF`);
    expect(await reasonOf(file)).toBe("malformed");
  });

  test("because it nests without end says so", async () => {
    const file = fromLatin1(`%PDF-1.5\n1 0 obj\n${"[".repeat(200_000)}\nendobj\nstartxref\n0\n%%EOF`);
    expect(await reasonOf(file)).toBe("malformed");
  });

  test("because it ends too early says so", async () => {
    const file = await telling(false);
    for (let size = 16; size < file.length - 8; size += 251) {
      expect(await reasonOf(file.subarray(0, size))).toBe("malformed");
    }
  });
});
