/**
 * The identity box: who a reporter is, sealed to a key that nobody holds (docs/spec/identities.md §1, 5, 10).
 *
 * The box's key follows from a seed s. One half of s follows from the receipt, the other is shared among
 * custodians; for an override the first half exists a second time, shared among custodians and authority.
 */

import { identityFromSeed, keyOf } from "./age.js";
import { fromHex, newId, randomBytes } from "./bytes.js";
import { openApproval, openReleasedHalf, type Approval, type OpeningPlace } from "./consent.js";
import { exactly, from, hash, id, isRising, list, only, recipient } from "./forms.js";
import { identityField, isIdentityField, readIdentityField, type Identity, type IdentityField } from "./identity.js";
import { NotEnoughShares, ShareAltered, Tampered } from "./problems.js";
import { checkMembers, openRecord, sealRecord, type RecordFormat } from "./record.js";
import {
  combined,
  dealHalf,
  dealShares,
  NEED,
  openHalf,
  OVERRIDE_NEED,
  xor,
  type BoxPlace,
  type Keyholder,
  type ListedShare,
  type SealedHalf,
  type SealedShare,
} from "./shares.js";
import type { SigningKey } from "./signing.js";
import { readStatement, signStatement, type Format, type Signed } from "./statement.js";

/** What a reporter's browser sends once, and the server keeps. */
export interface SealedBox extends Signed {
  readonly id: string;
  /** The public half of the box's key. */
  readonly recipient: string;
  /** Who she is, sealed: version 1. */
  readonly content: Uint8Array;
  readonly shares: readonly SealedShare[];
  readonly authority: SealedHalf;
}

/** What the reporter signed about her box. */
export interface BoxStatement extends BoxPlace {
  readonly v: 1;
  readonly recipient: string;
  readonly of: number;
  readonly need: typeof NEED;
  readonly override_need: typeof OVERRIDE_NEED;
  readonly shares: readonly ListedShare[];
  readonly authority: { readonly id: string; readonly hash: string };
  /** The reporter's public signing key. */
  readonly author: string;
}

interface Content extends BoxPlace {
  readonly v: 1;
  readonly version: number;
  readonly author: string;
  readonly identity: IdentityField;
}

const CONTENT: RecordFormat<Content> = {
  context: "hoeder-box-v1\n",
  sizes: [4096],
  form: exactly({
    v: only(1),
    organisation: id,
    case: id,
    box: id,
    version: from(1),
    author: hash,
    identity: isIdentityField,
  }),
};

const hasForm = exactly({
  v: only(1),
  organisation: id,
  case: id,
  box: id,
  recipient,
  of: from(OVERRIDE_NEED, 5),
  need: only(NEED),
  override_need: only(OVERRIDE_NEED),
  shares: list(exactly({ custodian: id, index: from(1), hash })),
  authority: exactly({ id, hash }),
  author: hash,
});

const STATEMENT: Format<BoxStatement> = {
  context: "hoeder-box-statement-v1\n",
  form: (value) => hasForm(value) && isDealt(value as BoxStatement),
};

/** One share each for different custodians, in the order of their indices; none is the authority. */
function isDealt({ of, shares, authority }: BoxStatement): boolean {
  const holders = [authority.id, ...shares.map(({ custodian }) => custodian)];
  return (
    shares.length === of &&
    shares.every(({ index }, i) => index === i + 1) &&
    isRising(holders.toSorted())
  );
}

export async function sealBox(
  place: Omit<BoxPlace, "box">,
  identity: Identity,
  keys: { readonly author: SigningKey; readonly box: Uint8Array },
  custodians: readonly Keyholder[],
  authority: Keyholder,
): Promise<SealedBox> {
  const { organisation, case: caseId } = place;
  const box: BoxPlace = { organisation, case: caseId, box: newId() };
  const { author } = keys;
  const seed = randomBytes(32);
  const { recipient } = await keyOf(identityFromSeed(seed));
  const a = randomBytes(32);
  const secrets = { q: xor(seed, keys.box), a };
  const shares = await dealShares(box, secrets, author, custodians);
  const half = await dealHalf(box, xor(keys.box, a), author, authority);
  const statement: BoxStatement = {
    ...{ v: 1, ...box, recipient, of: shares.length, need: NEED, override_need: OVERRIDE_NEED },
    shares: shares.map(({ custodian, index, hash }) => ({ custodian, index, hash })),
    authority: { id: half.officer, hash: half.hash },
    author: author.verify,
  };
  return {
    id: box.box,
    recipient,
    ...(await signStatement(STATEMENT, statement, author)),
    content: await resealIdentity({ ...box, recipient }, 1, identity, author),
    shares,
    authority: half,
  };
}

export function resealIdentity(
  box: BoxPlace & { readonly recipient: string },
  version: number,
  identity: Identity,
  author: SigningKey,
): Promise<Uint8Array> {
  const { organisation, case: caseId } = box;
  const content: Content = {
    ...{ v: 1, organisation, case: caseId, box: box.box, version, author: author.verify },
    identity: identityField(identity),
  };
  return sealRecord(CONTENT, content, author, box.recipient);
}

export function readBoxStatement(
  signed: Signed,
  expected: BoxPlace,
  author: string | null,
): BoxStatement {
  const statement = readStatement(STATEMENT, signed);
  checkMembers(statement, expected, ["organisation", "case", "box"]);
  if (author !== null && statement.author !== author) throw new Tampered("author");
  return statement;
}

/** What a person was handed to open one box. */
export interface Opening extends Signed {
  readonly content: Uint8Array;
  /** Of the content. */
  readonly version: number;
  /** By consent: what the reporter released. By override: the authority's own file. */
  readonly half: { readonly kind: "consent" | "override"; readonly sealed: Uint8Array };
  readonly approvals: readonly Approval[];
}

export async function openBox(
  handed: Opening,
  identity: string,
  expected: OpeningPlace,
  author: string | null,
): Promise<{ identity: Identity; author: string }> {
  const box = readBoxStatement(handed, expected, author);
  const parts = await approved(handed, identity, expected.opening, box);
  const need = handed.half.kind === "consent" ? NEED : OVERRIDE_NEED;
  if (parts.length < need) throw new NotEnoughShares(parts.length, need);
  const s_r = await receiptHalf(handed, identity, { ...expected, author: box.author }, box, parts);
  const s_q = await combined(parts.map(({ q }) => q));
  return { identity: await opened(handed, xor(s_q, s_r), box), author: box.author };
}

/** The half of the seed that follows from the receipt: released by the reporter, or by override. */
async function receiptHalf(
  { half }: Opening,
  identity: string,
  expected: OpeningPlace & { readonly author: string },
  box: BoxStatement,
  parts: readonly { readonly o: string }[],
): Promise<Uint8Array> {
  if (half.kind === "consent") {
    return fromHex((await openReleasedHalf(half.sealed, identity, expected)).half);
  }
  const { b } = await openHalf(half.sealed, identity, box);
  return xor(await combined(parts.map(({ o }) => o)), fromHex(b));
}

/** Each share once, in the order of the indices; the first that does not hold is named. */
async function approved(
  handed: Opening,
  identity: string,
  opening: string,
  box: BoxStatement,
): Promise<{ q: string; o: string }[]> {
  const parts = new Map<number, { q: string; o: string }>();
  for (const approval of handed.approvals.toSorted((one, other) => one.index - other.index)) {
    const listed = box.shares.find(({ index }) => index === approval.index);
    if (listed === undefined) throw new ShareAltered(approval.custodian, "index");
    const part = await openApproval(approval, identity, { ...box, opening }, listed.hash);
    if (handed.half.kind === "override" && part.o === "") {
      throw new ShareAltered(approval.custodian, "share");
    }
    parts.set(approval.index, part);
  }
  return [...parts.values()];
}

async function opened(
  { content, version }: Opening,
  seed: Uint8Array,
  box: BoxStatement,
): Promise<Identity> {
  const key = await keyOf(identityFromSeed(seed));
  // Garbage, whatever its cause, ends here.
  if (key.recipient !== box.recipient) throw new Tampered("recipient");
  const record = await openRecord(CONTENT, content, key.identity);
  checkMembers(record, { ...box, version }, ["organisation", "case", "box", "version", "author"]);
  return readIdentityField(record.identity);
}
