/** How things of a file are told: a title, and lines of label and text. The words are the page's. Pure. */

import type { Bodies } from "./bodies.js";
import { BASELINE } from "./drafts.js";
import type { ItemKind } from "./forms.js";
import { inEuros } from "./money.js";
import type { Recorded } from "./records.js";
import type { When } from "./when.js";

/** What a page lends: its texts, and how its language writes days and amounts. */
export interface Tongue {
  readonly say: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly day: (day: string) => string;
  readonly locale: string;
}

export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** When something was, in words. */
export function whenInWords({ precision, date }: When, { say, day, locale }: Tongue): string {
  if (date === null) return say("on-unknown");
  if (precision === "day") return say("on-day", { day: day(date) });
  const format = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
  return say("in-month", { month: format.format(new Date(`${date}-01T00:00:00Z`)) });
}

/** A few words that tell one thing from another in a list. */
export function titleOf(kind: ItemKind, body: Bodies[ItemKind], tongue: Tongue): string {
  switch (kind) {
    case "entry": {
      const { form, other } = body as Bodies["entry"];
      return form === "other" ? short(other) : tongue.say(`form-${form}`);
    }
    case "cost": {
      const { cents, what } = body as Bodies["cost"];
      return `${inEuros(cents, tongue.locale)} – ${short(what)}`;
    }
    case "decision":
      return short((body as Bodies["decision"]).what);
    case "note":
      return short((body as Bodies["note"]).text);
    case "attachment": {
      const { text, files } = body as Bodies["attachment"];
      return text === "" ? files.map((one) => one.name).join(", ") : short(text);
    }
    case "baseline":
      return tongue.say("kind-baseline");
  }
}

function short(text: string): string {
  const [line = ""] = text.split("\n");
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}

/** What was written at length: it stands by itself, without a label. */
export function textOf(kind: ItemKind, body: Bodies[ItemKind]): string {
  if (kind === "entry") return (body as Bodies["entry"]).what;
  if (kind === "decision") return (body as Bodies["decision"]).what;
  return kind === "note" || kind === "attachment" ? (body as Bodies["note"]).text : "";
}

/**
 * Everything else that was filled in.
 *
 * @param entryBy - finds the entry that a cost or a note belongs to
 */
export function factsOf(
  kind: ItemKind,
  body: Bodies[ItemKind],
  tongue: Tongue,
  entryBy: (hash: string) => Recorded | null,
): readonly Fact[] {
  const { say } = tongue;
  const said = body as unknown as Readonly<Record<string, unknown>>;
  const plain = (...names: readonly string[]): Fact[] =>
    names.map((name) => ({ label: say(`fact-${name}`), text: typeof said[name] === "string" ? said[name] : "" }));
  const when = (name: string): Fact[] =>
    [{ label: say(`fact-${name}`), text: whenInWords(said[name] as When, tongue) }];
  const because = (): Fact[] => {
    const entry = typeof said["entry"] === "string" ? entryBy(said["entry"]) : null;
    const first = entry?.versions.find((one) => one.body !== null);
    const text = entry === null || first?.body === undefined || first.body === null ? "" : titleOf(entry.kind, first.body, tongue);
    return [{ label: say("fact-entry"), text }];
  };
  return FACTS[kind]({ plain, when, because, say, body, tongue }).filter((one) => one.text.trim() !== "");
}

interface Telling {
  readonly plain: (...names: readonly string[]) => Fact[];
  readonly when: (name: string) => Fact[];
  readonly because: () => Fact[];
  readonly say: Tongue["say"];
  readonly body: Bodies[ItemKind];
  readonly tongue: Tongue;
}

const FACTS: Readonly<Record<ItemKind, (telling: Telling) => Fact[]>> = {
  baseline: ({ plain, when }) => [...when("when"), ...plain(...BASELINE)],
  entry: ({ plain, when, say, body }) => {
    const { actor, form } = body as Bodies["entry"];
    return [
      { label: say("fact-form"), text: say(`form-${form}`) },
      ...plain("other"),
      ...when("when"),
      ...plain("who"),
      { label: say("fact-actor"), text: actor === "unknown" ? "" : say(`actor-${actor}`) },
      ...plain("before", "after", "witnesses"),
    ];
  },
  decision: ({ plain, when, body }) => [
    ...when("when"),
    ...plain("who", "reference", "grounds"),
    ...((body as Bodies["decision"]).grounds === "" ? [] : when("grounds_when")),
  ],
  cost: ({ when, because, say, body, tongue }) => [
    { label: say("fact-class"), text: say(`class-${(body as Bodies["cost"]).class}`) },
    { label: say("fact-amount"), text: inEuros((body as Bodies["cost"]).cents, tongue.locale) },
    ...when("when"),
    ...because(),
  ],
  note: ({ because }) => because(),
  attachment: ({ because }) => because(),
};
