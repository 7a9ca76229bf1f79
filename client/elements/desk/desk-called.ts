/** `<desk-called>`: what a case is called; calling it something else takes reasons and two people. */

import type { OpenCase } from "../../desk/case.js";
import { reclassify, type Calling } from "../../desk/deciding.js";
import type { Frame } from "./desk-app.js";
import { dayInWords, find, onSubmit, part, say, sayOr, showMistake, stamp, valueOf, write } from "./page.js";

export class DeskCalled extends HTMLElement {
  static define(): void {
    customElements.define("desk-called", DeskCalled);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  changed: () => void = () => undefined;

  connectedCallback(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount > 0) return;
    this.append(stamp("called"));
    const propose = find(this, '[data-form="propose"]', HTMLFormElement);
    onSubmit(propose, async () => {
      const [to, text] = [valueOf(propose, "to"), valueOf(propose, "text").trim()];
      if (to === "") {
        showMistake(part(propose, "error"), "error.called", find(propose, '[name="to"]', HTMLElement));
        return;
      }
      if (text === "") {
        showMistake(part(propose, "error"), "error.reasons", find(propose, '[name="text"]', HTMLElement));
        return;
      }
      await this.#take(opened, propose, "proposed", to, text);
    });
    const decide = find(this, '[data-form="decide"]', HTMLFormElement);
    onSubmit(decide, async () => {
      const { proposal } = opened.detail;
      if (proposal === null) return;
      const answer = this.#isMine(frame, opened) ? "refused" : valueOf(decide, "answer");
      if (answer !== "confirmed" && answer !== "refused") {
        showMistake(part(decide, "error"), "error.answer", find(decide, '[name="answer"]', HTMLElement));
        return;
      }
      await this.#take(opened, decide, answer, proposal.to, valueOf(decide, "text").trim());
    });
    this.update();
  }

  /** A proposal may have been made, confirmed or refused, here or elsewhere. */
  update(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount === 0) return;
    const { classification, proposal } = opened.detail;
    write(this, "now", say("called.now", { name: sayOr("classification", classification) }));
    part(this, "propose").hidden = !opened.isHandler || proposal !== null;
    const decide = part(this, "decide");
    decide.hidden = proposal === null;
    for (const one of this.querySelectorAll<HTMLOptionElement>('[name="to"] option')) {
      one.hidden = one.value === classification;
    }
    if (proposal === null) return;
    const by = frame.desk.directory.officers.find((one) => one.id === proposal.by)?.name;
    write(decide, "waiting", say("called.waiting", {
      name: by ?? say("person.unknown"),
      to: sayOr("classification", proposal.to),
      day: dayInWords(proposal.on),
    }));
    const mine = this.#isMine(frame, opened);
    part(decide, "second").hidden = mine;
    part(decide, "mine").hidden = !mine;
    write(decide, "act", say(mine ? "called.withdraw" : "called.decide"));
  }

  #isMine(frame: Frame, opened: OpenCase): boolean {
    return opened.detail.proposal?.by === frame.desk.me.officer.id;
  }

  async #take(
    opened: OpenCase, form: HTMLFormElement, step: Calling, to: string, text: string,
  ): Promise<void> {
    await reclassify(opened, step, to, text);
    form.reset();
    this.update();
    this.changed();
    part(this, "done").textContent = say(`done.called.${step}`);
  }
}
