/** One form of a file: what is typed in it, what is wrong with it, and correcting with it. */

import { asksAboutFuture, problemsOf, type Typed } from "../../file/drafts.js";
import type { ItemKind } from "../../file/forms.js";
import type { Recorded } from "../../file/records.js";
import { typedOf } from "../../file/writing.js";
import type { Manifest } from "../../crypto/index.js";
import { dayIn } from "../../days.js";
import { NotYet } from "./conversation.js";
import { FilePicker } from "./file-picker.js";
import { dayInWords, part, parts, type Say } from "./page.js";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const FIELDS = "input[name], textarea[name], select[name]";

export class FileForm {
  readonly form: HTMLFormElement;
  readonly kind: ItemKind;
  readonly #say: Say;
  #correcting: Recorded | null = null;
  #futureAgreed = false;

  constructor(form: HTMLFormElement, say: Say) {
    this.form = form;
    this.kind = form.dataset["kind"] as ItemKind;
    this.#say = say;
    form.addEventListener("change", (event) => {
      if (event.target instanceof HTMLInputElement && event.target.type === "radio") this.#showPrecision();
      this.#futureAgreed = false;
    });
    part(form, "[data-future-yes]", HTMLElement).addEventListener("click", () => {
      this.#futureAgreed = true;
      form.requestSubmit();
    });
    part(form, "[data-future-no]", HTMLElement).addEventListener("click", () => {
      part(form, "[data-future]", HTMLElement).hidden = true;
      this.#first("when-day")?.focus();
    });
    part(form, "[data-cancel]", HTMLElement).addEventListener("click", () => { this.clear(); });
  }

  /** What is corrected by this form, or null when it is something new. */
  get correcting(): Recorded | null {
    return this.#correcting;
  }

  get strikes(): boolean {
    return part(this.form, "[name=strike]", HTMLInputElement).checked;
  }

  get why(): string {
    return part(this.form, "[name=why]", HTMLInputElement).value.trim();
  }

  /** Everything as it was typed. */
  get typed(): Typed {
    const typed: Record<string, string> = {};
    for (const field of this.#fields()) {
      if (field instanceof HTMLInputElement && field.type === "radio" && !field.checked) continue;
      typed[field.name] = field.value;
    }
    return typed;
  }

  /** The files that go with it. */
  get picker(): FilePicker | null {
    return this.form.querySelector<FilePicker>("file-picker");
  }

  /** The files that stay with what is corrected. */
  get oldFiles(): readonly Manifest[] {
    return this.#correcting?.versions.find((one) => one.body !== null)?.body?.files ?? [];
  }

  /** Whether something would be lost if the page were left now. */
  get dirty(): boolean {
    const written = this.#fields().some(
      (field) =>
        (field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type !== "radio" && field.type !== "checkbox")) &&
        field.value.trim() !== "",
    );
    return written || (this.picker?.names.length ?? 0) > 0;
  }

  /**
   * Check what was typed.
   *
   * @throws NotYet - with the keys of the sentences, and the first field that is wrong has the focus
   */
  check(): void {
    part(this.form, "[data-future]", HTMLElement).hidden = true;
    for (const field of this.#fields()) field.removeAttribute("aria-invalid");
    const correcting = this.#correcting !== null;
    if (correcting && this.why === "") this.#refuse([{ field: "why", problem: "why-empty" }]);
    if (this.picker?.busy === true) throw new NotYet("files-busy");
    if (correcting && this.strikes) return;
    const files = (this.picker?.uploads.length ?? 0) + this.oldFiles.length;
    const problems = problemsOf(this.kind, this.typed, files);
    if (problems.length > 0) this.#refuse(problems);
    if (this.#futureAgreed || !asksAboutFuture(this.kind, this.typed, dayIn())) return;
    const question = part(this.form, "[data-future]", HTMLElement);
    question.hidden = false;
    part(question, "[data-future-yes]", HTMLElement).focus();
    throw new NotYet("");
  }

  #refuse(problems: readonly { readonly field: string; readonly problem: string }[]): never {
    for (const { field } of problems) this.#first(field)?.setAttribute("aria-invalid", "true");
    const [first] = problems;
    if (first !== undefined) this.#first(first.field)?.focus();
    throw new NotYet(problems.map((one) => one.problem).join(" "));
  }

  /** The field that a problem is about: of a day, the one that is to be filled in. */
  #first(name: string): Field | null {
    const precision = this.typed[name];
    const wanted = precision === "day" || precision === "month" ? `${name}-${precision}` : name;
    return this.#fields().find((one) => one.name === wanted) ?? null;
  }

  /** Correct something: its words stand in the form, to be changed. */
  correct(thing: Recorded): void {
    this.clear();
    const last = thing.versions.find((one) => one.body !== null);
    if (last?.body === null || last === undefined) return;
    this.#correcting = thing;
    this.#fill(typedOf(thing.kind, last.body));
    const correcting = part(this.form, "[data-correcting]", HTMLElement);
    correcting.hidden = false;
    const text = this.#say("correcting", { day: dayInWords(last.day) });
    part(correcting, "[data-correcting-text]", HTMLElement).textContent = text;
    const old = part(correcting, "[data-old-files]", HTMLElement);
    old.hidden = last.body.files.length === 0;
    old.textContent = this.#say("old-files", { names: last.body.files.map((one) => one.name).join(", ") });
    part(this.form, "[data-cancel]", HTMLElement).hidden = false;
    this.open();
    this.#fields().find((one) => one.type !== "hidden")?.focus();
  }

  /** Open the fold that it lies in. */
  open(): void {
    const fold = this.form.closest("details");
    if (fold !== null) fold.open = true;
  }

  /** Empty the form, after it was written or when she does not want it. */
  clear(): void {
    this.form.reset();
    this.picker?.clear();
    this.#correcting = null;
    this.#futureAgreed = false;
    for (const one of parts(this.form, "[data-correcting], [data-future], [data-cancel]")) one.hidden = true;
    this.#showPrecision();
  }

  #fill(typed: Typed): void {
    for (const field of this.#fields()) {
      const value = typed[field.name];
      if (value === undefined) continue;
      if (field instanceof HTMLInputElement && field.type === "radio") field.checked = field.value === value;
      else field.value = value;
    }
    this.#showPrecision();
  }

  #showPrecision(): void {
    for (const group of parts(this.form, "[data-when]")) {
      const name = group.dataset["when"] ?? "";
      for (const one of parts(group, "[data-precision]")) one.hidden = one.dataset["precision"] !== this.typed[name];
    }
  }

  #fields(): Field[] {
    return [...this.form.querySelectorAll<Field>(FIELDS)].filter((one) => one.name !== "strike" && one.closest("file-picker") === null);
  }
}
