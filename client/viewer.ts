/**
 * The viewer: draws one PDF that the desk hands in. It runs in a frame that has no origin and no
 * network (docs/decisions/0004-viewer.md), so that a file which takes it over finds nothing here but
 * itself.
 */

import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { MOST_PAGES, pageAt, sane, zoomed } from "./viewer/layout.js";
import type { FromViewer, ToViewer } from "./viewer/messages.js";
import { Sheet } from "./viewer/sheet.js";

const script = document.currentScript as HTMLScriptElement;

/** Without an origin no worker can be loaded from ours: one of our own making loads our script. */
function worker(): Worker {
  const address = new URL(script.dataset["worker"] ?? "", script.src).href;
  const loads = new Blob([`importScripts(${JSON.stringify(address)})`], { type: "text/javascript" });
  return new Worker(URL.createObjectURL(loads));
}

/** All of the library's ways out are shut here as well, though the policy forbids them already. */
function read(bytes: ArrayBuffer): Promise<PDFDocumentProxy> {
  GlobalWorkerOptions.workerPort = worker();
  return getDocument({
    data: new Uint8Array(bytes),
    useWasm: false,
    useWorkerFetch: false,
    enableXfa: false,
    maxImageSize: 64 * 1024 * 1024,
    // Warnings would put words of the file into the console.
    verbosity: 0,
  }).promise;
}

function element(name: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-part="${name}"]`);
  if (found === null) throw new Error(`the viewer has no ${name}`);
  return found;
}

function pageTemplate(): HTMLElement {
  const found = document.querySelector<HTMLTemplateElement>("#t-page")?.content.firstElementChild;
  if (!(found instanceof HTMLElement)) throw new Error("the viewer has no page");
  return found;
}

/** Fill in the sentence that the page carries. */
function write(name: string, values: Readonly<Record<string, number>>): void {
  const place = element(name);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  place.textContent = (place.dataset["text"] ?? "").replace(/\{(\w+)\}/g, (whole, key: string) => {
    const value = values[key];
    return value === undefined ? whole : number.format(value);
  });
  place.hidden = false;
}

function tell(said: FromViewer): void {
  window.parent.postMessage(said, "*");
}

class Viewer {
  readonly #pages = element("pages");
  readonly #total: number;
  readonly #sheets = new Map<Element, Sheet>();
  readonly #seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        this.#sheets.get(target)?.near(isIntersecting, this.#room, this.#zoom);
      }
    },
    { root: this.#pages, rootMargin: "100% 0px" },
  );
  #zoom = 1;
  #width = 0;

  private constructor(total: number) {
    this.#total = total;
  }

  static async open(pdf: PDFDocumentProxy): Promise<void> {
    const viewer = new Viewer(pdf.numPages);
    const first = sane((await pdf.getPage(1)).getViewport({ scale: 1 }));
    const template = pageTemplate();
    for (let n = 1; n <= Math.min(pdf.numPages, MOST_PAGES); n += 1) {
      const place = document.importNode(template, true);
      place.setAttribute("aria-label", (place.getAttribute("aria-label") ?? "").replace("{n}", String(n)));
      viewer.#sheets.set(place, new Sheet(pdf, n, place, first));
    }
    viewer.#show();
  }

  #show(): void {
    element("state").hidden = true;
    element("bar").hidden = false;
    this.#pages.hidden = false;
    this.#pages.append(...this.#sheets.keys());
    if (this.#total > MOST_PAGES) write("more", { n: MOST_PAGES, total: this.#total });
    this.#place();
    for (const place of this.#sheets.keys()) this.#seen.observe(place);
    this.#pages.addEventListener("scroll", () => { this.#tellWhere(); });
    for (const [name, step] of [["in", 1], ["out", -1]] as const) {
      element(name).addEventListener("click", () => { this.#zoomBy(step); });
    }
    new ResizeObserver(() => {
      if (this.#room !== this.#width) this.#place();
    }).observe(this.#pages);
  }

  /** The width that a page takes at zoom 1. */
  get #room(): number {
    const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(this.#pages);
    return this.#pages.clientWidth - parseFloat(paddingInlineStart) - parseFloat(paddingInlineEnd);
  }

  #zoomBy(step: 1 | -1): void {
    this.#zoom = zoomed(this.#zoom, step);
    this.#place();
  }

  #place(): void {
    const { scrollTop, scrollHeight } = this.#pages;
    this.#width = this.#room;
    for (const sheet of this.#sheets.values()) sheet.place(this.#width, this.#zoom);
    // What was read stays in sight.
    this.#pages.scrollTop = scrollTop * (this.#pages.scrollHeight / Math.max(1, scrollHeight));
    write("zoom", { n: this.#zoom * 100 });
    this.#tellWhere();
  }

  #tellWhere(): void {
    const { scrollTop, clientHeight, offsetTop } = this.#pages;
    const tops = [...this.#sheets.values()].map(({ element: one }) => one.offsetTop - offsetTop);
    write("where", { n: pageAt(tops, scrollTop + clientHeight / 2), total: this.#total });
  }
}

function tellSignsOfLife(): void {
  let last = 0;
  for (const sign of ["keydown", "pointerdown", "wheel", "scroll"]) {
    document.addEventListener(sign, ({ timeStamp }) => {
      if (timeStamp - last < 5000) return;
      last = timeStamp;
      tell({ state: "busy" });
    }, { capture: true, passive: true });
  }
}

async function show(bytes: ArrayBuffer): Promise<void> {
  try {
    await Viewer.open(await read(bytes));
    tell({ state: "shown" });
  } catch (error) {
    const locked = error instanceof Error && error.name === "PasswordException";
    tell({ state: "failed", why: locked ? "locked" : "broken" });
  }
}

addEventListener("message", function once(event: MessageEvent<unknown>) {
  // Nobody but the desk can frame this page (frame-ancestors), and it speaks once.
  if (event.source !== window.parent) return;
  removeEventListener("message", once);
  void show((event.data as ToViewer).bytes);
});
tellSignsOfLife();
tell({ state: "ready" });
