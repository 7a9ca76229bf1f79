/** `<desk-forward>`: give a case to an authority outside, with the reporter told in the same step. */

import type { OpenCase } from "../../desk/case.js";
import { wellFormed } from "../../crypto/index.js";
import { checkedText, saveText } from "./checked-text.js";
import type { Frame } from "./desk-app.js";
import { find, isTicked, onSubmit, part, say, showMistake, stamp, valueOf } from "./page.js";

export class DeskForward extends HTMLElement {
  static define(): void {
    customElements.define("desk-forward", DeskForward);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  changed: () => void = () => undefined;

  connectedCallback(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount > 0) return;
    this.append(stamp("forward"));
    this.#wire(frame, opened);
    this.update();
  }

  update(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount === 0) return;
    part(this, "step").hidden = !opened.isHandler;
    const law = frame.desk.directory.bodies.find((one) => one.id === opened.detail.body)?.law ?? "";
    for (const one of this.querySelectorAll<HTMLOptionElement>("option[data-law]")) {
      one.hidden = one.disabled = ![law, "eu"].includes(one.dataset["law"] ?? "");
    }
  }

  #wire(frame: Frame, opened: OpenCase): void {
    const form = find(this, "form", HTMLFormElement);
    const pack = find(form, '[name="pack"]', HTMLTextAreaElement);
    const check = checkedText(form, pack, frame.desk, opened, say("forward.file"));
    onSubmit(form, async () => {
      const mistake = (word: string, name: string): void => {
        showMistake(part(form, "error"), word, find(form, `[name="${name}"]`, HTMLElement));
      };
      const [to, text] = [valueOf(form, "to"), wellFormed(valueOf(form, "text").trim())];
      if (to === "") { mistake("error.forward-to", "to"); return; }
      if (text === "") { mistake("error.reasons", "text"); return; }
      if (pack.value.trim() === "") { mistake("error.empty", "pack"); return; }
      if (check().length > 0 && !isTicked(form, "sure")) { mistake("error.identifying", "sure"); return; }
      const given = wellFormed(pack.value.trim());
      await opened.step("forwarding", { to, text, given }, "forwarding", { authority: to });
      saveText(say("forward.file"), given);
      form.reset();
      check();
      this.changed();
      part(this, "done").textContent = say("done.forward");
    });
  }
}
