/**
 * A document to print and to keep: PDF/A-3a (ISO 19005-3), with files in it.
 *
 * The fonts are in it as far as they are used, its parts are tagged, and it is the same for the same
 * input. It has no words of its own. pdfkit writes the file; what stands here is how it looks.
 */

import PDFDocument from "pdfkit";
import type { Fonts } from "./fonts.js";
import { Paper, STYLES } from "./paper.js";
import { drawTable } from "./table.js";
import { drawTimeline, numbered, type Lane } from "./timeline.js";

interface Heading {
  readonly kind: "heading";
  readonly level: 1 | 2 | 3;
  readonly text: string;
}

export type Part =
  | Heading
  | { readonly kind: "text"; readonly text: string }
  /** Small print, and text that is to be compared letter by letter. */
  | { readonly kind: "small"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "facts"; readonly pairs: readonly (readonly [string, string])[] }
  | {
      readonly kind: "table";
      readonly caption?: string;
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | {
      readonly kind: "timeline";
      readonly caption: string;
      readonly rows: readonly Lane[];
      /** Over the table of it: number, day, row, what. */
      readonly head?: readonly [string, string, string, string];
    };

export interface Attached {
  readonly name: string;
  readonly mime: string;
  readonly description: string;
  readonly bytes: Uint8Array;
}

export interface Printed {
  readonly title: string;
  readonly language: "nl" | "en";
  /** The day on which it was made, in words: it stands under the title. */
  readonly made: string;
  readonly parts: readonly Part[];
  readonly attached?: readonly Attached[];
  /** Stands at the end when a sign was replaced; `{sign}` and `{count}` are filled in. */
  readonly missing?: string;
  /** The time that the file names, for a file that is to be the same each time. */
  readonly at?: Date;
}

/** How days are written. */
const LOCALES = { nl: "nl-NL", en: "en-GB" } as const;

/** Make the bytes of the file. */
export async function printed(document: Printed, fonts: Fonts): Promise<Uint8Array> {
  const at = document.at ?? new Date();
  const pdf = opened(document, fonts, at);
  const bytes = collected(pdf);
  const paper = new Paper(pdf);
  drawTitle(paper, document);
  for (const [n, part] of document.parts.entries()) {
    if (part.kind === "heading") drawHeading(paper, part, document.parts.slice(n + 1));
    else drawPart(paper, part, LOCALES[document.language]);
    // A long document lets the page breathe.
    await new Promise((next) => setTimeout(next));
  }
  if (paper.signs.missing > 0 && document.missing !== undefined) drawMissing(paper, document.missing);
  for (const { name, mime, description, bytes: data } of document.attached ?? []) {
    pdf.file(data, { name, type: mime, description, relationship: "Supplement", creationDate: at, modifiedDate: at });
  }
  paper.foot(paper.signs.fit(document.title));
  paper.end();
  return bytes;
}

/**
 * Says that the file keeps PDF/UA-1 as well (ISO 14289-1 clause 5). PDF/A does not know these names, so it asks for
 * their description (ISO 19005-3 6.6.2.3).
 */
const ACCESSIBLE = `
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
`;

function opened(document: Printed, fonts: Fonts, at: Date): PDFDocument {
  const title = document.title.replaceAll(/[\u0000-\u001f\u007f]/g, " ");
  const pdf = new PDFDocument({
    subset: "PDF/A-3a", pdfVersion: "1.7", tagged: true, displayTitle: true, lang: document.language,
    bufferPages: true, autoFirstPage: false, font: null, size: "A4", margin: 0,
    info: { Title: title, CreationDate: at },
  });
  // pdfkit writes the title into XML as it is. The other place of the title is written before.
  const write = pdf.endMetadata.bind(pdf);
  pdf.endMetadata = () => {
    pdf.info.Title = title.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    pdf.appendXML(ACCESSIBLE);
    write();
  };
  for (const [name, font] of Object.entries(fonts)) pdf.registerFont(name, font as Uint8Array);
  return pdf;
}

function collected(pdf: PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    pdf.on("data", (chunk) => chunks.push(chunk));
    pdf.on("error", reject);
    pdf.on("end", () => {
      const all = new Uint8Array(chunks.reduce((sum, one) => sum + one.length, 0));
      let at = 0;
      for (const one of chunks) {
        all.set(one, at);
        at += one.length;
      }
      resolve(all);
    });
  });
}

function drawTitle(paper: Paper, { title, made }: Printed): void {
  paragraph(paper, "H1", paper.signs.fit(title), "title");
  paper.y += 3;
  paragraph(paper, "P", paper.signs.fit(made), "small");
  paper.unread("Layout", () => { paper.rule(paper.y + 4, 1.2, STYLES.title.colour); });
  paper.y += 16;
}

function drawPart(paper: Paper, part: Exclude<Part, Heading>, language: string): void {
  const fit = (text: string): string => paper.signs.fit(text);
  if (part.kind === "text") drawText(paper, fit(part.text), "body");
  else if (part.kind === "small" || part.kind === "code") drawText(paper, fit(part.text), part.kind);
  else if (part.kind === "facts") drawTable(paper, { head: [], rows: part.pairs.map((pair) => pair.map(fit)), named: true });
  else if (part.kind === "timeline") drawTime(paper, part, language, fit);
  else {
    drawCaption(paper, fit(part.caption ?? ""));
    drawTable(paper, { head: part.head.map(fit), rows: part.rows.map((row) => row.map(fit)) });
  }
}

const HEADINGS = { 1: ["section", 20], 2: ["part", 12], 3: ["strong", 8] } as const;

const UNDER_HEADING = 4;

/** A heading stays with what follows it: headings too, down to the first lines below them. */
function drawHeading(paper: Paper, { level, text }: Heading, after: readonly Part[]): void {
  const [style, above] = HEADINGS[level];
  const fitting = paper.signs.fit(text);
  paper.depth = Math.min(level, paper.depth + 1);
  paper.need(heightOf(level) + belowIt(after) + 4 * STYLES.body.leading);
  paper.space(above);
  if (level === 1) paper.document.outline.addItem(fitting);
  paragraph(paper, `H${String(paper.depth + 1)}`, fitting, style);
  paper.y += UNDER_HEADING;
}

function heightOf(level: Heading["level"]): number {
  const [style, above] = HEADINGS[level];
  return above + STYLES[style].leading + UNDER_HEADING;
}

/** How much room the headings take that follow at once. */
function belowIt([next, ...others]: readonly Part[]): number {
  return next?.kind === "heading" ? heightOf(next.level) + belowIt(others) : 0;
}

/** Empty lines part paragraphs; a single line feed begins a new line. */
function drawText(paper: Paper, text: string, style: "body" | "small" | "code"): void {
  for (const one of text.split(/\n{2,}/).filter((found) => found.trim() !== "")) {
    paragraph(paper, "P", one, style);
    paper.y += 6;
  }
}

function drawCaption(paper: Paper, text: string): void {
  if (text === "") return;
  paper.need(STYLES.strong.leading + 4 * STYLES.cell.leading);
  paragraph(paper, "P", text, "strong");
  paper.y += 3;
}

function drawTime(
  paper: Paper, { caption, rows, head = ["", "", "", ""] }: Extract<Part, { kind: "timeline" }>, language: string, fit: (text: string) => string,
): void {
  const lanes = rows.map(({ name, marks }) => ({ name: fit(name), marks }));
  drawCaption(paper, fit(caption));
  drawTimeline(paper, lanes, fit(caption), language);
  const words = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
  const lines = numbered(lanes).map(({ n, day, lane, label }) => [
    String(n), words.format(new Date(day)), lanes[lane]?.name ?? "", fit(label),
  ]);
  if (lines.length > 0) drawTable(paper, { head: head.map(fit), rows: lines });
}

function drawMissing(paper: Paper, missing: string): void {
  const { missing: count } = paper.signs;
  paper.need(60);
  paper.y += 10;
  drawText(paper, paper.signs.fit(missing.replace("{count}", String(count))).replace("{sign}", "\u25a0"), "small");
}

function paragraph(paper: Paper, tag: string, text: string, style: keyof typeof STYLES): void {
  const element = paper.element(tag);
  const used = STYLES[style];
  paper.marked(element, tag, () => { paper.block(paper.lines(text, paper.width, used), paper.left, used); });
  element.end();
}
