/**
 * `<asked-before>`: the nine words of somebody who had advice here, so that the report stands under the
 * same words. Fires `change` when a talk was found.
 */

import { ReceiptProblem, type Receipt } from "../../crypto/index.js";
import { Problem } from "../../api.js";
import { deployment, directory, explained, part, texts } from "./page.js";
import { explainReceipt, readTyped } from "./words.js";

/** A talk that can become a report. */
export interface Asked {
  readonly receipt: Receipt;
  /** The id that was kept for the case. */
  readonly case: string;
  readonly adviser: string;
}

export class AskedBefore extends HTMLElement {
  #asked: Asked | null = null;
  #busy = false;

  static define(): void {
    customElements.define("asked-before", AskedBefore);
  }

  connectedCallback(): void {
    part(this, "[data-use]", HTMLElement).addEventListener("click", () => void this.#look());
  }

  /** What was found; null when nothing was asked for. */
  get asked(): Asked | null {
    return this.#asked;
  }

  async #look(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const say = texts(this);
    const status = part(this, "[data-status]", HTMLElement);
    status.textContent = say("asked-looking");
    try {
      const receipt = await readTyped(part(this, "textarea", HTMLTextAreaElement).value);
      const { openMine } = await import("../../mine.js");
      const { talk } = await openMine(deployment(), receipt, await directory());
      const usable = talk !== null && !talk.reported;
      if (usable) this.#asked = { receipt, case: talk.case, adviser: talk.adviser };
      status.textContent = say(usable ? "asked-found" : "asked-reported");
      if (usable) this.dispatchEvent(new Event("change"));
    } catch (error) {
      const unknown = error instanceof Problem && error.kind === "unknown-receipt";
      status.textContent =
        error instanceof ReceiptProblem
          ? explainReceipt(error, say)
          : unknown
            ? say("asked-unknown")
            : explained(error, say);
    } finally {
      this.#busy = false;
    }
  }
}
