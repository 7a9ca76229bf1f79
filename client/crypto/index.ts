/**
 * All cryptography of the client. This file is the only door; nothing else in this folder may be
 * imported from outside it. It knows neither the page nor the network, and keeps nothing.
 *
 * Formats: docs/spec/receipt.md, docs/spec/envelope.md, docs/spec/rooms.md, docs/spec/identities.md. What is tested, and where:
 * README.md beside this file. What concerns identity boxes stands in identities.ts and belongs to this door.
 *
 * Promises that hold for every function here:
 *
 * - Content is sealed to exactly one post-quantum hybrid recipient, or not at all.
 * - Nothing is handed out before all of it was verified; there is no lenient mode.
 * - What does not hold throws a {@link Tampered} that names the first thing found wrong.
 *
 * @packageDocumentation
 */

import * as acceptance from "./acceptance.js";
import * as age from "./age.js";
import * as attachment from "./attachment.js";
import * as directory from "./directory.js";
import * as envelope from "./envelope.js";
import * as grant from "./grant.js";
import * as hashing from "./hashing.js";
import * as join from "./join.js";
import * as keys from "./keys.js";
import * as promise from "./promise.js";
import * as receipt from "./receipt.js";
import * as reported from "./reported.js";
import * as request from "./request.js";
import * as signing from "./signing.js";
import * as witnessing from "./witnessing.js";
import type { Acceptance } from "./acceptance.js";
import type { RoomKey } from "./age.js";
import type { Manifest } from "./attachment.js";
import type { Directory } from "./directory.js";
import type { Header, OpenedItem, Place } from "./envelope.js";
import type { Grant, OpenedGrant } from "./grant.js";
import type { JoinCode } from "./join.js";
import type { OfficerKeys, OnProgress } from "./keys.js";
import type { PromiseKeys } from "./promise.js";
import type { Receipt, ReporterKeys } from "./receipt.js";
import type { ProofOfReport } from "./reported.js";
import type { SignedHeaders, UnsignedRequest } from "./request.js";
import type { SigningKey } from "./signing.js";
import type { Signed } from "./statement.js";
import type { Language } from "./words.js";

export type { Json } from "./canonical.js";
export type { Names } from "./directory.js";
export type { What } from "./problems.js";
export type {
  Acceptance,
  Directory,
  Grant,
  Header,
  JoinCode,
  Language,
  Manifest,
  OfficerKeys,
  OnProgress,
  OpenedGrant,
  OpenedItem,
  Place,
  PromiseKeys,
  ProofOfReport,
  Receipt,
  ReporterKeys,
  RoomKey,
  SignedHeaders,
  SigningKey,
  UnsignedRequest,
};
export * from "./dossier.js";
export * from "./identities.js";
export { concat, fromBase64, fromHex, newId, sha256Hex, toBase64, toHex, utf8 } from "./bytes.js";
export { canonicalJson, wellFormed } from "./canonical.js";
export { NO_PREVIOUS } from "./envelope.js";
export {
  DirectoryRefused,
  ProofRefused,
  RecipientRefused,
  Tampered,
  TooLarge,
  WrongPassphrase,
} from "./problems.js";
export { ReceiptProblem } from "./words.js";

/* The receipt: docs/spec/receipt.md */

/**
 * Make a new receipt: eight words out of 7 776, chosen evenly, 103 bits.
 *
 * The caller must show it once, and must not store it.
 */
export function newReceipt(): Receipt {
  return receipt.newReceipt();
}

/**
 * The nine words of a receipt: eight and the checksum word.
 *
 * @param list - the 7 776 words of one language, in their published order
 */
export function receiptWords(of: Receipt, list: readonly string[]): string[] {
  return receipt.receiptWords(of, list);
}

/**
 * Read a receipt that somebody typed or pasted, in any of the languages, without asking the server.
 *
 * Tolerates case, accents, numbering, hyphens, line breaks, invisible characters, and words written
 * without spaces. Never corrects anything by itself: a near miss is reported with suggestions.
 *
 * @param lists - the word lists that are at hand. When the reason is `language` without a position, most
 * words are in none of these: load the other lists and call again
 * @throws {@link ReceiptProblem} - saying which kind of mistake it is, and where
 */
export function readReceipt(
  text: string,
  lists: ReadonlyMap<Language, readonly string[]>,
): Receipt {
  return receipt.readReceipt(text, lists);
}

/**
 * Derive all of a reporter's keys from the receipt. The same receipt and deployment give the same keys.
 *
 * @param deployment - 32 bytes that belong to the installation. The caller must take them from the
 * built page, not from an answer of the server
 */
export function reporterKeys(of: Receipt, deployment: Uint8Array): Promise<ReporterKeys> {
  return receipt.reporterKeys(of, deployment);
}

/**
 * Make a new join code: four words with which somebody else reports together with this reporter. It opens
 * nothing; it says which officers may read.
 */
export function newJoinCode(): JoinCode {
  return join.newJoinCode();
}

/** The four words of a join code, out of a list of 7 776 words. */
export function joinWords(of: JoinCode, list: readonly string[]): string[] {
  return join.joinWords(of, list);
}

/**
 * Read a join code that somebody typed, as tolerantly as a receipt.
 *
 * There is no checksum word: four good words that are no code are found out by the server alone. Four
 * words that stand in several lists are read in the first of them: put the page's language first.
 *
 * @throws {@link ReceiptProblem} - `count`, `unknown` or `language`
 */
export function readJoinCode(
  text: string,
  lists: ReadonlyMap<Language, readonly string[]>,
): JoinCode {
  return join.readJoinCode(text, lists);
}

/** What the server knows a join code by: 64 hex digits. */
export function joinId(of: JoinCode, deployment: Uint8Array): string {
  return join.joinId(of, deployment);
}

/* Commitments: docs/spec/commitments.md */

/**
 * A reporter's keys in the room of one commitment. Whoever keeps two promises cannot tell from them that
 * both were made to one person.
 *
 * @param room - the id of the room, which is that of the commitment
 */
export function promiseKeys(of: Pick<ReporterKeys, "promises">, room: string): Promise<PromiseKeys> {
  return promise.promiseKeys(of, room);
}

/**
 * Sign that a commitment is accepted.
 *
 * The caller must have opened the sealed words whose hash is `text`, and have shown them, the kind and the day.
 */
export function signAcceptance(accepted: Omit<Acceptance, "v">, author: SigningKey): Promise<Signed> {
  return acceptance.signAcceptance(accepted, author);
}

/**
 * Read what an owner signed.
 *
 * @param verify - the owner's key, out of the signed directory
 * @throws {@link Tampered} - `body`, `signature`, or the first member that is not as expected
 */
export function readAcceptance(
  signed: Signed,
  verify: string,
  expected: Omit<Acceptance, "v" | "day">,
): Acceptance {
  return acceptance.readAcceptance(signed, verify, expected);
}

/* Keys: docs/spec/rooms.md */

/** Make an officer's keys: one to open what is sealed to her, one to sign what she writes. */
export function newOfficerKeys(): Promise<OfficerKeys> {
  return keys.newOfficerKeys();
}

/**
 * Seal an officer's keys under a passphrase, for the server to keep.
 *
 * Takes seconds on purpose (Argon2id, 64 MiB, 3 passes) and gives way to the page meanwhile; may also
 * be called in a worker. The caller must refuse weak passphrases: whoever has the database can guess.
 *
 * @param officer - the officer's id, bound into the wrap
 * @param onProgress - called with a fraction from 0 to 1
 */
export function wrapOfficerKeys(
  of: OfficerKeys,
  passphrase: string,
  officer: string,
  onProgress?: OnProgress,
): Promise<string> {
  return keys.wrapOfficerKeys(of, passphrase, officer, onProgress);
}

/**
 * Open an officer's wrapped keys. Takes as long as wrapping.
 *
 * @throws {@link WrongPassphrase} - when the passphrase does not open it
 * @throws {@link Tampered} - `wrap` when it is malformed, asks for another cost, or is another officer's;
 * `stanza` or `seal` when its sealed part was altered
 */
export function unwrapOfficerKeys(
  wrap: string,
  passphrase: string,
  officer: string,
  onProgress?: OnProgress,
): Promise<OfficerKeys> {
  return keys.unwrapOfficerKeys(wrap, passphrase, officer, onProgress);
}

/**
 * What two people read to each other to be sure that they see the same officer's key: ten groups of
 * four hex digits (160 bits).
 */
export function fingerprint(recipient: string, verify: string): string {
  return keys.fingerprint(recipient, verify);
}

/** Make the key of a room, or of a room's next epoch. */
export function newRoomKey(): Promise<RoomKey> {
  return age.newRoomKey();
}

/* Items: docs/spec/envelope.md */

/**
 * Sign an item, bind it to its place, pad it to a size class and seal it.
 *
 * @param header - its `author` must be the public half of `author`
 * @param body - anything that is JSON without fractions. Text from people must have gone through
 * {@link wellFormed}
 * @param recipient - the room key's recipient, which the caller must take from an opened grant (or have
 * made), never from the server's word
 * @returns the sealed bytes and their SHA-256, which the next item names as `previous`
 * @throws {@link RecipientRefused} - when it would not be sealed to exactly one hybrid recipient
 * @throws {@link TooLarge} - beyond 4 MiB
 */
export function sealItem(
  header: Header,
  body: unknown,
  author: SigningKey,
  recipient: string,
): Promise<{ sealed: Uint8Array; hash: string }> {
  return envelope.sealItem(header, body, author, recipient);
}

/**
 * Open an item and verify that it is what belongs in this place.
 *
 * @param expected - where the caller found it. `previous` must be the hash of the item before, computed
 * here, not the one that the server names
 * @param trusted - public keys of those who may write here. `null` only for the report that itself
 * introduces its author: then the caller must compare the header's `author` with the body before
 * believing a word
 * @throws {@link Tampered}
 */
export function openItem(
  sealed: Uint8Array,
  identity: string,
  expected: Place,
  trusted: ReadonlySet<string> | null,
): Promise<OpenedItem> {
  return envelope.openItem(sealed, identity, expected, trusted);
}

/* Grants: docs/spec/rooms.md §3 */

/**
 * Seal a room's keys to one member.
 *
 * @param to - who gets which epochs
 * @param recipient - the member's own recipient: an officer's out of the signed directory, or the reporter's
 * out of her signed report
 * @param day - YYYY-MM-DD; today in UTC when left out
 */
export function sealGrant(
  place: Pick<Place, "organisation" | "case" | "room">,
  to: Grant,
  author: SigningKey,
  recipient: string,
  day?: string,
): Promise<Uint8Array> {
  return grant.sealGrant(place, to, author, recipient, day);
}

/**
 * Open a grant. The recipients in the answer are computed from the granted identities: seal to these.
 *
 * @param expected - the room, and the holder label of whoever opens
 * @param trusted - public keys of those who may grant. `null` only while the reporter's key is not known
 * yet: then the caller must check `author` as soon as it is
 * @throws {@link Tampered}
 */
export function openGrant(
  sealed: Uint8Array,
  identity: string,
  expected: Pick<Place, "organisation" | "case" | "room"> & { readonly to: string },
  trusted: ReadonlySet<string> | null,
): Promise<OpenedGrant> {
  return grant.openGrant(sealed, identity, expected, trusted);
}

/* Attachments: docs/spec/envelope.md §6 */

/** How long a file of `size` bytes will be when sealed, and in how many pieces of 4 MiB. */
export function attachmentSize(size: number): { sealed_size: number; pieces: number } {
  return attachment.attachmentSize(size);
}

/**
 * Pad and seal a file as a stream, in constant memory.
 *
 * @param size - how many bytes `file` gives; any other number throws
 * @param onPiece - called with each piece in order, counted from 0, and its SHA-256; the next is made when
 * the promise has resolved. May keep the bytes
 * @returns what the manifest needs besides name, type and size
 */
export function sealAttachment(
  file: ReadableStream<Uint8Array>,
  size: number,
  recipient: string,
  onPiece: (n: number, piece: Uint8Array, digest: string) => Promise<void>,
): Promise<{ sealed_size: number; pieces: string[] }> {
  return attachment.sealAttachment(file, size, recipient, onPiece);
}

/**
 * Open a file. No byte is handed out before the last was verified.
 *
 * @param pieces - fetches the n-th piece, counted from 0; what it throws is thrown on
 * @param manifest - out of an item that was opened with {@link openItem}
 * @param identity - the room key of the manifest's epoch
 * @returns the file's bytes in chunks, for a `Blob`
 * @throws {@link Tampered} - `manifest`, `piece`, `stanza`, `key`, `seal` or `padding`
 */
export function openAttachment(
  pieces: (n: number) => Promise<Uint8Array>,
  manifest: Manifest,
  identity: string,
): Promise<Uint8Array[]> {
  return attachment.openAttachment(pieces, manifest, identity);
}

/**
 * Check that a value from an item's body is a file's manifest, whose sizes agree with each other.
 *
 * @throws {@link Tampered} - `manifest`
 */
export function readManifest(value: unknown): Manifest {
  return attachment.readManifest(value);
}

/* Directory: docs/spec/rooms.md §5 */

/**
 * Verify the directory of officers' keys.
 *
 * @param root - the organisation's public root key, which the caller must take from the built page
 * @param minimum - the newest version seen so far, 0 for none
 * @throws {@link DirectoryRefused}
 */
export function openDirectory(
  signed: { readonly document: string; readonly signature: string },
  root: string,
  minimum: number,
): Directory {
  return directory.openDirectory(signed, root, minimum);
}

/* Proof of report: docs/spec/ledger.md §10 */

/**
 * Verify the proof that a report came in.
 *
 * @param log - as the signed directory names it, not as the server says now
 * @param hash - SHA-256 of the sealed report, in hex; null when it is not at hand any more
 * @param ledger - the key of the case's chain, which her receipt gives; null when it is not at hand
 * @throws {@link ProofRefused}
 */
export function openProof(
  note: string,
  log: { readonly origin: string; readonly key: string },
  hash: string | null,
  ledger: Uint8Array | null,
): ProofOfReport {
  return reported.openProof(note, log, hash, ledger);
}

/* Requests: docs/spec/api.md */

/**
 * Sign a request as a reporter.
 *
 * @param keyid - the receipt's look-up id
 * @returns the three headers to send with it
 */
export function signRequest(
  of: UnsignedRequest,
  key: SigningKey,
  keyid: string,
): Promise<SignedHeaders> {
  return request.signRequest(of, key, keyid);
}

/* The log: docs/spec/ledger.md */

/** SHA-256, at once. Of something large, `sha256Hex` is faster. */
export function sha256Now(bytes: Uint8Array): Uint8Array {
  return hashing.sha256Now(bytes);
}

/**
 * SHA-256, at once, into bytes that are there already: for a million small hashes one after the other.
 *
 * @param target - at least 32 bytes, of which the first 32 are written
 */
export function sha256Into(target: Uint8Array, bytes: Uint8Array): void {
  hashing.sha256Into(target, bytes);
}

/** HMAC-SHA-256, at once. */
export function hmacNow(key: Uint8Array, message: Uint8Array): Uint8Array {
  return hashing.hmacNow(key, message);
}

/**
 * Whether an Ed25519 signature of a log or a witness holds.
 *
 * @param key - 64 hex digits, which the caller must take from a signed directory or policy
 */
export function verifiesEd25519(signature: Uint8Array, message: Uint8Array, key: string): boolean {
  return signing.verifyNow(signature, message, key);
}

/**
 * Whether an ML-DSA-44 signature of a witness holds.
 *
 * @param key - 1 312 bytes, which the caller must take from a signed policy
 */
export function verifiesMlDsa44(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  return witnessing.verifiesMlDsa44(signature, message, key);
}
