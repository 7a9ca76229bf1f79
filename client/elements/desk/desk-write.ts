/** `<desk-write>`: writing to the reporter: acknowledgement, question or answer, feedback. */

import type { OpenCase } from "../../desk/case.js";
import { missing } from "../../desk/feedback.js";
import type { Frame } from "./desk-app.js";
import { find, onSubmit, part, say, showMistake, stamp, valueOf } from "./page.js";

const KINDS = ["acknowledgement", "message", "feedback"] as const;
type Kind = (typeof KINDS)[number];

export class DeskWrite extends HTMLElement {
  static define(): void {
    customElements.define("desk-write", DeskWrite);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  /** Called after something was sent, to draw it. */
  sent: () => void = () => undefined;

  connectedCallback(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount > 0) return;
    this.append(stamp("write"));
    for (const radio of this.#radios) {
      radio.addEventListener("change", () => { this.#choose(radio.value as Kind); });
    }
    for (const kind of KINDS) {
      const form = this.#form(kind);
      keepDrafts(frame, opened, form);
      onSubmit(form, () => this.#send(frame, opened, kind, form));
    }
    this.update();
  }

  /** The status may have changed: what can be written now? */
  update(): void {
    const { opened } = this;
    if (opened === null || this.childElementCount === 0) return;
    const fresh = opened.detail.status === "received";
    part(this, "acknowledge").hidden = !fresh;
    const feedback = this.#radio("feedback");
    feedback.disabled = fresh || !opened.isHandler;
    const feedbackLabel = feedback.closest("label");
    if (feedbackLabel !== null) feedbackLabel.hidden = feedback.disabled;
    const chosen = this.#radios.find((one) => one.checked);
    const wrong = chosen === undefined || (chosen.value === "acknowledgement" && !fresh) || chosen.disabled;
    if (wrong) this.#choose(fresh ? "acknowledgement" : "message");
  }

  get #radios(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>('input[name="kind"]')];
  }

  #radio(kind: Kind): HTMLInputElement {
    return find(this, `input[name="kind"][value="${kind}"]`, HTMLInputElement);
  }

  #form(kind: Kind): HTMLFormElement {
    return find(this, `form[data-form="${kind}"]`, HTMLFormElement);
  }

  #choose(kind: Kind): void {
    this.#radio(kind).checked = true;
    for (const one of KINDS) this.#form(one).hidden = one !== kind;
  }

  async #send(frame: Frame, opened: OpenCase, kind: Kind, form: HTMLFormElement): Promise<void> {
    const where = part(form, "error");
    const text = valueOf(form, "text").trim();
    const epoch = opened.dialogue?.state.epoch;
    if (kind === "feedback") {
      const value = (name: string): string => valueOf(form, name).trim();
      const typed = {
        stage: value("stage"), measure: value("measure"), reason: value("reason"),
        action: value("action"), grounds: value("grounds"), next: value("next"),
      };
      const name = missing(typed);
      if (name !== null) {
        const error = name === "next" ? "error.next" : "error.feedback";
        showMistake(where, error, find(form, `[name="${name}"]`, HTMLElement));
        return;
      }
      const { action, grounds, next, ...types } = typed;
      await opened.giveFeedback({ text, action, grounds }, types, next === "" ? null : next);
    } else {
      if (text === "") {
        showMistake(where, "error.empty", find(form, '[name="text"]', HTMLElement));
        return;
      }
      await (kind === "message" ? opened.say(text) : opened.acknowledge(text));
    }
    form.reset();
    frame.desk.drafts.clear(`${opened.id}/${kind}`);
    const renewed = epoch !== opened.dialogue?.state.epoch;
    const said = say("done.sent") + (renewed ? ` ${say("done.epoch")}` : "");
    this.sent();
    this.update();
    // The acknowledgement's form is gone now: what was done is said in the one that took its place.
    const shown = find(this, "form:not([hidden])", HTMLFormElement);
    part(shown, "said").textContent = said;
    if (shown !== form) find(shown, "textarea", HTMLElement).focus();
  }
}

/** Keep what is typed in a form's fields in the desk's drafts, and bring back what was there. */
export function keepDrafts(frame: Frame, opened: OpenCase, form: HTMLFormElement): void {
  const { drafts } = frame.desk;
  const fields = form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>("[data-draft]");
  for (const field of fields) {
    const name = `${opened.id}/${field.dataset["draft"] ?? ""}`;
    const draft = drafts.get(name);
    if (draft !== "") field.value = draft;
    field.addEventListener("input", () => { drafts.set(name, field.value); });
  }
}
