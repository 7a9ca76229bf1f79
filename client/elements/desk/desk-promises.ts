/** `<desk-promises>`: what was promised in a case, what cannot wait, and what the employer must do. */

import { newId } from "../../crypto/index.js";
import type { OpenCase } from "../../desk/case.js";
import { dayIn } from "../../days.js";
import {
  commissionRoom, endFollowing, grant, listPromises, opened, owners, propose, proposingRoom, refuse, requestIn,
} from "../../desk/promises.js";
import { restoring, wordsIn, type Commitment, type Duty, type Emergency } from "../../promises.js";
import type { Frame } from "./desk-app.js";
import {
  dayInWords, find, onSubmit, part, say, sayOr, showFault, showMistake, stamp, stampOne, valueOf, write,
} from "./page.js";
import { toneOf } from "./promise-tones.js";

export class DeskPromises extends HTMLElement {
  static define(): void {
    customElements.define("desk-promises", DeskPromises);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  /** Of the promise in the form: pressed again, it is the same one. */
  #proposal = newId();

  connectedCallback(): void {
    const { frame, opened: one } = this;
    if (frame === null || one === null || this.childElementCount > 0) return;
    this.append(stamp("promises"));
    this.#prepare(frame, one);
    this.#prepareEnding(frame, one);
    this.update();
    void this.#load(frame, one);
  }

  /** Whoever acknowledges becomes the handler, who may propose. */
  update(): void {
    const { opened: one } = this;
    if (one === null || this.childElementCount === 0) return;
    part(this, "proposing").hidden = proposingRoom(one) === null;
  }

  async #load(frame: Frame, one: OpenCase, word = ""): Promise<void> {
    try {
      const { commitments, emergencies, duties } = await listPromises(frame.desk, one.id);
      part(this, "none").hidden = commitments.length + emergencies.length + duties.length > 0;
      part(this, "table").hidden = commitments.length === 0;
      const rows = await Promise.all(commitments.map((each) => row(frame, one, each)));
      part(this, "rows").replaceChildren(...rows);
      const asked = emergencies.map((each, at) => this.#emergency(frame, one, each, at));
      part(this, "emergencies").replaceChildren(...asked);
      const open = commissionRoom(one) === null ? [] : commitments.filter(restoring);
      part(this, "ending").hidden = open.length === 0;
      const select = find(this, 'form[data-form="end"] [name=of]', HTMLSelectElement);
      select.replaceChildren(...[...select.options].slice(0, 1), ...open.map((each) => new Option(
        `${sayOr("thing", each.kind)}, ${nameOf(frame, each.owner)}, ${dayInWords(each.due_on)}`, each.id,
      )));
      part(this, "duties").replaceChildren(...(await Promise.all(duties.map((each) => duty(frame, one, each)))));
      if (word !== "") write(this, "said", say(word));
    } catch (error) {
      showFault(part(this, "emergencies"), error);
    }
  }

  #prepare(frame: Frame, one: OpenCase): void {
    const form = find(this, 'form[data-form="propose"]', HTMLFormElement);
    const select = find(form, "[name=owner]", HTMLSelectElement);
    offerOwners(frame, one, select);
    find(form, "[name=due_on]", HTMLInputElement).min = dayIn(frame.desk.timeZone);
    onSubmit(form, async () => {
      const [kind, text] = [valueOf(form, "kind"), valueOf(form, "text").trim()];
      const [owner, due_on] = [valueOf(form, "owner"), valueOf(form, "due_on")];
      const wrong = kind === "" ? "thing" : text === "" ? "empty" : owner === "" ? "owner" : due_on === "" ? "due" : "";
      if (wrong !== "") {
        const field = { thing: "kind", empty: "text", owner: "owner", due: "due_on" }[wrong];
        showMistake(part(form, "error"), `error.${wrong}`, find(form, `[name=${field}]`, HTMLElement));
        return;
      }
      await propose(one, { kind, text, owner, due_on, promised_on: null, said_by: "" }, this.#proposal);
      this.#proposal = newId();
      form.reset();
      await this.#load(frame, one, "promise.proposed");
    });
  }

  /** The commission alone ends the following, and says why. */
  #prepareEnding(frame: Frame, one: OpenCase): void {
    const form = find(this, 'form[data-form="end"]', HTMLFormElement);
    onSubmit(form, async () => {
      const [of, text] = [valueOf(form, "of"), valueOf(form, "text").trim()];
      if (of === "" || text === "") {
        const field = find(form, of === "" ? "[name=of]" : "[name=text]", HTMLElement);
        showMistake(part(form, "error"), of === "" ? "error.which-promise" : "error.reasons", field);
        return;
      }
      await endFollowing(one, of, text);
      form.reset();
      await this.#load(frame, one, "promise.ended");
    });
  }

  #emergency(frame: Frame, one: OpenCase, asked: Emergency, at: number): HTMLElement {
    const made = stampOne("emergency");
    write(made, "kind", sayOr("thing", asked.kind));
    const word = asked.decision ?? (asked.missed_on === null ? "asked" : "silent");
    const values = { due: dayInWords(asked.decide_by), day: dayInWords(asked.decided_on ?? "") };
    write(made, "state", say(`emergency.${word}`, values));
    const request = requestIn(one, asked.id);
    write(made, "text", request?.text ?? "");
    part(made, "text").hidden = request === null;
    const decides = asked.decision === null && commissionRoom(one) !== null && request !== null;
    part(made, "deciding").hidden = !decides;
    if (!decides) return made;
    for (const name of ["grant", "refuse"] as const) {
      const form = find(made, `form[data-form="${name}"]`, HTMLFormElement);
      for (const label of form.querySelectorAll<HTMLLabelElement>("label[data-for]")) {
        const field = find(form, `[name=${label.dataset["for"] ?? ""}]`, HTMLElement);
        field.id = `desk-${name}-${String(at)}-${label.dataset["for"] ?? ""}`;
        label.htmlFor = field.id;
      }
    }
    const yes = find(made, 'form[data-form="grant"]', HTMLFormElement);
    offerOwners(frame, one, find(yes, "[name=owner]", HTMLSelectElement));
    find(yes, "[name=due_on]", HTMLInputElement).min = dayIn(frame.desk.timeZone);
    onSubmit(yes, async () => {
      const [text, owner, due_on] = [valueOf(yes, "text").trim(), valueOf(yes, "owner"), valueOf(yes, "due_on")];
      const wrong = text === "" ? "empty" : owner === "" ? "owner" : due_on === "" ? "due" : "";
      if (wrong !== "") {
        const field = { empty: "text", owner: "owner", due: "due_on" }[wrong];
        showMistake(part(yes, "error"), `error.${wrong}`, find(yes, `[name=${field}]`, HTMLElement));
        return;
      }
      await grant(frame.desk, one, asked.id, { text, owner, due_on });
      await this.#load(frame, one, "promise.granted");
    });
    const no = find(made, 'form[data-form="refuse"]', HTMLFormElement);
    onSubmit(no, async () => {
      const [ground, text] = [valueOf(no, "ground"), valueOf(no, "text").trim()];
      const wrong = ground === "" ? "refusal-ground" : text === "" ? "empty" : "";
      if (wrong !== "") {
        const field = wrong === "refusal-ground" ? "ground" : "text";
        showMistake(part(no, "error"), `error.${wrong}`, find(no, `[name=${field}]`, HTMLElement));
        return;
      }
      await refuse(one, asked.id, ground, text);
      await this.#load(frame, one, "promise.refused");
    });
    return made;
  }
}

function offerOwners(frame: Frame, one: OpenCase, select: HTMLSelectElement): void {
  select.append(...owners(frame.desk, one).map(({ id, name }) => new Option(name, id)));
}

/** The words of a room that this officer is in; empty for others. */
async function wordsOf(frame: Frame, one: OpenCase, id: string): Promise<string> {
  const state = one.promiseRooms.find((room) => room.id === id);
  const room = state === undefined ? null : await opened(frame.desk, state);
  return (room === null ? null : wordsIn(room))?.text ?? "";
}

function nameOf(frame: Frame, id: string | null): string {
  if (id === null) return say("promise.nobody");
  return frame.desk.directory.officers.find((one) => one.id === id)?.name ?? say("person.unknown");
}

async function row(frame: Frame, one: OpenCase, shown: Commitment): Promise<HTMLElement> {
  const made = stampOne("promises-row");
  write(made, "kind", sayOr("thing", shown.kind));
  write(made, "owner", nameOf(frame, shown.owner));
  write(made, "due", dayInWords(shown.due_on));
  write(made, "standing", sayOr("standing", shown.standing));
  part(made, "standing").classList.add(`badge--${toneOf(shown.standing)}`);
  write(made, "text", await wordsOf(frame, one, shown.id));
  return made;
}

async function duty(frame: Frame, one: OpenCase, shown: Duty): Promise<HTMLElement> {
  const made = stampOne("promises-duty");
  write(made, "kind", `${sayOr("duty-task", shown.kind)}, ${nameOf(frame, shown.owner)}`);
  const state = shown.done_on !== null ? "done" : shown.missed_on !== null ? "missed" : "open";
  write(made, "state", `${dayInWords(shown.due_on)}, ${say(`duty-task.state-${state}`)}`);
  write(made, "text", await wordsOf(frame, one, shown.id));
  return made;
}
