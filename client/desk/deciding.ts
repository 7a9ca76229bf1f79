/** Steps that end or rename a case: each is a sealed item to the reporter, through its own route. */

import { wellFormed } from "../crypto/index.js";
import type { Closing } from "../mine.js";
import type { OpenCase } from "./case.js";

/** A step of calling a case something else, and its route. */
const CALLING = { proposed: "", confirmed: "/confirm", refused: "/refuse" } as const;
export type Calling = keyof typeof CALLING;

/** A step of ending a case, and its route. */
const ENDING = {
  told: "",
  withdrawn: "/withdraw",
  "over-proposed": "/over",
  "over-confirmed": "/over/confirm",
  "over-refused": "/over/refuse",
  reopened: "/reopen",
} as const;
export type Ending = keyof typeof ENDING;

/** Propose, confirm or refuse that the case is called something else, with words to the reporter. */
export async function reclassify(
  opened: OpenCase, step: Calling, to: string, text: string,
): Promise<void> {
  const body = { step, to, text: wellFormed(text) };
  const extra = step === "proposed" ? { to } : {};
  await opened.step("reclassification", body, `reclassification${CALLING[step]}`, extra);
}

/** Take a step towards the end of the case, with words to the reporter. */
export async function end(
  opened: OpenCase, step: Ending, outcome: string, text: string,
): Promise<void> {
  const body = { step, to: outcome, text: wellFormed(text) };
  await opened.step("closing", body, `closing${ENDING[step]}`, step === "told" ? { outcome } : {});
}

/** What an officer can do now about the end of a case. */
export interface Possible {
  readonly tell: boolean;
  readonly withdraw: boolean;
  readonly over: boolean;
  readonly decide: boolean;
  readonly reopen: boolean;
}

/** What this officer can do now: the server decides, and this only keeps off the page what it refuses. */
export function possible(status: string, closing: Closing | null, isHandler: boolean): Possible {
  const open = closing !== null && closing.closed_on === null;
  return {
    tell: isHandler && closing === null && status === "answered",
    withdraw: isHandler && open && closing.over === null,
    over: isHandler && open && closing.over === null && !closing.waits,
    decide: open && closing.over !== null,
    reopen: isHandler && status === "closed",
  };
}
