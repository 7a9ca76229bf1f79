/** `<my-meeting>`: ask for a meeting, pick a day, and have the last word on the minutes. */

import { TooLarge, wellFormed } from "../../crypto/index.js";
import { mayAsk, minutesIn, newest, proposed, stepsOf, type Meeting } from "../../meeting.js";
import type { MyCase, MyReport } from "../../mine.js";
import { NotYet, sendWith } from "./conversation.js";
import { textOf } from "./entries.js";
import { copyOf, dayInWords, explained, momentInWords, part, parts, texts, type Say } from "./page.js";

export class MyMeeting extends HTMLElement {
  #say: Say = () => "";
  #meeting: Meeting | null = null;

  static define(): void {
    customElements.define("my-meeting", MyMeeting);
  }

  /** @param done - what to draw again once she has taken a step */
  show(mine: MyReport, done: (now: MyCase) => Promise<void>): void {
    this.#say = texts(this);
    const why = (error: unknown): string => {
      if (error instanceof NotYet) return this.#say(error.message);
      return error instanceof TooLarge ? this.#say("too-long") : explained(error, this.#say);
    };
    const wire = (name: string, act: () => Promise<void>): void => {
      const form = part(this, `form[data-${name}]`, HTMLFormElement);
      sendWith(form, this.#say, async () => {
        await act();
        form.reset();
        const { case: now } = (await mine.api.get("/api/my/case")) as { case: MyCase };
        await done(now);
        this.#draw(mine, now);
      }, why);
    };
    wire("ask", () => this.#ask(mine));
    wire("step", () => this.#step(mine));
    this.#draw(mine, mine.case);
  }

  /** Draw where it stands. What she typed stays. */
  #draw(mine: MyReport, { meeting, clocks }: MyCase): void {
    this.#meeting = meeting;
    const { entries } = mine.dialogue;
    const state = meeting?.state ?? "none";
    for (const one of parts(this, "[data-state]")) one.hidden = one.dataset["state"] !== state;
    const clock = clocks.findLast((one) => one.kind === "meeting");
    const day = textOf(newest(entries, "picks")?.body, "day");
    const values = {
      asked: dayInWords(meeting?.asked_on ?? ""), due: dayInWords(clock?.due_on ?? ""), day: momentInWords(day),
    };
    part(this, "[data-now]", HTMLElement).textContent = this.#say(`meeting-${state}`, values) || this.#say("meeting-other");
    part(this, "[data-asking]", HTMLElement).hidden = !mayAsk(meeting);
    this.#drawMinutes(mine, meeting);
    this.#drawSteps(mine, stepsOf(meeting));
  }

  #drawMinutes(mine: MyReport, meeting: Meeting | null): void {
    const found = meeting === null ? null : minutesIn(mine.dialogue.entries, meeting);
    part(this, "[data-minutes]", HTMLElement).hidden = found === null;
    part(this, "[data-minutes-missing]", HTMLElement).hidden = (meeting?.minutes ?? null) === null || found !== null;
    part(this, "[data-minutes-text]", HTMLElement).textContent = textOf(found?.body, "text");
  }

  #drawSteps(mine: MyReport, steps: readonly string[]): void {
    const form = part(this, "form[data-step]", HTMLFormElement);
    form.hidden = steps.length === 0;
    for (const one of parts(form, "[data-choice]")) {
      one.hidden = !steps.includes(one.dataset["choice"] ?? "");
      if (one.hidden) part(one, "input", HTMLInputElement).checked = false;
    }
    const days = part(form, "[data-days]", HTMLElement);
    const offered = steps.includes("picks") ? proposed(mine.dialogue.entries) : [];
    if (days.dataset["shown"] === offered.join()) return;
    days.dataset["shown"] = offered.join();
    days.replaceChildren(...offered.map((day) => {
      const row = copyOf(this, "[data-day]");
      part(row, "input", HTMLInputElement).value = `picks ${day}`;
      part(row, "[data-day-text]", HTMLElement).textContent = momentInWords(day);
      return row;
    }));
  }

  async #ask(mine: MyReport): Promise<void> {
    const form = part(this, "form[data-ask]", HTMLFormElement);
    const how = form.querySelector<HTMLInputElement>("[name=meeting-how]:checked");
    if (how === null) {
      part(form, "[name=meeting-how]", HTMLInputElement).focus();
      throw new NotYet("meeting-how-first");
    }
    const body = {
      step: "asked", how: how.value,
      where: this.#words("where"), when: this.#words("when"), whom: this.#words("whom"), text: this.#words("wish"),
      recording: part(form, "[name=meeting-recording]", HTMLInputElement).checked ? "yes" : "no",
    };
    await mine.dialogue.send("meeting", body, "/api/my/meeting");
  }

  async #step(mine: MyReport): Promise<void> {
    const form = part(this, "form[data-step]", HTMLFormElement);
    const chosen = form.querySelector<HTMLInputElement>("[name=meeting-step]:checked");
    if (chosen === null) {
      form.querySelector<HTMLInputElement>("label:not([hidden]) > [name=meeting-step]")?.focus();
      throw new NotYet("meeting-step-first");
    }
    const [step = "", ...when] = chosen.value.split(" ");
    const text = this.#words("step-text");
    if (step === "corrects" && text === "") {
      part(form, "textarea", HTMLTextAreaElement).focus();
      throw new NotYet("meeting-what-first");
    }
    // Her signature lies over the hash of the minutes that this page showed.
    const shown = this.#meeting === null ? null : minutesIn(mine.dialogue.entries, this.#meeting);
    const minutes = ["agrees", "corrects", "disagrees"].includes(step) ? shown?.hash ?? null : null;
    const about = minutes === null ? {} : { minutes };
    const day = step === "picks" ? { day: when.join(" ") } : {};
    await mine.dialogue.send("meeting", { step, ...day, ...about, text }, "/api/my/meeting/step", { step, minutes });
  }

  #words(name: string): string {
    const field = part(this, `#meeting-${name}`, HTMLElement);
    return field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement
      ? wellFormed(field.value.trim()) : "";
  }
}
