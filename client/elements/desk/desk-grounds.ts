/** `<desk-grounds>`: decisions about people with their grounds: put on record by some, read by others. */

import {
  ask, FEWEST_ASKED, letRead, listMonths, missingReaders, noticed, openMonth, putOnRecord, reply, reviewersOf,
  sayComplete, type Decided, type Opened, type Said,
} from "../../desk/grounds.js";
import { dayIn } from "../../days.js";
import type { Frame } from "./desk-app.js";
import {
  banner, dayInWords, find, locale, names, onSubmit, part, say, sayCount, sayOr, showFault, showMistake, stamp,
  stampOne, valueOf, write,
} from "./page.js";
import { bodyName } from "./places.js";

const NEEDED = [
  ["about", "error.grounds-about"], ["kind", "error.grounds-kind"], ["what", "error.grounds-what"],
  ["who", "error.grounds-who"], ["decided_on", "error.grounds-day"], ["grounds", "error.grounds-grounds"],
] as const;

export class DeskGrounds extends HTMLElement {
  static define(): void {
    customElements.define("desk-grounds", DeskGrounds);
  }

  frame: Frame | null = null;

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("grounds"));
    void this.#load(frame);
  }

  async #load(frame: Frame, word = ""): Promise<void> {
    const where = part(this, "months");
    try {
      const months = await Promise.all((await listMonths(frame.desk)).map((one) => openMonth(frame.desk, one)));
      part(this, "about-gives").hidden = !months.some(({ month }) => month.gives);
      part(this, "about-reviews").hidden = !months.some(({ month }) => !month.gives);
      const rows = months.map((one, at) => this.#month(frame, one, at));
      where.replaceChildren(...(rows.length === 0 ? [stamp("grounds-empty")] : rows));
      if (word === "") return;
      write(this, "said", say(word));
      frame.announce(say(word));
      find(this, "h1", HTMLElement).focus();
    } catch (error) {
      showFault(where, error);
    }
  }

  #month(frame: Frame, one: Opened, at: number): HTMLElement {
    const { month } = one;
    const made = stampOne("grounds-month");
    const title = find(made, "h2", HTMLElement);
    title.id = `desk-grounds-${String(at)}`;
    made.setAttribute("aria-labelledby", title.id);
    const name = new Intl.DateTimeFormat(locale(), { month: "long", year: "numeric", timeZone: "UTC" })
      .format(new Date(`${month.month}T00:00:00Z`));
    write(made, "name", say("grounds.month", { month: name, body: bodyName(frame, month.body) }));
    const state = month.complete_on !== null ? "complete" : month.missed_on !== null ? "missed" : "open";
    write(made, "state", say(`grounds.state.${state}`));
    part(made, "state").classList.add(`badge--${{ complete: "good", missed: "bad", open: "warn" }[state]}`);
    write(made, "due", month.complete_on === null
      ? say("grounds.due", { day: dayInWords(month.due_on) })
      : say("grounds.complete", { day: dayInWords(month.complete_on) }));
    if (month.room !== null && one.room === null) part(made, "alerts").append(banner(say("closed.title"), say("closed.text")));
    if (one.damaged > 0) part(made, "alerts").append(banner(sayCount("damage.title", one.damaged), say("damage.text")));
    write(made, "count", sayCount("grounds.count", one.decided.length));
    part(made, "decided").replaceChildren(...one.decided.map((each) => this.#decided(frame, each, one, at)));
    this.#questions(frame, one, made, at);
    if (month.gives) this.#give(frame, one, made, at);
    else this.#review(frame, one, made, at);
    this.#missing(frame, one, made);
    return made;
  }

  #decided(frame: Frame, one: Decided, { month }: Opened, at: number): HTMLElement {
    const made = decidedRow(one, null);
    write(made, "by", say("grounds.recorded", { day: dayInWords(one.recorded_on), name: nameOf(frame, one.by) }));
    const choice = part(made, "choice");
    choice.hidden = month.gives;
    const box = find(choice, "input", HTMLInputElement);
    box.value = one.hash;
    box.id = `desk-grounds-${String(at)}-${one.hash.slice(0, 12)}`;
    find(choice, "label", HTMLLabelElement).htmlFor = box.id;
    write(made, "choice-of", say("grounds.ask-about", { about: one.about }));
    return made;
  }

  #questions(frame: Frame, one: Opened, made: HTMLElement, at: number): void {
    part(made, "questions").replaceChildren(...one.questions.map((question, place) => {
      const row = stampOne("grounds-question");
      const about = one.decided.filter(({ hash }) => question.of.includes(hash)).map((each) => each.about);
      write(row, "head", say("grounds.question", { day: dayInWords(question.day), about: names(about) }));
      write(row, "text", question.text);
      const asked = one.month.questions.find(({ id }) => id === question.id);
      const answer = one.answers.find(({ of }) => of.includes(question.hash));
      write(row, "answer", answer?.text ?? "");
      write(row, "state", answer !== undefined
        ? say("grounds.answered", { day: dayInWords(answer.day), name: nameOf(frame, answer.by) })
        : say(asked?.missed_on == null ? "grounds.answer-by" : "grounds.answer-missed", { day: dayInWords(asked?.due_on ?? "") }));
      this.#answering(frame, one, question, row, one.month.gives && answer === undefined, `${String(at)}-${String(place)}`);
      return row;
    }));
  }

  #answering(frame: Frame, one: Opened, question: Said, row: HTMLElement, may: boolean, at: string): void {
    const form = find(row, "form", HTMLFormElement);
    form.hidden = !may;
    const field = labelled(form, "text", `desk-grounds-answer-${at}`);
    onSubmit(form, async () => {
      const text = valueOf(form, "text").trim();
      if (text === "") {
        showMistake(part(form, "error"), "error.empty", field);
        return;
      }
      await reply(one, question, text);
      await this.#load(frame, "grounds.done.answered");
    });
  }

  /** What human resources does: put on record, and say that it is all. */
  #give(frame: Frame, one: Opened, made: HTMLElement, at: number): void {
    const giving = part(made, "giving");
    giving.hidden = one.month.room !== null && one.room === null;
    const form = find(giving, 'form[data-form="record"]', HTMLFormElement);
    for (const name of ["about", "kind", "what", "who", "decided_on", "grounds", "grounds_on"]) {
      labelled(form, name, `desk-grounds-${name}-${String(at)}`);
    }
    write(giving, "readers", say("grounds.readers", { names: names(reviewersOf(frame.desk, one.month.body).map((each) => each.name)) }));
    onSubmit(form, async () => {
      const value = (name: string): string => valueOf(form, name).trim();
      const missing = NEEDED.find(([name]) => value(name) === "");
      if (missing !== undefined) {
        showMistake(part(form, "error"), missing[1], find(form, `[name=${missing[0]}]`, HTMLElement));
        return;
      }
      if (value("decided_on").slice(0, 7) !== one.month.month.slice(0, 7)) {
        showMistake(part(form, "error"), "error.grounds-month", find(form, "[name=decided_on]", HTMLElement));
        return;
      }
      await putOnRecord(frame.desk, one, {
        about: value("about"), kind: value("kind"), what: value("what"), who: value("who"),
        decided_on: value("decided_on"), grounds: value("grounds"), grounds_on: value("grounds_on"),
      });
      await this.#load(frame, "grounds.done.recorded");
    });
    const all = find(giving, 'form[data-form="complete"]', HTMLFormElement);
    const over = dayIn(frame.desk.timeZone).slice(0, 7) > one.month.month.slice(0, 7);
    all.hidden = one.month.complete_on !== null || !over;
    part(giving, "not-over").hidden = one.month.complete_on !== null || over;
    onSubmit(all, async () => {
      await sayComplete(frame.desk, one);
      await this.#load(frame, "grounds.done.complete");
    });
  }

  /** What reviewers do: ask for more, about three decisions at least. */
  #review(frame: Frame, one: Opened, made: HTMLElement, at: number): void {
    const asking = part(made, "asking");
    asking.hidden = one.decided.length === 0;
    const form = find(asking, "form", HTMLFormElement);
    const field = labelled(form, "text", `desk-grounds-ask-${String(at)}`);
    onSubmit(form, async () => {
      const chosen = [...made.querySelectorAll<HTMLInputElement>('[data-part="choice"] input:checked')].map((box) => box.value);
      if (chosen.length < Math.min(FEWEST_ASKED, one.decided.length)) {
        showMistake(part(form, "error"), "error.grounds-few", made.querySelector<HTMLElement>('[data-part="choice"] input'));
        return;
      }
      const text = valueOf(form, "text").trim();
      if (text === "") {
        showMistake(part(form, "error"), "error.empty", field);
        return;
      }
      await ask(one, chosen, text);
      await this.#load(frame, "grounds.done.asked");
    });
  }

  #missing(frame: Frame, one: Opened, made: HTMLElement): void {
    const out = missingReaders(frame.desk, one);
    const form = find(made, 'form[data-form="readers"]', HTMLFormElement);
    form.hidden = out.length === 0;
    write(form, "who", say("grounds.missing", { names: names(out.map((each) => each.name)) }));
    onSubmit(form, async () => {
      for (const each of out) await letRead(frame.desk, one, each.id);
      await this.#load(frame, "grounds.done.let-read");
    });
  }
}

/** One decision with its grounds, and what is to be noticed about their days. */
export function decidedRow(one: Decided, reported_on: string | null): HTMLElement {
  const made = stampOne("grounds-decided");
  write(made, "head", say("grounds.decided", { about: one.about, kind: sayOr("grounds-kind", one.kind), day: dayInWords(one.decided_on) }));
  write(made, "what", say("grounds.what", { what: one.what, who: one.who }));
  write(made, "grounds", one.grounds);
  write(made, "grounds-on", one.grounds_on === "" ? "" : say("grounds.dated", { day: dayInWords(one.grounds_on) }));
  part(made, "notices").replaceChildren(...noticed(one, reported_on).map(([word, days]) => {
    const item = document.createElement("li");
    item.textContent = word === "recorded-late" || word === "grounds-after-decision" || word === "grounds-after-report"
      ? sayCount(`grounds.${word}`, days)
      : say(`grounds.${word}`);
    return item;
  }));
  part(made, "notices").hidden = part(made, "notices").childElementCount === 0;
  return made;
}

function nameOf(frame: Frame, label: string): string {
  return frame.desk.directory.officers.find((one) => `officer:${one.id}` === label)?.name ?? say("person.unknown");
}

/** Give a field of a repeated form its own id, and its label the same. */
function labelled(form: HTMLFormElement, name: string, id: string): HTMLElement {
  const field = find(form, `[name=${name}]`, HTMLElement);
  field.id = id;
  const label = form.querySelector<HTMLLabelElement>(`label[data-for="${name}"]`);
  if (label !== null) label.htmlFor = id;
  return field;
}
