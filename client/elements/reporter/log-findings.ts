/** Draws what a check of the log found: first whether all holds, then what is wrong, proven, and not proven. */

import type { Fact, Finding, Findings, Note, Problem } from "../../log/findings.js";
import { dayInWords, fill, part, type Say } from "./page.js";

/** Too few witnesses have signed: graver things are told first. */
const UNWITNESSED: readonly Problem[] = ["quorum-missing", "witnesses-late"];
/** Data that are days. */
const DAYS = ["day", "by", "logged", "due"];

/**
 * Draw findings.
 *
 * @param root - holds the parts of `reporter/log-findings.html`
 */
export function drawFindings(root: HTMLElement, { problems, notes, facts, proven, size }: Findings, say: Say): void {
  // Too few witnesses is no sign of tampering: the log may be new, or they late. It is not "everything holds" either.
  const others = problems.filter((one) => !UNWITNESSED.includes(one.code));
  const unseen = problems.filter((one) => UNWITNESSED.includes(one.code));
  const state = problems.length === 0 ? "holds" : others.length === 0 ? "alone" : "fails";
  for (const one of ["holds", "alone", "fails"]) part(root, `[data-${one}]`, HTMLElement).hidden = one !== state;
  const values = { n: proven, size: inWords(size ?? 0) };
  for (const one of root.querySelectorAll("[data-count]")) fill(one, values);
  rows(root, "[data-problems]", [...others, ...unseen].map((one) => sentence("wrong", one, say)));
  rows(root, "[data-facts]", inTime(facts).map((one) => proves(one, say)));
  rows(root, "[data-notes]", told(notes, say));
  part(root, "[data-notes-title]", HTMLElement).hidden = notes.length === 0;
  part(root, "[data-facts-none]", HTMLElement).hidden = facts.length > 0;
  root.hidden = false;
}

/** What was done, in the order of the log; then what is still to come, what is due first on top. */
function inTime(facts: readonly Fact[]): Fact[] {
  const open = facts.filter((one) => one.code === "due").sort((a, b) => (a.due < b.due ? -1 : 1));
  return [...facts.filter((one) => one.code !== "due"), ...open];
}

/** Notes as sentences; entries that wait to be published are told of once. */
function told(notes: readonly Finding<Note>[], say: Say): string[] {
  const waiting = notes.filter((one) => one.code === "waits");
  if (waiting.length < 2) return notes.map((one) => sentence("note", one, say));
  const others = notes.filter((one) => one.code !== "waits");
  const numbers = waiting.map(({ data }) => Number(data["n"]));
  const said = say("note-waits-more", { count: waiting.length, first: Math.min(...numbers), last: Math.max(...numbers) });
  return [...others.map((one) => sentence("note", one, say)), said];
}

/** Put sentences into a list; an empty list goes away. */
function rows(root: HTMLElement, selector: string, sentences: readonly string[]): void {
  const list = part(root, selector, HTMLElement);
  list.hidden = sentences.length === 0;
  list.replaceChildren(...sentences.map((text) => {
    const row = document.createElement("li");
    row.textContent = text;
    return row;
  }));
}

function sentence(prefix: string, { code, data }: Finding, say: Say): string {
  const values = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, shown(name, value, say)]));
  const said = say(`${prefix}-${code}`, "n" in values ? { ...values, number: values["n"] ?? "" } : values);
  const known = code === "removed" ? removed(data, say) : "";
  return `${said} ${known}`.trim();
}

/** What a removed entry said, where she kept it. */
function removed({ kind = "", clock = "", due = "" }: Finding["data"], say: Say): string {
  if (kind === "") return "";
  const text = clock === "" ? "" : say(`said-${String(kind)}`, { clock: clockName(String(clock), say), due: dayInWords(String(due)) });
  return text === "" ? say("said-kind", { kind }) : text;
}

/** A number as it is; a day, a moment or a kind in words. */
function shown(name: string, value: string | number, say: Say): string | number {
  if (name === "time" && typeof value === "number") return momentOf(value);
  if (name === "size" || name === "was" || name === "all") return inWords(Number(value));
  if (DAYS.includes(name) && typeof value === "string") return dayInWords(value);
  if (name === "kind" && typeof value === "string") return clockName(value, say);
  // Numbers of entries are names: the plural of a sentence does not hang on them.
  return String(value);
}

function proves({ code, kind, day, logged, due, done }: Fact, say: Say): string {
  const name = kind === "" ? "" : clockName(kind, say);
  return say(`proven-${code}`, { name, day: dayInWords(day), logged: dayInWords(logged), due: dayInWords(due), done: dayInWords(done) });
}

function clockName(kind: string, say: Say): string {
  return say(`clock-${kind}`) || say("clock-other");
}

function inWords(number: number): string {
  return new Intl.NumberFormat(document.documentElement.lang).format(number);
}

/** Seconds since 1970 as a day with its time, in UTC as witnesses give it. */
function momentOf(time: number): string {
  const at = new Date(time * 1000);
  if (Number.isNaN(at.getTime())) return String(time);
  const iso = at.toISOString();
  return `${dayInWords(iso.slice(0, 10))}, ${iso.slice(11, 16)} UTC`;
}
