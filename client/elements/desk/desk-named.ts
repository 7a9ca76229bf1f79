/** `<desk-named>`: cuts off those who turn out to be named in a case, with their lines. */

import type { OpenCase } from "../../desk/case.js";
import { cutOff, nameables, wouldLose, type Nameable } from "../../desk/conflicts.js";
import { fold } from "../../desk/search.js";
import type { Frame } from "./desk-app.js";
import { find, isTicked, names, onSubmit, part, say, showMistake, stamp, stampOne, write } from "./page.js";

export class DeskNamed extends HTMLElement {
  static define(): void {
    customElements.define("desk-named", DeskNamed);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  changed: () => void = () => undefined;
  #all: Nameable[] = [];

  connectedCallback(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount > 0) return;
    this.append(stamp("named"));
    const language = document.documentElement.lang === "nl" ? "nl" : "en";
    this.#all = nameables(frame.desk.directory, language);
    part(this, "choices").append(...this.#all.map((one) => row(one)));
    const form = find(this, '[data-form="named"]', HTMLFormElement);
    const search = find(form, '[name="find"]', HTMLInputElement);
    search.addEventListener("input", () => { this.#filter(search.value); });
    // A search field inside a form would send the form.
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    part(this, "choices").addEventListener("change", () => { this.#foretell(frame, opened); });
    onSubmit(form, () => this.#send(frame, opened, form));
  }

  async #send(frame: Frame, opened: OpenCase, form: HTMLFormElement): Promise<void> {
    const chosen = this.#chosen;
    const error = part(form, "error");
    if (chosen.length === 0) {
      showMistake(error, "error.nobody-named", find(form, '[name="find"]', HTMLElement));
      return;
    }
    if (!isTicked(form, "sure")) {
      showMistake(error, "error.sure-named", find(form, '[name="sure"]', HTMLElement));
      return;
    }
    const { number } = opened.detail;
    if (await cutOff(frame.desk, opened, chosen)) {
      frame.go({ view: "inbox", page: 1 });
      frame.announce(say("done.cut-off-me", { number }));
      return;
    }
    form.reset();
    this.#filter("");
    part(this, "foretold").hidden = true;
    find(this, "details", HTMLDetailsElement).open = false;
    this.changed();
    part(this, "done").textContent = say("done.cut-off");
  }

  get #chosen(): Nameable[] {
    const ticked = [...this.querySelectorAll<HTMLInputElement>('[name="named"]:checked')];
    return this.#all.filter((one) => ticked.some(({ value }) => value === one.id));
  }

  #filter(typed: string): void {
    const wanted = fold(typed.trim());
    for (const one of this.querySelectorAll<HTMLElement>(".choice[data-search]")) {
      const ticked = find(one, "input", HTMLInputElement).checked;
      one.hidden = !ticked && !(one.dataset["search"] ?? "").includes(wanted);
    }
  }

  /** Say who loses access by this, before it is done. */
  #foretell(frame: Frame, opened: OpenCase): void {
    const { directory, me } = frame.desk;
    const lost = wouldLose(opened, directory, this.#chosen);
    const others = directory.officers
      .filter((one) => lost.includes(one.id) && one.id !== me.officer.id)
      .map((one) => one.name);
    const sentences = [
      others.length > 0 ? say("named.others", { names: names(others) }) : "",
      lost.includes(me.officer.id) ? say("named.me") : "",
      lost.length === 0 ? say("named.none") : "",
    ];
    const where = part(this, "foretold");
    where.hidden = this.#chosen.length === 0;
    where.textContent = sentences.filter((one) => one !== "").join(" ");
  }
}

function row(one: Nameable): HTMLElement {
  const made = stampOne("nameable");
  find(made, "input", HTMLInputElement).value = one.id;
  write(made, "name", one.name);
  write(made, "about", one.detail);
  made.dataset["search"] = fold(`${one.name} ${one.detail}`);
  return made;
}
