/** A frame that draws one PDF: our own page, without an origin and without network. */

import { fromViewer, type ToViewer, type Why } from "../../viewer/messages.js";

/** The file could not be drawn; `silent`: the frame did not even start. It can still be saved. */
export class NotShown extends Error {
  readonly why: Why | "silent";

  constructor(why: Why | "silent") {
    super("a file could not be shown");
    this.name = "NotShown";
    this.why = why;
  }
}

/** Milliseconds in which the frame must say that it has started. */
const PATIENCE = 30_000;

export class PdfFrame {
  readonly element = document.createElement("iframe");
  readonly #busy: () => void;

  /** @param busy - the reader scrolled or pressed something in the frame */
  constructor(busy: () => void) {
    this.#busy = busy;
    // Scripts of ours and nothing else: no origin, so no cookies and no way into this page.
    this.element.setAttribute("sandbox", "allow-scripts");
    this.element.className = "desk-frame desk-frame--viewer";
    this.element.referrerPolicy = "no-referrer";
    this.element.src = document.querySelector<HTMLElement>("desk-app")?.dataset["viewer"] ?? "";
  }

  /**
   * Put the frame into its place and hand the bytes over. They are gone here afterwards.
   *
   * @throws NotShown
   */
  show(bytes: ArrayBuffer, place: HTMLElement): Promise<void> {
    return new Promise((done, failed) => {
      const silent = setTimeout(() => { failed(new NotShown("silent")); }, PATIENCE);
      const listen = (event: MessageEvent<unknown>): void => {
        // A frame that was taken away says nothing any more.
        if (!this.element.isConnected) removeEventListener("message", listen);
        if (event.source === null || event.source !== this.element.contentWindow) return;
        const said = fromViewer(event.data);
        if (said?.state === "ready") {
          clearTimeout(silent);
          this.#hand(bytes);
        } else if (said?.state === "shown") done();
        else if (said?.state === "failed") failed(new NotShown(said.why));
        else if (said?.state === "busy") this.#busy();
      };
      addEventListener("message", listen);
      place.replaceChildren(this.element);
    });
  }

  #hand(bytes: ArrayBuffer): void {
    // Said twice, the second time finds nothing left to give.
    if (bytes.detached) return;
    const handed: ToViewer = { bytes };
    // A page without an origin cannot be named as the receiver; `frame-src 'self'` keeps others out.
    this.element.contentWindow?.postMessage(handed, "*", [bytes]);
  }
}
