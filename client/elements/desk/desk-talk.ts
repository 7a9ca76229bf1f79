/** `<desk-talk>`: one talk with a reporter who asks advice. It is not a report, and shows no case. */

import { OpenTalk } from "../../desk/talks.js";
import { faultOf } from "../../desk/trouble.js";
import type { Frame } from "./desk-app.js";
import { Lines } from "./lines.js";
import { banner, dayInWords, find, onSubmit, part, say, sayCount, showFault, showMistake, stamp, valueOf, write } from "./page.js";

export class DeskTalk extends HTMLElement {
  static define(): void {
    customElements.define("desk-talk", DeskTalk);
  }

  frame: Frame | null = null;
  talkId = "";

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("talk"));
    void this.#open(frame);
  }

  async #open(frame: Frame): Promise<void> {
    const where = part(this, "opening");
    try {
      const opened = await OpenTalk.open(frame.desk, this.talkId);
      await opened.refresh();
      if (!this.isConnected) return;
      write(this, "begun", say("talks.begun", { day: dayInWords(opened.row.begun_on) }));
      part(this, "panel").hidden = false;
      const lines = new Lines(find(this, "ol", HTMLElement), "talk-nothing");
      const draw = (): void => { this.#draw(lines, opened); };
      this.#prepare(frame, opened, draw);
      draw();
    } catch (error) {
      if (faultOf(error).code !== "not-found") {
        showFault(where, error);
        return;
      }
      this.replaceChildren(stamp("absent"));
      frame.entitle("absent");
    }
  }

  #draw(lines: Lines, { talk }: OpenTalk): void {
    lines.draw(talk);
    const damage = talk.damage.length;
    part(this, "alerts").replaceChildren(
      ...(damage === 0 ? [] : [banner(sayCount("damage.title", damage), say("damage.text"))]),
    );
  }

  #prepare(frame: Frame, opened: OpenTalk, draw: () => void): void {
    const form = find(this, "form", HTMLFormElement);
    const field = find(form, "textarea", HTMLTextAreaElement);
    const { drafts } = frame.desk;
    const draft = `${this.talkId}/talk`;
    field.value = drafts.get(draft);
    field.addEventListener("input", () => { drafts.set(draft, field.value); });
    onSubmit(form, async () => {
      const text = valueOf(form, "text").trim();
      if (text === "") {
        showMistake(part(form, "error"), "error.empty", field);
        return;
      }
      await opened.say(text);
      form.reset();
      drafts.clear(draft);
      draw();
      part(form, "said").textContent = say("done.sent");
    });
  }
}
