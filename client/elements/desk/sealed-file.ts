/** `<sealed-file>`: one file of a case. Nothing of it is shown or saved before its end was checked. */

import type { OpenCase } from "../../desk/case.js";
import { Tampered, type Manifest } from "../../crypto/index.js";
import { decide, isRisky, mayShow, safeName } from "../../desk/files.js";
import type { Frame } from "./desk-app.js";
import { NotShown, PdfFrame } from "./pdf-frame.js";
import {
  banner, bytesInWords, find, names, number, part, Progress, say, sayOr, showFault, stampOne, write,
} from "./page.js";

export type RoomKind = "dialogue" | "investigation";

export class SealedFile extends HTMLElement {
  static define(): void {
    customElements.define("sealed-file", SealedFile);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  file: Manifest | null = null;
  where: RoomKind = "dialogue";
  about = "";
  #blob: Blob | null = null;

  connectedCallback(): void {
    const { file } = this;
    if (file === null || this.childElementCount > 0) return;
    const row = stampOne("file");
    this.append(...row.childNodes);
    write(this, "name", file.name === "" ? safeName("") : file.name);
    write(this, "size", this.about);
    if (file.removed.length > 0) {
      const about = part(this, "about");
      const labels = file.removed.map((label) => sayOr("removed", label));
      about.textContent = say("file.removed", { removed: names(labels) });
      about.hidden = false;
    }
    part(this, "original").hidden = !file.original;
    part(this, "risky").hidden = !isRisky(file.name);
    this.#button("show").hidden = !mayShow(file.type, file.size);
    this.#on("show", () => this.#show(file));
    this.#on("save", () => this.#save(file));
    this.#button("hide").addEventListener("click", () => { this.#hide(); });
  }

  disconnectedCallback(): void {
    this.#hide(false);
    this.#blob = null;
  }

  #button(act: string): HTMLButtonElement {
    return find(this, `[data-do="${act}"]`, HTMLButtonElement);
  }

  #on(act: string, run: () => Promise<void>): void {
    let running = false;
    this.#button(act).addEventListener("click", () => {
      if (running) return;
      running = true;
      part(this, "error").replaceChildren();
      run()
        .catch((error: unknown) => {
          if (error instanceof Tampered) {
            part(this, "error").replaceChildren(banner("", say("file.damaged")));
          } else if (error instanceof NotShown) {
            part(this, "error").replaceChildren(banner("", say(`file.pdf-${error.why}`)));
          } else {
            showFault(part(this, "error"), error);
          }
        })
        .finally(() => { running = false; });
    });
  }

  async #fetch(file: Manifest): Promise<Blob> {
    if (this.#blob !== null) return this.#blob;
    if (this.opened === null) throw new Error("no case");
    const progress = new Progress(part(this, "progress"));
    try {
      this.#blob = await this.opened.fetch(this.where, file, (done, total) => {
        this.frame?.busy();
        const share = total === 0 ? 1 : done / total;
        progress.show(share, say("progress.fetching", { n: number(Math.floor(share * 100)) }));
      });
      return this.#blob;
    } finally {
      progress.end();
    }
  }

  async #save(file: Manifest): Promise<void> {
    const blob = await this.#fetch(file);
    const link = document.createElement("a");
    // Always as plain bytes: the browser must not be tempted to open it here.
    const url = URL.createObjectURL(new Blob([blob], { type: "application/octet-stream" }));
    link.href = url;
    link.download = safeName(file.name);
    link.click();
    setTimeout(() => { URL.revokeObjectURL(url); }, 60_000);
    write(this, "said", say("done.saved"));
  }

  async #show(file: Manifest): Promise<void> {
    const blob = await this.#fetch(file);
    const first = new Uint8Array(await blob.slice(0, 32).arrayBuffer());
    const decision = decide(file.type, file.size, first);
    if (decision.showing === "never") {
      this.#button("show").hidden = true;
      part(this, "error").replaceChildren(banner("", say("file.disguised")));
      return;
    }
    const place = part(this, "frame");
    if (decision.showing === "pdf") {
      await this.#showPdf(await blob.arrayBuffer(), place, file.name);
    } else {
      place.replaceChildren(entitled(await pictureFrame(blob, decision.type, file.name), file.name));
    }
    this.#button("show").hidden = true;
    const hide = this.#button("hide");
    hide.hidden = false;
    hide.focus();
    write(this, "said", say("done.shown"));
    // Whoever asked for it sees it; a browser draws nothing in a frame below the edge of the screen.
    this.scrollIntoView({ block: "nearest" });
  }

  /** The bytes are a copy of their own: the frame takes them away. */
  async #showPdf(bytes: ArrayBuffer, place: HTMLElement, name: string): Promise<void> {
    const viewer = new PdfFrame(() => this.frame?.busy());
    entitled(viewer.element, name);
    try {
      await viewer.show(bytes, place);
    } catch (error) {
      place.replaceChildren();
      throw error;
    }
  }

  #hide(focus = true): void {
    if (this.querySelector('[data-part="frame"]')?.childElementCount === 0) return;
    this.querySelector('[data-part="frame"]')?.replaceChildren();
    const show = this.querySelector<HTMLButtonElement>('[data-do="show"]');
    const hide = this.querySelector<HTMLButtonElement>('[data-do="hide"]');
    if (show === null || hide === null) return;
    show.hidden = false;
    hide.hidden = true;
    write(this, "said", "");
    if (focus) show.focus();
  }
}

function entitled(frame: HTMLIFrameElement, name: string): HTMLIFrameElement {
  frame.title = say("file.frame", { name });
  return frame;
}

/**
 * A frame that holds one picture and nothing else: no scripts, no origin, no network, and a policy
 * of its own. Widths are attributes, since the page allows no inline style.
 */
async function pictureFrame(blob: Blob, type: string, name: string): Promise<HTMLIFrameElement> {
  const made = document.createElement("iframe");
  made.setAttribute("sandbox", "");
  made.className = "desk-frame";
  made.referrerPolicy = "no-referrer";
  const inside = document.implementation.createHTMLDocument(name);
  const policy = inside.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "default-src 'none'; img-src data:";
  const picture = inside.createElement("img");
  picture.alt = name;
  picture.setAttribute("width", "100%");
  picture.src = await dataUrl(new Blob([blob], { type }));
  inside.head.prepend(policy);
  inside.body.append(picture);
  made.srcdoc = `<!doctype html>${inside.documentElement.outerHTML}`;
  return made;
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => { resolve(reader.result as string); };
    reader.onerror = () => { reject(reader.error ?? new Error("unreadable")); };
    reader.readAsDataURL(blob);
  });
}

/** Size, day and sender of a file, in one line. */
export function aboutFile(file: Manifest, day: string, author: string): string {
  return say("file.size", { size: bytesInWords(file.size), day, author });
}
