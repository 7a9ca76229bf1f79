/** `<desk-own-room>`: a room that the reporter opened herself with this officer, beside a case. */

import type { OpenCase } from "../../desk/case.js";
import { isOwn } from "../../membership.js";
import type { Room } from "../../rooms.js";
import type { Frame } from "./desk-app.js";
import { Lines } from "./lines.js";
import { find, onSubmit, part, say, showMistake, stamp, valueOf, write } from "./page.js";

export class DeskOwnRoom extends HTMLElement {
  static define(): void {
    customElements.define("desk-own-room", DeskOwnRoom);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  room: Room | null = null;
  /** Called after something was sent, to draw it. */
  changed: () => void = () => undefined;
  #lines: Lines | null = null;

  connectedCallback(): void {
    const { frame, opened, room } = this;
    if (frame === null || opened === null || room === null || this.childElementCount > 0) return;
    const { kind } = room.state;
    if (!isOwn(kind)) return;
    this.append(stamp("own-room"));
    const section = find(this, "section", HTMLElement);
    section.id = kind;
    const title = find(this, "h2", HTMLElement);
    title.id = `${kind}-title`;
    section.setAttribute("aria-labelledby", title.id);
    title.textContent = say(`own.${kind}`);
    write(this, "about", say(`own.${kind}.about`));
    const form = find(this, "form", HTMLFormElement);
    const field = find(form, "textarea", HTMLTextAreaElement);
    field.id = `desk-${kind}-text`;
    find(form, "label", HTMLLabelElement).htmlFor = field.id;
    const { drafts } = frame.desk;
    const draft = `${opened.id}/${kind}`;
    field.value = drafts.get(draft);
    field.addEventListener("input", () => { drafts.set(draft, field.value); });
    this.#lines = new Lines(find(this, "ol", HTMLElement), "talk-nothing");
    onSubmit(form, async () => {
      const text = valueOf(form, "text").trim();
      if (text === "") {
        showMistake(part(form, "error"), "error.empty", field);
        return;
      }
      await opened.sayIn(kind, text);
      form.reset();
      drafts.clear(draft);
      this.changed();
      part(form, "said").textContent = say("done.sent");
    });
    this.update();
  }

  update(): void {
    const { opened, room } = this;
    if (opened !== null && room !== null) this.#lines?.draw(opened.ownTalk(room));
  }
}
