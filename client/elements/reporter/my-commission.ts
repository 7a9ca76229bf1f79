/** `<my-commission>`: one press brings her case to the commission; what she hands over; what was found. */

import { wellFormed } from "../../crypto/index.js";
import type { MyAlarm, MyReport } from "../../mine.js";
import {
  goToCommission, handOver, myOversight, reasonsFor, roomWith,
  type Breach, type Escalation, type Oversight, type Recommendation, type Review, type Reviewed,
} from "../../oversight.js";
import { commissionOf, ownRoom } from "../../own-rooms.js";
import type { Room } from "../../rooms.js";
import { NotYet, sendWith } from "./conversation.js";
import { copyOf, dayInWords, explained, goTo, language, part, texts, type Say } from "./page.js";
import { showOfficers } from "./people.js";

export class MyCommission extends HTMLElement {
  #say: Say = () => "";
  #room: Room | null = null;
  /** Called when a room with the commission was opened here. */
  opened: (room: Room) => Promise<void> = () => Promise.resolve();

  static define(): void {
    customElements.define("my-commission", MyCommission);
  }

  /** Show it for a report, or for an alarm that was raised without one. */
  async show(report: MyReport | null, alarm: MyAlarm | null): Promise<void> {
    const mine = report ?? alarm;
    if (mine === null) return;
    this.#say = texts(this);
    this.hidden = false;
    this.#units(mine);
    const why = (error: unknown): string =>
      error instanceof NotYet ? this.#say(error.message) : explained(error, this.#say);
    sendWith(part(this, "[data-press]", HTMLFormElement), this.#say, async (form) => {
      const unit = part(form, "select", HTMLSelectElement).value;
      await goToCommission(mine.api, unit === "" ? null : unit);
      await this.#look(mine);
      goTo(part(this, "[data-came-title]", HTMLElement));
    }, why);
    sendWith(part(this, "[data-hand]", HTMLFormElement), this.#say, async () => {
      if (report !== null) await this.#hand(report);
    }, why);
    part(this, "[data-look]", HTMLElement).addEventListener("click", () => void this.#look(mine));
    this.#room = alarm?.room ?? (report === null ? null : await ownRoom(report, "commission"));
    if (report !== null) this.#offer(report);
    await this.#look(mine);
  }

  /** The units of her body; that she says which is her own choice. */
  #units(mine: MyReport | MyAlarm): void {
    const body = typeof mine.case === "string" ? (mine as MyAlarm).body : mine.case.body;
    const units = mine.directory.units.filter((one) => one.body === body);
    part(this, "[data-unit]", HTMLElement).hidden = units.length === 0;
    part(this, "select", HTMLSelectElement).append(...units.map((one) => new Option(one.names[language()], one.id)));
  }

  async #look(mine: MyReport | MyAlarm): Promise<void> {
    const status = part(this, "[data-look-status]", HTMLElement);
    try {
      await this.#room?.refresh();
      this.#draw(await myOversight(mine.api), mine);
      status.textContent = "";
    } catch (error) {
      status.textContent = explained(error, this.#say);
    }
  }

  #draw({ escalations, reviews, breaches }: Oversight, mine: MyReport | MyAlarm): void {
    const pressed = escalations.some((one) => one.cause === "asked" && one.closed_on === null);
    part(this, "[data-press]", HTMLElement).hidden = pressed;
    part(this, "[data-came]", HTMLElement).hidden = escalations.length === 0;
    part(this, "[data-escalations]", HTMLElement).replaceChildren(
      ...escalations.toReversed().map((one) => this.#item(this.#escalation(one, mine))),
    );
    const outside = escalations.some((one) => one.closed_on === null && one.told === 0);
    part(this, "[data-outside]", HTMLElement).hidden = !outside;
    part(this, "[data-reviews]", HTMLElement).replaceChildren(...reviews.toReversed().map((one) => this.#review(one, mine)));
    part(this, "[data-breaches-part]", HTMLElement).hidden = breaches.length === 0;
    part(this, "[data-breaches]", HTMLElement).replaceChildren(...breaches.map((one) => this.#item(this.#breach(one))));
    part(this, "[data-hand-part]", HTMLElement).hidden = escalations.length === 0 || typeof mine.case === "string";
  }

  #escalation(one: Escalation, { directory }: MyReport | MyAlarm): string {
    const level = directory.bodies.find(({ id }) => id === one.level)?.names[language()] ?? "";
    const why = one.duty === null ? this.#say(`cause-${one.cause}`) || this.#say("cause-other")
      : one.duty === "check_in" ? this.#say("cause-silent")
      : this.#say("cause-missed", { duty: this.#say(`clock-${one.duty}`) || this.#say("clock-other") });
    const came = this.#say(one.told === 0 ? "came-nobody" : "came", { day: dayInWords(one.opened_on), why, level });
    return one.closed_on === null ? came : `${came} ${this.#say("came-closed", { day: dayInWords(one.closed_on) })}`;
  }

  #review(one: Review, mine: MyReport | MyAlarm): HTMLElement {
    const row = copyOf(this, "[data-review]");
    const title = one.closed_on === null ? "review-open" : "review-closed";
    part(row, "h3", HTMLElement).textContent = this.#say(title, {
      opened: dayInWords(one.opened_on), closed: dayInWords(one.closed_on ?? ""),
    });
    const heard = part(row, "[data-heard]", HTMLElement);
    heard.textContent = this.#say(one.body_heard_on === null ? "body-not-heard" : "body-heard", { day: dayInWords(one.body_heard_on ?? "") });
    for (const subject of ["protection", "care"] as const) {
      const on = one[`${subject}_on`];
      part(row, `[data-found=${subject}]`, HTMLElement).textContent =
        this.#say(`finding-${one[subject]}`) || this.#say("finding-other");
      const why = part(row, `[data-why=${subject}]`, HTMLElement);
      why.textContent = on === null ? "" : this.#reasons("finding", subject, one[subject]);
      why.hidden = why.textContent === "";
    }
    const list = part(row, "[data-recommendations]", HTMLElement);
    list.replaceChildren(...one.recommendations.map((each) => this.#item(this.#recommendation(each, mine))));
    part(row, "[data-recommended]", HTMLElement).hidden = one.recommendations.length === 0;
    return row;
  }

  #recommendation(one: Recommendation, { directory }: MyReport | MyAlarm): string {
    const body = directory.bodies.find(({ id }) => id === one.body)?.names[language()] ?? "";
    const day = new Date().toISOString().slice(0, 10);
    const state = one.done_on !== null ? "recommended-done" : one.due_on < day ? "recommended-late" : "recommended";
    const said = this.#say(state, {
      measure: this.#say(`measure-${one.measure}`) || this.#say("measure-other"),
      owner: this.#say(`owner-${one.role}`), body,
      due: dayInWords(one.due_on), done: dayInWords(one.done_on ?? ""),
    });
    const reasons = this.#reasons("recommendation", one.id, one.measure, "");
    return reasons === "" ? said : `${said}\n${reasons}`;
  }

  #breach(one: Breach): string {
    const kind = this.#say(`breach-${one.kind}`) || this.#say("breach-other");
    if (one.decision === null) return this.#say(one.possible ? "breach-possible" : "breach-open", { kind, day: dayInWords(one.opened_on) });
    const said = this.#say("breach-decided", {
      kind, day: dayInWords(one.closed_on ?? ""),
      decision: this.#say(`decision-${one.decision}`), sanction: this.#say(`sanction-${one.sanction ?? "none"}`),
    });
    const reasons = this.#reasons("decision", one.id, one.decision, "");
    return reasons === "" ? said : `${said}\n${reasons}`;
  }

  /** Why, in the words that were sealed to her; that they say something else is said loudly. */
  #reasons(about: Reviewed["about"], of: string, choice: string, none = this.#say("reasons-none")): string {
    const reasons = reasonsFor(this.#room?.entries ?? [], about, of, choice);
    if (reasons.state === "read") return reasons.text;
    return reasons.state === "other" ? this.#say("reasons-differ") : none;
  }

  #item(text: string): HTMLElement {
    const item = document.createElement("li");
    item.className = "my-commission__item";
    item.textContent = text;
    return item;
  }

  /** Whom she would let in. */
  #offer(report: MyReport): void {
    const there = this.#room === null ? this.#members(report) : this.#inRoom(report, this.#room);
    showOfficers(part(this, "[data-commission]", HTMLElement), there, report.directory, report.case.body, this.#say);
    part(this, "[data-hand]", HTMLElement).hidden = there.length === 0;
    part(this, "[data-nobody]", HTMLElement).hidden = there.length > 0;
  }

  #inRoom({ directory }: MyReport, room: Room): ReturnType<typeof commissionOf> {
    return directory.officers.filter((one) => room.holders.includes(`officer:${one.id}`));
  }

  #members(report: MyReport): ReturnType<typeof commissionOf> {
    return commissionOf(report.directory, report.case.body, out(report));
  }

  async #hand(report: MyReport): Promise<void> {
    const field = part(this, "[data-hand] textarea", HTMLTextAreaElement);
    const text = field.value.trim();
    const whole = part(this, "[data-hand] [name=whole]", HTMLInputElement).checked;
    if (text === "" && !whole) throw new NotYet("hand-nothing");
    const room = this.#room ?? (await roomWith(report, out(report)));
    this.#room = room;
    if (text !== "") {
      await room.send("message", { text: wellFormed(text) });
      field.value = "";
    }
    if (whole) {
      await report.dialogue.refresh();
      await handOver(report, room);
      part(this, "[data-hand] [name=whole]", HTMLInputElement).checked = false;
    }
    this.#offer(report);
    await this.opened(room);
  }
}

/** Those who hold or held the case, or may not: none of them is of the commission for it. */
function out({ dialogue, case: { excluded } }: MyReport): ReadonlySet<string> {
  const held = dialogue.state.members.map(({ holder }) => holder.replace("officer:", ""));
  return new Set([...excluded, ...held]);
}
