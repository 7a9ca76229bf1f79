/** `<desk-talks>`: the talks in which this officer advises. */

import { listTalks, type TalkRow } from "../../desk/talks.js";
import type { Frame } from "./desk-app.js";
import { dayInWords, find, part, sayCount, showFault, stamp, stampOne, write } from "./page.js";

export class DeskTalks extends HTMLElement {
  static define(): void {
    customElements.define("desk-talks", DeskTalks);
  }

  frame: Frame | null = null;

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("talks"));
    void this.#load(frame);
  }

  async #load(frame: Frame): Promise<void> {
    const where = part(this, "talks");
    try {
      const talks = await listTalks(frame.desk);
      if (talks.length === 0) {
        where.replaceChildren(stamp("talks-empty"));
        return;
      }
      const table = stampOne("talks-table");
      find(table, "tbody", HTMLElement).append(...talks.map((one) => row(frame, one)));
      where.replaceChildren(table);
    } catch (error) {
      showFault(where, error);
    }
  }
}

function row(frame: Frame, talk: TalkRow): HTMLElement {
  const made = stampOne("talks-row");
  const link = find(made, "a", HTMLAnchorElement);
  link.textContent = dayInWords(talk.begun_on);
  link.href = frame.hrefOf({ view: "talk", id: talk.id });
  write(made, "unread", talk.unread === 0 ? "" : sayCount("talks.unread", talk.unread));
  write(made, "last", talk.last_on === null ? "" : dayInWords(talk.last_on));
  return made;
}
