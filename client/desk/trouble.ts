/** Turns whatever went wrong into a code for which the page has words. */

import { ConnectionLost, Problem } from "../api.js";
import { DirectoryRefused, Tampered, TooLarge, WrongPassphrase } from "../crypto/index.js";
import { NotLetIn, UnknownMember } from "../strangers.js";
import { NoKey } from "../rooms.js";

export interface Fault {
  /** A code of the page's own sentences. */
  readonly code: string;
  /** What the server said, in the visitor's language; empty when it said nothing. */
  readonly detail: string;
}

/** The person who signed in elsewhere in this browser is not the one whose keys are open here. */
export class SomebodyElse extends Error {
  constructor() {
    super("another officer is signed in");
    this.name = "SomebodyElse";
  }
}

/** Codes that the page must have a sentence for; a test compares. */
export const CODES = [
  "sign-in", "duties", "connection", "not-found", "room-moved-on", "new-epoch-needed", "refused", "server", "too-large",
  "no-key", "unknown-member", "not-let-in", "somebody-else", "passphrase", "wrap", "file", "unknown",
  "directory-root", "directory-signature", "directory-older", "directory-version",
  "directory-malformed",
] as const;

export function faultOf(error: unknown): Fault {
  if (error instanceof Problem) {
    return { code: problemCode(error), detail: error.detail };
  }
  if (error instanceof ConnectionLost) return { code: "connection", detail: "" };
  if (error instanceof NoKey) return { code: "no-key", detail: "" };
  if (error instanceof UnknownMember) return { code: "unknown-member", detail: "" };
  if (error instanceof NotLetIn) return { code: "not-let-in", detail: "" };
  if (error instanceof SomebodyElse) return { code: "somebody-else", detail: "" };
  if (error instanceof WrongPassphrase) return { code: "passphrase", detail: "" };
  if (error instanceof TooLarge) return { code: "too-large", detail: "" };
  if (error instanceof Tampered) {
    return { code: error.what === "wrap" ? "wrap" : "file", detail: "" };
  }
  if (error instanceof DirectoryRefused) {
    return { code: `directory-${error.reason}`, detail: "" };
  }
  return { code: "unknown", detail: "" };
}

/** Is the officer to sign in or accept their duties, or the line to come back, before another try? */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof ConnectionLost ||
    (error instanceof Problem && (error.status === 401 || error.kind === "duties" || error.status >= 500))
  );
}

function problemCode(problem: Problem): string {
  if (problem.status === 401) return "sign-in";
  if (problem.kind === "duties") return "duties";
  if (problem.status === 404) return "not-found";
  if (problem.status === 413) return "too-large";
  if (problem.kind === "room-moved-on" || problem.kind === "new-epoch-needed") return problem.kind;
  return problem.status >= 500 ? "server" : "refused";
}
