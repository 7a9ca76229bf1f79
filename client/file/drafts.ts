/** What is wrong with something that is about to be written, and what should be asked first. Pure. */

import { isOne, ACTORS, COST_CLASSES, FORMS, type ItemKind } from "./forms.js";
import { readCents } from "./money.js";
import { isFuture, isWhen, UNKNOWN, type When } from "./when.js";

/** The fields of a form as they were typed; what is missing is empty. */
export type Typed = Readonly<Record<string, string>>;

/** A field and the key of the sentence that says what is wrong with it. */
export interface Problem {
  readonly field: string;
  readonly problem: string;
}

/** The day in a form: `precision`, and `day` or `month` beside it. */
export function whenIn(typed: Typed, prefix = "when"): When | null {
  const precision = typed[prefix] ?? "";
  if (precision === "unknown") return UNKNOWN;
  if (precision !== "day" && precision !== "month") return null;
  const when = { precision, date: typed[`${prefix}-${precision}`] ?? "" };
  return isWhen(when) ? when : null;
}

const blank = (value: string | undefined): boolean => (value ?? "").trim() === "";

/** What the law's list and ours do not hold is refused, with a sentence; `other` takes anything. */
function ofEntry(typed: Typed): Problem[] {
  const form = typed["form"] ?? "";
  const problems: Problem[] = [];
  if (form === "") problems.push({ field: "form", problem: "form-missing" });
  else if (!isOne(FORMS, form)) problems.push({ field: "form", problem: "form-unknown" });
  if (form === "other" && blank(typed["other"])) problems.push({ field: "other", problem: "other-empty" });
  if (blank(typed["what"])) problems.push({ field: "what", problem: "what-empty" });
  if (!isOne(ACTORS, typed["actor"])) problems.push({ field: "actor", problem: "actor-missing" });
  return problems;
}

function ofCost(typed: Typed): Problem[] {
  const problems: Problem[] = [];
  if (!isOne(COST_CLASSES, typed["class"])) problems.push({ field: "class", problem: "class-missing" });
  const cents = readCents(typed["amount"] ?? "");
  if (blank(typed["amount"])) problems.push({ field: "amount", problem: "amount-empty" });
  else if (cents === null) problems.push({ field: "amount", problem: "amount-unreadable" });
  else if (cents === 0) problems.push({ field: "amount", problem: "amount-zero" });
  if (blank(typed["what"])) problems.push({ field: "what", problem: "cost-what-empty" });
  return problems;
}

/** The parts of a baseline, in the order in which they are asked. */
export const BASELINE = [
  "post",
  "duties",
  "rating",
  "pay",
  "leave",
  "tools",
  "workplace",
  "promised",
] as const;

const CHECKS: Readonly<Record<ItemKind, (typed: Typed, files: number) => Problem[]>> = {
  baseline: (typed) =>
    BASELINE.every((name) => blank(typed[name])) ? [{ field: "post", problem: "baseline-empty" }] : [],
  entry: ofEntry,
  decision: (typed) => (blank(typed["what"]) ? [{ field: "what", problem: "decision-empty" }] : []),
  cost: ofCost,
  note: (typed, files) =>
    blank(typed["text"]) && files === 0 ? [{ field: "text", problem: "note-empty" }] : [],
  attachment: (_typed, files) => (files === 0 ? [{ field: "text", problem: "note-empty" }] : []),
};

/** The days that each kind asks for. */
const DAYS: Readonly<Record<ItemKind, readonly string[]>> = {
  baseline: ["when"],
  entry: ["when"],
  decision: ["when", "grounds_when"],
  cost: ["when"],
  note: [],
  attachment: [],
};

/**
 * What is wrong with a draft, in the order of its fields; nothing of it is lost.
 *
 * @param files - how many files go with it
 */
export function problemsOf(kind: ItemKind, typed: Typed, files: number): readonly Problem[] {
  const days = DAYS[kind]
    .filter((name) => whenIn(typed, name) === null)
    .map((name) => ({ field: name, problem: "when-missing" }));
  return [...CHECKS[kind](typed, files), ...days];
}

/** Whether a day lies in the future: it may be right, so it is asked about and not refused. */
export function asksAboutFuture(kind: ItemKind, typed: Typed, today: string): boolean {
  return DAYS[kind].some((name) => isFuture(whenIn(typed, name) ?? UNKNOWN, today));
}
