/** `<desk-closing>`: how a case ends. The reporter answers; closing over her takes two people. */

import type { OpenCase } from "../../desk/case.js";
import { end, possible, type Ending } from "../../desk/deciding.js";
import { listPromises } from "../../desk/promises.js";
import type { Closing } from "../../mine.js";
import { restoring } from "../../promises.js";
import type { Frame } from "./desk-app.js";
import {
  dayInWords, find, names, onSubmit, part, say, sayOr, showFault, showMistake, stamp, valueOf, write,
} from "./page.js";

export class DeskClosing extends HTMLElement {
  static define(): void {
    customElements.define("desk-closing", DeskClosing);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  changed: () => void = () => undefined;

  connectedCallback(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount > 0) return;
    this.append(stamp("closing"));
    this.#wire(opened, "tell", () => "told", true);
    this.#wire(opened, "withdraw", () => "withdrawn", true);
    this.#wire(opened, "over", () => "over-proposed", true);
    this.#wire(opened, "reopen", () => "reopened", true);
    this.#wire(opened, "decide", (form) => {
      const answer = this.#isMine(frame, opened) ? "refused" : valueOf(form, "answer");
      return answer === "confirmed" || answer === "refused" ? `over-${answer}` : null;
    }, false);
    this.update();
    void this.#owed(frame, opened);
  }

  /** What was promised to restore the reporter and is open: its end must say how it goes on. */
  async #owed(frame: Frame, opened: OpenCase): Promise<void> {
    try {
      const { commitments } = await listPromises(frame.desk, opened.id);
      const open = commitments.filter(restoring);
      for (const one of this.querySelectorAll<HTMLElement>('[data-part="goes-on"]')) {
        one.hidden = open.length === 0;
        write(one, "owed", say("closing.owed", { what: names([...new Set(open.map(({ kind }) => sayOr("thing", kind)))]) }));
      }
    } catch (error) {
      showFault(part(this, "fault"), error);
    }
  }

  /** The reporter may have answered, or somebody may have taken a step elsewhere. */
  update(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount === 0) return;
    const { closing, status } = opened.detail;
    write(this, "now", nowOf(status, closing));
    const can = possible(status, closing, opened.isHandler);
    for (const name of ["tell", "withdraw", "over", "decide", "reopen"] as const) {
      part(this, name).hidden = !can[name];
    }
    const over = closing?.over ?? null;
    if (over === null) return;
    const by = frame.desk.directory.officers.find((one) => one.id === over.by)?.name;
    write(this, "waiting", say("closing.waiting", {
      name: by ?? say("person.unknown"), day: dayInWords(over.on),
    }));
    const mine = this.#isMine(frame, opened);
    part(this, "second").hidden = mine;
    part(this, "mine").hidden = !mine;
    write(this, "act", say(mine ? "called.withdraw" : "called.decide"));
  }

  #isMine(frame: Frame, opened: OpenCase): boolean {
    return opened.detail.closing?.over?.by === frame.desk.me.officer.id;
  }

  /** A form that takes one step; `stepOf` is null while something must be chosen first. */
  #wire(
    opened: OpenCase, name: string, stepOf: (form: HTMLFormElement) => Ending | null, reasons: boolean,
  ): void {
    const form = find(this, `[data-form="${name}"]`, HTMLFormElement);
    onSubmit(form, async () => {
      const step = stepOf(form);
      const outcome = name === "tell" ? valueOf(form, "outcome") : opened.detail.closing?.outcome ?? "";
      const text = valueOf(form, "text").trim();
      const mistake = (word: string, field: string): void => {
        showMistake(part(form, "error"), word, find(form, `[name="${field}"]`, HTMLElement));
      };
      if (step === null) { mistake("error.answer", "answer"); return; }
      if (name === "tell" && outcome === "") { mistake("error.outcome", "outcome"); return; }
      if (reasons && text === "") { mistake("error.reasons", "text"); return; }
      const owed = form.querySelector<HTMLElement>('[data-part="goes-on"]');
      const goesOn = owed?.querySelector<HTMLInputElement>("input")?.checked ?? false;
      if (owed?.hidden === false && !goesOn) { mistake("error.goes-on", "goes_on"); return; }
      await end(opened, step, outcome, text, goesOn);
      form.reset();
      this.update();
      this.changed();
      part(this, "done").textContent = say(`done.closing.${step}`);
    });
  }
}

/** Where the end of the case stands, in a sentence. */
function nowOf(status: string, closing: Closing | null): string {
  if (closing === null) return say(status === "answered" ? "closing.none" : "closing.early");
  const values = {
    outcome: sayOr("outcome", closing.outcome),
    told: dayInWords(closing.told_on),
    until: dayInWords(closing.answer_by),
    answered: dayInWords(closing.answered_on ?? ""),
    closed: dayInWords(closing.closed_on ?? ""),
  };
  const told = say("closing.told", values);
  const answer = closing.answer ?? (closing.waits ? "waits" : "silent");
  const ended = closing.closed_on === null ? "" : say("closing.closed", values);
  return [told, say(`closing.${answer}`, values), ended].filter((one) => one !== "").join(" ");
}
