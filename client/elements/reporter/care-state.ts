/** Which sentence says how a protection stands, and what is still to be filled in: pure. */

import type { Care } from "../../care.js";
import { NotYet } from "./conversation.js";

/** The key of the sentence for a state. Where nobody was chosen, that comes before all else. */
export function careState(care: Pick<Care, "state">, hasRoom: boolean): string {
  const turn = hasRoom ? "officer" : "reporter";
  switch (care.state) {
    case "needed":
    case "outdated":
      return `state-${care.state}-${turn}`;
    case "proposed":
    case "approved":
    case "refused":
    case "declined":
      return `state-${care.state}`;
    default:
      return `state-needed-${turn}`;
  }
}

/** Refuse with the first sentence whose value is empty. */
export function needed(values: readonly (readonly [value: string, word: string])[]): void {
  const missing = values.find(([value]) => value === "");
  if (missing !== undefined) throw new NotYet(missing[1]);
}
