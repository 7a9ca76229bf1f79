/** `<desk-unlock>`: opens the officer's keys with the passphrase. */

import { askKeeper } from "../../desk/keeper.js";
import type { Frame } from "./desk-app.js";
import {
  find, number, onSubmit, part, Progress, say, showFault, showMistake, stamp, valueOf, wireSecrets,
} from "./page.js";

export class DeskUnlock extends HTMLElement {
  static define(): void {
    customElements.define("desk-unlock", DeskUnlock);
  }

  frame: Frame | null = null;
  /** Why the keys are locked, when that was not at the start. */
  note = "";

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("unlock"));
    if (this.note !== "") {
      const said = document.createElement("p");
      said.className = "notice";
      said.textContent = this.note;
      part(this, "note").append(said);
    }
    wireSecrets(this);
    find(this, '[name="username"]', HTMLInputElement).value = frame.desk.me.officer.name;
    const form = find(this, "form", HTMLFormElement);
    onSubmit(form, () => this.#unlock(frame, form));
  }

  async #unlock(frame: Frame, form: HTMLFormElement): Promise<void> {
    const field = find(form, '[name="passphrase"]', HTMLInputElement);
    const passphrase = valueOf(form, "passphrase");
    const where = part(form, "error");
    if (passphrase === "") {
      showMistake(where, "error.empty-passphrase", field);
      return;
    }
    const progress = new Progress(part(form, "progress"));
    const told = (done: number): void => {
      progress.show(done, say("progress.unlocking", { n: number(Math.floor(done * 100)) }));
    };
    told(0);
    frame.announce(say("progress.unlocking", { n: 0 }));
    const { desk } = frame;
    try {
      const task = {
        act: "open" as const, wrap: desk.me.wrap ?? "", passphrase, officer: desk.me.officer.id,
      };
      const { keys } = await askKeeper(frame.keeper(), task, told);
      const drafts = !desk.drafts.isEmpty;
      await desk.open(keys);
      frame.announce(say("done.unlocked") + (drafts ? ` ${say("done.drafts")}` : ""));
      frame.proceed();
    } catch (error) {
      await desk.lock();
      showFault(where, error);
      field.setAttribute("aria-invalid", "true");
      field.focus();
      field.select();
    } finally {
      progress.end();
    }
  }
}
