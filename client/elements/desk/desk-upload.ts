/** `<desk-upload>`: seals and sends files, to the reporter or to the investigation room. */

import type { OpenCase } from "../../desk/case.js";
import { isPassing } from "../../desk/trouble.js";
import { prepare } from "../../desk/uploads.js";
import type { Frame } from "./desk-app.js";
import { keepDrafts } from "./desk-write.js";
import {
  find, number, onSubmit, part, Progress, say, sayCount, showFault, showMistake, stamp, valueOf,
} from "./page.js";

export class DeskUpload extends HTMLElement {
  static define(): void {
    customElements.define("desk-upload", DeskUpload);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  changed: () => void = () => undefined;

  connectedCallback(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount > 0) return;
    this.append(stamp("upload"));
    const form = find(this, "form", HTMLFormElement);
    keepDrafts(frame, opened, form);
    onSubmit(form, () => this.#send(frame, opened, form));
    this.update();
  }

  /** Whoever holds one room only has one place to send to: an investigator never the talk. */
  update(): void {
    const { opened } = this;
    if (opened === null || this.childElementCount === 0) return;
    const both = opened.dialogue !== null && opened.investigation !== null;
    part(this, "where").hidden = !both;
    const only = opened.dialogue === null ? "investigation" : "dialogue";
    if (!both) find(this, `[name="where"][value="${only}"]`, HTMLInputElement).checked = true;
  }

  async #send(frame: Frame, opened: OpenCase, form: HTMLFormElement): Promise<void> {
    const field = find(form, '[name="files"]', HTMLInputElement);
    const error = part(form, "error");
    const chosen = [...(field.files ?? [])];
    if (chosen.length === 0) {
      showMistake(error, "error.no-files", field);
      return;
    }
    const where = valueOf(form, "where") === "investigation" ? "investigation" : "dialogue";
    const progress = new Progress(part(form, "progress"));
    const show = (at: number, sent: number, total: number): void => {
      const share = total === 0 ? 1 : sent / total;
      frame.busy();
      const values = {
        at: number(at + 1), files: number(chosen.length), n: number(Math.floor(share * 100)),
      };
      progress.show((at + share) / chosen.length, say("progress.sending", values));
    };
    try {
      show(0, 0, 1);
      const uploads = [];
      for (const file of chosen) uploads.push(await prepare(file));
      await opened.sendFiles(where, valueOf(form, "text").trim(), uploads, show, (fault) =>
        this.#stalled(form, fault),
      );
      form.reset();
      this.update();
      frame.desk.drafts.clear(`${opened.id}/files`);
      this.changed();
      frame.announce(sayCount("done.files", chosen.length));
    } finally {
      progress.end();
    }
  }

  /** The line or the session is gone: wait for the officer, and go on where it stopped. */
  async #stalled(form: HTMLFormElement, fault: unknown): Promise<void> {
    if (!isPassing(fault)) throw fault;
    const error = part(form, "error");
    showFault(error, fault);
    const resume = find(form, '[data-do="resume"]', HTMLButtonElement);
    resume.hidden = false;
    await new Promise<void>((go) => {
      resume.addEventListener("click", () => { go(); }, { once: true });
      addEventListener("online", () => { go(); }, { once: true });
    });
    resume.hidden = true;
    error.replaceChildren();
  }
}
