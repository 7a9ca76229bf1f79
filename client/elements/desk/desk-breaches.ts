/** `<desk-breaches>`: the register of broken duties; an entry closes with a decision. */

import { decideBreach, listBreaches, roomOf } from "../../desk/oversight.js";
import type { Breach } from "../../oversight.js";
import { decidedOf, stateOfBreach } from "./breached.js";
import type { Frame } from "./desk-app.js";
import { dayInWords, find, onSubmit, part, say, sayOr, showFault, showMistake, stamp, stampOne, valueOf, write } from "./page.js";
import { caseName } from "./places.js";

export class DeskBreaches extends HTMLElement {
  static define(): void {
    customElements.define("desk-breaches", DeskBreaches);
  }

  frame: Frame | null = null;

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("breaches"));
    void this.#load(frame);
  }

  async #load(frame: Frame): Promise<void> {
    const where = part(this, "breaches");
    try {
      const found = await listBreaches(frame.desk);
      const open = (one: Breach): number => Number(one.closed_on === null);
      const rows = found.toReversed().sort((a, b) => open(b) - open(a));
      where.replaceChildren(
        ...(rows.length === 0 ? [stamp("breaches-empty")] : rows.map((one) => this.#card(frame, one))),
      );
    } catch (error) {
      showFault(where, error);
    }
  }

  #card(frame: Frame, one: Breach): HTMLElement {
    const card = stampOne("breach");
    write(card, "title", say("breach.title", { kind: sayOr("o-breach", one.kind), case: caseName(frame, one.number, one.body) }));
    write(card, "state", stateOfBreach(one));
    part(card, "state").className = one.closed_on === null ? "badge badge--warn" : "badge badge--info";
    write(card, "about", say("breach.about", { day: dayInWords(one.happened_on), actor: sayOr("o-actor", one.actor) }));
    write(card, "decided", decidedOf(one));
    const form = find(card, "form", HTMLFormElement);
    form.hidden = one.closed_on !== null;
    find(form, '[name="actor"]', HTMLSelectElement).value = one.actor;
    onSubmit(form, async () => {
      const [actor, decision, sanction, ground] = ["actor", "decision", "sanction", "ground"].map((name) => valueOf(form, name));
      if (actor === undefined || sanction === undefined || !decision || !ground) {
        showMistake(part(form, "error"), "error.decide", find(form, '[name="decision"]', HTMLElement));
        return;
      }
      const text = valueOf(form, "text").trim();
      const { room } = await roomOf(frame.desk, one.case);
      if (room !== null && text === "") {
        showMistake(part(form, "error"), "error.review-reasons", find(form, "textarea", HTMLElement));
        return;
      }
      await decideBreach(frame.desk, room, one.id, { actor, decision, sanction, ground }, text);
      await this.#load(frame);
      write(this, "done", say("breach.done"));
      frame.announce(say("breach.done"));
      find(this, "h1", HTMLElement).focus();
    });
    return card;
  }
}
