/** `<desk-escalations>`: what came to the commission, and its reviews. */

import { listEscalations, listReviews, openReview } from "../../desk/oversight.js";
import type { Escalation, Review } from "../../oversight.js";
import type { Frame } from "./desk-app.js";
import { dayInWords, find, part, say, sayOr, showFault, stamp, stampOne, write } from "./page.js";
import { bodyName, caseName, unitName, whyItCame } from "./places.js";

export class DeskEscalations extends HTMLElement {
  static define(): void {
    customElements.define("desk-escalations", DeskEscalations);
  }

  frame: Frame | null = null;

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("escalations"));
    void this.#load(frame);
  }

  async #load(frame: Frame): Promise<void> {
    const where = part(this, "escalations");
    try {
      const [came, reviews] = await Promise.all([listEscalations(frame.desk), listReviews(frame.desk)]);
      const open = came.filter((one) => one.closed_on === null).toReversed();
      where.replaceChildren(
        ...(open.length === 0 ? [stamp("escalations-empty")] : open.map((one) => this.#card(frame, one, reviews))),
      );
      part(this, "reviews").replaceChildren(reviews.length === 0 ? stamp("reviews-empty") : table(frame, reviews));
    } catch (error) {
      showFault(where, error);
    }
  }

  #card(frame: Frame, one: Escalation, reviews: readonly Review[]): HTMLElement {
    const card = stampOne("escalation");
    const ofBody = one.duty === "procedure";
    write(card, "title", ofBody ? bodyName(frame, one.body) : caseName(frame, one.number, one.body));
    write(card, "cause", whyItCame(one));
    write(card, "about", say("escalation.about", { day: dayInWords(one.opened_on) }));
    write(card, "side", one.side === null ? "" : say("escalation.side", { side: sayOr("o-side", one.side) }));
    write(card, "unit", one.unit === null ? "" : say("escalation.unit", { unit: unitName(frame, one.unit) }));
    const reviewed = reviews.find((review) => review.case === one.case && review.closed_on === null);
    find(card, '[data-do="close"]', HTMLElement).hidden = reviewed !== undefined;
    // It is about no reporter, so there is no treatment of one to look into.
    find(card, '[data-do="review"]', HTMLElement).hidden = ofBody;
    this.#on(card, "review", async () => {
      const review = reviewed ?? (await openReview(frame.desk, one.id));
      frame.go({ view: "review", id: review.id });
    });
    this.#on(card, "close", async () => {
      await frame.desk.api.post(`/api/desk/escalations/${one.id}/close`, {});
      await this.#load(frame);
      find(this, "h1", HTMLElement).focus();
    });
    return card;
  }

  #on(card: HTMLElement, name: string, act: () => Promise<void>): void {
    const button = find(card, `[data-do="${name}"]`, HTMLButtonElement);
    let busy = false;
    button.addEventListener("click", () => {
      if (busy) return;
      busy = true;
      act()
        .catch((error: unknown) => { showFault(part(card, "error"), error); })
        .finally(() => { busy = false; });
    });
  }
}

function table(frame: Frame, reviews: readonly Review[]): HTMLElement {
  const made = stampOne("reviews-table");
  const open = (one: Review): number => Number(one.closed_on === null);
  const rows = reviews.toReversed().sort((a, b) => open(b) - open(a));
  find(made, "tbody", HTMLElement).append(
    ...rows.map((one) => {
      const row = stampOne("reviews-row");
      const link = find(row, "a", HTMLAnchorElement);
      link.textContent = caseName(frame, one.number, one.body);
      link.href = frame.hrefOf({ view: "review", id: one.id });
      write(row, "opened", dayInWords(one.opened_on));
      write(row, "protection", sayOr("o-finding", one.protection));
      write(row, "care", sayOr("o-finding", one.care));
      write(row, "state", one.closed_on === null ? say("review.open") : say("review.closed", { day: dayInWords(one.closed_on) }));
      return row;
    }),
  );
  return made;
}

