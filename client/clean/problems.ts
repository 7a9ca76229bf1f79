/**
 * What stops a file from being cleaned. Codes, never words: the page chooses the sentence.
 *
 * - `malformed`: the file breaks its own format, or ends too early.
 * - `encrypted`: the file has a password, so that nothing in it can be seen or removed.
 * - `too-large`: the file, or what is packed in it, is larger than a browser should unpack.
 * - `unsupported`: the file holds a part (macros, embedded objects) that cannot be cleaned.
 */
export type Reason = "malformed" | "encrypted" | "too-large" | "unsupported";

/** The only thing that this folder throws. The bytes that were handed in are untouched. */
export class CannotBeCleaned extends Error {
  readonly reason: Reason;

  constructor(reason: Reason, detail: string) {
    super(`${reason}: ${detail}`);
    this.name = "CannotBeCleaned";
    this.reason = reason;
  }
}

/** Refuse a file that breaks its own format. */
export function malformed(detail: string): never {
  throw new CannotBeCleaned("malformed", detail);
}
