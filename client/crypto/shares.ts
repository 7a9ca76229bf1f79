/**
 * What custodians and the authority hold of a box's key: records sealed to each, and the hashes by which
 * everybody knows a share again (docs/spec/identities.md §6, 7).
 *
 * The arithmetic is the library's. It checks nothing of what it puts together; everything here does.
 */

import { combine, split } from "shamir-secret-sharing";
import { seal, open } from "./age.js";
import { concat, fromHex, randomBytes, sha256, sha256Hex, toHex, u32be, utf8 } from "./bytes.js";
import { exactly, from, hash, hex, id, only } from "./forms.js";
import { ShareAltered, Tampered } from "./problems.js";
import {
  checkMembers,
  decodeRecord,
  openRecord,
  sealRecord,
  type RecordFormat,
} from "./record.js";
import type { SigningKey } from "./signing.js";

/** Where a box belongs, by ids. */
export interface BoxPlace {
  readonly organisation: string;
  readonly case: string;
  readonly box: string;
}

/** An officer and the recipient out of the signed directory. */
export interface Keyholder {
  readonly officer: string;
  readonly recipient: string;
}

/** A custodian's share as the server keeps it. */
export interface SealedShare {
  readonly custodian: string;
  /** 1, 2, … in the order of the custodians. */
  readonly index: number;
  /** By which the share is known again when it is used. */
  readonly hash: string;
  /** SHA-256 of the proof that only who opened the share can return. */
  readonly proof_hash: string;
  readonly sealed: Uint8Array;
}

/** The authority's half as the server keeps it. */
export interface SealedHalf {
  readonly officer: string;
  readonly hash: string;
  readonly proof_hash: string;
  readonly sealed: Uint8Array;
}

export const NEED = 3;
export const OVERRIDE_NEED = 4;

/** A 32-byte secret's share: 32 bytes, and the coordinate in the last. */
export const SHARE = hex(33);

const SIZES = [1024] as const;

export interface Share extends BoxPlace {
  readonly v: 1;
  readonly custodian: string;
  readonly index: number;
  readonly of: number;
  readonly author: string;
  /** Share of s_Q. */
  readonly q: string;
  /** Share of the half of s_R that an override needs. */
  readonly o: string;
  readonly proof: string;
}

const SHARE_FORMAT: RecordFormat<Share> = {
  context: "hoeder-share-v1\n",
  sizes: SIZES,
  form: exactly({
    v: only(1),
    organisation: id,
    case: id,
    box: id,
    custodian: id,
    index: from(1, 5),
    of: from(OVERRIDE_NEED, 5),
    author: hash,
    q: SHARE,
    o: SHARE,
    proof: hash,
  }),
};

export interface AuthorityHalf extends BoxPlace {
  readonly v: 1;
  readonly authority: string;
  readonly author: string;
  /** The other half of s_R. */
  readonly b: string;
  readonly proof: string;
}

const OVERRIDE_FORMAT: RecordFormat<AuthorityHalf> = {
  context: "hoeder-override-v1\n",
  sizes: SIZES,
  form: exactly({
    v: only(1),
    organisation: id,
    case: id,
    box: id,
    authority: id,
    author: hash,
    b: hash,
    proof: hash,
  }),
};

export function xor(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(a, (byte, i) => byte ^ (b[i] ?? 0));
}

/**
 * Put a 32-byte secret together. Callers have checked each share, and check what comes out.
 *
 * @throws Tampered - `recipient` when two shares have one coordinate: no browser of ours deals so
 */
export async function combined(shares: readonly string[]): Promise<Uint8Array> {
  try {
    return await combine(shares.map(fromHex));
  } catch {
    throw new Tampered("recipient");
  }
}

/** SHA-256 of one of the two parts of a share, which stands for a part that is not given out. */
export function partHash(part: string): Promise<string> {
  return sha256Hex(fromHex(part));
}

/** docs/spec/identities.md §6: made of the hashes of both parts, so that one can be checked without the other. */
export function shareHash(box: string, index: number, qHash: string, oHash: string): Promise<string> {
  const start = utf8("hoeder-share-v1/hash\n");
  return sha256Hex(concat(start, fromHex(box), u32be(index), fromHex(qHash), fromHex(oHash)));
}

export function halfHash(box: string, b: string): Promise<string> {
  return sha256Hex(concat(utf8("hoeder-override-v1/hash\n"), fromHex(box), fromHex(b)));
}

/** Split the two secrets and seal one share of each to each custodian. */
export async function dealShares(
  place: BoxPlace,
  secrets: { readonly q: Uint8Array; readonly a: Uint8Array },
  author: SigningKey,
  custodians: readonly Keyholder[],
): Promise<SealedShare[]> {
  const of = custodians.length;
  const qs = await split(secrets.q, of, NEED);
  const os = await split(secrets.a, of, OVERRIDE_NEED);
  return Promise.all(
    custodians.map(async ({ officer, recipient }, i) => {
      const q = toHex(qs[i] ?? new Uint8Array());
      const o = toHex(os[i] ?? new Uint8Array());
      const index = i + 1;
      const { organisation, case: caseId, box } = place;
      const { proof, proof_hash } = await newProof();
      const share: Share = {
        ...{ v: 1, organisation, case: caseId, box, custodian: officer, index, of },
        ...{ author: author.verify, q, o, proof },
      };
      return {
        custodian: officer,
        index,
        hash: await shareHash(box, index, await partHash(q), await partHash(o)),
        proof_hash,
        sealed: await sealRecord(SHARE_FORMAT, share, author, recipient),
      };
    }),
  );
}

/** Seal the half that an override needs to the authority. */
export async function dealHalf(
  place: BoxPlace,
  half: Uint8Array,
  author: SigningKey,
  authority: Keyholder,
): Promise<SealedHalf> {
  const { organisation, case: caseId, box } = place;
  const b = toHex(half);
  const { proof, proof_hash } = await newProof();
  const record: AuthorityHalf = {
    ...{ v: 1, organisation, case: caseId, box, authority: authority.officer },
    ...{ author: author.verify, b, proof },
  };
  return {
    officer: authority.officer,
    hash: await halfHash(box, b),
    proof_hash,
    sealed: await sealRecord(OVERRIDE_FORMAT, record, author, authority.recipient),
  };
}

async function newProof(): Promise<{ proof: string; proof_hash: string }> {
  const proof = randomBytes(32);
  return { proof: toHex(proof), proof_hash: toHex(await sha256(proof)) };
}

/** What the reporter signed about one share. */
export interface ListedShare {
  readonly custodian: string;
  readonly index: number;
  readonly hash: string;
}

/** Open a share and check it against the box's statement. docs/spec/identities.md §6 */
export async function openShare(
  sealed: Uint8Array,
  identity: string,
  box: BoxPlace & { readonly of: number; readonly author: string },
  listed: ListedShare,
): Promise<Share> {
  const share = await openRecord(SHARE_FORMAT, sealed, identity);
  await checkShare(share, box, listed);
  return share;
}

async function checkShare(
  share: Share,
  box: BoxPlace & { readonly of: number; readonly author: string },
  listed: ListedShare,
): Promise<void> {
  checkMembers(share, { ...box, ...listed }, [
    ...(["organisation", "case", "box", "author", "custodian", "index"] as const),
  ]);
  const found = await shareHash(
    share.box,
    share.index,
    await partHash(share.q),
    await partHash(share.o),
  );
  if (found !== listed.hash || share.of !== box.of) {
    throw new ShareAltered(listed.custodian, "share");
  }
}

/** Open the authority's half and check it against the box's statement. docs/spec/identities.md §7 */
export async function openHalf(
  sealed: Uint8Array,
  identity: string,
  box: BoxPlace & {
    readonly author: string;
    readonly authority: { readonly id: string; readonly hash: string };
  },
): Promise<AuthorityHalf> {
  const half = await openRecord(OVERRIDE_FORMAT, sealed, identity);
  checkMembers(half, { ...box, authority: box.authority.id }, [
    ...(["organisation", "case", "box", "author", "authority"] as const),
  ]);
  if ((await halfHash(half.box, half.b)) !== box.authority.hash) {
    throw new ShareAltered(box.authority.id, "share");
  }
  return half;
}

/** Seal the same record, signed by the reporter as it is, to somebody else. */
export async function reseal(
  sealed: Uint8Array,
  identity: string,
  box: BoxPlace & { readonly of: number; readonly author: string },
  listed: ListedShare,
  recipient: string,
): Promise<Uint8Array> {
  const plaintext = await open(sealed, identity);
  await checkShare(await decodeRecord(SHARE_FORMAT, plaintext), box, listed);
  return seal(plaintext, recipient);
}
