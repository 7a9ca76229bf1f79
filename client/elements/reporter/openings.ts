/** What an opening is at, and what the reporter can do about it: pure, with its own test. */

import type { ShownOpening } from "../../mybox.js";

export type Action = "agree" | "refuse" | "withdraw";

const BY_CONSENT: Readonly<Record<string, readonly Action[]>> = {
  asked: ["agree", "refuse"],
  consented: ["withdraw"],
  open: ["withdraw"],
};

/** Every state for which the page has a sentence, by kind. */
const SENTENCES = {
  consent: new Set(["asked", "consented", "open", "ended", "refused", "withdrawn", "expired"]),
  override: new Set(["announced", "deferred", "ripe", "open", "ended", "refused", "expired"]),
};

/** What she can press. An override is not hers to answer; what she can do then the page says. */
export function actionsOf({ kind, state }: Pick<ShownOpening, "kind" | "state">): readonly Action[] {
  return kind === "consent" ? (BY_CONSENT[state] ?? []) : [];
}

/** The key of the sentence that says where it stands. */
export function sentenceOf({ kind, state }: Pick<ShownOpening, "kind" | "state">): string {
  return SENTENCES[kind].has(state) ? `${kind}-${state}` : "opening-unknown";
}
