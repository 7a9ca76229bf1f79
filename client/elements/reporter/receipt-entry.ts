/**
 * `<receipt-entry>`: takes the nine words and opens what lies under them.
 *
 * Words that cannot be a receipt are explained on the device, without asking the server. Fires
 * `opened` with what was opened; the words are forgotten then.
 */

import { Problem } from "../../api.js";
import { ReceiptProblem, type Receipt } from "../../crypto/index.js";
import { openMine, type Mine } from "../../mine.js";
import { NoKey } from "../../rooms.js";
import { deployment, directory, explained, goTo, part, texts, type Say } from "./page.js";
import { explainReceipt, readTyped } from "./words.js";

/** What was opened, and with which words. */
export interface Opened {
  readonly mine: Mine;
  readonly receipt: Receipt;
}

export class ReceiptEntry extends HTMLElement {
  #busy = false;

  static define(): void {
    customElements.define("receipt-entry", ReceiptEntry);
  }

  connectedCallback(): void {
    this.hidden = false;
    part(this, "form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#open();
    });
  }

  get #field(): HTMLTextAreaElement {
    return part(this, "#words", HTMLTextAreaElement);
  }

  async #open(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const status = part(this, "[data-status]", HTMLElement);
    status.textContent = status.dataset["busy"] ?? "";
    part(this, "[data-error]", HTMLElement).hidden = true;
    this.#field.removeAttribute("aria-invalid");
    try {
      const receipt = await readTyped(this.#field.value);
      const mine = await openMine(deployment(), receipt, await directory());
      this.#field.value = "";
      const detail = { mine, receipt };
      this.dispatchEvent(new CustomEvent<Opened>("opened", { detail }));
    } catch (error) {
      this.#refuse(whyNot(error, texts(this)));
    } finally {
      status.textContent = "";
      this.#busy = false;
    }
  }

  #refuse(text: string): void {
    const summary = part(this, "[data-error]", HTMLElement);
    part(summary, "[data-problem]", HTMLElement).textContent = text;
    summary.hidden = false;
    this.#field.setAttribute("aria-invalid", "true");
    goTo(summary);
  }
}

function whyNot(error: unknown, say: Say): string {
  if (error instanceof ReceiptProblem) return explainReceipt(error, say);
  if (error instanceof NoKey) return say("receipt-no-key");
  if (error instanceof Problem && error.kind === "unknown-receipt") return say("receipt-not-here");
  return explained(error, say);
}
