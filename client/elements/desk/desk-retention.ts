/** `<desk-retention>`: what of a closed case is kept, who holds it, and what was destroyed. */

import type { OpenCase } from "../../desk/case.js";
import { answerHold, decideKeeping, holdCase, retentionOf, type Holding } from "../../desk/keeping.js";
import { standOf, type Hold, type KeptRecord, type Retention } from "../../keeping.js";
import type { Frame } from "./desk-app.js";
import {
  dayInWords, find, names, number, onSubmit, part, say, sayOr, showFault, showMistake, stamp, stampOne, valueOf, write,
} from "./page.js";

export class DeskRetention extends HTMLElement {
  static define(): void {
    customElements.define("desk-retention", DeskRetention);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  changed: () => void = () => undefined;
  #sequence = -1;

  connectedCallback(): void {
    const { opened } = this;
    if (opened === null || this.childElementCount > 0) return;
    this.append(stamp("retention"));
    this.#wireProposal(opened);
    this.#wireDecision(opened);
    this.#wireHold(opened);
    this.update();
  }

  /** Ask the server again when something happened in the case since. */
  update(): void {
    const { opened } = this;
    if (opened === null || this.childElementCount === 0 || this.#sequence === opened.sequence) return;
    this.#sequence = opened.sequence;
    void this.#look(opened);
  }

  async #look(opened: OpenCase): Promise<void> {
    try {
      this.#draw(opened, await retentionOf(opened));
    } catch (error) {
      showFault(part(this, "error"), error);
    }
  }

  #draw(opened: OpenCase, of: Retention): void {
    const dialogue = opened.dialogue !== null;
    const stand = of.closed_on === null ? "open" : of.fixed ? "fixed" : of.review_on === null ? "decided" : "review";
    write(this, "now", say(`retention.${stand}`, {
      closed: dayInWords(of.closed_on ?? ""), review: dayInWords(of.review_on ?? ""),
    }));
    part(this, "table").hidden = of.records.length === 0;
    part(this, "rows").replaceChildren(...of.records.map((one) => this.#row(one, of)));
    part(this, "holds").replaceChildren(...of.holds.map((one) => this.#hold(opened, one)));
    const mine = of.holds.some((one) => one.by === this.#me());
    part(this, "hold").hidden = mine;
    const open = of.records.filter((one) => !one.stays && one.begun_on === null);
    part(this, "propose").hidden = !dialogue || of.closed_on === null || of.proposal !== null || open.length === 0;
    this.#drawChoices(open, of);
    this.#drawProposal(of, dialogue);
    const gone = of.records.filter((one) => one.destroyed_on !== null);
    part(this, "declarations").replaceChildren(...gone.map((one) => this.#declaration(one, of)));
  }

  #row(one: KeptRecord, of: Retention): HTMLElement {
    const row = stampOne("retention-row");
    write(row, "record", sayOr("record", one.record));
    write(row, "stand", say(`keeping.${standOf(one, of.review_on)}`, this.#values(one, of)));
    const offer = one.offered_on !== null && one.begun_on === null
      ? say("keeping.offered", { day: dayInWords(one.offered_on) }) : "";
    write(row, "offer", offer);
    const category = one.category === null
      ? of.needs_category && !one.stays ? say("category.missing") : ""
      : say(one.action === "keep" ? "category.keep" : "category.destroy", { category: one.category });
    write(row, "category", category);
    return row;
  }

  #values(one: KeptRecord, of: Retention): Readonly<Record<string, string>> {
    return {
      day: dayInWords(one.destroyed_on ?? one.destroy_on ?? one.not_before),
      earliest: dayInWords(one.not_before),
      review: dayInWords(of.review_on ?? ""),
      gone: dayInWords(one.gone_on ?? ""),
    };
  }

  #drawChoices(open: readonly KeptRecord[], of: Retention): void {
    const where = part(this, "choices");
    const codes = open.map((one) => one.record).join();
    if (where.dataset["codes"] === codes) return;
    where.dataset["codes"] = codes;
    where.replaceChildren(...open.map((one) => {
      const choice = stampOne("retention-choice");
      const box = find(choice, "input", HTMLInputElement);
      box.value = one.record;
      write(choice, "record", sayOr("record", one.record));
      write(choice, "earliest", say("keeping.earliest", { day: dayInWords(one.not_before) }));
      return choice;
    }));
    const day = find(this, '[name="review"]', HTMLInputElement);
    day.max = of.latest_review;
    if (day.value === "") day.value = of.latest_review;
  }

  #drawProposal(of: Retention, dialogue: boolean): void {
    const { proposal } = of;
    part(this, "decide").hidden = proposal === null || !dialogue;
    if (proposal === null) return;
    const goes = proposal.destroy.map((one) => sayOr("record", one));
    write(this, "waiting", say(goes.length === 0 ? "retention.waiting.none" : "retention.waiting", {
      name: this.#named(`officer:${proposal.by}`), day: dayInWords(proposal.on), what: names(goes),
      review: dayInWords(proposal.review_on),
    }));
    const mine = `officer:${proposal.by}` === this.#me();
    part(this, "second").hidden = mine;
    part(this, "mine").hidden = !mine;
    write(this, "act", say(mine ? "called.withdraw" : "called.decide"));
  }

  #hold(opened: OpenCase, one: Hold): HTMLElement {
    const row = stampOne("retention-hold");
    write(row, "says", [
      say("hold.since", { name: this.#named(one.by), day: dayInWords(one.since), review: dayInWords(one.review_on) }),
      one.confirmed_by === null ? say("hold.unconfirmed") : say("hold.confirmed", { name: this.#named(one.confirmed_by) }),
      one.lift_by === null ? "" : say("hold.lifting", { name: this.#named(one.lift_by) }),
    ].filter((text) => text !== "").join(" "));
    const me = this.#me();
    const can: Readonly<Record<Holding, boolean>> = {
      "hold-confirmed": one.confirmed_by === null && one.by !== me,
      "lifting-asked": one.lift_by === null,
      "hold-kept": one.lift_by !== null,
      lifted: one.lift_by !== null && one.lift_by !== me,
    };
    const form = find(row, "form", HTMLFormElement);
    const field = find(form, "textarea", HTMLTextAreaElement);
    field.id = `desk-hold-${one.id}`;
    find(form, "label", HTMLLabelElement).htmlFor = field.id;
    const step = find(form, "select", HTMLSelectElement);
    step.id = `desk-hold-step-${one.id}`;
    find(form, "[data-step]", HTMLLabelElement).htmlFor = step.id;
    for (const option of step.querySelectorAll("option")) {
      if (option.value !== "" && !can[option.value as Holding]) option.remove();
    }
    onSubmit(form, async () => {
      const text = valueOf(form, "text").trim();
      if (step.value === "") { showMistake(part(form, "error"), "error.answer", step); return; }
      if (text === "") { showMistake(part(form, "error"), "error.reasons", field); return; }
      await answerHold(opened, one.id, step.value as Holding, text);
      this.#done(`hold.${step.value}`);
    });
    return row;
  }

  #declaration(one: KeptRecord, of: Retention): HTMLElement {
    const made = stampOne("declaration");
    const values = {
      number: number(of.number), record: sayOr("record", one.record), closed: dayInWords(of.closed_on ?? ""),
      offered: dayInWords(one.offered_on ?? ""), destroyed: dayInWords(one.destroyed_on ?? ""),
      gone: one.gone_on === null ? say("declaration.renewed") : dayInWords(one.gone_on), ground: sayOr("destroyed-by", one.ground ?? ""),
      category: one.category ?? say("declaration.no-category"), count: number(one.count ?? 0),
      leaf: one.leaf === null ? say("declaration.no-leaf") : number(one.leaf),
    };
    for (const [name, text] of Object.entries(values)) write(made, name, text);
    find(made, "button", HTMLButtonElement).addEventListener("click", () => {
      made.classList.add("desk-printed");
      document.documentElement.classList.add("desk-printing");
      window.print();
      document.documentElement.classList.remove("desk-printing");
      made.classList.remove("desk-printed");
    });
    return made;
  }

  #wireProposal(opened: OpenCase): void {
    const form = find(this, '[data-form="propose"]', HTMLFormElement);
    onSubmit(form, async () => {
      const text = valueOf(form, "text").trim();
      const review_on = valueOf(form, "review");
      if (review_on === "") { this.#mistake(form, "error.review", "review"); return; }
      if (text === "") { this.#mistake(form, "error.reasons", "text"); return; }
      const destroy = [...form.querySelectorAll<HTMLInputElement>('input[type="checkbox"]:checked')].map((one) => one.value);
      await decideKeeping(opened, "proposed", text, { destroy, review_on });
      form.reset();
      this.#done("proposed");
    });
  }

  #wireDecision(opened: OpenCase): void {
    const form = find(this, '[data-form="decide"]', HTMLFormElement);
    onSubmit(form, async () => {
      const answer = part(this, "second").hidden ? "refused" : valueOf(form, "answer");
      if (answer !== "confirmed" && answer !== "refused") { this.#mistake(form, "error.answer", "answer"); return; }
      await decideKeeping(opened, answer, valueOf(form, "text").trim(), { destroy: [], review_on: "" });
      form.reset();
      this.#done(answer);
    });
  }

  #wireHold(opened: OpenCase): void {
    const form = find(this, '[data-form="hold"]', HTMLFormElement);
    onSubmit(form, async () => {
      const text = valueOf(form, "text").trim();
      if (text === "") { this.#mistake(form, "error.reasons", "text"); return; }
      await holdCase(opened, text);
      form.reset();
      this.#done("held");
    });
  }

  #mistake(form: HTMLFormElement, word: string, field: string): void {
    showMistake(part(form, "error"), word, find(form, `[name="${field}"]`, HTMLElement));
  }

  #done(step: string): void {
    this.update();
    this.changed();
    part(this, "done").textContent = say(`done.keeping.${step}`);
  }

  #me(): string {
    return `officer:${this.frame?.desk.me.officer.id ?? ""}`;
  }

  #named(label: string): string {
    if (label === "reporter") return say("person.reporter");
    const officers = this.frame?.desk.directory.officers ?? [];
    return officers.find((one) => `officer:${one.id}` === label)?.name ?? say("person.unknown");
  }
}
