/** The proof of report (docs/spec/ledger.md §10): that she reported, on which day, and no more. */

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, fromBase64, toHex, utf8 } from "./bytes.js";
import { ProofRefused } from "./problems.js";
import { verifyNow } from "./signing.js";

/** What the log gave its word for. */
export interface ProofOfReport {
  /** The day of receipt in UTC, `YYYY-MM-DD`. */
  readonly day: string;
  /** From when the log must hold it: `YYYY-MM-DDT00:00:00Z`. */
  readonly loggedBy: string;
}

const HEAD = "hoeder.eu/proof-of-report/v1";
const NIGHTS_TO_LOG = 2;
const ED25519 = 1;
/** `h` and the number 0 as u64be: names event 0 of a chain. */
const FIRST = concat(utf8("h"), new Uint8Array(8));

export function openProof(
  note: string,
  log: { readonly origin: string; readonly key: string },
  hash: string | null,
  ledger: Uint8Array | null,
): ProofOfReport {
  const end = note.lastIndexOf("\n\n");
  const text = note.slice(0, end + 1);
  if (end < 0 || !note.endsWith("\n")) throw new ProofRefused("note");
  checkSignature(text, note.slice(end + 2, -1).split("\n"), log.key);
  const [head = "", origin = "", report = "", handle = "", day = ""] = text.split("\n");
  const loggedBy = after(day);
  // Written again, every line must be as it was signed: no other spelling, none more, none less.
  const lines = [head, origin, report, handle, day, `logged by ${loggedBy}`, ""];
  if (head !== HEAD || loggedBy === "" || lines.join("\n") !== text) throw new ProofRefused("note");
  if (origin !== log.origin) throw new ProofRefused("log");
  if (hash !== null && report !== hash) throw new ProofRefused("report");
  if (ledger !== null && handle !== toHex(hmac(sha256, ledger, FIRST))) throw new ProofRefused("handle");
  return { day, loggedBy };
}

/** One signature of the log must be there, and each of the log's must hold (C2SP signed-note). */
function checkSignature(text: string, lines: readonly string[], key: string): void {
  const [, name = "", id = "", encoded = ""] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(key) ?? [];
  const data = decoded(encoded);
  const known = toHex(sha256(concat(utf8(`${name}\n`), data)).subarray(0, 4)) === id;
  if (data.length !== 33 || data[0] !== ED25519 || !known) throw new ProofRefused("key");
  let signed = false;
  for (const line of lines) {
    const [dash, signer, signature = "", ...more] = line.split(" ");
    if (dash !== "\u2014" || more.length > 0) throw new ProofRefused("note");
    const bytes = decoded(signature);
    if (signer !== name || toHex(bytes.subarray(0, 4)) !== id) continue;
    signed = verifyNow(bytes.subarray(4), utf8(text), toHex(data.subarray(1)));
    if (!signed) break;
  }
  if (!signed) throw new ProofRefused("signature");
}

/** The day on which it must be logged; empty for what is no day. */
function after(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(at.getTime()) || !at.toISOString().startsWith(day)) return "";
  at.setUTCDate(at.getUTCDate() + NIGHTS_TO_LOG);
  return at.getUTCFullYear() > 9999 ? "" : at.toISOString().replace(".000", "");
}

function decoded(base64: string): Uint8Array {
  try {
    return fromBase64(base64);
  } catch {
    throw new ProofRefused("note");
  }
}
