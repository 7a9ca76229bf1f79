/** `<desk-commitments>`: what one keeps oneself; `<desk-promised>` tells on the inbox that there is something. */

import { accept, accountFor, answer, dutyReaders, listKept, type Kept, type OwnDuty } from "../../desk/promises.js";
import { AboveList } from "./above.js";
import type { Frame } from "./desk-app.js";
import {
  banner, dayInWords, find, names, onSubmit, part, say, sayOr, showFault, showMistake, stamp, stampOne, valueOf, write,
} from "./page.js";
import { toneOf } from "./promise-tones.js";

const WAITING = new Set(["offered", "accepted", "disputed"]);

export class DeskPromised extends AboveList {
  static define(): void {
    customElements.define("desk-promised", DeskPromised);
  }

  protected override async load(frame: Frame): Promise<void> {
    const own = (await frame.desk.api.get("/api/desk/commitments")) as {
      commitments: readonly { state: string }[];
      duties: readonly { done_on: string | null }[];
    };
    const waits = own.commitments.some((one) => WAITING.has(one.state)) || own.duties.some((one) => one.done_on === null);
    if (!waits || !this.isConnected) return;
    const made = stampOne("promised");
    find(made, "a", HTMLAnchorElement).href = frame.hrefOf({ view: "commitments" });
    this.append(made);
  }
}

export class DeskCommitments extends HTMLElement {
  static define(): void {
    customElements.define("desk-commitments", DeskCommitments);
  }

  frame: Frame | null = null;

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("commitments"));
    void this.#load(frame);
  }

  async #load(frame: Frame, word = ""): Promise<void> {
    const where = part(this, "commitments");
    try {
      const { commitments, duties } = await listKept(frame.desk);
      const rows = [
        ...commitments.map((one, at) => this.#commitment(frame, one, at)),
        ...duties.map((one, at) => this.#duty(frame, one, at)),
      ];
      where.replaceChildren(...(rows.length === 0 ? [stamp("commitments-empty")] : rows));
      if (word === "") return;
      write(this, "said", say(word));
      frame.announce(say(word));
      find(this, "h1", HTMLElement).focus();
    } catch (error) {
      showFault(where, error);
    }
  }

  #commitment(frame: Frame, kept: Kept, at: number): HTMLElement {
    const { shown, room, words } = kept;
    const made = stampOne("commitment");
    head(made, at, "commitment", sayOr("thing", shown.kind), sayOr("standing", shown.standing), toneOf(shown.standing));
    const wrong = room === null ? "promise.no-key" : words === null || words.damaged > 0 ? "promise.broken-words" : "";
    if (wrong !== "") part(made, "alerts").append(banner(say(wrong), ""));
    write(made, "text", words?.text ?? "");
    part(made, "text").hidden = words === null;
    const said = words?.saidBy ?? "";
    part(made, "said-by").hidden = said === "";
    write(made, "said-by", say("promise.said-by", { who: said }));
    const days = [say("promise.due", { due: dayInWords(shown.due_on) })];
    if (shown.answer_by !== null) days.push(say("promise.answer-by", { answer: dayInWords(shown.answer_by) }));
    if (shown.promised_on !== null) days.push(say("promise.said-on", { day: dayInWords(shown.promised_on) }));
    if (shown.missed_on !== null) days.push(say("promise.missed"));
    write(made, "days", days.map((one) => (one.endsWith(".") ? one : `${one}.`)).join(" "));
    const later = part(made, "later");
    later.hidden = (words?.later.length ?? 0) === 0;
    later.append(
      ...(words?.later ?? []).map(({ kind, day, text }) => {
        const row = document.createElement("li");
        row.textContent = say("promise.later", { kind: sayOr("promise-item", kind), day: dayInWords(day), text });
        return row;
      }),
    );
    this.#answers(frame, kept, made, wrong === "", at);
    return made;
  }

  #answers(frame: Frame, kept: Kept, made: HTMLElement, readable: boolean, at: number): void {
    const { state } = kept.shown;
    const yes = find(made, 'form[data-form="accept"]', HTMLFormElement);
    yes.hidden = !readable || (state !== "offered" && state !== "declined");
    onSubmit(yes, async () => {
      await accept(frame.desk, kept);
      await this.#load(frame, "promise.accepted");
    });
    part(made, "declining").hidden = !readable || state !== "offered";
    const claim = find(made, 'form[data-form="claim"]', HTMLFormElement);
    claim.hidden = !readable || (state !== "accepted" && state !== "disputed");
    for (const what of ["decline", "claim"] as const) {
      const form = find(made, `form[data-form="${what}"]`, HTMLFormElement);
      const field = labelled(form, `desk-${what}-${String(at)}`);
      onSubmit(form, async () => {
        const text = valueOf(form, "text").trim();
        if (text === "") {
          showMistake(part(form, "error"), "error.empty", field);
          return;
        }
        await answer(kept, what, text);
        await this.#load(frame, what === "claim" ? "promise.claimed" : "promise.declined");
      });
    }
  }

  #duty(frame: Frame, duty: OwnDuty, at: number): HTMLElement {
    const made = stampOne("duty");
    const state = duty.done_on !== null ? "done" : duty.missed_on !== null ? "missed" : "open";
    const tone = state === "done" ? "good" : state === "missed" ? "bad" : "warn";
    head(made, at, "duty", sayOr("duty-task", duty.kind), say(`duty-task.state-${state}`), tone);
    write(made, "text", say(`duty-task.${duty.kind}.text`) || say("duty-task.other.text"));
    write(made, "days", say("promise.due", { due: dayInWords(duty.due_on) }));
    write(made, "given", duty.done_on === null ? "" : say("duty-task.done", { day: dayInWords(duty.done_on) }));
    const form = find(made, "form", HTMLFormElement);
    form.hidden = duty.done_on !== null;
    const readers = dutyReaders(frame.desk, duty.body).map((one) => one.name);
    write(made, "readers", say(duty.reporter === null ? "duty-task.readers" : "duty-task.readers-and", { names: names(readers) }));
    const field = labelled(form, `desk-duty-${String(at)}`);
    onSubmit(form, async () => {
      const text = valueOf(form, "text").trim();
      if (text === "") {
        showMistake(part(form, "error"), "error.empty", field);
        return;
      }
      await accountFor(frame.desk, duty, text);
      await this.#load(frame, "duty-task.sent");
    });
    return made;
  }
}

function head(made: HTMLElement, at: number, name: string, kind: string, standing: string, tone: string): void {
  const title = find(made, "h2", HTMLElement);
  title.id = `desk-${name}-${String(at)}-title`;
  made.setAttribute("aria-labelledby", title.id);
  write(made, "kind", kind);
  write(made, "standing", standing);
  part(made, "standing").classList.add(`badge--${tone}`);
}

function labelled(form: HTMLFormElement, id: string): HTMLTextAreaElement {
  const field = find(form, "textarea", HTMLTextAreaElement);
  field.id = id;
  find(form, "label", HTMLLabelElement).htmlFor = id;
  return field;
}
