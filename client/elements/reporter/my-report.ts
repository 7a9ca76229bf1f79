/**
 * `<my-report>`: what came of a report, the conversation, and who can read it.
 *
 * Everything that is shown was opened and verified on this device; what does not hold is shown as
 * such, loudly, in its place.
 */

import { TooLarge, Tampered, wellFormed, type Manifest } from "../../crypto/index.js";
import { isLive } from "../../membership.js";
import type { Entry, Read } from "../../items.js";
import { fetchFile, type MyReport as Opened } from "../../sending.js";
import { filesOf, kindOf, membersOf, partsOf, textOf, troubleOf } from "./entries.js";
import { FilePicker } from "./file-picker.js";
import { copyOf, dayInWords, explained, goTo, part, sizeInWords, texts, type Say } from "./page.js";
import { showOfficers } from "./people.js";
import { sendFiles } from "./sending-files.js";
import { guardLeaving } from "./unsent.js";

/** Says why nothing could be sent, when her own input is the reason. */
class NotYet extends Error {}

export class MyReport extends HTMLElement {
  #mine: Opened | null = null;
  #say: Say = () => "";
  #shown = 0;
  #busy = false;

  static define(): void {
    customElements.define("my-report", MyReport);
  }

  connectedCallback(): void {
    this.#say = texts(this);
    guardLeaving(() => this.#answer.value.trim() !== "" || this.#files.busy || this.#files.names.length > 0);
    this.#onSubmit("[data-answer-form]", (form, mine) => this.#write(form, mine));
    this.#onSubmit("[data-files-form]", (form, mine) => this.#sendFiles(form, mine));
    part(this, "[data-refresh]", HTMLElement).addEventListener("click", () => void this.#refresh());
    part(this, "[data-close]", HTMLElement).addEventListener("click", () => {
      // A fresh page holds nothing of this one.
      location.reload();
    });
  }

  /** Show what was opened with the receipt. */
  show(mine: Opened): void {
    this.#mine = mine;
    this.hidden = false;
    document.title = this.#say("title");
    this.#showClocks(mine);
    this.#showReaders(mine);
    goTo(part(this, "h1", HTMLElement));
    // The dialogue was read when it was opened.
    this.#showNew(mine);
  }

  get #answer(): HTMLTextAreaElement {
    return part(this, "#answer", HTMLTextAreaElement);
  }

  get #files(): FilePicker {
    return part(this, "file-picker", FilePicker);
  }

  #showClocks({ case: { clocks } }: Opened): void {
    const today = new Date().toISOString().slice(0, 10);
    part(this, "[data-clocks]", HTMLElement).replaceChildren(
      ...clocks.flatMap(({ kind, due_on, met_on }) => {
        const values = { due: dayInWords(due_on), met: dayInWords(met_on ?? "") };
        const late = (met_on ?? today) > due_on;
        const state = met_on === null ? (late ? "missed" : "due") : late ? "met-late" : "met";
        const name = document.createElement("dt");
        name.textContent = this.#say(`clock-${kind}`) || this.#say("clock-other");
        const text = document.createElement("dd");
        text.textContent = this.#say(state, values);
        return [name, text];
      }),
    );
  }

  #showReaders({ dialogue, directory, case: { body } }: Opened): void {
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

  /** Fetch what is new. What was shown stays, also when the connection is lost. */
  async #refresh(): Promise<void> {
    const mine = this.#mine;
    if (mine === null) return;
    const status = part(this, "[data-refresh-status]", HTMLElement);
    const first = this.#shown === 0;
    try {
      await mine.dialogue.refresh();
      const n = this.#showNew(mine);
      status.textContent = first ? "" : n === 0 ? this.#say("refreshed") : this.#say("refreshed-new", { n });
    } catch (error) {
      status.textContent = explained(error, this.#say);
    }
    this.#showReaders(mine);
  }

  #showNew(mine: Opened): number {
    const fresh = mine.dialogue.entries.slice(this.#shown);
    this.#shown += fresh.length;
    part(this, "[data-talk]", HTMLElement).append(...fresh.map((one) => this.#row(one, mine)));
    if (fresh.some((one) => one.state === "trouble")) {
      part(this, "[data-troubles]", HTMLElement).hidden = false;
    }
    return fresh.length;
  }

  #row(entry: Entry, mine: Opened): HTMLElement {
    if (entry.state === "trouble") return this.#trouble(troubleOf(entry, this.#say));
    const row = copyOf(this, "[data-entry]");
    const own = entry.by === "reporter";
    row.classList.toggle("talk__item--own", own);
    part(row, "[data-author]", HTMLElement).textContent = this.#authorOf(entry, mine);
    part(row, "[data-kind]", HTMLElement).textContent = kindOf(entry, this.#say);
    const day = part(row, "[data-day]", HTMLTimeElement);
    day.dateTime = entry.header.day;
    day.textContent = dayInWords(entry.header.day);
    const text = part(row, "[data-body]", HTMLElement);
    text.textContent = textOf(entry.body, "text");
    text.hidden = text.textContent === "";
    const answers = part(row, "[data-parts]", HTMLElement);
    for (const one of [...partsOf(entry.body, this.#say), ...membersOf(entry, mine.directory, this.#say)]) {
      const label = document.createElement("dt");
      label.textContent = one.label;
      const value = document.createElement("dd");
      value.className = "summary__text";
      value.textContent = one.text;
      answers.append(label, value);
      answers.hidden = false;
    }
    this.#addFiles(row, entry, mine);
    return row;
  }

  #trouble(text: string): HTMLElement {
    const row = copyOf(this, "[data-trouble]");
    part(row, "[data-body]", HTMLElement).textContent = text;
    return row;
  }

  /** By the key that signed it, not by what the server says. */
  #authorOf(entry: Read, { directory }: Opened): string {
    const { author } = entry.header;
    if (author === this.#mine?.dialogue.trust.reporter?.verify) return this.#say("you");
    const former = directory.former.find((one) => one.verify === author)?.officer;
    const officer = directory.officers.find((one) => one.key?.verify === author || one.id === former);
    return officer?.name ?? this.#say("unknown-officer");
  }

  #addFiles(row: HTMLElement, entry: Read, mine: Opened): void {
    const { files, broken } = filesOf(entry.body);
    const list = part(row, "[data-files]", HTMLElement);
    list.hidden = files.length === 0;
    list.append(...files.map((file) => this.#fileRow(file, mine)));
    if (broken > 0) row.append(this.#say("trouble-changed", { item: entry.sequence }));
  }

  #fileRow(file: Manifest, mine: Opened): HTMLElement {
    const row = copyOf(this, "[data-file]");
    part(row, "[data-name]", HTMLElement).textContent = file.name;
    part(row, "[data-name-again]", HTMLElement).textContent = file.name;
    part(row, "[data-size]", HTMLElement).textContent = sizeInWords(file.size);
    part(row, "[data-save]", HTMLElement).addEventListener("click", () => {
      void this.#save(file, mine, part(row, "[data-status]", HTMLElement));
    });
    return row;
  }

  async #save(file: Manifest, mine: Opened, status: HTMLElement): Promise<void> {
    const { name } = file;
    status.textContent = this.#say("file-fetching", { name });
    try {
      const chunks = await fetchFile(mine.api, mine.dialogue, file, () => undefined);
      // Never shown by the browser itself: a file can hold more than it seems.
      const blob = new Blob(chunks.map((one) => new Uint8Array(one)), { type: "application/octet-stream" });
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      setTimeout(() => { URL.revokeObjectURL(link.href); }, 60_000);
      status.textContent = this.#say("file-saved", { name });
    } catch (error) {
      status.textContent =
        error instanceof Tampered ? this.#say("file-broken", { name }) : explained(error, this.#say);
    }
  }

  #onSubmit(selector: string, act: (form: HTMLElement, mine: Opened) => Promise<void>): void {
    const form = part(this, selector, HTMLFormElement);
    const status = part(form, ":scope > [data-status]", HTMLElement);
    const problem = part(form, ":scope > [data-problem]", HTMLElement);
    const run = async (mine: Opened): Promise<void> => {
      this.#busy = true;
      problem.hidden = true;
      try {
        await act(form, mine);
        status.textContent = this.#say("sent");
        this.#showNew(mine);
      } catch (error) {
        status.textContent = "";
        problem.textContent = this.#whyNot(error);
        problem.hidden = false;
      } finally {
        this.#busy = false;
      }
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      // Pressed twice is sent once.
      if (!this.#busy && this.#mine !== null) void run(this.#mine);
    });
  }

  #whyNot(error: unknown): string {
    if (error instanceof NotYet) return this.#say(error.message);
    return error instanceof TooLarge ? this.#say("too-long") : explained(error, this.#say);
  }

  async #write(form: HTMLElement, { dialogue }: Opened): Promise<void> {
    const text = this.#answer.value;
    if (text.trim() === "") throw new NotYet("empty-answer");
    part(form, ":scope > [data-status]", HTMLElement).textContent = this.#say("sending");
    await dialogue.send("message", { text: wellFormed(text) });
    this.#answer.value = "";
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
