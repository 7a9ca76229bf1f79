/** What feedback needs before it is sealed: an action with its ground, of closed lists, and a day. */

/** What was done or is planned, and why, as the lists name it. */
export interface FeedbackTypes {
  readonly stage: string;
  readonly measure: string;
  readonly reason: string;
}

export interface Typed extends FeedbackTypes {
  readonly action: string;
  readonly grounds: string;
  readonly next: string;
}

/** Work goes on after what is planned, and while facts are still looked into: then she hears when. */
export function goesOn({ stage, reason }: FeedbackTypes): boolean {
  return stage === "envisaged" || reason === "still_examined";
}

/** The field that is missing first, in the order of the form, or null when all is there. */
export function missing(typed: Typed): keyof Typed | null {
  for (const name of ["stage", "measure", "action", "reason", "grounds"] as const) {
    if (typed[name].trim() === "") return name;
  }
  return goesOn(typed) && typed.next === "" ? "next" : null;
}
