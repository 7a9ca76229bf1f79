/** Reads vectors/: `name: value` lines, `expect` first, an empty line, bytes as base64 (vectors/README.md). */

import { readdirSync, readFileSync } from "node:fs";
import { fromBase64, NotEnoughShares, ShareAltered } from "../../crypto/index.js";

export interface Vector {
  readonly name: string;
  readonly expect: string;
  /** Throws when the vector has no such field. */
  get(field: string): string;
  has(field: string): boolean;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const ROOT = new URL("../../../vectors/", import.meta.url);

/** Every field that a kind of vector may have. A field that is not here fails the suite. */
const AT = ["organisation", "case", "box", "opening"];

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  acceptance: ["statement", "signature", "verify", "organisation", "commitment", "owner", "kind", "due_on", "text", "day"],
  approval: ["identity", ...AT, "custodian", "index", "verify", "hash", "q", "o"],
  attachment: ["identity", "manifest", "content"],
  box: [
    ...["statement", "signature", "identity", ...AT, "version"],
    ...["half", "sealed_half", "approvals", "opened"],
  ],
  canonical: [],
  consent: [
    ...["statement", "signature", ...AT, "officer", "recipient", "verify", "purpose", "author"],
    ...["today", "identity", "half"],
  ],
  directory: ["root", "minimum", "signature"],
  dossier: ["root", "of", "at", "without"],
  envelope: [
    ...["identity", "organisation", "case", "room", "epoch", "sequence", "previous", "trusted"],
    ...["header", "body", "hash"],
  ],
  file: ["kind", "totals"],
  fingerprint: ["recipient", "verify", "fingerprint"],
  grant: [
    ...["identity", "organisation", "case", "room", "to", "trusted"],
    ...["author", "epochs", "recipients"],
  ],
  join: ["indices", "deployment", "id", "language", "words"],
  letter: ["identity", ...AT, "kind", "to", "from", "author", "fields"],
  override: ["statement", "signature", "identity", ...AT.slice(0, 3), "authority", "b", "proof"],
  padding: ["length", "padme", "class"],
  plaintext: ["seed", "header", "body"],
  pledge: ["statement", "signature", "verify", "organisation", "case", "officer", "text"],
  promise: ["indices", "deployment", "room", "promises", "author", "identity", "recipient"],
  receipt: [
    ...["indices", "deployment", "checksum", "lookup", "request", "author", "ledger", "identity"],
    ...["recipient", "typed", "box", "file"],
  ],
  recipient: ["recipient"],
  record: ["seed", "context", "json"],
  "report-proof": ["origin", "key", "hash", "ledger", "day", "logged_by"],
  request: [
    ...["method", "path", "query", "created", "keyid", "seed"],
    ...["content-digest", "signature-input", "signature"],
  ],
  shamir: ["shares", "secret"],
  share: [
    ...["statement", "signature", "identity", ...AT.slice(0, 3), "custodian", "index"],
    ...["q", "o", "proof"],
  ],
  words: ["indices", "language", "words"],
  wrap: ["passphrase", "officer", "wrap", "identity", "author"],
};

export function kinds(): string[] {
  return Object.keys(FIELDS);
}

export function vectors(kind: string): Vector[] {
  const folder = new URL(`${kind}/`, ROOT);
  return readdirSync(folder)
    .toSorted()
    .map((file) => parse(kind, file, readFileSync(new URL(file, folder), "utf8")));
}

export function parse(kind: string, file: string, text: string): Vector {
  if (!/^[a-z0-9_]+\.txt$/.test(file)) throw new Error(`${kind}/${file}: not a vector's name`);
  const [head = "", ...rest] = text.split("\n\n");
  const lines = head.replace(/\n$/, "").split("\n");
  const fields = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf(": ");
    const field = line.slice(0, at);
    if (at < 1 || fields.has(field)) throw new Error(`${kind}/${file}: malformed line`);
    if (field !== "expect" && !FIELDS[kind]?.includes(field)) {
      throw new Error(`${kind}/${file}: unknown field ${field}`);
    }
    fields.set(field, line.slice(at + 2));
  }
  if (!lines[0]?.startsWith("expect: ")) throw new Error(`${kind}/${file}: expect is not first`);
  const get = (field: string): string => {
    const value = fields.get(field);
    if (value === undefined) throw new Error(`${kind}/${file}: no ${field}`);
    return value;
  };
  const bytes = fromBase64(rest.join("\n\n").replaceAll("\n", ""));
  return { name: file, expect: get("expect"), get, has: (field) => fields.has(field), bytes };
}

/** What a failure is called in a vector. */
export function outcome(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  if (error instanceof ShareAltered) return `altered: ${error.custodian} ${error.what}`;
  if (error instanceof NotEnoughShares) {
    return `not enough: ${String(error.have)} of ${String(error.need)}`;
  }
  if ("what" in error) return `tampered: ${String(error.what)}`;
  if (error.name === "WrongPassphrase") return "wrong passphrase";
  if (error.name === "TooLarge") return "too large";
  if ("reason" in error) return `refused: ${String(error.reason)}`;
  throw error;
}
