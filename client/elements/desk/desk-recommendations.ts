/** `<desk-recommendations>`: what the commission asks of this officer, and what was asked of others. */

import { dayIn } from "../../days.js";
import { listRecommendations } from "../../desk/oversight.js";
import type { Recommendation } from "../../oversight.js";
import type { Frame } from "./desk-app.js";
import { DeskProcedures } from "./desk-procedures.js";
import { find, part, say, showFault, stamp } from "./page.js";
import { recommended } from "./recommended.js";

export class DeskRecommendations extends HTMLElement {
  static define(): void {
    customElements.define("desk-recommendations", DeskRecommendations);
  }

  frame: Frame | null = null;

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("recommendations"));
    const procedures = new DeskProcedures();
    procedures.frame = frame;
    procedures.mineAlone = true;
    this.append(procedures);
    void this.#load(frame);
  }

  async #load(frame: Frame): Promise<void> {
    const where = part(this, "owned");
    try {
      const { owned, made } = await listRecommendations(frame.desk);
      const day = dayIn(frame.desk.timeZone);
      part(this, "owned-none").hidden = owned.length > 0;
      where.replaceChildren(...owned.map((one) => this.#row(frame, one, day, true)));
      part(this, "made-panel").hidden = made.length === 0;
      part(this, "made").replaceChildren(...made.map((one) => this.#row(frame, one, day, false)));
    } catch (error) {
      showFault(where, error);
    }
  }

  #row(frame: Frame, one: Recommendation, day: string, mine: boolean): HTMLElement {
    const row = recommended(frame, one, day, mine);
    const button = find(row, '[data-do="done"]', HTMLButtonElement);
    if (one.review !== null) {
      const link = document.createElement("a");
      link.href = frame.hrefOf({ view: "review", id: one.review });
      link.textContent = say("recommendation.review");
      button.replaceWith(link);
      return row;
    }
    button.addEventListener("click", () => {
      frame.desk.api.post(`/api/desk/recommendations/${one.id}/said-done`, {}).then(
        () => {
          void this.#load(frame);
          find(this, "h1", HTMLElement).focus();
        },
        (error: unknown) => { showFault(part(row, "error"), error); },
      );
    });
    return row;
  }
}
