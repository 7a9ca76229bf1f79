/** `<desk-openings>`: the names that were, or are to be, opened to this officer. */

import type { Desk } from "../../desk/desk.js";
import { myOpenings, type OpeningRow } from "../../desk/openings.js";
import type { Frame } from "./desk-app.js";
import { openingCard } from "./openings.js";
import { part, showFault, stamp } from "./page.js";

export class DeskOpenings extends HTMLElement {
  static define(): void {
    customElements.define("desk-openings", DeskOpenings);
  }

  frame: Frame | null = null;

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("openings"));
    void this.#load(frame);
  }

  async #load(frame: Frame): Promise<void> {
    const where = part(this, "openings");
    try {
      const rows = await myOpenings(frame.desk);
      if (rows.length === 0) {
        where.replaceChildren(stamp("openings-empty"));
        return;
      }
      const newest = rows.toReversed();
      const authors = await Promise.all(newest.map((row) => authorOf(frame.desk, row)));
      where.replaceChildren(...newest.map((row, at) => openingCard(frame, row, authors[at] ?? null)));
    } catch (error) {
      showFault(where, error);
    }
  }
}

/** The reporter's key, from the room that she opened with this officer; null where there is none. */
async function authorOf(desk: Desk, row: OpeningRow): Promise<string | null> {
  if (row.to !== desk.me.officer.id || row.state !== "open") return null;
  try {
    const opened = await desk.openCase(row.case);
    await opened.refresh();
    return opened.author;
  } catch {
    // Not held, or not declared: what cannot be compared is said on the page.
    return null;
  }
}
