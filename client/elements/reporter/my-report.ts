/** `<my-report>`: what came of a report, the conversation, and who can read it. */

import { isLive } from "../../membership.js";
import { dayAt, type MyReport as Opened } from "../../mine.js";
import { ledgerOf } from "../../myproof.js";
import { above, type Remaining } from "../../readers.js";
import { Conversation, NotYet, sendWith } from "./conversation.js";
import { nameOf } from "./entries.js";
import { FilePicker } from "./file-picker.js";
import { JoinCode } from "./join-code.js";
import { showIdentity } from "./my-identity.js";
import { MyLog } from "./my-log.js";
import { MyMeeting } from "./my-meeting.js";
import { MyOutcome } from "./my-outcome.js";
import { MyPromises } from "./my-promises.js";
import { MyRetention } from "./my-retention.js";
import { dayInWords, goTo, part, texts, type Say } from "./page.js";
import { showOfficers } from "./people.js";
import { sendFiles } from "./sending-files.js";
import { guardLeaving } from "./unsent.js";

/** Dates whose outcome is told in another part of the page. */
const ELSEWHERE: ReadonlySet<string> = new Set(["answer", "check_in", "duty", "emergency", "promise"]);

export class MyReport extends HTMLElement {
  #say: Say = () => "";

  static define(): void {
    customElements.define("my-report", MyReport);
  }

  /** Show what was opened with the receipt. */
  async show(mine: Opened): Promise<void> {
    this.#say = texts(this);
    this.hidden = false;
    guardLeaving(() => this.#answer.value.trim() !== "" || this.#files.busy || this.#files.names.length > 0);
    const talk = new Conversation(this, this.#say, { ...mine, room: mine.dialogue });
    const why = (error: unknown): string => talk.whyNot(error);
    sendWith(part(this, "[data-answer-form]", HTMLFormElement), this.#say, async () => {
      await talk.write(this.#answer);
      talk.showNew();
    }, why);
    talk.offerSeen(part(this, "[data-seen-form]", HTMLFormElement));
    sendWith(part(this, "[data-files-form]", HTMLFormElement), this.#say, async (form) => {
      await this.#sendFiles(form, mine);
      talk.showNew();
    }, why);
    sendWith(part(this, "[data-above-form]", HTMLFormElement), this.#say, async (form) => {
      await this.#letInAbove(form, mine);
    }, why);
    const look = async (): Promise<void> => {
      await talk.refresh();
      this.#showReaders(mine);
    };
    part(this, "[data-refresh]", HTMLElement).addEventListener("click", () => void look());
    part(this, "join-code", JoinCode).offer(mine.api);
    this.#showClocks(mine);
    this.#showMissed(mine);
    this.#showCalled(mine);
    this.#showReaders(mine);
    part(this, "my-outcome", MyOutcome).show(mine, look);
    part(this, "my-meeting", MyMeeting).show(mine, async (now) => {
      this.#showClocks({ ...mine, case: now });
      await look();
    });
    await look();
    await Promise.all([
      part(this, "my-promises", MyPromises).show(mine, this.#say),
      part(this, "my-retention", MyRetention).show(mine, mine, look),
      ledgerOf(mine).then((ledger) => { part(this, "my-log", MyLog).show(mine, ledger); }),
      showIdentity(this, mine, this.#say),
    ]);
  }

  get #answer(): HTMLTextAreaElement {
    return part(this, "#answer", HTMLTextAreaElement);
  }

  get #files(): FilePicker {
    return part(this, "file-picker", FilePicker);
  }

  #showClocks(mine: Opened): void {
    const day = dayAt(mine);
    // What became of these stands in a part of its own, and so does a check-in that passed: she owed nothing.
    const shown = mine.case.clocks.filter((one) => !ELSEWHERE.has(one.kind) || (one.met_on === null && (one.kind !== "check_in" || one.due_on >= day)));
    part(this, "[data-clocks]", HTMLElement).replaceChildren(
      ...shown.flatMap(({ kind, due_on, law_on, met_on }) => {
        const values = { due: dayInWords(due_on), met: dayInWords(met_on ?? "") };
        const late = (met_on ?? day) > due_on;
        const state = met_on === null ? (late ? "missed" : "due") : late ? "met-late" : "met";
        const name = document.createElement("dt");
        name.textContent = this.#say(`clock-${kind}`) || this.#say("clock-other");
        const text = document.createElement("dd");
        const moved = met_on === null && law_on !== null ? this.#say("law-day", { day: dayInWords(law_on) }) : "";
        const said = this.#say(state, values);
        text.textContent = moved === "" ? said : `${said.replace(/\.$/u, "")}. ${moved}`;
        return [name, text];
      }),
    );
  }

  /** Which dates of hers were missed, by day: facts beside the conditions of going public, and no advice. */
  #showMissed(mine: Opened): void {
    const day = dayAt(mine);
    const missed = mine.case.clocks.filter((one) => (one.met_on ?? day) > one.due_on);
    part(this, "[data-missed-none]", HTMLElement).hidden = missed.length > 0;
    part(this, "[data-missed]", HTMLElement).replaceChildren(...missed.map(({ kind, due_on, met_on }) => {
      const row = document.createElement("li");
      const values = { due: dayInWords(due_on), met: dayInWords(met_on ?? "") };
      const name = this.#say(`clock-${kind}`) || this.#say("clock-other");
      row.textContent = `${name}: ${this.#say(met_on === null ? "missed" : "met-late", values)}`;
      return row;
    }));
  }

  /** Her report under another name, or about to be: with where she can object. */
  #showCalled({ case: { classification, proposed } }: Opened): void {
    const section = part(this, "[data-called]", HTMLElement);
    section.hidden = proposed === null && classification === "report";
    const to = nameOf(proposed ?? classification, this.#say);
    const text = this.#say(proposed === null ? "called-is" : "called-wants", { to });
    part(section, "[data-called-text]", HTMLElement).textContent = text;
  }

  /** When no officer is left, say so, and offer to let in the level above. */
  #showNobody(mine: Opened): void {
    const { dialogue, directory, case: { body } } = mine;
    const section = part(this, "[data-nobody]", HTMLElement);
    section.hidden = dialogue.holders.some((one) => one !== "reporter");
    if (section.hidden) return;
    const { readers } = this.#levelAbove(mine);
    showOfficers(part(section, "[data-above-readers]", HTMLElement), readers, directory, body, this.#say);
    part(section, "[data-above]", HTMLElement).hidden = readers.length === 0;
    part(section, "[data-above-none]", HTMLElement).hidden = readers.length > 0;
  }

  /** Whoever was in and is not any more is not asked again. */
  #levelAbove({ dialogue, directory, case: { body, excluded } }: Opened): Remaining {
    const gone = dialogue.state.members.map(({ holder }) => holder.replace("officer:", ""));
    return above(directory, body, new Set([...excluded, ...gone]));
  }

  async #letInAbove(form: HTMLElement, mine: Opened): Promise<void> {
    const { readers } = this.#levelAbove(mine);
    part(form, ":scope > [data-status]", HTMLElement).textContent = this.#say("letting-in");
    await mine.dialogue.letInAbove(readers.map((one) => one.id));
    this.#showReaders(mine);
    // The question is answered and goes away; the list of readers says what came of it.
    part(this, "[data-refresh-status]", HTMLElement).textContent = this.#say("let-in-done");
    goTo(part(this, "#readers", HTMLElement));
  }

  #showReaders(mine: Opened): void {
    this.#showNobody(mine);
    this.#showMembers(mine);
  }

  #showMembers({ dialogue, directory, case: { body } }: Opened): void {
    const officers = (members: typeof dialogue.state.members): typeof directory.officers =>
      directory.officers.filter((one) => members.some(({ holder }) => holder === `officer:${one.id}`));
    const { members } = dialogue.state;
    const list = part(this, "[data-readers]", HTMLElement);
    showOfficers(list, officers(members.filter(isLive)), directory, body, this.#say);
    const gone = officers(members.filter((one) => !isLive(one)));
    showOfficers(part(this, "[data-former]", HTMLElement), gone, directory, body, this.#say);
    part(this, "[data-former-text]", HTMLElement).hidden = gone.length === 0;
    const strangers = dialogue.strangers.length > 0;
    part(this, "[data-strangers]", HTMLElement).hidden = !strangers;
    if (strangers) part(this, "[data-troubles]", HTMLElement).hidden = false;
  }

  async #sendFiles(form: HTMLElement, { api, dialogue }: Opened): Promise<void> {
    const { uploads, busy } = this.#files;
    if (busy) throw new NotYet("files-busy");
    if (uploads.length === 0) throw new NotYet("files-none");
    const status = part(form, ":scope > [data-status]", HTMLElement);
    const bar = part(form, "progress", HTMLProgressElement);
    bar.hidden = false;
    try {
      await sendFiles(
        api,
        dialogue,
        uploads,
        (n, { name }, done) => {
          const line = this.#say("files-sending", { n, all: uploads.length, name });
          if (status.textContent !== line) status.textContent = line;
          bar.value = (n - 1 + done) / uploads.length;
        },
        // The list stays as it is, so pressing the button again sends again.
        (error) => { throw error; },
      );
    } finally {
      bar.hidden = true;
    }
    this.#files.clear();
  }
}
