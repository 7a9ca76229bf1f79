/** Sheets of A4 with text in lines, tagged for who cannot see them (ISO 32000-1 14.7 and 14.8). */

import PDFDocument, { LineWrapper, type StructureElement } from "pdfkit";
import { Signs } from "./signs.js";

export type Face = "regular" | "bold" | "code";

export interface Style {
  readonly face: Face;
  readonly size: number;
  /** From one line to the next. */
  readonly leading: number;
  readonly colour: string;
}

export const INK = "#1b2529";
export const QUIET = "#4d5b62";
export const LINE = "#c3ccd0";

export const STYLES = {
  title: { face: "bold", size: 21, leading: 26, colour: INK },
  section: { face: "bold", size: 14, leading: 18, colour: INK },
  part: { face: "bold", size: 11, leading: 15, colour: INK },
  body: { face: "regular", size: 10.5, leading: 15, colour: INK },
  strong: { face: "bold", size: 10.5, leading: 15, colour: INK },
  cell: { face: "regular", size: 9, leading: 12.2, colour: INK },
  head: { face: "bold", size: 9, leading: 12.2, colour: INK },
  small: { face: "regular", size: 8.5, leading: 11.5, colour: QUIET },
  code: { face: "code", size: 7.2, leading: 9.4, colour: INK },
} as const satisfies Record<string, Style>;

/** Left, right, top and bottom, in points: 25 mm at the sides. */
const SIDE = 71;
const TOP = 58;
const BOTTOM = 62;

/** What a page begins with when a block runs on: the heads of its table. */
type Again = () => void;

/** A document that grows from the top down. Nothing is drawn beside it. */
export class Paper {
  readonly document: PDFDocument;
  readonly signs: Signs;
  readonly left = SIDE;
  readonly width: number;
  /** The level of the last heading: none is skipped on the way down, which PDF/UA forbids. */
  depth = 0;
  /** Where the next thing is drawn, from the top of the page. */
  y = TOP;
  #root: StructureElement;
  #lineHolder: { readonly element: StructureElement; readonly tag: string } | null = null;

  /** @param document - has its fonts `regular`, `bold` and `code`, and no page yet */
  constructor(document: PDFDocument) {
    this.document = document;
    document.font("regular");
    const { font } = document._font;
    this.signs = new Signs((codePoint) => font.hasGlyphForCodePoint(codePoint));
    this.#root = document.struct("Document");
    document.addStructure(this.#root);
    document.addPage();
    this.width = document.page.width - 2 * SIDE;
  }

  /** Room for this many points is left on the page. */
  get room(): number {
    return this.document.page.height - BOTTOM - this.y;
  }

  /** Put an element in the tree, under another or at its top. The caller ends it. */
  element(tag: string, under: StructureElement | null = null, options: Parameters<PDFDocument["struct"]>[1] = {}): StructureElement {
    const element = this.document.struct(tag, options);
    (under ?? this.#root).add(element);
    return element;
  }

  /** What is drawn here belongs to this element. Over a page's end it is taken up again. */
  marked(element: StructureElement, tag: string, draw: () => void): void {
    element.add(this.document.markStructureContent(tag));
    this.#lineHolder = { element, tag };
    draw();
    this.#lineHolder = null;
    this.document.endMarkedContent();
  }

  /** What is drawn here is for the eye only. */
  unread(type: "Pagination" | "Layout", draw: () => void): void {
    this.document.markContent("Artifact", { type });
    draw();
    this.document.endMarkedContent();
  }

  /** Begin a new page. */
  turn(again: Again = () => undefined): void {
    const open = this.#lineHolder;
    if (open !== null) this.document.endMarkedContent();
    this.document.addPage();
    this.y = TOP;
    again();
    if (open !== null) open.element.add(this.document.markStructureContent(open.tag));
  }

  /** Turn the page when less than this is left. */
  need(height: number): void {
    if (this.room < height && this.y > TOP) this.turn();
  }

  /** Leave room, unless the page begins here. */
  space(height: number): void {
    if (this.y > TOP) this.y += height;
  }

  /** Break text into lines of this width; long words break anywhere. */
  lines(text: string, width: number, style: Style): string[] {
    const found: string[] = [];
    this.#use(style);
    const options = { width, height: Number.POSITIVE_INFINITY };
    // A line feed asks for a new line; an empty text has one line, which is empty.
    const wrapper = new LineWrapper(this.document, options);
    wrapper.on("line", (line) => found.push(line.replaceAll("\n", "").trimEnd()));
    wrapper.wrap(text, { ...options });
    return found;
  }

  widthOf(text: string, style: Style): number {
    this.#use(style);
    return this.document.widthOfString(text);
  }

  /** Draw one line at a place. Nothing moves. */
  line(text: string, x: number, y: number, style: Style): void {
    if (text === "") return;
    this.#use(style);
    const { ascender } = this.document._font;
    // The letters stand in the middle of the line: what of the font's own height is over is shared out.
    const above = (style.leading - style.size) / 2 + style.size * (0.8 - ascender / 1000);
    this.document.fillColor(style.colour).text(text, x, y + above, { lineBreak: false });
  }

  /** A block of lines under one another, over as many pages as it takes; no line of it stands alone. */
  block(lines: readonly string[], x: number, style: Style): void {
    let at = 0;
    while (at < lines.length) {
      const left = lines.length - at;
      let count = Math.min(left, Math.floor(this.room / style.leading));
      if (count === left - 1 && count > 1) count -= 1;
      if (count < Math.min(2, left)) {
        this.turn();
        continue;
      }
      for (const line of lines.slice(at, at + count)) {
        this.line(line, x, this.y, style);
        this.y += style.leading;
      }
      at += count;
    }
  }

  /** A rule from the left to the right. */
  rule(y: number, width: number, colour: string = LINE, from: number = this.left, to: number = this.left + this.width): void {
    this.document.save().lineWidth(width).strokeColor(colour).moveTo(from, y).lineTo(to, y).stroke().restore();
  }

  /** Number the pages, and say at the foot what this is. */
  foot(said: string): void {
    const { start, count } = this.document.bufferedPageRange();
    const y = this.document.page.height - BOTTOM + 22;
    for (let n = 0; n < count; n += 1) {
      this.document.switchToPage(start + n);
      const number = `${String(n + 1)} / ${String(count)}`;
      const right = this.left + this.width - this.widthOf(number, STYLES.small);
      const [line = ""] = this.lines(said, this.width - 60, STYLES.small);
      this.unread("Pagination", () => {
        this.rule(y - 6, 0.5);
        this.line(line, this.left, y, STYLES.small);
        this.line(number, right, y, STYLES.small);
      });
    }
  }

  end(): void {
    this.#root.end();
    this.document.end();
  }

  #use({ face, size }: Style): void {
    this.document.font(face, size);
  }
}
