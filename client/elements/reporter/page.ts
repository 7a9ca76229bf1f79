/** What the elements of the reporter's pages share: the page's own data, its texts, its parts. */

import { ConnectionLost, Problem } from "../../api.js";
import { DirectoryRefused, fromHex, type Directory } from "../../crypto/index.js";
import { fetchDirectory, type Deployment } from "../../sending.js";
import { NotLetIn } from "../../strangers.js";

/** Gives a text of the page by its key, with `{name}` replaced by the value of that name. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** The first match inside `root`; the templates promise that it is there. */
export function part<T extends Element>(
  root: ParentNode,
  selector: string,
  type: abstract new () => T,
): T {
  const found = root.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`the page lacks ${selector}`);
  return found;
}

/** All matches inside `root` that are HTML elements. */
export function parts(root: ParentNode, selector: string): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(selector)];
}

/** A fresh copy of the first element of a `<template>`. */
export function copyOf(root: ParentNode, selector: string): HTMLElement {
  const template = part(root, selector, HTMLTemplateElement);
  const copy = document.importNode(template.content, true).firstElementChild;
  if (!(copy instanceof HTMLElement)) throw new Error(`${selector} is empty`);
  return copy;
}

/**
 * The texts that stand in `<template data-texts>` inside an element.
 *
 * With a number `n` among the values, `key.one` or `key.other` is taken where the page has them. An element's own
 * texts come before those of elements inside it.
 */
export function texts(root: ParentNode): Say {
  const found = new Map<string, string>();
  const templates = [...root.querySelectorAll<HTMLTemplateElement>("template[data-texts]")];
  const own = templates.filter((one) => ownerOf(one) === root);
  for (const template of [...templates.filter((one) => !own.includes(one)), ...own]) {
    for (const text of parts(template.content, "[data-text]")) {
      found.set(text.dataset["text"] ?? "", text.textContent.trim());
    }
  }
  const plural = new Intl.PluralRules(language());
  return (key, values = {}) => {
    const { n } = values;
    const form = typeof n === "number" ? `${key}.${plural.select(n)}` : key;
    return filled(found.get(form) ?? found.get(key) ?? "", values);
  };
}

/** The custom element that a part of the page belongs to. */
function ownerOf(one: Element): Element | null {
  const above = one.parentElement;
  return above === null || above.localName.includes("-") ? above : ownerOf(above);
}

/** Replace each `{name}` of a sentence by its value. */
export function filled(
  text: string,
  values: Readonly<Record<string, string | number>>,
): string {
  return text.replace(/\{([a-z]+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

const patterns = new WeakMap<Element, string>();

/** Fill the `{names}` in an element's own text, as often as needed. */
export function fill(element: Element, values: Readonly<Record<string, string | number>>): void {
  const pattern = patterns.get(element) ?? element.textContent.trim();
  patterns.set(element, pattern);
  element.textContent = filled(pattern, values);
}

/** Show those elements whose `data-<name>` is `value`, hide the others. */
export function choose(root: ParentNode, name: string, value: string): void {
  for (const one of parts(root, `[data-${name}]`)) {
    one.hidden = one.getAttribute(`data-${name}`) !== value;
  }
}

/** The language of the page. */
export function language(): "nl" | "en" {
  return document.documentElement.dataset["language"] === "nl" ? "nl" : "en";
}

/** How numbers and days are written: English as in Europe, with the day before the month. */
export const LOCALES = { nl: "nl-NL", en: "en-GB" };

/** What is built into the page, so that the server cannot vary it by visitor. */
export function deployment(): Deployment {
  const { deployment: id = "", organisation = "", root = "" } = document.documentElement.dataset;
  return { origin: location.origin, language: language(), id: fromHex(id), organisation, root };
}

/** The channel that this page belongs to. */
export function channel(): string {
  return document.documentElement.dataset["channel"] ?? "";
}

let newest = 0;

/** Fetch the directory. Within one page it never goes back to an older version. */
export async function directory(): Promise<Directory> {
  const found = await fetchDirectory(deployment(), newest);
  newest = found.version;
  return found;
}

/** What went wrong, in words of the page or of the server. */
export function explained(error: unknown, say: Say): string {
  if (error instanceof ConnectionLost) return say("problem-lost");
  if (error instanceof DirectoryRefused) {
    return say(error.reason === "older" ? "problem-directory-older" : "problem-directory");
  }
  if (error instanceof NotLetIn) return say("problem-stranger");
  if (!(error instanceof Problem)) return say("problem-unknown");
  return error.status >= 500 || error.detail === "" ? say("problem-server") : error.detail;
}

/** A day (`YYYY-MM-DD`) as people of this language write it. */
export function dayInWords(day: string): string {
  const format = new Intl.DateTimeFormat(LOCALES[language()], { dateStyle: "long", timeZone: "UTC" });
  const at = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? day : format.format(at);
}

/** A day, or a day with a time of the clock (`YYYY-MM-DD HH:MM`), as people of this language write it. */
export function momentInWords(moment: string): string {
  const [day = "", time = ""] = moment.split(" ");
  return day === "" ? "" : [dayInWords(day), time].filter((one) => one !== "").join(", ");
}

/** A number of bytes as people read it. */
export function sizeInWords(bytes: number): string {
  const [value, unit] =
    bytes < 1_000_000
      ? [Math.ceil(bytes / 1_000), "kilobyte"]
      : [Math.round(bytes / 100_000) / 10, "megabyte"];
  return new Intl.NumberFormat(LOCALES[language()], { style: "unit", unit, unitDisplay: "short" }).format(
    value,
  );
}

/** Show what came amid a long page: put the focus on its heading, and bring that to the top of what is seen. */
export function goDown(heading: HTMLElement): void {
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: "start" });
}

/** Show a heading's part of the page: put the focus there, so that it is read out. */
export function goTo(heading: HTMLElement): void {
  heading.focus({ preventScroll: true });
  scrollTo({ top: 0 });
}
