/**
 * `<own-words>`: words of her own in the place of those on paper. She sees and keeps them first: until
 * she has, the paper goes on to open the report.
 */

import { newReceipt, type Receipt } from "../../crypto/index.js";
import type { Mine, MyReport } from "../../mine.js";
import { takePossession } from "../../possession.js";
import { deployment, explained, goTo, part, texts } from "./page.js";
import { ReceiptCard } from "./receipt-card.js";
import { guardLeaving } from "./unsent.js";

export class OwnWords extends HTMLElement {
  #own: Receipt | null = null;
  #busy = false;

  static define(): void {
    customElements.define("own-words", OwnWords);
  }

  /**
   * Ask her to keep new words, and replace the old ones.
   *
   * @returns what opens with the new words
   */
  take(report: MyReport, paper: Receipt): Promise<Mine> {
    this.hidden = false;
    this.#own = newReceipt();
    void part(this, "receipt-card", ReceiptCard).show(this.#own, null);
    let done = false;
    guardLeaving(() => this.#busy && !done);
    goTo(part(this, "h1", HTMLElement));
    return new Promise((resolve) => {
      part(this, "[data-take]", HTMLElement).addEventListener("click", () => {
        void this.#take(report, paper).then((mine) => {
          if (mine === null) return;
          done = true;
          this.remove();
          resolve(mine);
        });
      });
    });
  }

  async #take(report: MyReport, paper: Receipt): Promise<Mine | null> {
    const own = this.#own;
    if (this.#busy || own === null) return null;
    const say = texts(this);
    const status = part(this, "[data-take-status]", HTMLElement);
    if (!part(this, "receipt-card", ReceiptCard).kept) {
      status.textContent = say("own-keep-first");
      return null;
    }
    this.#busy = true;
    status.textContent = say("own-taking");
    try {
      return await takePossession(deployment(), report, paper, own);
    } catch (error) {
      status.textContent = explained(error, say);
      return null;
    } finally {
      this.#busy = false;
    }
  }
}
