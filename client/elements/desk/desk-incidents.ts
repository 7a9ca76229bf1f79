/** `<desk-incidents>`: the incidents that this officer watches, without content. */

import type { Incident } from "../../alarm.js";
import { listIncidents } from "../../desk/incidents.js";
import type { Frame } from "./desk-app.js";
import { dayInWords, find, part, say, sayOr, showFault, stamp, stampOne, write } from "./page.js";
import { bodyName } from "./places.js";

export class DeskIncidents extends HTMLElement {
  static define(): void {
    customElements.define("desk-incidents", DeskIncidents);
  }

  frame: Frame | null = null;

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("incidents"));
    void this.#load(frame);
  }

  async #load(frame: Frame): Promise<void> {
    const where = part(this, "incidents");
    try {
      const found = await listIncidents(frame.desk);
      if (found.length === 0) {
        where.replaceChildren(stamp("incidents-empty"));
        return;
      }
      const table = stampOne("incidents-table");
      // What is open comes first, the newest on top.
      const open = (one: Incident): number => Number(one.closed_on === null);
      const rows = found.toReversed().sort((a, b) => open(b) - open(a));
      find(table, "tbody", HTMLElement).append(...rows.map((one) => row(frame, one)));
      where.replaceChildren(table);
    } catch (error) {
      showFault(where, error);
    }
  }
}

function row(frame: Frame, incident: Incident): HTMLElement {
  const made = stampOne("incidents-row");
  const link = find(made, "a", HTMLAnchorElement);
  link.textContent = dayInWords(incident.opened_on);
  link.href = frame.hrefOf({ view: "incident", id: incident.id });
  write(made, "kind", sayOr("incident-kind", incident.kind));
  write(made, "body", bodyName(frame, incident.body));
  const due = incident.clocks.filter((one) => one.met_on === null).map((one) => one.due_on).sort()[0];
  write(made, "due", incident.closed_on !== null || due === undefined ? "" : dayInWords(due));
  write(made, "state", say(incident.closed_on === null ? "incident.open" : "incident.closed"));
  return made;
}
