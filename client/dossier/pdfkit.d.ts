/** What of pdfkit 0.20 client/dossier uses, and nothing more: it brings no types of its own. */

declare module "pdfkit" {
  /** A stretch of a page's content, which a structure element names. */
  export interface StructureContent {
    readonly refs: readonly unknown[];
  }

  export interface StructureElement {
    add(child: StructureElement | StructureContent): StructureElement;
    end(): void;
  }

  export interface FontFile {
    hasGlyphForCodePoint(codePoint: number): boolean;
  }

  export interface Outline {
    addItem(title: string, options?: { expanded?: boolean }): Outline;
  }

  export interface DocumentOptions {
    readonly subset: "PDF/A-3a";
    readonly pdfVersion: "1.7";
    readonly tagged: boolean;
    readonly displayTitle: boolean;
    readonly lang: string;
    readonly bufferPages: boolean;
    readonly autoFirstPage: boolean;
    readonly font: null;
    readonly size: "A4";
    readonly margin: number;
    readonly info: Record<string, string | Date>;
  }

  export default class PDFDocument {
    constructor(options: DocumentOptions);
    readonly page: { readonly width: number; readonly height: number };
    readonly outline: Outline;
    readonly info: { Title?: string };
    /** The font that is chosen; `font` is what fontkit read. */
    readonly _font: { readonly font: FontFile; readonly ascender: number };
    x: number;
    y: number;
    registerFont(name: string, bytes: Uint8Array): this;
    font(name: string, size?: number): this;
    fontSize(size: number): this;
    widthOfString(text: string): number;
    addPage(): this;
    bufferedPageRange(): { start: number; count: number };
    switchToPage(n: number): unknown;
    text(text: string, x: number, y: number, options: { lineBreak: false }): this;
    fillColor(colour: string): this;
    strokeColor(colour: string): this;
    lineWidth(width: number): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    rect(x: number, y: number, width: number, height: number): this;
    circle(x: number, y: number, radius: number): this;
    polygon(...points: [number, number][]): this;
    fillAndStroke(): this;
    stroke(): this;
    save(): this;
    restore(): this;
    struct(type: string, options?: { alt?: string; scope?: "Row" | "Column"; bbox?: readonly number[] }): StructureElement;
    addStructure(element: StructureElement): this;
    markContent(tag: "Artifact", options: { type: "Pagination" | "Layout" }): this;
    markStructureContent(tag: string): StructureContent;
    endMarkedContent(): this;
    file(
      bytes: Uint8Array,
      options: { name: string; type: string; description: string; relationship: string; creationDate: Date; modifiedDate: Date },
    ): unknown;
    endMetadata(): void;
    /** Adds to the XMP metadata. */
    appendXML(xml: string): void;
    on(event: "data", listener: (chunk: Uint8Array) => void): this;
    on(event: "end", listener: () => void): this;
    on(event: "error", listener: (error: Error) => void): this;
    end(): void;
  }

  /** Breaks text into lines (UAX 14) and tells each to who listens. */
  export class LineWrapper {
    constructor(document: PDFDocument, options: { width: number; height: number });
    on(event: "line", listener: (text: string) => void): this;
    wrap(text: string, options: { width: number; height: number }): void;
  }
}
