/** `<desk-investigation>`: the room that the reporter cannot read: members, notes, inviting. */

import type { OpenCase } from "../../desk/case.js";
import { dayIn } from "../../days.js";
import { candidates } from "../../desk/people.js";
import type { Frame } from "./desk-app.js";
import { chosenPerson, drawCandidates, drawMembers, wireWarning } from "./desk-people.js";
import { keepDrafts } from "./desk-write.js";
import { Lines } from "./lines.js";
import { find, onSubmit, part, say, showFault, showMistake, stamp, valueOf } from "./page.js";

export class DeskInvestigation extends HTMLElement {
  static define(): void {
    customElements.define("desk-investigation", DeskInvestigation);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  changed: () => void = () => undefined;
  #lines: Lines | null = null;
  #shown = "";

  connectedCallback(): void {
    this.update();
  }

  /** The room may have been opened, its members may have changed, notes may have been written. */
  update(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || !this.isConnected) return;
    const room = opened.investigation;
    if (room === null) {
      if (this.childElementCount === 0) this.#drawNone(frame, opened);
      this.#mayOpen(opened);
      return;
    }
    if (this.#lines === null) this.#drawRoom(frame, opened);
    this.#lines?.draw(opened.notes);
    const now = JSON.stringify([room.state.members, opened.detail.handler]);
    if (now === this.#shown) return;
    this.#shown = now;
    drawMembers(frame, opened, "investigation", part(this, "members"), this, this.changed);
    part(this, "invite").hidden = !opened.isHandler;
    const able = candidates(
      frame.desk.directory, "investigator", room.holders, opened.talk.report,
    ).filter((one) => !opened.detail.excluded.includes(one.officer.id));
    drawCandidates(find(this, '[data-form="invite"]', HTMLFormElement), able);
  }

  #drawNone(frame: Frame, opened: OpenCase): void {
    this.append(stamp("investigation-none"));
    const button = find(this, '[data-do="open"]', HTMLButtonElement);
    button.addEventListener("click", () => {
      button.setAttribute("aria-disabled", "true");
      opened.openInvestigation().then(
        () => {
          this.replaceChildren();
          this.update();
          this.changed();
          frame.announce(say("done.room"));
          find(this, '[data-form="note"] textarea', HTMLElement).focus();
        },
        (error: unknown) => {
          button.removeAttribute("aria-disabled");
          showFault(part(this, "error"), error);
        },
      );
    });
  }

  #mayOpen(opened: OpenCase): void {
    const may = opened.isHandler && opened.detail.status !== "received";
    find(this, '[data-do="open"]', HTMLButtonElement).hidden = !may;
    part(this, "later").hidden = may;
  }

  #drawRoom(frame: Frame, opened: OpenCase): void {
    this.replaceChildren(stamp("investigation"), stamp("note"));
    this.#lines = new Lines(part(this, "notes"), "notes-empty");
    const invite = find(this, '[data-form="invite"]', HTMLFormElement);
    const until = find(invite, '[name="until"]', HTMLInputElement);
    until.min = dayIn(frame.desk.timeZone);
    wireWarning(invite);
    onSubmit(invite, async () => {
      const to = chosenPerson(invite);
      if (to === null) return;
      if (until.value === "" || until.value < until.min) {
        showMistake(part(invite, "error"), "error.no-until", until);
        return;
      }
      await opened.invite(to, until.value);
      invite.reset();
      invite.closest("details")?.removeAttribute("open");
      const name = frame.desk.directory.officers.find((one) => one.id === to)?.name ?? "";
      this.changed();
      const said = this.querySelector<HTMLElement>(':scope > [data-part="said"]');
      if (said !== null) said.textContent = say("done.invited", { name });
    });
    const note = find(this, '[data-form="note"]', HTMLFormElement);
    keepDrafts(frame, opened, note);
    onSubmit(note, async () => {
      const field = find(note, '[name="text"]', HTMLTextAreaElement);
      const text = valueOf(note, "text").trim();
      if (text === "") {
        showMistake(part(note, "error"), "error.empty", field);
        return;
      }
      const epoch = opened.investigation?.state.epoch;
      await opened.note(text);
      note.reset();
      frame.desk.drafts.clear(`${opened.id}/note`);
      this.changed();
      const renewed = epoch !== opened.investigation?.state.epoch;
      part(note, "said").textContent = say("done.noted") + (renewed ? ` ${say("done.epoch")}` : "");
    });
  }
}
