/** `<desk-openings>`: the names that were, or are to be, opened to this officer. */

import { myOpenings } from "../../desk/openings.js";
import type { Frame } from "./desk-app.js";
import { openingCard } from "./openings.js";
import { part, showFault, stamp } from "./page.js";

export class DeskOpenings extends HTMLElement {
  static define(): void {
    customElements.define("desk-openings", DeskOpenings);
  }

  frame: Frame | null = null;

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("openings"));
    void this.#load(frame);
  }

  async #load(frame: Frame): Promise<void> {
    const where = part(this, "openings");
    try {
      const rows = await myOpenings(frame.desk);
      if (rows.length === 0) {
        where.replaceChildren(stamp("openings-empty"));
        return;
      }
      // The reporter's own key is known to those who hold the talk, on the page of the case.
      where.replaceChildren(...rows.toReversed().map((row) => openingCard(frame, row, null)));
    } catch (error) {
      showFault(where, error);
    }
  }
}
