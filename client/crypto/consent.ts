/** Consent by the reporter, and approval by custodians (docs/spec/identities.md §8, 9). */

import { toHex } from "./bytes.js";
import { code, day, exactly, from, hash, id, only, or, recipient } from "./forms.js";
import { ConsentRefused, ShareAltered, Tampered } from "./problems.js";
import { checkMembers, openRecord, sealRecord, type RecordFormat } from "./record.js";
import { partHash, SHARE, shareHash, type BoxPlace, type Share } from "./shares.js";
import type { SigningKey } from "./signing.js";
import { readStatement, signStatement, type Format, type Signed } from "./statement.js";

/** One request for one person to see one box. */
export interface OpeningPlace extends BoxPlace {
  readonly opening: string;
}

/** An officer with both keys of the directory. */
export interface Person {
  readonly officer: string;
  readonly recipient: string;
  readonly verify: string;
}

/** What the reporter signs. */
export interface Consent extends OpeningPlace {
  readonly v: 1;
  readonly to: Person;
  readonly purpose: string;
  /** The last day on which it holds. */
  readonly not_after: string;
  readonly day: string;
  readonly author: string;
}

const CONSENT: Format<Consent> = {
  context: "hoeder-consent-v1\n",
  form: exactly({
    v: only(1),
    organisation: id,
    case: id,
    box: id,
    opening: id,
    to: exactly({ officer: id, recipient, verify: hash }),
    purpose: code,
    not_after: day,
    day,
    author: hash,
  }),
};

interface ReleasedHalf extends OpeningPlace {
  readonly v: 1;
  /** s_R */
  readonly half: string;
  readonly author: string;
}

const HALF: RecordFormat<ReleasedHalf> = {
  context: "hoeder-half-v1\n",
  sizes: [1024],
  form: exactly({
    v: only(1),
    organisation: id,
    case: id,
    box: id,
    opening: id,
    half: hash,
    author: hash,
  }),
};

export async function giveConsent(
  place: OpeningPlace,
  terms: Pick<Consent, "to" | "purpose" | "not_after" | "day">,
  keys: { readonly author: SigningKey; readonly box: Uint8Array },
): Promise<{ consent: Signed; half: Uint8Array }> {
  const { author } = keys;
  const { officer, recipient, verify } = terms.to;
  const { purpose, not_after, day } = terms;
  const at = opening(place);
  const consent: Consent = {
    ...{ v: 1, ...at, to: { officer, recipient, verify }, purpose, not_after, day },
    author: author.verify,
  };
  const half: ReleasedHalf = { v: 1, ...at, half: toHex(keys.box), author: author.verify };
  return {
    consent: await signStatement(CONSENT, consent, author),
    half: await sealRecord(HALF, half, author, recipient),
  };
}

/** Only these members: what else a caller's object has does not enter a statement. */
function opening({ organisation, case: caseId, box, opening }: OpeningPlace): OpeningPlace {
  return { organisation, case: caseId, box, opening };
}

/** docs/spec/identities.md §8, in this order */
export function checkConsent(
  signed: Signed,
  expected: OpeningPlace & Pick<Consent, "to" | "purpose" | "author">,
  today: string,
): Consent {
  const consent = signedConsent(signed);
  if (consent.author !== expected.author) throw new ConsentRefused("author");
  const { organisation, case: caseId, box, opening, to } = consent;
  if (
    organisation !== expected.organisation ||
    caseId !== expected.case ||
    box !== expected.box ||
    opening !== expected.opening
  ) {
    throw new ConsentRefused("other-box");
  }
  const { officer, recipient, verify } = expected.to;
  if (to.officer !== officer || to.recipient !== recipient || to.verify !== verify) {
    throw new ConsentRefused("person");
  }
  if (consent.purpose !== expected.purpose) throw new ConsentRefused("purpose");
  if (today > consent.not_after) throw new ConsentRefused("expired");
  return consent;
}

function signedConsent(signed: Signed): Consent {
  try {
    return readStatement(CONSENT, signed);
  } catch {
    throw new ConsentRefused("signature");
  }
}

export async function openReleasedHalf(
  sealed: Uint8Array,
  identity: string,
  expected: OpeningPlace & { readonly author: string },
): Promise<ReleasedHalf> {
  const half = await openRecord(HALF, sealed, identity);
  checkMembers(half, expected, ["organisation", "case", "box", "opening", "author"]);
  return half;
}

interface ApprovalRecord extends OpeningPlace {
  readonly v: 1;
  /** Who approves: the custodian, or the deputy who holds the share now. */
  readonly custodian: string;
  readonly index: number;
  readonly q: string;
  /** Empty when the reporter consented. */
  readonly o: string;
  /** SHA-256 of the share's `o`: without it the share's hash could not be computed. */
  readonly o_hash: string;
  readonly author: string;
}

const APPROVAL: RecordFormat<ApprovalRecord> = {
  context: "hoeder-approval-v1\n",
  sizes: [1024],
  form: exactly({
    v: only(1),
    organisation: id,
    case: id,
    box: id,
    opening: id,
    custodian: id,
    index: from(1, 5),
    q: SHARE,
    o: or("", SHARE),
    o_hash: hash,
    author: hash,
  }),
};

/** Seal a share, or the part of it that consent asks for, to the person. */
export async function sealApproval(
  place: OpeningPlace,
  share: Share,
  kind: "consent" | "override",
  by: { readonly officer: string; readonly author: SigningKey },
  recipient: string,
): Promise<Uint8Array> {
  const record: ApprovalRecord = {
    ...{ v: 1, ...opening(place), custodian: by.officer, index: share.index, q: share.q },
    o: kind === "override" ? share.o : "",
    o_hash: await partHash(share.o),
    author: by.author.verify,
  };
  return sealRecord(APPROVAL, record, by.author, recipient);
}

/** A custodian's approval as the person finds it. */
export interface Approval {
  /** Who approved. */
  readonly custodian: string;
  readonly index: number;
  /** The public signing key of that officer, out of the directory. */
  readonly verify: string;
  readonly sealed: Uint8Array;
}

/** @throws ShareAltered - naming the custodian, whatever is wrong */
export async function openApproval(
  approval: Approval,
  identity: string,
  place: OpeningPlace,
  listedHash: string,
): Promise<{ q: string; o: string }> {
  try {
    const record = await openRecord(APPROVAL, approval.sealed, identity);
    checkMembers(record, { ...place, ...approval, author: approval.verify }, [
      ...(["organisation", "case", "box", "opening", "custodian", "index", "author"] as const),
    ]);
    const { box, index, q, o, o_hash } = record;
    const found = await shareHash(box, index, await partHash(q), o_hash);
    if (found !== listedHash) throw new Tampered("share");
    if (o !== "" && (await partHash(o)) !== o_hash) throw new Tampered("share");
    return { q, o };
  } catch (error) {
    throw error instanceof Tampered ? new ShareAltered(approval.custodian, error.what) : error;
  }
}
