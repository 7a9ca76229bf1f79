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
  opened: OpenCase, step: Ending, outcome: string, text: string, goes_on = false,
): Promise<void> {
  // Signed with the words: what is still owed to her was on the writer's mind.
  const body = { step, to: outcome, text: wellFormed(text), ...(goes_on ? { goes_on: "yes" } : {}) };
  const extra = step === "told" ? { outcome, goes_on } : step === "over-proposed" ? { goes_on } : {};
  await opened.step("closing", body, `closing${ENDING[step]}`, extra);
}

/** One person concerned, by the days of the steps; who it is stands sealed in the investigation room. */
export interface Hearing {
  readonly id: string;
  readonly shown_on: string;
  readonly heard_on: string | null;
  readonly cleared_on: string | null;
}

/** How far the hearing of everybody concerned is. */
export interface Hearings {
  readonly hearings: readonly Hearing[];
  readonly unheard: { readonly by: string; readonly on: string } | null;
  readonly postponed_until: string | null;
  readonly may_find: boolean;
}

/** A step of hearing somebody, and its route. */
const HEARING = {
  shown: () => "hearing/view",
  postponed: () => "hearing/later",
  "unheard-proposed": () => "hearing/unheard",
  "unheard-confirmed": () => "hearing/unheard/confirm",
  "unheard-refused": () => "hearing/unheard/refuse",
  heard: (id: string) => `hearings/${id}/heard`,
  cleared: (id: string) => `hearings/${id}/cleared`,
} as const;
export type HearingStep = keyof typeof HEARING;

export async function hearingsOf(opened: OpenCase): Promise<Hearings> {
  return (await opened.ask("hearing")) as Hearings;
}

/** Note a step of a hearing: its words are sealed where the reporter does not read. */
export async function noteHearing(
  opened: OpenCase, step: HearingStep, text: string, of: { readonly hearing?: string; readonly until?: string } = {},
): Promise<void> {
  const extra = of.until === undefined ? {} : { until: of.until };
  const path = HEARING[step](of.hearing ?? "");
  await opened.step("hearing", { step, text: wellFormed(text) }, path, extra, "investigation");
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
