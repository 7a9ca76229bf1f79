/** What a check of the log can find: docs/spec/ledger.md §13. Each has a code and what it is about. */

/** Something is not as it must be. */
export type Problem =
  | "checkpoint-refused" | "key-differs" | "policy-refused" | "policy-differs" | "cosignature-refused" | "cosignature-ahead"
  | "quorum-missing" | "log-cut" | "log-old" | "witnesses-late" | "leaf-malformed" | "root-differs" | "earlier-refused" | "shrank" | "forked"
  | "removed" | "gap" | "not-in-log" | "text-differs" | "place-differs" | "twice" | "shown-twice" | "of-another"
  | "day-impossible" | "held-back" | "entries-refused" | "not-your-log" | "obligation-silent"
  | "proof-refused" | "proof-of-another" | "proof-broken";

/** Nothing wrong, and yet something to know. */
export type Note =
  | "no-witnesses" | "witness-silent" | "waits" | "nothing-yet" | "proof-kept" | "proof-waits" | "no-proof"
  | "grown" | "reaches" | "same-as-before" | "witnessed" | "no-entries";

export interface Finding<Code extends string = Problem | Note> {
  readonly code: Code;
  readonly data: Readonly<Record<string, string | number>>;
}

/** One thing that her entries prove. */
export interface Fact {
  readonly code: "reported" | "acknowledged" | "answered" | "closed" | "due" | "met" | "met-late" | "missed" | "ended";
  /** The number of the entry, and the day on which the log published it. */
  readonly n: number;
  readonly logged: string;
  /** The day that the entry gives. */
  readonly day: string;
  /** Of a date that is kept: which one, and when it was due. */
  readonly kind: string;
  readonly due: string;
  /** The day on which it was done, empty otherwise. */
  readonly done: string;
}

export interface Findings {
  readonly problems: readonly Finding<Problem>[];
  readonly notes: readonly Finding<Note>[];
  readonly facts: readonly Fact[];
  /** How many of her entries are in the log exactly as they were shown. */
  readonly proven: number;
  /** How many leaves the log has; null when no checkpoint could be read. */
  readonly size: number | null;
  /** When the quorum of witnesses had seen it, in seconds since 1970-01-01; null without. */
  readonly witnessed: number | null;
}
