/** How an entry of the register of breaches stands, in words. */

import type { Breach } from "../../oversight.js";
import { dayInWords, say, sayOr } from "./page.js";

export function stateOfBreach(one: Breach): string {
  if (one.closed_on !== null) return say("breach.closed", { day: dayInWords(one.closed_on) });
  return say(one.possible ? "breach.possible" : "breach.open");
}

/** What was decided, in one sentence; nothing while it is open. */
export function decidedOf({ decision, sanction, ground }: Breach): string {
  if (decision === null || sanction === null || ground === null) return "";
  return say("breach.decided", {
    decision: sayOr("o-decision", decision), sanction: sayOr("o-sanction", sanction), ground: sayOr("o-basis", ground),
  });
}
