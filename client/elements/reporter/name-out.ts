/** `<name-out>`: one press raises the alarm; then what happened, and who could have known. */

import { myIncidents, openAccounts, raiseAlarm, type Account, type Incident } from "../../alarm.js";
import { isLive } from "../../membership.js";
import type { MyAlarm, MyReport } from "../../mine.js";
import { commissionOf, openOwnRoom, ownRoom } from "../../own-rooms.js";
import type { Room } from "../../rooms.js";
import { wellFormed } from "../../crypto/index.js";
import { Conversation, NotYet, sendWith } from "./conversation.js";
import { choose, copyOf, dayInWords, explained, fill, goTo, part, parts, texts, type Say } from "./page.js";
import { nameWithRoles, showOfficers } from "./people.js";
import { WhoKnew } from "./who-knew.js";

export class NameOut extends HTMLElement {
  #say: Say = () => "";
  #talk: Conversation | null = null;

  static define(): void {
    customElements.define("name-out", NameOut);
  }

  /** Show it for a report, or for an alarm that was raised without one. */
  async show(report: MyReport | null, alarm: MyAlarm | null): Promise<void> {
    const mine = report ?? alarm;
    if (mine === null) return;
    this.#say = texts(this);
    this.hidden = false;
    const why = (error: unknown): string =>
      error instanceof NotYet ? this.#say(error.message) : explained(error, this.#say);
    sendWith(part(this, "[data-raise]", HTMLFormElement), this.#say, async () => {
      const raised = await raiseAlarm(mine.api);
      await this.#showIncident(raised, mine);
      goTo(part(this, "h2", HTMLElement));
    }, why);
    sendWith(part(this, "[data-tell]", HTMLFormElement), this.#say, async () => {
      if (report !== null) await this.#tell(report);
    }, why);
    part(this, "[data-look]", HTMLElement).addEventListener("click", () => void this.#look(mine));
    const room = alarm?.room ?? (report === null ? null : await ownRoom(report, "commission"));
    if (room !== null) await this.open(room, mine);
    if (report !== null) this.#offer(report);
    const knew = part(this, "who-knew", WhoKnew);
    knew.hidden = report === null;
    if (report !== null) knew.show(report);
    await this.#look(mine);
  }

  /** Fetch what became of it. */
  async #look(mine: MyReport | MyAlarm): Promise<void> {
    const status = part(this, "[data-look-status]", HTMLElement);
    try {
      const [newest] = await myIncidents(mine.api);
      if (newest !== undefined) await this.#showIncident(newest, mine);
      await this.#talk?.refresh();
      status.textContent = "";
    } catch (error) {
      status.textContent = explained(error, this.#say);
    }
  }

  async #showIncident(incident: Incident, mine: MyReport | MyAlarm): Promise<void> {
    const open = incident.closed_on === null;
    part(this, "[data-raised]", HTMLElement).hidden = false;
    part(this, "[data-quiet]", HTMLElement).hidden = open;
    choose(this, "why", incident.kind === "name-out" ? "name-out" : "probing");
    choose(this, "open", String(open));
    for (const one of parts(this, "[data-on]")) {
      fill(one, { opened: dayInWords(incident.opened_on), closed: dayInWords(incident.closed_on ?? "") });
    }
    part(this, "[data-frozen]", HTMLElement).hidden = incident.elsewhere || !open;
    const told = part(this, "[data-told]", HTMLElement);
    told.textContent = this.#say("told", { n: incident.told });
    told.hidden = incident.told === 0;
    part(this, "[data-nobody-told]", HTMLElement).hidden = incident.told > 0;
    const asked = part(this, "[data-asked]", HTMLElement);
    asked.textContent = this.#say("asked", { n: incident.accounts.length });
    asked.hidden = incident.accounts.length === 0;
    this.#showTerms(incident);
    const reader = { holder: "reporter", identity: mine.keys.identity };
    const accounts = await openAccounts(incident, reader, mine.directory);
    part(this, "[data-accounts-part]", HTMLElement).hidden = accounts.length === 0;
    const list = part(this, "[data-accounts]", HTMLElement);
    list.replaceChildren(...accounts.map((one) => this.#account(one, mine)));
  }

  #showTerms({ clocks, notification }: Incident): void {
    const today = new Date().toISOString().slice(0, 10);
    part(this, "[data-terms]", HTMLElement).replaceChildren(
      ...clocks.flatMap(({ kind, due_on, met_on }) => {
        const name = document.createElement("dt");
        name.textContent = this.#say(`term-${kind}`);
        const text = document.createElement("dd");
        const late = (met_on ?? today) > due_on;
        const state = met_on === null ? (late ? "missed" : "due") : late ? "met-late" : "met";
        const decided = kind === "breach_notice" && notification !== null ? ` ${this.#say(`notified-${notification}`)}` : "";
        text.textContent = this.#say(state, { due: dayInWords(due_on), met: dayInWords(met_on ?? "") }) + decided;
        return [name, text];
      }),
    );
  }

  #account(account: Account, { directory, ...mine }: MyReport | MyAlarm): HTMLElement {
    const row = copyOf(this, "[data-account]");
    const body = typeof mine.case === "string" ? (mine as MyAlarm).body : mine.case.body;
    const { officer, answered_on, asked_on, text, broken } = account;
    part(row, "[data-who]", HTMLElement).textContent =
      officer === null ? this.#say("unknown-officer") : nameWithRoles(officer, directory, body, this.#say);
    part(row, "[data-when]", HTMLElement).textContent =
      answered_on === null
        ? this.#say("not-answered", { asked: dayInWords(asked_on) })
        : this.#say("answered", { answered: dayInWords(answered_on) });
    part(row, "[data-text-of]", HTMLElement).textContent =
      broken ? this.#say("account-broken") : (text ?? (answered_on === null ? "" : this.#say("account-elsewhere")));
    return row;
  }

  /** Whom she can tell, as long as she has told nobody. */
  #offer(report: MyReport): void {
    const readers = this.#commission(report);
    const list = part(this, "[data-commission]", HTMLElement);
    showOfficers(list, readers, report.directory, report.case.body, this.#say);
    part(this, "[data-tell]", HTMLElement).hidden = readers.length === 0 || this.#talk !== null;
    part(this, "[data-no-commission]", HTMLElement).hidden = readers.length > 0 || this.#talk !== null;
  }

  /** The commission above, without those who hold or held the case, or may not. */
  #commission({ directory, dialogue, case: { body, excluded } }: MyReport): ReturnType<typeof commissionOf> {
    const held = dialogue.state.members.map(({ holder }) => holder.replace("officer:", ""));
    return commissionOf(directory, body, new Set([...excluded, ...held]));
  }

  async #tell(report: MyReport): Promise<void> {
    const [what, when, whom] = ["what", "when", "whom"].map((name) => this.#field(name).value.trim());
    if (what === undefined || what === "") throw new NotYet("tell-empty");
    const room = await openOwnRoom(report, "commission", this.#commission(report));
    const lines = [what, ...(["when", "whom"] as const).flatMap((key, at) => {
      const said = at === 0 ? when : whom;
      return said === undefined || said === "" ? [] : [this.#say(`said-${key}`, { said })];
    })];
    await room.send("message", { text: wellFormed(lines.join("\n\n")) });
    for (const name of ["what", "when", "whom"]) this.#field(name).value = "";
    await this.open(room, report);
    this.#offer(report);
  }

  #field(name: string): HTMLTextAreaElement {
    return part(this, `[data-tell] [name=${name}]`, HTMLTextAreaElement);
  }

  /** Show her room with the commission. */
  async open(room: Room, { api, directory, ...mine }: MyReport | MyAlarm): Promise<void> {
    const where = part(this, "[data-room]", HTMLElement);
    where.hidden = false;
    // The page has another conversation: this one's parts stand in it only once there is a room.
    where.replaceChildren(copyOf(this, "[data-room-parts]"));
    this.#say = texts(this);
    const talk = new Conversation(where, this.#say, { api, room, directory });
    this.#talk = talk;
    const body = typeof mine.case === "string" ? (mine as MyAlarm).body : mine.case.body;
    const holders = new Set(room.state.members.filter(isLive).map((one) => one.holder));
    const there = directory.officers.filter((one) => holders.has(`officer:${one.id}`));
    showOfficers(part(where, "[data-in-room]", HTMLElement), there, directory, body, this.#say);
    const answer = part(where, "textarea", HTMLTextAreaElement);
    sendWith(part(where, "[data-answer-form]", HTMLFormElement), this.#say, async () => {
      await talk.write(answer);
      talk.showNew();
    }, (error) => talk.whyNot(error));
    part(where, "[data-refresh]", HTMLElement).addEventListener("click", () => void talk.refresh());
    await talk.refresh();
    part(this, "[data-stranger]", HTMLElement).hidden = room.strangers.length === 0;
  }
}
