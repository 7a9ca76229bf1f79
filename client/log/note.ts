/**
 * C2SP signed notes: checkpoints of the log and what witnesses put under them (docs/spec/ledger.md §5;
 * tlog-cosignature).
 */

import { concat, sha256Now, toHex, utf8, verifiesEd25519, verifiesMlDsa44 } from "../crypto/index.js";
import { decoded, u64be } from "./bytes.js";
import { LogRefused } from "./refused.js";
import { HASH_SIZE } from "./tree.js";

/** Signature types of C2SP signed-note, with the length of their public keys. */
export const ED25519 = 0x01;
export const COSIGNATURE_ED25519 = 0x04;
export const COSIGNATURE_ML_DSA_44 = 0x06;
const KEY_SIZES = new Map([
  [ED25519, 32],
  [COSIGNATURE_ED25519, 32],
  [COSIGNATURE_ML_DSA_44, 1312],
]);
/** Public keys of a log, and of a witness. */
export const LOG = [ED25519];
export const WITNESS = [COSIGNATURE_ED25519, COSIGNATURE_ML_DSA_44];
const SIGNATURE_SIZES = new Map([
  [COSIGNATURE_ED25519, 64],
  [COSIGNATURE_ML_DSA_44, 2420],
]);
const LONGEST_NAME = 255;
const TIME_SIZE = 8;
const LATEST = 2n ** 63n - 1n;
/** How far a witness's clock may run ahead, in seconds. */
const AHEAD = 3600;
const ML_DSA_LABEL = utf8("subtree/v1\n\0");

/** A public key with its name. */
export interface Verifier {
  readonly name: string;
  /** 8 hex digits. */
  readonly id: string;
  readonly type: number;
  readonly key: Uint8Array;
}

/** A text and the lines under it. Nothing of it is checked yet. */
export interface Note {
  /** With its last line feed: what is signed. */
  readonly text: string;
  readonly lines: readonly { readonly name: string; readonly id: string; readonly signature: Uint8Array }[];
}

/** What a checkpoint says: how many leaves, and the root above them. */
export interface Statement {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** That a witness saw this log as it is here. */
export interface Cosignature {
  /** The name in the witness's key. */
  readonly name: string;
  readonly id: string;
  /** Seconds since 1970-01-01. */
  readonly time: number;
}

/** Read a verifier key, `name+id+base64(type || key)`, of one of these types. */
export function readVerifier(text: string, types: readonly number[]): Verifier {
  const [, name = "", id = "", encoded = ""] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text) ?? [];
  const data = decoded(encoded);
  const type = data?.[0] ?? 0;
  const isFitting = types.includes(type) && data?.length === 1 + (KEY_SIZES.get(type) ?? 0);
  if (data === null || !isFitting || utf8(name).length > LONGEST_NAME) throw new LogRefused("key");
  if (toHex(sha256Now(concat(utf8(`${name}\n`), data)).subarray(0, 4)) !== id) throw new LogRefused("key");
  return { name, id, type, key: data.slice(1) };
}

/** Take a signed note apart. */
export function readNote(note: string): Note {
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n") || /[\u0000-\u0009\u000b-\u001f]/.test(note)) throw new LogRefused("note");
  const lines = note.slice(end + 2, -1).split("\n").map((line) => {
    const [dash, name = "", encoded = "", ...more] = line.split(" ");
    const data = decoded(encoded);
    if (dash !== "\u2014" || name === "" || data === null || data.length < 5 || more.length > 0) {
      throw new LogRefused("note");
    }
    return { name, id: toHex(data.subarray(0, 4)), signature: data.subarray(4) };
  });
  return { text: note.slice(0, end + 1), lines };
}

/** The text of a note that a log's key signed with type 0x01. One such signature that does not hold spoils it. */
export function openNote(note: string, key: string): Note {
  const verifier = readVerifier(key, LOG);
  const { text, lines } = readNote(note);
  const own = lines.filter((one) => one.name === verifier.name && one.id === verifier.id);
  const message = utf8(text);
  const holds = own.every((one) => verifiesEd25519(one.signature, message, toHex(verifier.key)));
  if (own.length === 0 || !holds) throw new LogRefused("signature");
  return { text, lines };
}

/**
 * Read a checkpoint that this log signed.
 *
 * @param key - the log's verifier key, out of the signed directory and not from the server that is checked
 */
export function openCheckpoint(note: string, key: string): Statement {
  const { text } = openNote(note, key);
  const statement = statementIn(text);
  if (statement.origin !== readVerifier(key, LOG).name) throw new LogRefused("note");
  return statement;
}

/**
 * The cosignatures of these witnesses under a checkpoint, each checked; what others put there is passed over, and
 * so is what has not the form of one.
 *
 * @throws LogRefused - `cosignature` when one of a known witness does not hold
 */
export function cosignaturesIn(note: string, witnesses: readonly Verifier[]): Cosignature[] {
  const { text, lines } = readNote(note);
  const said = statementIn(text);
  return lines.flatMap(({ name, id, signature }) => {
    const witness = witnesses.find((one) => one.name === name && one.id === id);
    // Shorter than a time is no cosignature, and a time of zero belongs to those of a part of a tree.
    const time = signature.length < TIME_SIZE ? 0n : view(signature).getBigUint64(0);
    if (witness === undefined || time === 0n || time > LATEST) return [];
    const rest = signature.subarray(TIME_SIZE);
    if (![...SIGNATURE_SIZES.values()].includes(rest.length)) return [];
    if (!isCosigned(text, said, time, rest, witness)) throw new LogRefused("cosignature");
    return [{ name, id, time: Number(time) }];
  });
}

/**
 * Those that count: of several by one witness the earliest, which proves most; none from the future.
 *
 * @param now - seconds since 1970-01-01
 */
export function counted(found: readonly Cosignature[], now: number): Cosignature[] {
  const past = found.filter((one) => one.time <= now + AHEAD).sort((one, other) => other.time - one.time);
  return [...new Map(past.map((one) => [`${one.name}+${one.id}`, one])).values()];
}

function isCosigned(text: string, said: Statement, time: bigint, signature: Uint8Array, witness: Verifier): boolean {
  return witness.type === COSIGNATURE_ED25519
    ? verifiesEd25519(signature, ed25519Message(time, text), toHex(witness.key))
    : verifiesMlDsa44(signature, mlDsaMessage(time, said, witness), witness.key);
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function ed25519Message(time: bigint, text: string): Uint8Array {
  return utf8(`cosignature/v1\ntime ${String(time)}\n${text}`);
}

function mlDsaMessage(time: bigint, { origin, size, root }: Statement, witness: Verifier): Uint8Array {
  return concat(ML_DSA_LABEL, short(witness.name), u64be(time), short(origin), u64be(0), u64be(size), root);
}

/** Text behind its length in one byte. */
function short(text: string): Uint8Array {
  const bytes = utf8(text);
  if (bytes.length === 0 || bytes.length > LONGEST_NAME) throw new LogRefused("cosignature");
  return concat(Uint8Array.of(bytes.length), bytes);
}

function statementIn(text: string): Statement {
  const [origin = "", size = "", root = "", ...rest] = text.split("\n");
  const hash = decoded(root);
  if (origin === "" || !/^(0|[1-9][0-9]{0,14})$/.test(size) || rest.join() !== "" || hash?.length !== HASH_SIZE) {
    throw new LogRefused("note");
  }
  return { origin, size: Number(size), root: hash };
}
