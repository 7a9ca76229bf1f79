/** `<my-care>`: who protects her, her plan, and how she is. */

import { asking, measuresOf, planIn, protectorsOf, type Care } from "../../care.js";
import { TooLarge, wellFormed } from "../../crypto/index.js";
import { isLive } from "../../membership.js";
import { dayAt, type MyReport } from "../../mine.js";
import { openOwnRoom, ownRoom } from "../../own-rooms.js";
import type { Room } from "../../rooms.js";
import { Conversation, NotYet, sendWith } from "./conversation.js";
import { textOf } from "./entries.js";
import { careState, needed } from "./care-state.js";
import { choose, copyOf, dayInWords, explained, goTo, part, parts, texts, type Say } from "./page.js";
import { nameWithRoles, showOfficers } from "./people.js";
import { guardLeaving } from "./unsent.js";

export class MyCare extends HTMLElement {
  #say: Say = () => "";
  #talk: Conversation | null = null;

  static define(): void {
    customElements.define("my-care", MyCare);
  }

  /** Show it for a report. */
  async show(mine: MyReport): Promise<void> {
    this.#say = texts(this);
    this.hidden = false;
    guardLeaving(() => parts(this, "textarea").some((one) => (one as HTMLTextAreaElement).value.trim() !== ""));
    const room = await ownRoom(mine, "care");
    if (room !== null) await this.#openRoom(room, mine);
    this.#offerProtectors(mine);
    this.#wire(mine);
    await this.#draw(mine);
  }

  get #room(): Room | null {
    return this.#talk?.room ?? null;
  }

  #wire(mine: MyReport): void {
    const send = (name: string, act: (form: HTMLFormElement) => Promise<void>): void => {
      const form = part(this, `form[data-${name}]`, HTMLFormElement);
      sendWith(form, this.#say, async () => {
        await act(form);
        this.#talk?.showNew();
        await this.#draw(mine);
      }, (error) => this.#whyNot(error));
    };
    send("choose", () => this.#choose(mine));
    send("assess", (form) => this.#assess(form));
    send("answer-plan", (form) => this.#answerPlan(form, mine));
    send("decline", (form) => this.#decline(form, mine));
    send("check-in", (form) => this.#checkIn(form, mine));
    send("way", (form) => this.#chooseWay(form, mine));
  }

  #whyNot(error: unknown): string {
    if (error instanceof NotYet) return this.#say(error.message);
    return error instanceof TooLarge ? this.#say("too-long") : explained(error, this.#say);
  }

  /** Draw how things stand. What she typed stays. */
  async #draw(mine: MyReport): Promise<void> {
    const care = (await mine.api.get("/api/my/care")) as Care;
    const room = this.#room;
    const state = careState(care, room !== null);
    const values = { since: dayInWords(care.since), due: dayInWords(care.due_on ?? "") };
    part(this, "[data-state]", HTMLElement).textContent = this.#say(state, values);
    const late = care.due_on !== null && care.due_on < dayAt(mine);
    const missed = part(this, "[data-missed]", HTMLElement);
    missed.hidden = !late;
    missed.textContent = late ? this.#say("missed") : "";
    const settled = part(this, "[data-settled]", HTMLElement);
    const without = care.turn !== null && (care.settled ?? "").startsWith("no-");
    settled.hidden = !without;
    settled.textContent = without ? this.#say(`settled-${care.settled ?? ""}`) : "";
    const gone = room === null ? [] : goneFrom(room);
    this.#shown("choose", room === null || gone.length > 0);
    const left = part(this, "[data-gone]", HTMLElement);
    left.hidden = gone.length === 0;
    left.textContent = gone.length === 0 ? "" : this.#say("gone", { names: gone.map((id) => this.#nameOf(id, mine)).join(", ") });
    this.#shown("room", room !== null);
    this.#shown("assess", room !== null);
    this.#shown("decline", care.state !== "declined");
    part(this, "[data-decline-readers]", HTMLElement).hidden = room !== null;
    if (room !== null && care.assessed_on === null) {
      part(this, "[data-part=assess] details", HTMLDetailsElement).open = true;
    }
    this.#drawPlan(care, mine);
    this.#drawCheckIns(care, room, dayAt(mine));
    this.#drawOffers(care);
  }

  #nameOf(id: string, { directory }: MyReport): string {
    return directory.officers.find((one) => one.id === id)?.name ?? this.#say("unknown-officer");
  }

  #shown(name: string, is: boolean): void {
    part(this, `[data-part=${name}]`, HTMLElement).hidden = !is;
  }

  #drawPlan(care: Care, mine: MyReport): void {
    const { plan } = care;
    this.#shown("plan", plan !== null);
    if (plan === null) return;
    const found = planIn(this.#room?.entries ?? [], care);
    part(this, "[data-plan-missing]", HTMLElement).hidden = found !== null;
    const by = mine.directory.officers.find((one) => `officer:${one.id}` === plan.by);
    part(this, "[data-plan-of]", HTMLElement).textContent = this.#say("plan-of", {
      name: by?.name ?? this.#say("unknown-officer"), day: dayInWords(plan.proposed_on),
    });
    part(this, "[data-plan-text]", HTMLElement).textContent = textOf(found?.body, "text");
    const rows = measuresOf(found?.body).map((one) => {
      const row = part(copyOf(this, "[data-measure]"), "tr", HTMLElement);
      part(row, "[data-what]", HTMLElement).textContent = one.what;
      part(row, "[data-owner]", HTMLElement).textContent = one.owner;
      part(row, "[data-by]", HTMLElement).textContent = dayInWords(one.by);
      return row;
    });
    part(this, "[data-measures]", HTMLElement).replaceChildren(...rows);
    part(this, "[data-part=plan] .table-wrap", HTMLElement).hidden = rows.length === 0;
    const waits = care.state === "proposed" && plan.approved === null && found !== null;
    part(this, "form[data-answer-plan]", HTMLElement).hidden = !waits;
  }

  #drawCheckIns(care: Care, room: Room | null, day: string): void {
    const open = asking(care, day);
    const due = dayInWords(open?.due_on ?? care.next_on ?? "");
    const word = open !== null ? "asked" : care.next_on === null ? "no-next" : "next";
    part(this, "[data-asked]", HTMLElement).textContent = this.#say(word, { due });
    const last = care.check_ins.filter((one) => one.silent).at(-1);
    const silent = part(this, "[data-silent]", HTMLElement);
    silent.hidden = last === undefined;
    silent.textContent = last === undefined ? "" : this.#say("silent", { due: dayInWords(last.due_on) });
    choose(this, "more-readers", room === null ? "dialogue" : "care");
    const list = part(this, "[data-said]", HTMLElement);
    list.hidden = care.answers.length === 0;
    list.replaceChildren(...care.answers.map((one) => line(
      this.#say(one.by === "reporter" ? "said" : "said-for", {
        day: dayInWords(one.day), answer: this.#say(`care-code-answer-${one.answer}`),
      }),
    )));
    const way = this.querySelector<HTMLInputElement>(`form[data-way] [value="${care.way ?? "page"}"]`);
    if (this.#checked("way", "way") === "" && way !== null) way.checked = true;
  }

  #drawOffers(care: Care): void {
    const list = part(this, "[data-offers]", HTMLElement);
    list.hidden = care.offers.length === 0;
    list.replaceChildren(...care.offers.map((one) => line(
      this.#say(one.met_on === null ? "offer-owed" : "offer-made", {
        due: dayInWords(one.due_on), met: dayInWords(one.met_on ?? ""), cause: this.#say(`cause-${one.cause}`),
      }),
    )));
  }

  #offerProtectors(mine: MyReport): void {
    const { directory, case: { body } } = mine;
    const offered = this.#protectors(mine);
    part(this, "form[data-choose]", HTMLElement).hidden = offered.length === 0;
    part(this, "[data-nobody]", HTMLElement).hidden = offered.length > 0;
    part(this, "[data-protectors]", HTMLElement).replaceChildren(
      ...offered.map((one) => {
        const row = copyOf(this, "[data-protector]");
        part(row, "[data-name]", HTMLElement).textContent = nameWithRoles(one, directory, body, this.#say);
        const box = part(row, "input", HTMLInputElement);
        box.value = one.id;
        box.checked = offered.length === 1;
        return row;
      }),
    );
  }

  /** Whoever reads the report, or may not, does not protect her. */
  #protectors({ directory, dialogue, case: { body, excluded } }: MyReport): ReturnType<typeof protectorsOf> {
    const held = dialogue.state.members.map(({ holder }) => holder.replace("officer:", ""));
    const gone = this.#room === null ? [] : goneFrom(this.#room);
    return protectorsOf(directory, body, new Set([...excluded, ...held, ...gone]));
  }

  async #choose(mine: MyReport): Promise<void> {
    const ids = parts(this, "[name=protector]:checked").map((one) => (one as HTMLInputElement).value);
    const chosen = this.#protectors(mine).filter((one) => ids.includes(one.id));
    if (chosen.length === 0) throw new NotYet("choose-first");
    const room = this.#room;
    if (room === null) await this.#openRoom(await openOwnRoom(mine, "care", chosen), mine);
    else {
      // The same room with a new key: who is new reads what was written, who left reads no more.
      await room.letInAbove(chosen.map(({ id }) => id), "/api/my/care/protectors");
      await this.#openRoom(room, mine);
    }
    goTo(part(this, "h2", HTMLElement));
  }

  async #openRoom(room: Room, { api, directory, case: { body } }: MyReport): Promise<void> {
    const where = part(this, "[data-room]", HTMLElement);
    where.replaceChildren(copyOf(this, "[data-room-parts]"));
    this.#say = texts(this);
    const talk = new Conversation(where, this.#say, { api, room, directory });
    this.#talk = talk;
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

  #field(form: string, name: string): HTMLTextAreaElement {
    return part(this, `form[data-${form}] textarea[name=${name}]`, HTMLTextAreaElement);
  }

  #words(form: string, name: string): string {
    return wellFormed(this.#field(form, name).value.trim());
  }

  #checked(form: string, name: string): string {
    return this.querySelector<HTMLInputElement>(`form[data-${form}] [name=${name}]:checked`)?.value ?? "";
  }

  #care(): Room {
    const room = this.#room;
    if (room === null) throw new NotYet("choose-first");
    return room;
  }

  async #assess(form: HTMLFormElement): Promise<void> {
    const body = {
      fears: this.#words("assess", "fears"),
      begun: this.#checked("assess", "begun"),
      who: this.#words("assess", "who"),
      level: this.#checked("assess", "level"),
      wishes: this.#words("assess", "wishes"),
    };
    needed([[body.fears, "fears-first"], [body.begun, "begun-first"], [body.level, "level-first"]]);
    await this.#care().send("assessment", body, "/api/my/care/assessment");
    form.reset();
    part(this, "[data-part=assess] details", HTMLDetailsElement).open = false;
  }

  async #answerPlan(form: HTMLFormElement, mine: MyReport): Promise<void> {
    const answer = this.#checked("answer-plan", "approved");
    const reasons = this.#words("answer-plan", "reasons");
    needed([[answer, "yes-or-no-first"], [answer === "yes" ? "-" : reasons, "why-first"]]);
    const care = (await mine.api.get("/api/my/care")) as Care;
    const plan = planIn(this.#care().entries, care);
    if (plan === null || care.plan === null) throw new NotYet("yes-or-no-first");
    // Her signature lies over the hash of the plan that this page showed.
    const body = { answer, plan: plan.hash, reasons };
    await this.#care().send("plan-answer", body, "/api/my/care/answer", {
      plan: care.plan.number, approved: answer === "yes",
    });
    form.reset();
    part(this, "[data-part=plan] h3", HTMLElement).focus();
  }

  async #decline(form: HTMLFormElement, mine: MyReport): Promise<void> {
    const body = { reasons: this.#words("decline", "reasons") };
    await (this.#room ?? mine.dialogue).send("no-plan", body, "/api/my/care/refusal");
    form.reset();
    part(this, "h2", HTMLElement).focus();
  }

  async #checkIn(form: HTMLFormElement, mine: MyReport): Promise<void> {
    const answer = this.#checked("check-in", "answer");
    needed([[answer, "answer-first"]]);
    const body = { answer, text: this.#words("check-in", "text") };
    await (this.#room ?? mine.dialogue).send("check-in", body, "/api/my/care/check-in", { answer });
    form.reset();
  }

  async #chooseWay(form: HTMLFormElement, mine: MyReport): Promise<void> {
    const way = this.#checked("way", "way");
    const reach = this.#words("way", "reach");
    needed([[way, "way-first"], [way === "officer" ? reach : "-", "reach-first"]]);
    if (way !== "officer") {
      await mine.api.post("/api/my/care/way", { way, item: null });
      return;
    }
    const room = this.#room;
    if (room === null) throw new NotYet("no-protector");
    await room.send("way", { reach }, "/api/my/care/way", { way });
    this.#field("way", "reach").value = "";
    part(form, "textarea", HTMLTextAreaElement).value = "";
  }
}

/** Whom nobody replaced yet: those who were in the room, where no officer is left in it. */
function goneFrom({ state: { members } }: Room): readonly string[] {
  const officers = members.filter(({ holder }) => holder !== "reporter");
  if (officers.some(isLive)) return [];
  return officers.map(({ holder }) => holder.replace("officer:", ""));
}

function line(text: string): HTMLElement {
  const row = document.createElement("li");
  row.textContent = text;
  return row;
}
