/**
 * `<file-picker>`: files she chose, each cleaned on her device, with what was taken out.
 *
 * Files are cleaned one after the other, so that many do not fill the memory at once. What cannot be
 * cleaned is kept as it is and says so. Fires `change` whenever the list has changed.
 */

import type { Upload } from "../../transfer.js";
import { copyOf, part, sizeInWords, texts, type Say } from "./page.js";

/** More files than this at once are not taken; the page says so. */
const MOST_FILES = 200;

/** What the server keeps of one file at most. */
const LARGEST = 4 * 1024 ** 3 - 64 * 1024 ** 2;

type State = "waiting" | "ready" | "refused";

/** One chosen file and what became of it. */
interface Chosen {
  readonly file: File;
  readonly row: HTMLElement;
  state: State;
  cleaned: { readonly name: string; readonly bytes: Blob; readonly removed: readonly string[] } | null;
  withOriginal: boolean;
}

export class FilePicker extends HTMLElement {
  #chosen: Chosen[] = [];
  #working: Promise<void> = Promise.resolve();
  #say: Say = () => "";

  static define(): void {
    customElements.define("file-picker", FilePicker);
  }

  connectedCallback(): void {
    this.#say = texts(this);
    const input = part(this, "input[type=file]", HTMLInputElement);
    input.addEventListener("change", (event) => {
      event.stopPropagation();
      this.#add([...(input.files ?? [])]);
      // The list below shows what was chosen; choosing the same file again must fire again.
      input.value = "";
    });
  }

  /** Whether files are still being cleaned, or cannot go. */
  get busy(): boolean {
    return this.#chosen.some((one) => one.state !== "ready");
  }

  /** The names of the files that will go. */
  get names(): string[] {
    return this.uploads.map((one) => one.name);
  }

  /** What to send. */
  get uploads(): Upload[] {
    return this.#chosen.filter((one) => one.state === "ready").flatMap(uploadsOf);
  }

  /** Empty the list, after the files were sent. */
  clear(): void {
    for (const { row } of this.#chosen) row.remove();
    this.#chosen = [];
    this.dispatchEvent(new Event("change"));
  }

  #add(files: readonly File[]): void {
    const room = MOST_FILES - this.#chosen.length;
    const taken = files.slice(0, Math.max(room, 0)).map((file) => this.#row(file));
    this.#chosen.push(...taken);
    const list = part(this, "[data-list]", HTMLElement);
    list.append(...taken.map((one) => one.row));
    this.#status(
      files.length > taken.length
        ? this.#say("file-too-many", { n: this.#chosen.length + files.length - taken.length, most: MOST_FILES })
        : this.#say("file-added", { n: taken.length }),
      files.length > taken.length,
    );
    for (const one of taken) this.#working = this.#working.then(() => this.#clean(one));
    this.dispatchEvent(new Event("change"));
  }

  #row(file: File): Chosen {
    const row = copyOf(this, "[data-row]");
    const one: Chosen = { file, row, state: "waiting", cleaned: null, withOriginal: false };
    part(row, "[data-name]", HTMLElement).textContent = file.name;
    part(row, "[data-name-again]", HTMLElement).textContent = file.name;
    part(row, "[data-size]", HTMLElement).textContent = sizeInWords(file.size);
    part(row, "[data-state]", HTMLElement).textContent = this.#say("file-cleaning");
    part(row, "[data-take-out]", HTMLElement).addEventListener("click", () => { this.#takeOut(one); });
    const original = part(row, "input", HTMLInputElement);
    original.addEventListener("change", (event) => {
      event.stopPropagation();
      one.withOriginal = original.checked;
      this.dispatchEvent(new Event("change"));
    });
    return one;
  }

  #takeOut(one: Chosen): void {
    this.#chosen = this.#chosen.filter((other) => other !== one);
    one.row.remove();
    this.#status(this.#say("file-taken-out", { name: one.file.name }), false);
    part(this, "input[type=file]", HTMLElement).focus();
    this.dispatchEvent(new Event("change"));
  }

  async #clean(one: Chosen): Promise<void> {
    if (!this.#chosen.includes(one)) return;
    if (one.file.size === 0) this.#refuse(one, "file-empty");
    else if (one.file.size > LARGEST) this.#refuse(one, "file-too-large");
    else {
      try {
        await this.#cleanContent(one);
      } catch {
        // What cleans is fetched when it is needed: the line may be lost just then. The files after
        // this one have their turn all the same.
        this.#refuse(one, "file-not-cleaned");
      }
    }
    this.dispatchEvent(new Event("change"));
  }

  async #cleanContent(one: Chosen): Promise<void> {
    const { CannotBeCleaned, LARGEST_FILE, clean } = await import("../../clean/index.js");
    if (one.file.size > LARGEST_FILE) {
      this.#keep(one, "failed-too-large");
      return;
    }
    let bytes;
    try {
      bytes = new Uint8Array(await one.file.arrayBuffer());
    } catch {
      // The file was moved, or is on a device that is gone.
      this.#refuse(one, "file-unreadable");
      return;
    }
    try {
      const { type, cleaned, removed, left, name } = await clean(bytes, one.file.name);
      if (type === "unknown") {
        this.#keep(one, "file-unknown");
        return;
      }
      one.cleaned = { name, bytes: new Blob([new Uint8Array(cleaned)], { type }), removed };
      this.#keep(one, removed.length === 0 ? "file-nothing" : "file-clean");
      this.#show(one, removed, left);
    } catch (error) {
      if (!(error instanceof CannotBeCleaned)) throw error;
      this.#keep(one, `failed-${error.reason}`);
    }
  }

  #keep(one: Chosen, text: string): void {
    one.state = "ready";
    part(one.row, "[data-state]", HTMLElement).textContent = this.#say(text);
  }

  #refuse(one: Chosen, text: string): void {
    one.state = "refused";
    const state = part(one.row, "[data-state]", HTMLElement);
    state.className = "field__error";
    state.textContent = this.#say(text);
  }

  #show(one: Chosen, removed: readonly string[], left: readonly string[]): void {
    const list = part(one.row, "[data-removed]", HTMLElement);
    list.replaceChildren(
      ...removed.map((label) => {
        const row = document.createElement("li");
        row.textContent = this.#say(`removed-${label}`) || label;
        return row;
      }),
    );
    list.hidden = removed.length === 0;
    const note = part(one.row, "[data-left]", HTMLElement);
    note.textContent = left.map((label) => this.#say(`left-${label}`)).join(" ");
    note.hidden = left.length === 0;
    part(one.row, "[data-original-choice]", HTMLElement).hidden = removed.length === 0;
  }

  #status(text: string, loud: boolean): void {
    const status = part(this, "[data-status]", HTMLElement);
    status.textContent = text;
    status.className = loud ? "field__error" : "visually-hidden";
  }
}

function uploadsOf({ file, cleaned, withOriginal }: Chosen): Upload[] {
  const original: Upload = {
    name: cleaned?.name ?? file.name,
    type: cleaned?.bytes.type ?? file.type,
    size: file.size,
    removed: [],
    original: cleaned !== null,
    stream: () => file.stream(),
  };
  if (cleaned === null) return [original];
  const { name, bytes, removed } = cleaned;
  const clean: Upload = {
    name,
    type: bytes.type,
    size: bytes.size,
    removed,
    original: false,
    stream: () => bytes.stream(),
  };
  return withOriginal ? [clean, original] : [clean];
}
