/** What a custodian's browser does with a share: test it, hand it over, approve (docs/spec/identities.md §6–9). */

import { readBoxStatement, type BoxStatement } from "./box.js";
import { checkConsent, sealApproval, type OpeningPlace, type Person } from "./consent.js";
import { ConsentRefused, Tampered } from "./problems.js";
import {
  openHalf,
  openShare,
  reseal,
  type BoxPlace,
  type Keyholder,
  type ListedShare,
  type Share,
} from "./shares.js";
import type { SigningKey } from "./signing.js";
import type { Signed } from "./statement.js";

/** A share as its holder finds it, and the box that it belongs to. */
export interface HeldShare extends Signed {
  readonly place: BoxPlace;
  /** To whom the reporter gave it: the holder, or who handed it over. */
  readonly custodian: string;
  readonly sealed: Uint8Array;
}

/** Why a share may be given out. */
export type Release =
  | {
      readonly kind: "consent";
      readonly opening: string;
      readonly consent: Signed;
      /** Who asked, with the keys that the directory has today. */
      readonly to: Person;
      /** What was asked for. */
      readonly purpose: string;
    }
  | {
      readonly kind: "override";
      readonly opening: string;
      /** The authority of the box, with the recipient that the directory has today. */
      readonly to: Keyholder;
    };

export async function testShare(held: HeldShare, identity: string): Promise<string> {
  const { share } = await opened(held, identity);
  return share.proof;
}

export async function testHalf(
  held: Omit<HeldShare, "custodian"> & { readonly authority: string },
  identity: string,
): Promise<string> {
  const box = readBoxStatement(held, held.place, null);
  if (box.authority.id !== held.authority) throw new Tampered("authority");
  return (await openHalf(held.sealed, identity, box)).proof;
}

export async function handOverShare(
  held: HeldShare,
  identity: string,
  recipient: string,
): Promise<Uint8Array> {
  const box = readBoxStatement(held, held.place, null);
  return reseal(held.sealed, identity, box, listed(box, held.custodian), recipient);
}

export async function approve(
  held: HeldShare,
  identity: string,
  release: Release,
  by: { readonly officer: string; readonly author: SigningKey },
  today: string,
): Promise<Uint8Array> {
  const { box, share } = await opened(held, identity);
  const place: OpeningPlace = { ...held.place, opening: release.opening };
  if (release.kind === "consent") {
    const { to, purpose } = release;
    checkConsent(release.consent, { ...place, to, purpose, author: box.author }, today);
  } else if (release.to.officer !== box.authority.id) {
    throw new ConsentRefused("person");
  }
  return sealApproval(place, share, release.kind, by, release.to.recipient);
}

async function opened(
  held: HeldShare,
  identity: string,
): Promise<{ box: BoxStatement; share: Share }> {
  const box = readBoxStatement(held, held.place, null);
  const share = await openShare(held.sealed, identity, box, listed(box, held.custodian));
  return { box, share };
}

function listed(box: BoxStatement, custodian: string): ListedShare {
  const share = box.shares.find((one) => one.custodian === custodian);
  if (share === undefined) throw new Tampered("custodian");
  return share;
}
