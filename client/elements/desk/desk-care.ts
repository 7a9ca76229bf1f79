/** `<desk-care>`: the protection plan: its state for who handles a case, all of it for who protects. */

import { planIn, type Care, type Measure } from "../../care.js";
import { wellFormed } from "../../crypto/index.js";
import type { OpenCase } from "../../desk/case.js";
import { dayIn } from "../../days.js";
import type { Frame } from "./desk-app.js";
import {
  dayInWords, find, onSubmit, part, say, sayOr, showFault, showMistake, stamp, stampOne, valueOf, write,
} from "./page.js";

/** As many rows for measures a new plan begins with. */
const ROWS = 1;

export class DeskCare extends HTMLElement {
  static define(): void {
    customElements.define("desk-care", DeskCare);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  /** Called after something was sent, to draw it. */
  changed: () => void = () => undefined;
  #care: Care | null = null;

  connectedCallback(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount > 0) return;
    this.append(stamp("care"));
    this.#wire(frame, opened);
    void this.#load(frame, opened);
  }

  #form(name: string): HTMLFormElement {
    return find(this, `[data-form="${name}"]`, HTMLFormElement);
  }

  #wire(frame: Frame, opened: OpenCase): void {
    const measures = part(this, "measures");
    for (let n = 0; n < ROWS; n += 1) this.#addMeasure(measures);
    find(this, '[data-do="add-measure"]', HTMLElement).addEventListener("click", () => {
      find(this.#addMeasure(measures), "input", HTMLInputElement).focus();
    });
    const send = (name: string, act: (form: HTMLFormElement) => Promise<boolean>): void => {
      const form = this.#form(name);
      onSubmit(form, async () => {
        if (!(await act(form))) return;
        form.reset();
        const step = form.closest("details");
        if (step !== null) step.open = false;
        this.changed();
        await this.#load(frame, opened);
        write(this, "done", say("care.done"));
      });
    };
    send("assess", (form) => this.#assess(opened, form));
    send("plan", (form) => this.#propose(opened, form));
    send("check-in", (form) => this.#note(opened, form));
    send("support", (form) => this.#support(opened, form));
    send("without", (form) => this.#goOn(opened, form));
  }

  #addMeasure(measures: HTMLElement): HTMLElement {
    const row = stampOne("care-measure");
    const number = measures.childElementCount + 1;
    for (const field of row.querySelectorAll("input")) {
      field.id = `desk-care-${field.name}-${String(number)}`;
      const label = row.querySelector<HTMLLabelElement>(`label[data-for="${field.name}"]`);
      if (label !== null) label.htmlFor = field.id;
    }
    measures.append(row);
    return row;
  }

  async #load(frame: Frame, opened: OpenCase): Promise<void> {
    try {
      const care = (await frame.desk.api.get(`/api/desk/cases/${opened.id}/care`)) as Care;
      this.#care = care;
      this.#draw(frame, opened, care);
    } catch (error) {
      showFault(part(this, "fault"), error);
    }
  }

  #draw(frame: Frame, opened: OpenCase, care: Care): void {
    const badge = part(this, "state");
    badge.textContent = sayOr("risk", care.state);
    badge.className = toneOf(care.state);
    write(this, "since", say("care.since", { day: dayInWords(care.since) }));
    const day = dayIn(frame.desk.timeZone);
    const late = care.due_on !== null && care.due_on < day;
    const due = { day: dayInWords(care.due_on ?? "") };
    write(this, "turn", care.turn === null ? "" : say(`care.turn.${care.turn}${care.due_on === null ? "" : late ? ".late" : ".due"}`, due));
    write(this, "settled", care.settled === null ? "" : say(`care.settled.${care.settled}`));
    write(this, "holds", !care.holds_up ? "" : say(
      care.go_on_from === null ? "care.holds" : "care.holds.until", { day: dayInWords(care.go_on_from ?? "") },
    ));
    for (const one of ["turn", "settled", "holds"]) {
      const line = part(this, one);
      line.hidden = line.textContent === "";
    }
    const may = opened.isHandler && care.holds_up && care.go_on_from !== null && care.go_on_from <= day;
    part(this, "without").hidden = !may;
    part(this, "protects").hidden = !care.protects;
    part(this, "state-only").hidden = care.protects;
    if (care.protects) this.#drawWhole(opened, care, day);
    this.#drawOffers(opened, care);
  }

  /** What only those see who are in the care room. */
  #drawWhole(opened: OpenCase, care: Care, day: string): void {
    part(this, "assess-first").hidden = care.assessed_on !== null;
    part(this, "propose").hidden = care.assessed_on === null || care.state === "declined";
    const room = opened.ownRooms.find((one) => one.state.kind === "care");
    const plan = planIn(room?.entries ?? [], care);
    const proposed = part(this, "proposed");
    proposed.hidden = care.plan === null;
    proposed.textContent =
      care.plan === null ? ""
      : plan === null ? say("care.plan.missing")
      : say("care.plan", { day: dayInWords(care.plan.proposed_on) });
    write(this, "way", say(`care.way.${care.way ?? "page"}`));
    part(this, "note").hidden = care.way !== "officer";
    const list = part(this, "check-ins");
    list.replaceChildren(...care.check_ins.map((one) => item(say(
      one.answered ? "care.check-in.answered"
      : one.silent ? "care.check-in.silent"
      : one.opens_on <= day ? "care.check-in.open" : "care.check-in.coming",
      { day: dayInWords(one.due_on) },
    ))));
    list.append(...care.answers.map((one) => item(say("care.said", {
      day: dayInWords(one.day), answer: sayOr("care.answer", one.answer),
    }))));
    list.hidden = list.childElementCount === 0;
  }

  #drawOffers(opened: OpenCase, care: Care): void {
    const owed = care.offers.filter((one) => one.met_on === null);
    const mine = owed.length > 0 && (care.protects || (opened.ownRooms.length === 0 && opened.dialogue !== null));
    part(this, "support").hidden = !mine;
    const list = part(this, "offers");
    list.replaceChildren(...care.offers.map((one) => item(say(
      one.met_on === null ? "care.offer.owed" : "care.offer.made",
      { cause: sayOr("care.cause", one.cause), day: dayInWords(one.met_on ?? one.due_on) },
    ))));
    list.hidden = care.offers.length === 0;
  }

  /** Say what is missing first, at its own field; typed text stays. */
  #complete(form: HTMLFormElement, needed: readonly (readonly [string, string, string])[]): boolean {
    const missing = needed.find(([value]) => value.trim() === "");
    if (missing === undefined) return true;
    showMistake(part(form, "error"), missing[1], form.querySelector(`[name="${missing[2]}"]`));
    return false;
  }

  async #assess(opened: OpenCase, form: HTMLFormElement): Promise<boolean> {
    const [fears, begun, who, level, wishes] = ["fears", "begun", "who", "level", "wishes"].map((name) =>
      wellFormed(valueOf(form, name).trim()),
    ) as [string, string, string, string, string];
    if (!this.#complete(form, [
      [fears, "error.fears", "fears"], [begun, "error.begun", "begun"], [level, "error.level", "level"],
    ])) return false;
    await opened.protect("care", "assessment", { fears, begun, who, level, wishes }, "assessment");
    return true;
  }

  async #propose(opened: OpenCase, form: HTMLFormElement): Promise<boolean> {
    const text = wellFormed(valueOf(form, "text").trim());
    const rows = [...form.querySelectorAll<HTMLElement>("[data-measure]")];
    const value = (row: HTMLElement, name: string): string =>
      wellFormed(find(row, `[name="${name}"]`, HTMLInputElement).value.trim());
    const measures: Measure[] = rows
      .map((row) => ({ what: value(row, "what"), owner: value(row, "owner"), by: value(row, "by") }))
      .filter((one) => one.what !== "" || one.owner !== "" || one.by !== "");
    const half = measures.find((one) => one.what === "" || one.owner === "" || one.by === "");
    if (measures.length === 0 || half !== undefined) {
      const empty = [...form.querySelectorAll<HTMLInputElement>("[data-measure] input")].find((one) => one.value.trim() === "");
      showMistake(part(form, "error"), "error.measure", empty ?? null);
      return false;
    }
    await opened.protect("care", "plan", { text, measures }, "plan");
    for (const row of rows.slice(ROWS)) row.remove();
    return true;
  }

  async #note(opened: OpenCase, form: HTMLFormElement): Promise<boolean> {
    const answer = valueOf(form, "answer");
    if (!this.#complete(form, [[answer, "error.care-answer", "answer"]])) return false;
    const body = { answer, text: wellFormed(valueOf(form, "text").trim()) };
    await opened.protect("care", "check-in", body, "check-in", { answer });
    return true;
  }

  async #support(opened: OpenCase, form: HTMLFormElement): Promise<boolean> {
    const text = wellFormed(valueOf(form, "text").trim());
    if (!this.#complete(form, [[text, "error.empty", "text"]])) return false;
    const offer = this.#care?.offers.find((one) => one.met_on === null);
    if (offer === undefined) return false;
    const where = this.#care?.protects === true ? "care" : "dialogue";
    await opened.protect(where, "support", { text }, `offers/${offer.id}`);
    return true;
  }

  async #goOn(opened: OpenCase, form: HTMLFormElement): Promise<boolean> {
    const text = wellFormed(valueOf(form, "text").trim());
    if (!this.#complete(form, [[text, "error.reasons", "text"]])) return false;
    await opened.protect("dialogue", "without-plan", { text }, "without");
    return true;
  }
}

/** Which colour goes with the word for a protection; the word says the same. */
export function toneOf(risk: string): string {
  const tones: Readonly<Record<string, string>> = {
    begun: "bad", outdated: "bad", worried: "warn", silent: "warn", needed: "warn", refused: "warn",
    without: "warn", proposed: "info", approved: "good",
  };
  const tone = tones[risk];
  return tone === undefined ? "badge" : `badge badge--${tone}`;
}

function item(text: string): HTMLElement {
  const made = document.createElement("li");
  made.textContent = text;
  return made;
}
