/** `<desk-incident>`: one incident: what is due, what was done, what those who could know say. */

import type { Account } from "../../alarm.js";
import { OpenIncident } from "../../desk/incidents.js";
import { dayIn } from "../../days.js";
import { faultOf } from "../../desk/trouble.js";
import type { Frame } from "./desk-app.js";
import { Lines } from "./lines.js";
import {
  banner, dayInWords, find, onSubmit, part, say, sayCount, sayOr, showFault, showMistake, stamp, stampOne, valueOf, write,
} from "./page.js";
import { bodyName } from "./places.js";

export class DeskIncident extends HTMLElement {
  static define(): void {
    customElements.define("desk-incident", DeskIncident);
  }

  frame: Frame | null = null;
  incidentId = "";

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("incident"));
    void this.#open(frame);
  }

  async #open(frame: Frame): Promise<void> {
    const where = part(this, "opening");
    try {
      const opened = await OpenIncident.open(frame.desk, this.incidentId);
      const accounts = await opened.accounts();
      if (!this.isConnected) return;
      part(this, "panels").hidden = false;
      this.#draw(frame, opened);
      this.#prepare(frame, opened);
      const list = part(this, "accounts");
      list.replaceChildren(...accounts.map(shownAccount));
      part(this, "nobody-asked").hidden = accounts.length > 0;
      this.#talk(opened);
    } catch (error) {
      if (faultOf(error).code !== "not-found") {
        showFault(where, error);
        return;
      }
      this.replaceChildren(stamp("absent"));
      frame.entitle("absent");
    }
  }

  #draw(frame: Frame, { incident, holdsCase }: OpenIncident): void {
    const closed = incident.closed_on !== null;
    write(this, "kind", sayOr("incident-kind", incident.kind));
    write(this, "state", say(closed ? "incident.closed" : "incident.open"));
    write(this, "about", say("incident.about", { day: dayInWords(incident.opened_on), body: bodyName(frame, incident.body) }));
    write(this, "asked", sayCount("incident.asked", incident.accounts.length));
    part(this, "frozen").hidden = incident.elsewhere || closed;
    part(this, "case-link").hidden = !holdsCase;
    find(this, '[data-part="case-link"] a', HTMLAnchorElement).href = frame.hrefOf({ view: "case", id: incident.case });
    const now = dayIn(frame.desk.timeZone);
    part(this, "clocks").replaceChildren(
      ...incident.clocks.flatMap(({ kind, due_on, met_on }) => {
        const name = document.createElement("dt");
        name.textContent = sayOr("incident-clock", kind);
        const text = document.createElement("dd");
        const late = (met_on ?? now) > due_on;
        const word = met_on === null ? (late ? "missed" : "due") : late ? "met-late" : "met";
        text.textContent = say(`incident.${word}`, { due: dayInWords(due_on), met: dayInWords(met_on ?? "") });
        return [name, text];
      }),
    );
    const { measures_on, notification, notification_on, closed_on } = incident;
    write(this, "measures-said", measures_on === null ? "" : say("incident.measures-on", { day: dayInWords(measures_on) }));
    write(
      this, "notification-said",
      notification === null ? "" : say(`incident.notification-${notification}`, { day: dayInWords(notification_on ?? "") }),
    );
    write(this, "closed-said", closed_on === null ? "" : say("incident.closed-on", { day: dayInWords(closed_on) }));
    find(this, 'form[data-form="measures"]', HTMLFormElement).hidden = closed || measures_on !== null;
    find(this, 'form[data-form="notification"]', HTMLFormElement).hidden = closed || notification === "made" || incident.kind !== "name-out";
    find(this, 'form[data-form="close"]', HTMLFormElement).hidden = closed;
    part(this, "notification-panel").hidden = incident.kind !== "name-out";
  }

  #prepare(frame: Frame, opened: OpenIncident): void {
    const after = (word: string): void => {
      this.#draw(frame, opened);
      write(this, "done", say(word));
      frame.announce(say(word));
    };
    onSubmit(find(this, 'form[data-form="measures"]', HTMLFormElement), async () => {
      await opened.note("measures");
      after("incident.done-measures");
    });
    const decide = find(this, 'form[data-form="notification"]', HTMLFormElement);
    onSubmit(decide, async () => {
      const decision = valueOf(decide, "decision");
      if (decision === "") {
        showMistake(part(decide, "error"), "error.decision", find(decide, "input", HTMLElement));
        return;
      }
      await opened.note("notification", decision);
      after("incident.done-notification");
    });
    onSubmit(find(this, 'form[data-form="close"]', HTMLFormElement), async () => {
      await opened.note("close");
      after("incident.done-closed");
    });
  }

  /** What somebody who reported elsewhere wrote, for those whom they let in. */
  #talk(opened: OpenIncident): void {
    const { talk } = opened;
    part(this, "talk-panel").hidden = talk === null;
    if (talk === null) return;
    const lines = new Lines(find(this, '[data-part="talk-panel"] ol', HTMLElement), "talk-nothing");
    const draw = (): void => {
      const now = opened.talk ?? talk;
      lines.draw(now);
      const damage = now.damage.length;
      const strangers = (opened.room?.strangers.length ?? 0) > 0;
      part(this, "alerts").replaceChildren(
        ...(damage === 0 ? [] : [banner(sayCount("damage.title", damage), say("damage.text"))]),
        ...(strangers ? [banner(say("strangers.title"), say("fault.not-let-in"))] : []),
      );
    };
    draw();
    const form = find(this, 'form[data-form="answer"]', HTMLFormElement);
    onSubmit(form, async () => {
      const text = valueOf(form, "text").trim();
      if (text === "") {
        showMistake(part(form, "error"), "error.empty", find(form, "textarea", HTMLElement));
        return;
      }
      await opened.say(text);
      form.reset();
      draw();
      part(form, "said").textContent = say("done.sent");
    });
  }
}

function shownAccount({ officer, asked_on, answered_on, text, broken }: Account): HTMLElement {
  const made = stampOne("account-of");
  write(made, "who", officer?.name ?? say("person.unknown"));
  write(
    made, "when",
    answered_on === null
      ? say("account.not-answered", { day: dayInWords(asked_on) })
      : say("account.answered", { day: dayInWords(answered_on) }),
  );
  const none = answered_on === null ? "" : say("account.not-to-me");
  write(made, "text", broken ? say("account.broken") : (text ?? none));
  return made;
}
