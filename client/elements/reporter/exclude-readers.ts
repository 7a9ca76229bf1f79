/**
 * `<exclude-readers>`: whom the reporter leaves out, and who then remains, worked out on her device.
 *
 * Fires `change` whenever what it holds has changed.
 */

import type { Directory } from "../../crypto/index.js";
import { remainingAmong, type Joint } from "../../joining.js";
import { remaining, type Remaining } from "../../readers.js";
import { choices, type Choice } from "./choices.js";
import { channel, choose, copyOf, directory, explained, fill, language, part, parts, texts } from "./page.js";
import { bodyName, nameWithRoles, showOfficers } from "./people.js";

/** With more choices than this a search field helps. */
const MANY = 12;

export class ExcludeReaders extends HTMLElement {
  #directory: Directory | null = null;
  #choices: Choice[] = [];
  readonly #ticked = new Map<string, Choice>();
  #but: ReadonlySet<string> = new Set();
  #joint: Joint | null = null;

  static define(): void {
    customElements.define("exclude-readers", ExcludeReaders);
  }

  connectedCallback(): void {
    part(this, "[data-retry]", HTMLElement).addEventListener("click", () => void this.load());
    part(this, "input[type=search]", HTMLInputElement).addEventListener("input", () => { this.#filter(); });
    // A search field inside a form would send the form.
    part(this, "input[type=search]", HTMLElement).addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  }

  /** The directory that the choice was made with; `null` while it is not here. */
  get directory(): Directory | null {
    return this.#directory;
  }

  /** Further officers who do not read, such as whoever gave her advice. */
  set but(officers: ReadonlySet<string>) {
    this.#but = officers;
    this.#changed();
  }

  /** She reports together with somebody: nobody reads whom that one left out. */
  set joint(joint: Joint | null) {
    this.#joint = joint;
    this.#changed();
  }

  /** Whom she left out, as they were called. */
  get names(): string[] {
    return [...this.#ticked.values()].map((one) => one.name);
  }

  /** Who is left to read. */
  get remaining(): Remaining | null {
    const found = this.#directory;
    if (found === null) return null;
    const named = [...this.#ticked.values()];
    return this.#joint === null
      ? remaining(found, channel(), named, this.#but)
      : remainingAmong(found, this.#joint, channel(), named, this.#but);
  }

  /** Fetch the directory, also again: what was ticked stays ticked where it still exists. */
  async load(): Promise<void> {
    const say = texts(this.closest("report-form") ?? this);
    if (this.#directory === null) choose(this, "when", "loading");
    try {
      this.#directory = await directory();
    } catch (error) {
      if (this.#directory !== null) throw error;
      part(this, "[data-problem]", HTMLElement).textContent = explained(error, say);
      choose(this, "when", "failed");
      return;
    }
    this.#offer();
    choose(this, "when", "ready");
    this.#changed();
  }

  #offer(): void {
    const found = this.#directory;
    if (found === null) return;
    const say = texts(this.closest("report-form") ?? this);
    const home = document.documentElement.dataset["body"] ?? "";
    this.#choices = choices(found, home, language(), (officer) =>
      nameWithRoles(officer, found, home, say),
    );
    const known = new Map(this.#choices.map((one) => [one.id, one]));
    for (const id of this.#ticked.keys()) if (!known.has(id)) this.#ticked.delete(id);
    part(this, "[data-find-field]", HTMLElement).hidden = this.#choices.length <= MANY;
    for (const group of parts(this, "[data-group]")) {
      const offered = this.#choices.filter((one) => one.kind === group.dataset["group"]);
      group.hidden = offered.length === 0;
      part(group, "[data-list]", HTMLElement).replaceChildren(
        ...offered.map((one) => this.#row(one)),
      );
    }
  }

  #row(choice: Choice): HTMLElement {
    const row = copyOf(this, "[data-choice]");
    part(row, "[data-name]", HTMLElement).textContent = choice.name;
    part(row, "[data-detail]", HTMLElement).textContent = choice.detail;
    row.dataset["search"] = `${choice.name} ${choice.detail}`.toLocaleLowerCase(language());
    const box = part(row, "input", HTMLInputElement);
    box.checked = this.#ticked.has(choice.id);
    box.addEventListener("change", () => {
      if (box.checked) this.#ticked.set(choice.id, choice);
      else this.#ticked.delete(choice.id);
      this.#changed();
    });
    return row;
  }

  #filter(): void {
    const typed = part(this, "input[type=search]", HTMLInputElement).value;
    const wanted = typed.trim().toLocaleLowerCase(language());
    for (const row of parts(this, ".choice[data-search]")) {
      const ticked = part(row, "input", HTMLInputElement).checked;
      row.hidden = !ticked && !(row.dataset["search"] ?? "").includes(wanted);
    }
  }

  #changed(): void {
    const [found, left] = [this.#directory, this.remaining];
    if (found === null || left === null) return;
    const box = part(this, "[data-remain]", HTMLElement);
    const say = texts(this.closest("report-form") ?? this);
    const home = document.documentElement.dataset["body"] ?? "";
    showLevel(box, found, left, home);
    box.classList.toggle("notice--bad", left.body === null);
    box.classList.toggle("notice--warn", left.body !== null && left.movedUp);
    showOfficers(part(box, "[data-readers]", HTMLElement), left.readers, found, home, say);
    this.dispatchEvent(new Event("change"));
  }
}

/** Say when nobody is left at the body that she came to, and where the report goes instead. */
export function showLevel(root: ParentNode, found: Directory, left: Remaining, home: string): void {
  const values = { from: bodyName(found, home), to: bodyName(found, left.body?.id) };
  for (const one of parts(root, "[data-level=up]")) fill(one, values);
  choose(root, "level", left.body === null ? "none" : left.movedUp ? "up" : "here");
}
