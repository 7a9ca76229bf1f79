/**
 * The part of the door that concerns identity boxes (docs/spec/identities.md). index.ts hands it out; the
 * same promises hold.
 */

import * as box from "./box.js";
import * as consents from "./consent.js";
import * as custodian from "./custodian.js";
import * as identities from "./identity.js";
import * as letters from "./letter.js";
import * as pledges from "./pledge.js";
import type { BoxStatement, Opening, SealedBox } from "./box.js";
import type { Consent, OpeningPlace } from "./consent.js";
import type { HeldShare, Release } from "./custodian.js";
import type { Identity, IdentityField } from "./identity.js";
import type { Letter } from "./letter.js";
import type { Pledge } from "./pledge.js";
import type { ReporterKeys } from "./receipt.js";
import type { BoxPlace, Keyholder } from "./shares.js";
import type { SigningKey } from "./signing.js";
import type { Signed } from "./statement.js";

export type { Approval, Person } from "./consent.js";
export type { LetterKind } from "./letter.js";
export type { ListedShare, SealedHalf, SealedShare } from "./shares.js";
export type {
  BoxPlace,
  BoxStatement,
  Consent,
  HeldShare,
  Identity,
  IdentityField,
  Keyholder,
  Letter,
  Opening,
  OpeningPlace,
  Pledge,
  Release,
  SealedBox,
  Signed,
};
export {
  ConsentRefused,
  IdentityTooLong,
  NotEnoughShares,
  ShareAltered,
} from "./problems.js";

/**
 * Who a reporter is, as it stands in a box and in the body of a report: always 2 048 bytes of JSON, also
 * when all three fields are empty. Control characters become spaces.
 *
 * @throws `IdentityTooLong` - beyond 120, 240 and 60 characters
 */
export function identityField(identity: Identity): IdentityField {
  return identities.identityField(identity);
}

/**
 * Read what {@link identityField} made.
 *
 * @throws `Tampered` - `body`
 */
export function readIdentityField(value: unknown): Identity {
  return identities.readIdentityField(value);
}

/**
 * Seal who a reporter is in a box whose key nobody holds: half of it follows from the receipt, half is
 * shared among custodians, of whom three are needed.
 *
 * Make one for every report, also for an anonymous one: then nobody can tell from outside. With the keys of
 * a new receipt and an empty identity it serves as a drill.
 *
 * @param place - the organisation, and the case's id
 * @param custodians - five, or four; their recipients out of the signed directory. Shares are numbered in
 * this order
 * @param authority - whose half an override needs besides four custodians
 * @throws `IdentityTooLong`
 * @throws `RecipientRefused`
 */
export function sealBox(
  place: Omit<BoxPlace, "box">,
  identity: Identity,
  keys: Pick<ReporterKeys, "author" | "box">,
  custodians: readonly Keyholder[],
  authority: Keyholder,
): Promise<SealedBox> {
  return box.sealBox(place, identity, keys, custodians, authority);
}

/**
 * Seal a new content for the same box. No share changes.
 *
 * @param of - the box, with the recipient out of its statement
 * @param version - one more than the last
 */
export function resealIdentity(
  of: BoxPlace & { readonly recipient: string },
  version: number,
  identity: Identity,
  author: SigningKey,
): Promise<Uint8Array> {
  return box.resealIdentity(of, version, identity, author);
}

/**
 * Read what the reporter signed about her box.
 *
 * @param author - the reporter's public signing key; `null` only when the caller cannot know it
 * @throws `Tampered` - `body`, `signature`, `organisation`, `case`, `box` or `author`
 */
export function readBoxStatement(
  signed: Signed,
  expected: BoxPlace,
  author: string | null,
): BoxStatement {
  return box.readBoxStatement(signed, expected, author);
}

/**
 * Test a share: open it and check everything about it.
 *
 * @param identity - of whoever holds it now
 * @returns the proof, which the server compares with its hash
 * @throws `ShareAltered` - it is not the share of which the reporter signed the hash
 * @throws `Tampered`
 */
export function testShare(held: HeldShare, identity: string): Promise<string> {
  return custodian.testShare(held, identity);
}

/** Test the authority's half of a box, as {@link testShare} does a share. */
export function testHalf(
  held: Omit<HeldShare, "custodian"> & { readonly authority: string },
  identity: string,
): Promise<string> {
  return custodian.testHalf(held, identity);
}

/**
 * Seal a share to a deputy, who holds it from then on. Its index, hash and proof stay the same, and so does
 * the custodian whom the reporter named in it.
 *
 * @param recipient - the deputy's, out of the signed directory
 * @throws `ShareAltered`
 * @throws `Tampered`
 */
export function handOverShare(
  held: HeldShare,
  identity: string,
  recipient: string,
): Promise<Uint8Array> {
  return custodian.handOverShare(held, identity, recipient);
}

/**
 * Let one person see one box, until a day: the reporter signs it, and releases her half to that person.
 *
 * @param terms - `to` with both keys out of the signed directory; `not_after` is the last day
 */
export function giveConsent(
  place: OpeningPlace,
  terms: Pick<Consent, "to" | "purpose" | "not_after" | "day">,
  keys: Pick<ReporterKeys, "author" | "box">,
): Promise<{ consent: Signed; half: Uint8Array }> {
  return consents.giveConsent(place, terms, keys);
}

/**
 * Approve an opening as a custodian: check the share, check that the reporter consented to exactly this,
 * and seal the share to the person who asked.
 *
 * In an override the reporter is not asked: the caller must have shown the written reasons, and that the
 * waiting period is over. It goes to the authority of the box and nobody else.
 *
 * @param by - who approves: the custodian, or the deputy who holds the share now
 * @param today - YYYY-MM-DD, UTC
 * @throws `ConsentRefused`
 * @throws `ShareAltered`
 * @throws `Tampered`
 */
export function approve(
  held: HeldShare,
  identity: string,
  release: Release,
  by: { readonly officer: string; readonly author: SigningKey },
  today: string,
): Promise<Uint8Array> {
  return custodian.approve(held, identity, release, by, today);
}

/**
 * Open a box. Nothing is handed out before the shares were compared with what the reporter signed and the
 * key that they make is the key of this box.
 *
 * @param identity - of the person to whom the approvals and the half were sealed
 * @param author - the reporter's public signing key. `null` only when the caller cannot know it: then a
 * server could show a box of its own making, and the page must say so
 * @returns who she is, and the key that signed it
 * @throws `ShareAltered` - naming the first custodian whose approval does not hold; the others may be
 * enough without it
 * @throws `NotEnoughShares`
 * @throws `Tampered` - `recipient` when all shares hold and yet are not the key
 */
export function openBox(
  handed: Opening,
  identity: string,
  expected: OpeningPlace,
  author: string | null,
): Promise<{ identity: Identity; author: string }> {
  return box.openBox(handed, identity, expected, author);
}

/**
 * Seal the reasons of a request, refusal, approval, override or deferral to one reader.
 *
 * @param letter - text in its fields must have gone through `wellFormed`
 * @throws `TooLarge` - beyond 16 KiB
 */
export function sealLetter(
  letter: Omit<Letter, "v" | "author">,
  author: SigningKey,
  recipient: string,
): Promise<Uint8Array> {
  return letters.sealLetter(letter, author, recipient);
}

/**
 * Open a letter.
 *
 * @param expected - where the caller found it, and the public signing key of `from` out of the directory
 * @throws `Tampered`
 */
export function openLetter(
  sealed: Uint8Array,
  identity: string,
  expected: Omit<Letter, "v" | "fields">,
): Promise<Letter["fields"]> {
  return letters.openLetter(sealed, identity, expected);
}

/** Sign the pledge of secrecy. `text` is the SHA-256 of the text as it was shown. */
export function signPledge(pledge: Omit<Pledge, "v">, author: SigningKey): Promise<Signed> {
  return pledges.signPledge(pledge, author);
}

/**
 * Read a pledge.
 *
 * @param verify - the officer's public signing key, out of the directory
 * @throws `Tampered`
 */
export function readPledge(
  signed: Signed,
  verify: string,
  expected: Pick<Pledge, "organisation" | "case" | "officer">,
): Pledge {
  return pledges.readPledge(signed, verify, expected);
}
