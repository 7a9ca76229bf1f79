/** What stands above a list of work once it has come in, and takes no room where there is nothing. */

import type { Frame } from "./desk-app.js";
import { showFault } from "./page.js";

export abstract class AboveList extends HTMLElement {
  frame: Frame | null = null;

  connectedCallback(): void {
    const { frame } = this;
    if (frame !== null && this.childElementCount === 0) void this.#fill(frame);
  }

  /** Fetch what there is, and show it. */
  protected abstract load(frame: Frame): Promise<void>;

  async #fill(frame: Frame): Promise<void> {
    try {
      await this.load(frame);
    } catch (error) {
      showFault(this, error);
    } finally {
      // Until then nobody can aim at a row below, which this would push away (frame.css).
      this.dataset["settled"] = "";
    }
  }
}
