/** Draws what was said in a room: only what is new is added, so that nothing jumps or closes. */

import type { Damage, Line, Talk } from "../../desk/talk.js";
import { factsOf, textOf, type Fact, type Tongue } from "../../file/facts.js";
import { dayInWords, locale, momentInWords, part, say, sayCount, sayOr, stamp, stampOne, write } from "./page.js";

/** As many of the newest items are drawn at first; the older ones on request. */
const FIRST_DRAWN = 50;

export class Lines {
  readonly #list: HTMLElement;
  readonly #empty: string;
  readonly #older: HTMLElement;
  readonly #drawn = new Map<number, HTMLElement>();
  #all = false;

  /**
   * @param list - the `<ol>` to draw into
   * @param empty - the template that explains an empty list
   */
  constructor(list: HTMLElement, empty: string) {
    this.#list = list;
    this.#empty = empty;
    this.#older = document.createElement("div");
    list.before(this.#older);
  }

  /** Draw what is there now. */
  draw(talk: Talk): void {
    const items = [...talk.lines, ...talk.damage].sort((a, b) => a.sequence - b.sequence);
    const from = this.#all ? 0 : Math.max(0, items.length - FIRST_DRAWN);
    this.#drawOlder(from, talk);
    this.#list.hidden = items.length === 0;
    if (items.length === 0) {
      if (this.#older.childElementCount === 0) this.#older.append(stamp(this.#empty));
      return;
    }
    const nodes = items.slice(from).map((item) => this.#node(item));
    for (const [at, node] of nodes.entries()) {
      if (this.#list.children[at] !== node) {
        this.#list.insertBefore(node, this.#list.children[at] ?? null);
      }
    }
    while (this.#list.children.length > nodes.length) this.#list.lastElementChild?.remove();
  }

  #drawOlder(hidden: number, talk: Talk): void {
    this.#older.replaceChildren();
    if (hidden === 0) return;
    this.#older.append(stamp("talk-older"));
    const button = this.#older.querySelector("button");
    if (button === null) return;
    button.textContent = sayCount("talk.older", hidden);
    button.addEventListener("click", () => {
      this.#all = true;
      this.draw(talk);
      const first = this.#list.firstElementChild;
      if (first instanceof HTMLElement) {
        first.tabIndex = -1;
        first.focus();
      }
    });
  }

  #node(item: Line | Damage): HTMLElement {
    const key = "what" in item ? -item.sequence : item.sequence;
    let node = this.#drawn.get(key);
    if (node === undefined) {
      node = "what" in item ? damaged(item) : line(item);
      this.#drawn.set(key, node);
    }
    if (!("what" in item)) drawSeen(node, item);
    return node;
  }
}

function damaged(item: Damage): HTMLElement {
  const made = stampOne("damaged");
  write(made, "where", say("damaged.where", { n: item.sequence }));
  write(made, "what", say(`damaged.${item.what}`));
  return made;
}

function line(item: Line): HTMLElement {
  const made = stampOne("line");
  made.classList.toggle("talk__item--own", item.author.kind !== "reporter");
  const { author } = item;
  write(made, "author", author.kind === "officer" ? author.name : say(`author.${author.kind}`));
  write(made, "kind", sayOr("kind", item.kind));
  const day = part(made, "day");
  day.textContent = dayInWords(item.day);
  day.setAttribute("datetime", item.day);
  const called =
    item.kind === "reclassification"
      ? say(`called.${item.step === "confirmed" || item.step === "refused" ? item.step : "proposed"}`, {
          to: sayOr("classification", item.called),
        })
      : item.kind === "closing" ? closingIn(item)
      : item.kind === "forwarding" ? say("forwarded.to", { to: sayOr("authority", item.called) })
      : item.kind === "meeting" ? sayOr("meeting-step", item.step)
      : item.kind === "keeping" ? sayOr("keeping-step", item.step)
      : "";
  const copies = item.copies.map(({ day, by, text }) =>
    say("copies.one", { day: dayInWords(day), by: by === "" ? say("author.reporter") : by, text }));
  const text = [called, item.text, item.given, ...sharedText(item), ...copies, members("let-in", item.let_in), members("out", item.out)];
  write(made, "text", text.filter((one) => one !== "").join("\n"));
  part(made, "text").hidden = text.every((one) => one === "");
  const typed = (name: "stage" | "measure" | "reason"): string =>
    item[name] === "" ? "" : sayOr(name, item[name]);
  const both = (...texts: string[]): string => texts.filter((one) => one !== "").join("\n");
  write(made, "action", both(typed("measure"), typed("stage"), item.action));
  write(made, "grounds", both(typed("reason"), item.grounds));
  part(made, "feedback").hidden = item.action === "" && item.grounds === "";
  drawCare(part(made, "care"), item);
  part(made, "mislabelled").hidden = !item.mislabelled;
  const files = part(made, "files");
  files.hidden = item.files.length === 0;
  for (const file of item.files) {
    const one = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#file-${file.id}`;
    link.textContent = file.name;
    one.append(link);
    files.append(one);
  }
  return made;
}

/** What an item says of the end of the case. */
function closingIn({ step, called }: Line): string {
  return sayOr("ending", step).replace("{to}", sayOr("outcome", called));
}

/** The words that this page lends to things of a file. */
export const TONGUE: Tongue = {
  say: (key, values) => say(`file.${key}`, values),
  day: dayInWords,
  get locale() { return locale(); },
};

/** What a copy out of her file says at length, and where it was taken from. */
function sharedText({ shared }: Line): readonly string[] {
  if (shared === null) return [];
  const { sequence, day } = shared.from;
  return [textOf(shared.kind, shared.body), say("shared.from", { n: sequence, day: dayInWords(day) })];
}

function sharedFacts({ shared }: Line): readonly Fact[] {
  return shared === null ? [] : factsOf(shared.kind, shared.body, TONGUE, () => null);
}

function drawCare(where: HTMLElement, item: Line): void {
  const said = item.care.map(({ part: name, text, code }) => [
    say(`care-part.${name}`), code ? sayOr("care-code", `${name}-${text}`) : text,
  ] as const);
  const measures = item.measures.map((one) => [
    say("care.measure"), say("care-measure", { ...one, by: dayInWords(one.by) }),
  ] as const);
  const shared = sharedFacts(item).map(({ label, text }) => [label, text] as const);
  const meeting = item.meeting.map(({ part: name, text, code, moment }) => [
    say(`meeting-part.${name}`), code ? sayOr("meeting-code", `${name}-${text}`) : moment ? momentInWords(text) : text,
  ] as const);
  where.append(...[...said, ...measures, ...shared, ...meeting].flatMap(([label, text]) => {
    const term = document.createElement("dt");
    term.textContent = label;
    const value = document.createElement("dd");
    value.className = "talk__text";
    value.textContent = text;
    return [term, value];
  }));
  where.hidden = where.childElementCount === 0;
}

/** Who came in or went out, in a sentence; nothing when nobody did. */
function members(word: string, names: readonly string[]): string {
  return names.length === 0 ? "" : say(`members.${word}`, { names: names.join(", ") });
}

function drawSeen(node: HTMLElement, item: Line): void {
  const seen = part(node, "seen");
  const ours = item.author.kind !== "reporter" && item.kind !== "note";
  const sent = dayInWords(item.day);
  seen.textContent =
    !ours ? "" : item.seen === null ? say("seen.not", { sent }) : say("seen.reporter", { sent, seen: dayInWords(item.seen) });
  seen.className = ours && item.seen !== null ? "desk-done" : "quiet";
}
