/** All the ways in which this folder refuses. Messages are for developers; pages show their own words. */

/**
 * Something that was signed or sealed does not hold.
 *
 * `what` names the first thing that was found wrong:
 *
 * - `stanza`: the age file is not for exactly one post-quantum hybrid recipient, or malformed there
 * - `key`: our key does not open it
 * - `seal`: the age file was altered or cut off
 * - `padding`: its length is not a size class, or the padding is not zeros
 * - `header`, `body`: malformed inside the seal
 * - `signature`: not signed by the author that the header names
 * - `author`: signed by somebody whom the caller does not trust
 * - `organisation`, `case`, `room`, `epoch`, `sequence`, `previous`, `to`: belongs elsewhere
 * - `kind`: a grant where an item belongs, or the reverse
 * - `manifest`, `piece`: an attachment's manifest is malformed, or a piece is not the one it names
 * - `wrap`: an officer's wrapped keys are malformed or somebody else's
 * - `box`, `opening`, `version`, `custodian`, `index`, `authority`, `officer`, `from`, `text`: a record or
 *   statement about an identity box belongs elsewhere, in this respect
 * - `share`: a share, or the authority's half, is not the one of which the reporter signed the hash
 * - `recipient`: the shares and the half together are not the key of this box
 */
export type What =
  | "stanza"
  | "key"
  | "seal"
  | "padding"
  | "header"
  | "body"
  | "signature"
  | "author"
  | "organisation"
  | "case"
  | "room"
  | "epoch"
  | "sequence"
  | "previous"
  | "to"
  | "kind"
  | "manifest"
  | "piece"
  | "wrap"
  | "box"
  | "opening"
  | "version"
  | "custodian"
  | "index"
  | "authority"
  | "officer"
  | "from"
  | "text"
  | "share"
  | "recipient"
  | "commitment"
  | "owner"
  | "due_on";

export class Tampered extends Error {
  readonly what: What;

  constructor(what: What) {
    super(`tampered: ${what}`);
    this.name = "Tampered";
    this.what = what;
  }
}

/** A guard refused to seal: nobody could open the result, or too many could, or only until a quantum computer. */
export class RecipientRefused extends Error {
  /** `none`: no recipient at all; `classic`: not post-quantum; `malformed`: no recipient. */
  readonly reason: "none" | "classic" | "malformed";

  constructor(reason: RecipientRefused["reason"]) {
    super(`recipient refused: ${reason}`);
    this.name = "RecipientRefused";
    this.reason = reason;
  }
}

/** What was to be sealed does not fit the largest size class (4 MiB). Longer content goes into an attachment. */
export class TooLarge extends Error {
  constructor() {
    super("too large for one item");
    this.name = "TooLarge";
  }
}

/** The passphrase does not open the wrapped keys. */
export class WrongPassphrase extends Error {
  constructor() {
    super("wrong passphrase");
    this.name = "WrongPassphrase";
  }
}

/**
 * The directory of officers' keys is not to be used.
 *
 * - `root`: it belongs to another organisation's root key
 * - `signature`: the root key did not sign these bytes
 * - `older`: it is older than a version that was seen before
 * - `version`: a format that this client does not know
 * - `malformed`: signed, but not in the form of docs/spec/rooms.md §5
 */
export class DirectoryRefused extends Error {
  readonly reason: "root" | "signature" | "older" | "version" | "malformed";

  constructor(reason: DirectoryRefused["reason"]) {
    super(`directory refused: ${reason}`);
    this.name = "DirectoryRefused";
    this.reason = reason;
  }
}

/**
 * A proof of report is none.
 *
 * - `key`: the log's key is no verifier key
 * - `note`: it is no signed note, or not in the form of docs/spec/ledger.md §10
 * - `signature`: the log did not sign it
 * - `log`: it is of another log
 * - `report`: it is of other sealed bytes
 * - `handle`: it names an entry of another case
 */
export class ProofRefused extends Error {
  readonly reason: "key" | "note" | "signature" | "log" | "report" | "handle";

  constructor(reason: ProofRefused["reason"]) {
    super(`proof refused: ${reason}`);
    this.name = "ProofRefused";
    this.reason = reason;
  }
}

/**
 * A custodian's approval, or the share in it, does not hold: the others may still be enough without it.
 *
 * `what` is as in {@link Tampered}; `share` when it is not the share of which the reporter signed the hash.
 */
export class ShareAltered extends Error {
  /** The officer whose it is. */
  readonly custodian: string;
  readonly what: What;

  constructor(custodian: string, what: What) {
    super(`share altered: ${what}`);
    this.name = "ShareAltered";
    this.custodian = custodian;
    this.what = what;
  }
}

/** Fewer different shares than the box asks for. */
export class NotEnoughShares extends Error {
  readonly have: number;
  readonly need: number;

  constructor(have: number, need: number) {
    super(`${String(have)} of ${String(need)} shares`);
    this.name = "NotEnoughShares";
    this.have = have;
    this.need = need;
  }
}

/**
 * A custodian's browser does not give its share out.
 *
 * - `signature`: the consent is malformed, or not signed by the key that it names
 * - `author`: signed by somebody other than the reporter whose box this is
 * - `other-box`: for another organisation, case, box or opening
 * - `person`: for somebody else, or for a key that is not in the directory
 * - `purpose`: for another purpose than was asked
 * - `expired`: its last day has passed
 */
export class ConsentRefused extends Error {
  readonly reason: "signature" | "author" | "other-box" | "person" | "purpose" | "expired";

  constructor(reason: ConsentRefused["reason"]) {
    super(`consent refused: ${reason}`);
    this.name = "ConsentRefused";
    this.reason = reason;
  }
}

/** A field of an identity is longer than the box holds; nothing was sealed. */
export class IdentityTooLong extends Error {
  readonly field: "name" | "contact" | "number";
  /** How many characters it may have. */
  readonly most: number;

  constructor(field: IdentityTooLong["field"], most: number) {
    super(`${field} too long`);
    this.name = "IdentityTooLong";
    this.field = field;
    this.most = most;
  }
}
