/** `<desk-forward>`: give a case to an authority outside, with the reporter told in the same step. */

import type { OpenCase } from "../../desk/case.js";
import { wellFormed } from "../../crypto/index.js";
import { identifying, takeAllOut, termsOf, type Found } from "../../desk/redacting.js";
import type { Frame } from "./desk-app.js";
import { find, isTicked, onSubmit, part, say, sayCount, showMistake, stamp, valueOf, write } from "./page.js";

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
    const terms = termsOf(frame.desk.directory, [opened.detail.alias]);
    const check = (): readonly Found[] => {
      const found = identifying(pack.value, terms);
      write(form, "found", found.length === 0 ? say("hearing.clean") : sayCount("hearing.found", found.length));
      part(form, "list").replaceChildren(...found.map((one) => {
        const row = document.createElement("li");
        row.textContent = say(`hearing.why.${one.why}`, { text: one.text });
        return row;
      }));
      return found;
    };
    const press = (name: string, act: () => void): void => {
      find(form, `[data-do="${name}"]`, HTMLElement).addEventListener("click", () => { act(); check(); });
    };
    press("report", () => { pack.value += opened.talk.report?.text ?? ""; });
    press("all", () => { pack.value = takeAllOut(pack.value, identifying(pack.value, terms)); });
    press("save", () => { save(say("forward.file"), pack.value); });
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
      save(say("forward.file"), given);
      form.reset();
      check();
      this.changed();
      part(this, "done").textContent = say("done.forward");
    });
  }
}

/** Save a text on this computer, to be given to the authority by its own secure way. */
function save(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => { URL.revokeObjectURL(link.href); }, 60_000);
}
