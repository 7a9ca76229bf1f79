/** How the desk's elements take their markup and words from the page's templates. */

import { faultOf } from "../../desk/trouble.js";

/** A copy of the template `t-<name>`. */
export function stamp(name: string): DocumentFragment {
  const found = document.getElementById(`t-${name}`);
  if (!(found instanceof HTMLTemplateElement)) throw new Error(`no template ${name}`);
  return document.importNode(found.content, true);
}

/** A copy of a template that holds one element. */
export function stampOne(name: string): HTMLElement {
  const first = stamp(name).firstElementChild;
  if (!(first instanceof HTMLElement)) throw new Error(`template ${name} holds no element`);
  return first;
}

/** The first element of a part. */
export function part(root: ParentNode, name: string): HTMLElement {
  return find(root, `[data-part="${name}"]`, HTMLElement);
}

/** The first element that fits a selector, of the class that is expected. */
export function find<T extends Element>(
  root: ParentNode,
  selector: string,
  expected: abstract new () => T,
): T {
  const found = root.querySelector(selector);
  if (!(found instanceof expected)) throw new Error(`the page has no ${selector}`);
  return found;
}

/** Put text into every part of that name. */
export function write(root: ParentNode, name: string, text: string): void {
  for (const one of root.querySelectorAll(`[data-part="${name}"]`)) one.textContent = text;
}

let words: ReadonlyMap<string, string> | null = null;

function allWords(): ReadonlyMap<string, string> {
  if (words === null) {
    const held = stamp("words").querySelectorAll<HTMLElement>("[data-word]");
    words = new Map([...held].map((one) => [one.dataset["word"] ?? "", one.textContent.trim()]));
  }
  return words;
}

/** Words of the page, with `{name}` replaced. */
export function say(word: string, values: Readonly<Record<string, string | number>> = {}): string {
  const text = allWords().get(word);
  if (text === undefined) throw new Error(`no words for ${word}`);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });
}

/** Whether the page has words of that name. */
export function has(word: string): boolean {
  return allWords().has(word);
}

/** Words for a code that may be newer than this page; then those of `<group>.other`. */
export function sayOr(group: string, code: string): string {
  return allWords().get(`${group}.${code}`) ?? say(`${group}.other`);
}

/** How numbers and days are written: English as in Europe, with the day before the month. */
export function locale(): string {
  return document.documentElement.lang === "nl" ? "nl-NL" : "en-GB";
}

/** Words for a number of things. */
export function sayCount(word: string, n: number): string {
  const category = new Intl.PluralRules(locale()).select(n);
  const exact = `${word}.${category}`;
  return say(allWords().has(exact) ? exact : `${word}.other`, { n: number(n) });
}

export function number(n: number): string {
  return new Intl.NumberFormat(locale()).format(n);
}

/** A day in words, such as 23 November 2026. */
export function dayInWords(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return day;
  return new Intl.DateTimeFormat(locale(), {
    dateStyle: "long",
    timeZone: "UTC",
  }).format(at);
}

/** A day, or a day with a time of the clock (`YYYY-MM-DD HH:MM`), as people of this language write it. */
export function momentInWords(moment: string): string {
  const [day = "", time = ""] = moment.split(" ");
  return day === "" ? "" : [dayInWords(day), time].filter((one) => one !== "").join(", ");
}

export function names(list: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: "conjunction" }).format(list);
}

export function bytesInWords(size: number): string {
  const [amount, unit] =
    size >= 1_000_000 ? [size / 1_000_000, "megabyte"]
    : size >= 1_000 ? [size / 1_000, "kilobyte"]
    : [size, "byte"];
  return new Intl.NumberFormat(locale(), {
    style: "unit",
    unit,
    unitDisplay: unit === "byte" ? "long" : "short",
    maximumFractionDigits: amount < 10 ? 1 : 0,
  }).format(amount);
}

/** A loud message. It is announced as soon as it stands in the page. */
export function banner(title: string, text: string, detail = ""): HTMLElement {
  const made = stampOne("banner");
  write(made, "title", title);
  write(made, "text", text);
  write(made, "detail", detail);
  for (const name of ["title", "text", "detail"]) {
    const one = part(made, name);
    if (one.textContent === "") one.remove();
  }
  return made;
}

/** Say what went wrong, in the place that a form or panel has for it. */
export function showFault(where: HTMLElement, error: unknown): void {
  const { code, detail } = faultOf(error);
  const refused = code.startsWith("directory-");
  const made = refused
    ? banner(say("directory.refused"), say(`fault.${code}`), say("directory.refused.text"))
    : banner("", say(`fault.${code}`), code === "sign-in" || code === "duties" ? "" : detail);
  const app = document.querySelector<HTMLElement>("desk-app")?.dataset;
  if (code === "sign-in" || code === "somebody-else") {
    part(made, "actions").append(elsewhere(app?.["signIn"] ?? "/", "action.sign-in"));
  } else if (code === "duties") {
    part(made, "actions").append(elsewhere(app?.["duties"] ?? "/", "action.duties"));
  }
  where.replaceChildren(made);
}

/** A link that opens another tab, so that what was typed here stays. */
function elsewhere(href: string, word: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.className = "button button--secondary";
  link.href = href;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = say(word);
  return link;
}

/** Say what is missing before anything can be sent, and lead to it. */
export function showMistake(where: HTMLElement, word: string, field: HTMLElement | null): void {
  where.replaceChildren(banner("", say(word)));
  if (field !== null) {
    field.setAttribute("aria-invalid", "true");
    field.focus();
    field.addEventListener("input", () => { field.removeAttribute("aria-invalid"); }, { once: true });
  }
}

/** A bar that shows how far something is, with the same in words. */
export class Progress {
  readonly #bar: HTMLProgressElement;
  readonly #label: HTMLElement;
  readonly #where: HTMLElement;
  static #made = 0;

  constructor(where: HTMLElement) {
    const made = stampOne("progress");
    this.#where = where;
    this.#bar = find(made, "progress", HTMLProgressElement);
    this.#label = part(made, "label");
    Progress.#made += 1;
    this.#label.id = `desk-progress-${String(Progress.#made)}`;
    this.#bar.setAttribute("aria-labelledby", this.#label.id);
    where.replaceChildren(made);
  }

  show(done: number, text: string): void {
    this.#bar.value = Math.min(1, Math.max(0, done));
    this.#label.textContent = text;
  }

  end(): void {
    this.#where.replaceChildren();
  }
}

/** The value of a field of a form. */
export function valueOf(form: HTMLFormElement, name: string): string {
  const field = form.elements.namedItem(name);
  if (
    field instanceof HTMLInputElement ||
    field instanceof HTMLTextAreaElement ||
    field instanceof HTMLSelectElement ||
    field instanceof RadioNodeList
  ) {
    return field.value;
  }
  throw new Error(`the form has no ${name}`);
}

/** A field of a form that takes a tick. */
export function isTicked(form: HTMLFormElement, name: string): boolean {
  return find(form, `[name="${name}"]`, HTMLInputElement).checked;
}

/** Let the buttons of secret fields show and hide what is typed. */
export function wireSecrets(root: ParentNode): void {
  for (const button of root.querySelectorAll<HTMLElement>('[data-do="show"][aria-controls]')) {
    const id = button.getAttribute("aria-controls") ?? "";
    button.addEventListener("click", () => {
      const field = document.getElementById(id);
      if (!(field instanceof HTMLInputElement)) return;
      const shown = field.type === "password";
      field.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
      for (const one of button.querySelectorAll<HTMLElement>("[data-when]")) {
        one.hidden = (one.dataset["when"] === "shown") !== shown;
      }
    });
  }
}

/** The element of ours around a form. */
function panelOf(form: HTMLFormElement): Element {
  let around: Element = form;
  while (around.parentElement !== null && !around.localName.includes("-")) around = around.parentElement;
  return around;
}

/** Run what a form does, once at a time; its button stays in place, and keeps focus. */
export function onSubmit(form: HTMLFormElement, act: () => Promise<void>): void {
  let running = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (running) return;
    running = true;
    const button = form.querySelector<HTMLButtonElement>('button[type="submit"]');
    button?.setAttribute("aria-disabled", "true");
    const where = part(form, "error");
    where.replaceChildren();
    // What was said of an earlier time is no answer to this one, and said twice it is not read out.
    const before = [form.querySelector('[data-part="said"]'), panelOf(form).querySelector('[data-part="done"]')];
    for (const one of before) if (one !== null) one.textContent = "";
    act()
      .catch((error: unknown) => { showFault(where, error); })
      .finally(() => {
        running = false;
        button?.removeAttribute("aria-disabled");
      });
  });
}
