/** `<desk-hearing>`: the person concerned is shown a redacted view, heard, and cleared. */

import type { OpenCase } from "../../desk/case.js";
import { hearingsOf, noteHearing, type Hearing, type HearingStep, type Hearings } from "../../desk/deciding.js";
import { checkedText, saveText } from "./checked-text.js";
import type { Frame } from "./desk-app.js";
import { dayInWords, find, onSubmit, part, say, showFault, showMistake, stamp, stampOne, valueOf, write } from "./page.js";

export class DeskHearing extends HTMLElement {
  static define(): void {
    customElements.define("desk-hearing", DeskHearing);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  changed: () => void = () => undefined;
  #seen = "";

  connectedCallback(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount > 0) return;
    this.append(stamp("hearing"));
    this.#wireView(frame, opened);
    this.#wire(opened, "postponed", (form) => ({ until: valueOf(form, "until") }));
    this.#wire(opened, "unheard-proposed", () => ({}));
    const decide = find(this, '[data-form="unheard"]', HTMLFormElement);
    onSubmit(decide, async () => {
      const answer = part(this, "second").hidden ? "refused" : valueOf(decide, "answer");
      if (answer !== "confirmed" && answer !== "refused") {
        showMistake(part(decide, "error"), "error.answer", find(decide, '[name="answer"]', HTMLElement));
        return;
      }
      await this.#note(opened, `unheard-${answer}`, valueOf(decide, "text").trim(), {}, decide);
    });
    this.update();
  }

  /** Others may have taken a step. Without an investigation room there is nowhere to keep it. */
  update(): void {
    const { opened } = this;
    if (opened === null || this.childElementCount === 0) return;
    part(this, "no-room").hidden = opened.investigation !== null;
    part(this, "steps").hidden = opened.investigation === null;
    if (opened.investigation !== null) void this.#load(opened);
  }

  async #load(opened: OpenCase): Promise<void> {
    try {
      const now = await hearingsOf(opened);
      const seen = JSON.stringify([now, opened.detail.closing, opened.isHandler]);
      if (seen === this.#seen || !this.isConnected) return;
      this.#seen = seen;
      this.#draw(opened, now);
    } catch (error) {
      showFault(part(this, "trouble"), error);
    }
  }

  #draw(opened: OpenCase, { hearings, unheard, postponed_until: until, may_find: found }: Hearings): void {
    write(this, "now", say(found ? "hearing.may" : "hearing.may-not"));
    write(this, "later", until === null ? "" : say("hearing.later", { day: dayInWords(until) }));
    for (const one of this.querySelectorAll<HTMLElement>("[data-handler]")) one.hidden = !opened.isHandler;
    const closed = opened.detail.closing?.closed_on ?? null;
    const outcome = opened.detail.closing?.outcome ?? "";
    const finding = outcome === "established" || outcome === "partly_established";
    const clears = closed !== null && !finding;
    part(this, "people").replaceChildren(...hearings.map((one, at) => this.#person(opened, one, at + 1, clears)));
    const decide = part(this, "decide");
    decide.hidden = unheard === null;
    part(this, "propose").hidden = !opened.isHandler || unheard !== null || found;
    if (unheard === null) return;
    const mine = unheard.by === this.frame?.desk.me.officer.id;
    part(this, "second").hidden = mine;
    part(this, "mine").hidden = !mine;
    write(decide, "act", say(mine ? "called.withdraw" : "called.decide"));
  }

  #person(opened: OpenCase, hearing: Hearing, n: number, clears: boolean): HTMLElement {
    const made = stampOne("concerned");
    write(made, "who", say("hearing.person", { n }));
    const said = [say("hearing.shown", { day: dayInWords(hearing.shown_on) })];
    if (hearing.heard_on !== null) said.push(say("hearing.heard", { day: dayInWords(hearing.heard_on) }));
    if (hearing.cleared_on !== null) said.push(say("hearing.cleared", { day: dayInWords(hearing.cleared_on) }));
    write(made, "days", said.join(" "));
    const step: HearingStep | null =
      hearing.heard_on === null && hearing.cleared_on === null && !clears ? "heard"
      : clears && hearing.cleared_on === null ? "cleared"
      : null;
    const form = find(made, "form", HTMLFormElement);
    form.hidden = step === null || !opened.isHandler;
    if (step === null) return made;
    const field = find(form, "textarea", HTMLTextAreaElement);
    field.id = `desk-hearing-${hearing.id}`;
    find(form, "label", HTMLLabelElement).htmlFor = field.id;
    write(form, "label", say(`hearing.${step}.label`));
    write(form, "act", say(`hearing.${step}.act`));
    if (step === "cleared") field.value = say("hearing.statement");
    onSubmit(form, async () => {
      if (!this.#filled(form)) return;
      await this.#note(opened, step, valueOf(form, "text").trim(), { hearing: hearing.id }, form);
      if (step === "cleared") saveText(say("hearing.statement.file"), field.value);
    });
    return made;
  }

  #wireView(frame: Frame, opened: OpenCase): void {
    const form = find(this, '[data-form="shown"]', HTMLFormElement);
    const field = find(form, "textarea", HTMLTextAreaElement);
    const check = checkedText(form, field, frame.desk, opened, say("hearing.view.file"));
    onSubmit(form, async () => {
      if (!this.#filled(form)) return;
      const left = check();
      const sure = find(form, '[name="sure"]', HTMLInputElement);
      if (left.length > 0 && !sure.checked) {
        showMistake(part(form, "error"), "error.identifying", sure);
        return;
      }
      await this.#note(opened, "shown", field.value.trim(), {}, form);
      check();
    });
  }

  #wire(opened: OpenCase, step: HearingStep, more: (form: HTMLFormElement) => { until?: string }): void {
    const form = find(this, `[data-form="${step}"]`, HTMLFormElement);
    onSubmit(form, async () => {
      const of = more(form);
      if (of.until === "") {
        showMistake(part(form, "error"), "error.until", find(form, '[name="until"]', HTMLElement));
        return;
      }
      if (!this.#filled(form)) return;
      await this.#note(opened, step, valueOf(form, "text").trim(), of, form);
    });
  }

  #filled(form: HTMLFormElement): boolean {
    if (valueOf(form, "text").trim() !== "") return true;
    showMistake(part(form, "error"), "error.reasons", find(form, '[name="text"]', HTMLElement));
    return false;
  }

  async #note(
    opened: OpenCase, step: HearingStep, text: string, of: { hearing?: string; until?: string }, form: HTMLFormElement,
  ): Promise<void> {
    await noteHearing(opened, step, text, of);
    form.reset();
    this.changed();
    this.update();
    part(this, "done").textContent = say("done.hearing");
  }
}
