/** `<my-outcome>`: how her case ends, and her yes or no to it. The line stays open. */

import { wellFormed } from "../../crypto/index.js";
import type { Closing, MyReport } from "../../mine.js";
import { NotYet, sendWith } from "./conversation.js";
import { standOf } from "./outcomes.js";
import { choose, dayInWords, explained, fill, part, parts, texts, type Say } from "./page.js";

export class MyOutcome extends HTMLElement {
  #say: Say = () => "";

  static define(): void {
    customElements.define("my-outcome", MyOutcome);
  }

  /** @param done - what to draw again once she has answered */
  show(mine: MyReport, done: () => Promise<void>): void {
    this.#say = texts(this);
    this.#draw(mine.case.closing);
    const why = (error: unknown): string =>
      error instanceof NotYet ? this.#say(error.message) : explained(error, this.#say);
    sendWith(part(this, "form", HTMLFormElement), this.#say, async () => {
      await this.#answer(mine);
      await done();
    }, why);
  }

  #draw(closing: Closing | null): void {
    this.hidden = closing === null;
    if (closing === null) return;
    const stand = standOf(closing);
    choose(this, "stand", stand);
    const values = {
      outcome: this.#say(`outcome-${closing.outcome}`) || this.#say("outcome-other"),
      told: dayInWords(closing.told_on),
      until: dayInWords(closing.answer_by),
      answered: dayInWords(closing.answered_on ?? ""),
      closed: dayInWords(closing.closed_on ?? ""),
    };
    for (const one of parts(this, "[data-on]")) fill(one, values);
    const open = closing.closed_on === null;
    part(this, "[data-answering]", HTMLElement).hidden = !open;
    part(this, "[data-open]", HTMLElement).hidden = open;
    part(this, "[data-over]", HTMLElement).hidden = closing.over === null;
    part(this, "section", HTMLElement).classList.toggle("notice--warn", stand !== "closed");
  }

  async #answer(mine: MyReport): Promise<void> {
    const form = part(this, "form", HTMLFormElement);
    const chosen = form.querySelector<HTMLInputElement>('input[name="outcome-answer"]:checked');
    if (chosen === null) {
      part(form, 'input[name="outcome-answer"]', HTMLInputElement).focus();
      throw new NotYet("outcome-choose");
    }
    const text = part(form, "textarea", HTMLTextAreaElement);
    const { closing } = mine.case;
    const body = { step: chosen.value, to: closing?.outcome ?? "", text: wellFormed(text.value.trim()) };
    await mine.dialogue.send("closing", body, "/api/my/outcome", { answer: chosen.value });
    text.value = "";
    const { case: now } = (await mine.api.get("/api/my/case")) as { case: MyReport["case"] };
    this.#draw(now.closing);
  }
}
