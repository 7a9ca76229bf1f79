/** `<desk-review>`: how one reporter was treated: heard, found, recommended, put in the register. */

import { dayIn } from "../../days.js";
import { OpenReview } from "../../desk/oversight.js";
import { faultOf } from "../../desk/trouble.js";
import { reasonsFor } from "../../oversight.js";
import { stateOfBreach } from "./breached.js";
import type { Frame } from "./desk-app.js";
import {
  dayInWords, find, onSubmit, part, say, sayOr, showFault, showMistake, stamp, valueOf, write,
} from "./page.js";
import { caseName, whyItCame } from "./places.js";
import { recommended } from "./recommended.js";

const SUBJECTS = ["protection", "care"] as const;

export class DeskReview extends HTMLElement {
  static define(): void {
    customElements.define("desk-review", DeskReview);
  }

  frame: Frame | null = null;
  reviewId = "";

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("review"));
    void this.#open(frame);
  }

  async #open(frame: Frame): Promise<void> {
    const where = part(this, "opening");
    try {
      const opened = await OpenReview.open(frame.desk, this.reviewId);
      if (!this.isConnected) return;
      part(this, "panels").hidden = false;
      this.#prepare(frame, opened);
      this.#draw(frame, opened);
    } catch (error) {
      if (faultOf(error).code !== "not-found") {
        showFault(where, error);
        return;
      }
      this.replaceChildren(stamp("absent"));
      frame.entitle("absent");
    }
  }

  #draw(frame: Frame, opened: OpenReview): void {
    const { review, room, undeclared } = opened;
    const closed = review.closed_on !== null;
    write(this, "state", closed ? say("review.closed", { day: dayInWords(review.closed_on) }) : say("review.open"));
    write(this, "about", say("review.about", { case: caseName(frame, review.number, review.body), day: dayInWords(review.opened_on) }));
    part(this, "why").replaceChildren(...opened.escalations.map((one) => item(
      `${whyItCame(one)}, ${say("escalation.about", { day: dayInWords(one.opened_on) })}`,
    )));
    part(this, "room-none").hidden = room !== null || undeclared;
    part(this, "room-undeclared").hidden = !undeclared;
    part(this, "room-there").hidden = room === null || !opened.holdsCase;
    for (const link of this.querySelectorAll<HTMLAnchorElement>('[data-part^="room-"] a')) {
      link.href = frame.hrefOf({ view: "case", id: review.case });
    }
    for (const field of this.querySelectorAll<HTMLElement>('[data-part="sealed"]')) field.hidden = room === null;
    for (const form of this.querySelectorAll("form")) form.hidden = closed;
    part(this, "close-panel").hidden = closed;
    this.#drawHeard(opened);
    for (const subject of SUBJECTS) this.#drawFinding(opened, subject);
    this.#drawRest(frame, opened);
  }

  #drawHeard({ review }: OpenReview): void {
    const rows = [["reporter", review.reporter_heard_on], ["body", review.body_heard_on]] as const;
    part(this, "heard").replaceChildren(...rows.flatMap(([party, on]) => {
      const [name, text] = [document.createElement("dt"), document.createElement("dd")];
      name.textContent = say(`review.heard.${party}`);
      text.textContent = on === null ? say("review.heard.not") : say("review.heard.on", { day: dayInWords(on) });
      find(this, `button[value="${party}"]`, HTMLElement).hidden = on !== null;
      return [name, text];
    }));
  }

  #drawFinding({ review, room }: OpenReview, subject: (typeof SUBJECTS)[number]): void {
    const [finding, on] = [review[subject], review[`${subject}_on`]];
    write(this, `found-${subject}`, on === null
      ? say("review.found.not")
      : say("review.found", { finding: sayOr("o-finding", finding), day: dayInWords(on) }));
    const reasons = reasonsFor(room?.entries ?? [], "finding", subject, finding);
    write(this, `reasons-${subject}`, on === null ? "" : reasons.state === "read" ? reasons.text : say(`review.reasons.${reasons.state}`));
  }

  #drawRest(frame: Frame, opened: OpenReview): void {
    const { review, room, breaches } = opened;
    const day = dayIn(frame.desk.timeZone);
    part(this, "recommendations").replaceChildren(...review.recommendations.map((one) => {
      const row = recommended(frame, one, day, false);
      const reasons = reasonsFor(room?.entries ?? [], "recommendation", one.id, one.measure);
      write(row, "text", reasons.state === "read" ? reasons.text : reasons.state === "other" ? say("review.reasons.other") : "");
      find(row, '[data-do="done"]', HTMLElement).addEventListener("click", () => {
        opened.done(one.id).then(
          () => { this.#said(frame, opened, "done"); },
          (error: unknown) => { showFault(part(row, "error"), error); },
        );
      });
      return row;
    }));
    part(this, "breaches").replaceChildren(...breaches.map((one) => item(
      `${sayOr("o-breach", one.kind)}, ${say("breach.about", { day: dayInWords(one.happened_on), actor: sayOr("o-actor", one.actor) })}: ${stateOfBreach(one)}`,
    )));
  }

  #said(frame: Frame, opened: OpenReview, word: string): void {
    this.#draw(frame, opened);
    write(this, "done", say(`review.done.${word}`));
    frame.announce(say(`review.done.${word}`));
  }

  #prepare(frame: Frame, opened: OpenReview): void {
    const heard = find(this, 'form[data-form="heard"]', HTMLFormElement);
    let party: "reporter" | "body" = "reporter";
    for (const button of heard.querySelectorAll("button")) {
      button.addEventListener("click", () => { party = button.value === "body" ? "body" : "reporter"; });
    }
    onSubmit(heard, async () => {
      await opened.heard(party);
      this.#said(frame, opened, "heard");
    });
    for (const subject of SUBJECTS) {
      this.#form(`find-${subject}`, ["finding"], "error.finding", opened, async (value, text) => {
        await opened.find(subject, value("finding"), text);
        this.#said(frame, opened, "find");
      });
    }
    this.#form("recommend", ["measure", "role", "due"], "error.recommend", opened, async (value, text) => {
      const { body } = opened.review;
      await opened.recommend({ body, role: value("role"), measure: value("measure"), due_on: value("due") }, text);
      this.#said(frame, opened, "recommend");
    });
    this.#form("breach", ["kind", "day"], "error.breach", opened, async (value, text) => {
      await opened.breach({ kind: value("kind"), actor: value("actor"), happened_on: value("day") }, text);
      this.#said(frame, opened, "breach");
    });
    onSubmit(find(this, 'form[data-form="close"]', HTMLFormElement), async () => {
      await opened.close();
      this.#said(frame, opened, "close");
    });
  }

  /** A form with fields that must be chosen, and reasons where she let this officer in. */
  #form(
    name: string,
    needed: readonly string[],
    mistake: string,
    opened: OpenReview,
    act: (value: (field: string) => string, text: string) => Promise<void>,
  ): void {
    const form = find(this, `form[data-form="${name}"]`, HTMLFormElement);
    onSubmit(form, async () => {
      const missing = needed.find((field) => valueOf(form, field) === "");
      if (missing !== undefined) {
        showMistake(part(form, "error"), mistake, find(form, `[name="${missing}"]`, HTMLElement));
        return;
      }
      const text = valueOf(form, "text").trim();
      if (opened.room !== null && text === "") {
        showMistake(part(form, "error"), "error.review-reasons", find(form, "textarea", HTMLElement));
        return;
      }
      await act((field) => valueOf(form, field), text);
      form.reset();
    });
  }
}

function item(text: string): HTMLElement {
  const made = document.createElement("li");
  made.textContent = text;
  return made;
}
