/** `<desk-procedures>`: when the procedure of each body was reviewed, and putting that on record. */

import { newId } from "../../crypto/index.js";
import { dayIn } from "../../days.js";
import { listProcedures, recordReview, type Procedure } from "../../desk/oversight.js";
import type { Frame } from "./desk-app.js";
import { dayInWords, find, onSubmit, part, say, showFault, showMistake, stamp, stampOne, valueOf, write } from "./page.js";
import { bodyName } from "./places.js";

export class DeskProcedures extends HTMLElement {
  static define(): void {
    customElements.define("desk-procedures", DeskProcedures);
  }

  frame: Frame | null = null;
  /** Show what this officer must do; what they oversee stands on the board. */
  mineAlone = false;

  connectedCallback(): void {
    const { frame } = this;
    if (frame !== null && this.childElementCount === 0) void this.#load(frame);
  }

  async #load(frame: Frame): Promise<void> {
    try {
      const all = await listProcedures(frame.desk);
      const shown = this.mineAlone ? all.filter((one) => one.mine) : all;
      if (shown.length === 0 || !this.isConnected) return;
      this.replaceChildren(stamp("procedures"));
      part(this, "list").replaceChildren(...shown.map((one, at) => this.#drawn(frame, one, at)));
    } catch (error) {
      showFault(this, error);
    }
  }

  #drawn(frame: Frame, one: Procedure, at: number): HTMLElement {
    const made = stampOne("procedure");
    write(made, "body", bodyName(frame, one.body));
    write(made, "last", one.reviewed_on === null ? say("procedure.never") : say("procedure.last", { day: dayInWords(one.reviewed_on) }));
    write(made, "due", due(one));
    part(made, "overdue").hidden = !one.overdue;
    const changes = part(made, "changes");
    changes.hidden = one.changes === null;
    changes.textContent = one.changes ?? "";
    const form = find(made, "form", HTMLFormElement);
    if (one.mine) this.#wire(frame, form, one, at);
    else form.remove();
    return made;
  }

  #wire(frame: Frame, form: HTMLFormElement, one: Procedure, at: number): void {
    const day = find(form, '[name="reviewed_on"]', HTMLInputElement);
    const changes = find(form, "textarea", HTMLTextAreaElement);
    for (const field of [day, changes]) {
      field.id = `desk-procedure-${field.name}-${String(at)}`;
      const about = part(form, `about-${field.name}`);
      about.id = `${field.id}-hint`;
      field.setAttribute("aria-describedby", about.id);
      find(form, `label[data-for="${field.name}"]`, HTMLLabelElement).htmlFor = field.id;
    }
    day.max = dayIn(frame.desk.timeZone);
    // What is sent again after an answer was lost is the same review.
    const id = newId();
    onSubmit(form, async () => {
      const where = part(form, "error");
      if (valueOf(form, "reviewed_on") === "") {
        showMistake(where, "error.procedure-day", day);
        return;
      }
      const said = valueOf(form, "changes").replaceAll(/\s+/g, " ").trim();
      if (said === "") {
        showMistake(where, "error.procedure-changes", changes);
        return;
      }
      await recordReview(frame.desk, { id, body: one.body, reviewed_on: day.value, changes: said });
      await this.#load(frame);
      write(this, "done", say("procedure.done"));
      frame.announce(say("procedure.done"));
      find(this, "h2", HTMLElement).focus();
    });
  }
}

function due({ due_on, overdue }: Procedure): string {
  if (due_on === null) return say("procedure.soon");
  return say(overdue ? "procedure.was-due" : "procedure.due", { day: dayInWords(due_on) });
}
