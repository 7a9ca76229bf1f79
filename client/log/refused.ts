/** What a part of the log can be refused for, in the words of docs/spec/ledger.md. */
export type Reason = "leaf" | "proof" | "note" | "key" | "signature" | "cosignature" | "policy" | "bundle" | "entries" | "folder" | "large";

/** Something about the log is not as it must be. */
export class LogRefused extends Error {
  override readonly name = "LogRefused";
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}
