/** `<desk-meeting>`: days for the meeting that the reporter asked for, and its minutes. */

import type { OpenCase } from "../../desk/case.js";
import { wellFormed } from "../../crypto/index.js";
import { isAgreed, mayPropose, mayRecord, newest, type Meeting } from "../../meeting.js";
import type { Frame } from "./desk-app.js";
import { keepDrafts } from "./desk-write.js";
import { dayInWords, find, has, momentInWords, onSubmit, part, say, showMistake, stamp, valueOf, write } from "./page.js";

export class DeskMeeting extends HTMLElement {
  static define(): void {
    customElements.define("desk-meeting", DeskMeeting);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  changed: () => void = () => undefined;

  connectedCallback(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount > 0) return;
    this.append(stamp("meeting"));
    this.#wire(frame, opened, "proposes", (form) => this.#days(form));
    this.#wire(frame, opened, "minutes", (form) => {
      const day = valueOf(form, "day");
      if (day !== "") return { day };
      showMistake(part(form, "error"), "error.meeting-day", find(form, "[name=day]", HTMLElement));
      return null;
    });
    this.update();
  }

  /** The reporter may have asked, picked or corrected. */
  update(): void {
    const { opened } = this;
    if (opened === null || this.childElementCount === 0) return;
    const { meeting, handler } = opened.detail;
    const mine = opened.isHandler || handler === null;
    write(this, "now", this.#now(opened, meeting));
    part(this, "propose").hidden = !mine || !mayPropose(meeting);
    part(this, "record").hidden = !mine || !mayRecord(meeting);
  }

  #now(opened: OpenCase, meeting: Meeting | null): string {
    if (meeting === null) return say("meeting.none");
    const entries = opened.dialogue?.entries ?? [];
    const picked = newest(entries, "picks")?.body as { day?: unknown } | undefined;
    const clock = opened.detail.clocks.findLast((one) => one.kind === "meeting");
    const word = `meeting.${meeting.state}`;
    // That she agreed is read from her own signature, never from what the server says.
    const unproven = meeting.state === "signed" && !isAgreed(entries, meeting, opened.author ?? "");
    return say(unproven ? "meeting.unproven" : has(word) ? word : "meeting.other", {
      asked: dayInWords(meeting.asked_on),
      due: dayInWords(clock?.due_on ?? ""),
      day: momentInWords(typeof picked?.day === "string" ? picked.day : ""),
    });
  }

  /** One to three moments, each with a day and a time. */
  #days(form: HTMLFormElement): { days: readonly string[] } | null {
    const days: string[] = [];
    for (const n of [1, 2, 3]) {
      const [day, time] = [valueOf(form, `day-${String(n)}`), valueOf(form, `time-${String(n)}`)];
      if (day !== "" && time !== "") days.push(`${day} ${time}`);
      const half = (day === "") !== (time === "");
      if (half || (n === 1 && day === "")) {
        const name = day === "" ? "day" : "time";
        showMistake(part(form, "error"), "error.meeting-days", find(form, `[name=${name}-${String(n)}]`, HTMLElement));
        return null;
      }
    }
    return { days };
  }

  #wire(
    frame: Frame, opened: OpenCase, step: "proposes" | "minutes",
    more: (form: HTMLFormElement) => Readonly<Record<string, string | readonly string[]>> | null,
  ): void {
    const form = find(this, `[data-form="${step}"]`, HTMLFormElement);
    keepDrafts(frame, opened, form);
    onSubmit(form, async () => {
      const chosen = more(form);
      if (chosen === null) return;
      const text = wellFormed(valueOf(form, "text").trim());
      if (text === "") {
        showMistake(part(form, "error"), "error.empty", find(form, "[name=text]", HTMLElement));
        return;
      }
      await opened.step("meeting", { step, ...chosen, text }, "meeting", { step });
      form.reset();
      frame.desk.drafts.clear(`${opened.id}/meeting-${step}`);
      const details = form.closest("details");
      if (details !== null) details.open = false;
      this.update();
      this.changed();
      part(this, "done").textContent = say(`done.meeting.${step}`);
    });
  }
}
