/**
 * The items of one room, drawn into the page as they were opened and verified on this device. What does
 * not hold is shown as such, loudly, in its place.
 */

import type { Api } from "../../api.js";
import { TooLarge, wellFormed, type Directory } from "../../crypto/index.js";
import type { Entry, Read } from "../../items.js";
import { isReporters } from "../../membership.js";
import type { Room } from "../../rooms.js";
import { fetchFile } from "../../transfer.js";
import {
  calledIn, careIn, filesOf, givenIn, kindOf, meetingIn, membersOf, partsOf, textOf, troubleOf, typesOf,
} from "./entries.js";
import { copyOf, dayInWords, explained, part, type Say } from "./page.js";
import { fileRow } from "./saved-file.js";

/** Says why nothing could be sent, when her own input is the reason. */
export class NotYet extends Error {}

export class Conversation {
  readonly #root: HTMLElement;
  readonly #say: Say;
  readonly #api: Api;
  readonly #directory: Directory;
  readonly room: Room;
  #shown = 0;
  #drawSeen: () => void = () => undefined;

  /** @param root - holds the parts of reporter/conversation.html */
  constructor(
    root: HTMLElement,
    say: Say,
    { api, room, directory }: { readonly api: Api; readonly room: Room; readonly directory: Directory },
  ) {
    this.#root = root;
    this.#say = say;
    this.#api = api;
    this.room = room;
    this.#directory = directory;
  }

  /** Draw what was read since; tell how many items that were. */
  showNew(): number {
    const fresh = this.room.entries.slice(this.#shown);
    this.#shown += fresh.length;
    part(this.#root, "[data-talk]", HTMLElement).append(...fresh.map((one) => this.#row(one)));
    if (fresh.some((one) => one.state === "trouble")) {
      part(this.#root, "[data-troubles]", HTMLElement).hidden = false;
    }
    this.#drawSeen();
    // What is new moves what stands below it: whoever presses there keeps it in sight.
    const { activeElement } = document;
    if (this.#root.contains(activeElement)) activeElement?.scrollIntoView({ block: "nearest" });
    return fresh.length;
  }

  /** Fetch what is new. What was shown stays, also when the connection is lost. */
  async refresh(): Promise<void> {
    const status = part(this.#root, "[data-refresh-status]", HTMLElement);
    const first = this.#shown === 0;
    try {
      await this.room.refresh();
      const n = this.showNew();
      status.textContent = first ? "" : n === 0 ? this.#say("refreshed") : this.#say("refreshed-new", { n });
    } catch (error) {
      status.textContent = explained(error, this.#say);
    }
  }

  /** Send what she wrote, and empty the field. */
  async write(field: HTMLTextAreaElement): Promise<void> {
    if (field.value.trim() === "") throw new NotYet("empty-answer");
    await this.room.send("message", { text: wellFormed(field.value) });
    field.value = "";
  }

  /**
   * Let her tell that she has read what officers wrote. Only a press sends it: a mark by itself would
   * tell when she was online.
   */
  offerSeen(form: HTMLFormElement): void {
    const draw = (): void => { form.hidden = this.#unmarked() === null; };
    sendWith(form, this.#say, async () => {
      const last = this.#unmarked();
      if (last !== null) await this.room.send("seen", { of: { sequence: last.sequence, hash: last.hash } });
      this.showNew();
      // The form goes away: what came of it is said where the focus goes.
      part(this.#root, "[data-refresh-status]", HTMLElement).textContent = this.#say("kind-seen");
      part(this.#root, "[data-refresh]", HTMLElement).focus();
    }, (error) => this.whyNot(error));
    this.#drawSeen = draw;
    draw();
  }

  /** The newest item of an officer that no mark of hers covers. */
  #unmarked(): Read | null {
    const read = this.room.entries.filter((one): one is Read => one.state === "read");
    const last = read.findLast((one) => !isReporters(one.header.author, this.room.trust));
    const mark = read.findLast((one) => one.header.kind === "seen");
    return last === undefined || (mark !== undefined && mark.sequence > last.sequence) ? null : last;
  }

  /** Why something could not be sent, in a sentence. */
  whyNot(error: unknown): string {
    if (error instanceof NotYet) return this.#say(error.message);
    return error instanceof TooLarge ? this.#say("too-long") : explained(error, this.#say);
  }

  #row(entry: Entry): HTMLElement {
    if (entry.state === "trouble") return this.#trouble(troubleOf(entry, this.#say));
    const row = copyOf(this.#root, "[data-entry]");
    const own = entry.by === "reporter";
    row.classList.toggle("talk__item--own", own);
    part(row, "[data-author]", HTMLElement).textContent = this.#authorOf(entry);
    part(row, "[data-kind]", HTMLElement).textContent = kindOf(entry, this.#say);
    const day = part(row, "[data-day]", HTMLTimeElement);
    day.dateTime = entry.header.day;
    day.textContent = dayInWords(entry.header.day);
    const text = part(row, "[data-body]", HTMLElement);
    text.textContent = textOf(entry.body, "text");
    text.hidden = text.textContent === "";
    const answers = part(row, "[data-parts]", HTMLElement);
    const parts = [
      ...calledIn(entry, this.#say), ...typesOf(entry, this.#say), ...partsOf(entry, this.#say), ...careIn(entry, this.#say), ...meetingIn(entry, this.#say), ...givenIn(entry, this.#say),
    ];
    for (const one of [...parts, ...membersOf(entry, this.#directory, this.#say)]) {
      const label = document.createElement("dt");
      label.textContent = one.label;
      const value = document.createElement("dd");
      value.className = "summary__text";
      value.textContent = one.text;
      answers.append(label, value);
      answers.hidden = false;
    }
    this.#addFiles(row, entry);
    return row;
  }

  #trouble(text: string): HTMLElement {
    const row = copyOf(this.#root, "[data-trouble]");
    part(row, "[data-body]", HTMLElement).textContent = text;
    return row;
  }

  /** By the key that signed it, not by what the server says. */
  #authorOf(entry: Read): string {
    const { author } = entry.header;
    if (isReporters(author, this.room.trust)) return this.#say("you");
    const former = this.#directory.former.find((one) => one.verify === author)?.officer;
    const officer = this.#directory.officers.find(
      (one) => one.key?.verify === author || one.id === former,
    );
    return officer?.name ?? this.#say("unknown-officer");
  }

  #addFiles(row: HTMLElement, entry: Read): void {
    const { files, broken } = filesOf(entry.body);
    const list = part(row, "[data-files]", HTMLElement);
    list.hidden = files.length === 0;
    const [api, room] = [this.#api, this.room];
    list.append(...files.map((file) => fileRow(this.#root, file, this.#say, () => fetchFile(api, room, file, () => undefined))));
    if (broken > 0) row.append(this.#say("trouble-changed", { item: entry.sequence }));
  }
}

/** Let a form send once at a time, and say how it went in its own status and problem. */
export function sendWith(
  form: HTMLFormElement,
  say: Say,
  act: (form: HTMLElement) => Promise<void>,
  whyNot: (error: unknown) => string,
): void {
  const status = part(form, ":scope > [data-status]", HTMLElement);
  const problem = part(form, ":scope > [data-problem]", HTMLElement);
  let busy = false;
  const run = async (): Promise<void> => {
    busy = true;
    problem.hidden = true;
    status.textContent = say("sending");
    try {
      await act(form);
      status.textContent = say("sent");
    } catch (error) {
      status.textContent = "";
      problem.textContent = whyNot(error);
      problem.hidden = false;
    } finally {
      busy = false;
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // Pressed twice is sent once.
    if (!busy) void run();
  });
}
