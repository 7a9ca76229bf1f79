/** One page of the file: its place, and while it is near, its picture and its text. */

import {
  AnnotationMode, TextLayer, type PDFDocumentProxy, type PDFPageProxy, type RenderTask,
} from "pdfjs-dist/legacy/build/pdf.mjs";
import { sane, scaleOf, sharpness, type Size } from "./layout.js";

export class Sheet {
  readonly element: HTMLElement;
  readonly #pdf: PDFDocumentProxy;
  readonly #number: number;
  #size: Size;
  #page: PDFPageProxy | null = null;
  #scale = 1;
  #near = false;
  #task: RenderTask | null = null;
  #text: TextLayer | null = null;
  /** Counts drawings, so that one that was overtaken changes nothing. */
  #drawing = 0;

  /** @param size - in points, as the first page has it, until this one was read */
  constructor(pdf: PDFDocumentProxy, number: number, element: HTMLElement, size: Size) {
    this.#pdf = pdf;
    this.#number = number;
    this.#size = size;
    this.element = element;
  }

  /** Take the room that the page needs, and draw it anew if it is near. */
  place(room: number, zoom: number): void {
    this.#scale = scaleOf(this.#size, room, zoom);
    const unit = this.#page?.userUnit ?? 1;
    this.element.style.setProperty("--total-scale-factor", String(this.#scale * unit));
    this.element.style.width = `${String(this.#size.width * this.#scale)}px`;
    this.element.style.height = `${String(this.#size.height * this.#scale)}px`;
    if (this.#near) void this.#draw();
  }

  /** Draw the page while it is near, and forget its picture when it is not. */
  near(is: boolean, room: number, zoom: number): void {
    if (is === this.#near) return;
    this.#near = is;
    if (is) {
      void this.#read(room, zoom);
      return;
    }
    this.#clear();
    this.#page?.cleanup();
  }

  async #read(room: number, zoom: number): Promise<void> {
    try {
      this.#page ??= await this.#pdf.getPage(this.#number);
      this.#size = sane(this.#page.getViewport({ scale: 1 }));
    } catch {
      // A page that cannot be read stays empty, and says so.
      this.element.classList.add("viewer-page--broken");
      return;
    }
    this.place(room, zoom);
  }

  async #draw(): Promise<void> {
    this.#clear();
    const drawing = this.#drawing;
    const page = this.#page;
    if (page === null) return;
    const canvas = document.createElement("canvas");
    const text = document.createElement("div");
    text.className = "viewer-text";
    try {
      this.#paint(page, canvas);
      await this.#task?.promise;
      if (drawing === this.#drawing) await this.#write(page, text);
    } catch {
      if (drawing === this.#drawing) this.element.classList.add("viewer-page--broken");
    }
    if (drawing === this.#drawing) this.element.append(canvas, text);
  }

  #paint(page: PDFPageProxy, canvas: HTMLCanvasElement): void {
    const viewport = page.getViewport({ scale: this.#scale });
    const ratio = sharpness(viewport, window.devicePixelRatio);
    canvas.width = Math.max(1, Math.floor(viewport.width * ratio));
    canvas.height = Math.max(1, Math.floor(viewport.height * ratio));
    canvas.setAttribute("aria-hidden", "true");
    this.#task = page.render({
      canvas,
      viewport,
      transform: [ratio, 0, 0, ratio, 0, 0],
      // Forms and remarks are drawn as they look; nothing of them can be clicked or filled in.
      annotationMode: AnnotationMode.ENABLE,
    });
  }

  /** The words, where they stand: to be selected, searched and read aloud. */
  async #write(page: PDFPageProxy, container: HTMLElement): Promise<void> {
    this.#text = new TextLayer({
      textContentSource: page.streamTextContent(),
      container,
      viewport: page.getViewport({ scale: this.#scale }),
    });
    await this.#text.render();
  }

  #clear(): void {
    this.#drawing += 1;
    this.#task?.cancel();
    this.#text?.cancel();
    this.#task = null;
    this.#text = null;
    this.element.classList.remove("viewer-page--broken");
    for (const one of this.element.querySelectorAll("canvas, .viewer-text")) one.remove();
  }
}
