/** From what was typed to the body of an item, and back into a form to correct it. Pure. */

import { wellFormed, type Manifest } from "../crypto/index.js";
import type { Bodies } from "./bodies.js";
import { BASELINE, whenIn, type Typed } from "./drafts.js";
import type { Actor, CostClass, DetrimentForm, ItemKind } from "./forms.js";
import { readCents } from "./money.js";
import { UNKNOWN, type When } from "./when.js";

/** The body that a draft without problems becomes. */
export function bodyOf(kind: ItemKind, typed: Typed, files: readonly Manifest[]): Bodies[ItemKind] {
  const said = (name: string): string => wellFormed((typed[name] ?? "").trim());
  const when = whenIn(typed) ?? UNKNOWN;
  const entry = said("entry") === "" ? null : said("entry");
  switch (kind) {
    case "baseline": {
      const parts = Object.fromEntries(BASELINE.map((name) => [name, said(name)]));
      return { ...(parts as Record<(typeof BASELINE)[number], string>), when, files };
    }
    case "entry":
      return {
        form: said("form") as DetrimentForm,
        actor: said("actor") as Actor,
        ...{ other: said("other"), who: said("who"), what: said("what"), before: said("before") },
        ...{ after: said("after"), witnesses: said("witnesses"), when, files },
      };
    case "decision":
      return {
        ...{ what: said("what"), who: said("who"), reference: said("reference"), when },
        ...{ grounds: said("grounds"), grounds_when: whenIn(typed, "grounds_when") ?? UNKNOWN, files },
      };
    case "cost":
      return {
        class: said("class") as CostClass,
        ...{ what: said("what"), cents: readCents(said("amount")) ?? 0, currency: "EUR", when, entry, files },
      };
    case "note":
    case "attachment":
      return { text: said("text"), entry, files };
  }
}

function typedWhen(prefix: string, { precision, date }: When): Typed {
  return { [prefix]: precision, ...(date === null ? {} : { [`${prefix}-${precision}`]: date }) };
}

/** What would have been typed for a body: to fill a form with it. */
export function typedOf(kind: ItemKind, body: Bodies[ItemKind]): Typed {
  const typed: Record<string, string> = {};
  for (const [name, value] of Object.entries(body) as [string, unknown][]) {
    if (typeof value === "string") typed[name] = value;
  }
  if ("when" in body) Object.assign(typed, typedWhen("when", body.when));
  if ("grounds_when" in body) Object.assign(typed, typedWhen("grounds_when", body.grounds_when));
  if (kind === "cost") typed["amount"] = amountOf((body as Bodies["cost"]).cents);
  return typed;
}

/** Cents as they are typed in either language. */
function amountOf(cents: number): string {
  return `${String(Math.trunc(cents / 100))},${String(cents % 100).padStart(2, "0")}`;
}
