/** The order of the steps, and which answers fit: pure, with its own test. */

import type { Account } from "../../sending.js";

/** One thing per step; the number in the title counts these. */
export const STEPS = ["safety", "exclude", "tell", "details", "files", "told", "name", "check"] as const;

export type Step = (typeof STEPS)[number];

/** What may be written: the largest item holds 4 MiB with its header, keys and signature. */
export const MOST_BYTES = 4_000_000;

/** Whether this is one of our steps. */
export function isStep(value: unknown): value is Step {
  return (STEPS as readonly unknown[]).includes(value);
}

/** The step after, or before, this one. The ends stay where they are. */
export function beside(step: Step, by: 1 | -1): Step {
  const at = STEPS.indexOf(step) + by;
  return STEPS[Math.min(Math.max(at, 0), STEPS.length - 1)] ?? step;
}

/** How many bytes the answers take inside the seal. */
export function bytesOf(account: Account): number {
  return new TextEncoder().encode(JSON.stringify(account)).length;
}

/** What is wrong with the answers: nothing was told, or too much for one item. */
export function wrongWith(account: Account): "text" | "long" | null {
  if (account.text.trim() === "") return "text";
  return bytesOf(account) > MOST_BYTES ? "long" : null;
}

/** Whether anything was typed that would be a loss. */
export function hasContent(account: Account): boolean {
  return Object.values(account).some((answer: string) => answer.trim() !== "");
}
