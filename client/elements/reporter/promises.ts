/** What is shown of a promise and what she can do about it: pure, with its own test. */

import type { MyPromise } from "../../mypromises.js";
import type { Emergency } from "../../promises.js";

export type Step = "yes" | "no" | "kept" | "dispute" | "other";

const STEPS: Readonly<Record<string, readonly Step[]>> = {
  proposed: ["yes", "no"],
  open: ["kept"],
  declined: ["kept", "other"],
  due: ["kept"],
  overdue: ["kept", "other"],
  claimed: ["kept", "dispute"],
  broken: ["kept", "other"],
  ended: ["kept"],
};

/** The steps of a promise. Where whoever keeps it has no key, she can give it, or ask somebody else. */
export function stepsOf({ shown, ownerReads }: Pick<MyPromise, "shown" | "ownerReads">): readonly Step[] {
  const steps = STEPS[shown.standing] ?? [];
  const needs = !ownerReads && shown.state === "offered";
  return needs && !steps.includes("other") ? [...steps, "other"] : steps;
}

/** Which colour its state has: good, warn, bad or none. */
export function toneOf(standing: string): string {
  if (standing === "kept") return "good";
  if (["overdue", "broken"].includes(standing)) return "bad";
  return ["declined", "claimed", "proposed", "kept_late", "open"].includes(standing) ? "warn" : "info";
}

/** Which sentence says how a request stands. */
export function sentenceOf({ decision, missed_on }: Pick<Emergency, "decision" | "missed_on">): string {
  if (decision !== null) return `emergency-${decision}`;
  return missed_on === null ? "emergency-asked" : "emergency-silent";
}
