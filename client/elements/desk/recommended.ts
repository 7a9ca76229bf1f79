/** One recommendation as a line: what, by whom, by when, and whether it was done. */

import type { Recommendation } from "../../oversight.js";
import type { Frame } from "./desk-app.js";
import { dayInWords, find, say, sayOr, stampOne, write } from "./page.js";
import { bodyName } from "./places.js";

/**
 * Draw a recommendation.
 *
 * @param mine - whoever looks must do it, and says when it is done
 */
export function recommended(frame: Frame, one: Recommendation, day: string, mine: boolean): HTMLElement {
  const row = stampOne("recommendation");
  write(row, "what", sayOr("o-measure", one.measure));
  write(row, "who", say("recommendation.who", { role: sayOr("o-owner", one.role), body: bodyName(frame, one.body) }));
  write(row, "when", standing(one, day, mine));
  find(row, '[data-do="done"]', HTMLElement).hidden = one.done_on !== null || (mine && one.said_done_on !== null);
  return row;
}

function standing(one: Recommendation, day: string, mine: boolean): string {
  if (one.done_on !== null) return say("recommendation.done", { done: dayInWords(one.done_on) });
  const due = say(one.due_on < day ? "recommendation.late" : "recommendation.due", { due: dayInWords(one.due_on) });
  if (one.said_done_on === null) return due;
  const said = say(mine ? "recommendation.you-said" : "recommendation.said", { said: dayInWords(one.said_done_on) });
  return `${due}. ${said}`;
}
