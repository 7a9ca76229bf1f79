/** A box with its five custodians, the authority, and somebody who may ask. */

import {
  approve,
  giveConsent,
  newId,
  newOfficerKeys,
  sealBox,
  type Approval,
  type BoxPlace,
  type HeldShare,
  type OfficerKeys,
  type Opening,
  type Person,
  type Release,
} from "../../crypto/index.js";
import { header, noor } from "./cast.js";

export interface Officer extends OfficerKeys {
  readonly officer: string;
}

export async function newOfficer(): Promise<Officer> {
  return { officer: newId(), ...(await newOfficerKeys()) };
}

export function person({ officer, recipient, author }: Officer): Person {
  return { officer, recipient, verify: author.verify };
}

/** Ruth, Wim, Sanne, Tarik and Eva. */
export const custodians = await Promise.all([1, 2, 3, 4, 5].map(newOfficer));
export const authority = await newOfficer();
export const omar = await newOfficer();
export const identity = { name: "Noor", contact: "+351 000 000", number: "4711" };

export const made = await sealBox(
  { organisation: header.organisation, case: header.case },
  identity,
  noor,
  custodians,
  authority,
);
export const place: BoxPlace = {
  organisation: header.organisation,
  case: header.case,
  box: made.id,
};
export const opening = newId();
export const today = "2026-11-20";
const terms = { to: person(omar), purpose: "protection", not_after: "2026-11-30", day: today };
export const given = await giveConsent({ ...place, opening }, terms, noor);

export const byConsent: Release = {
  kind: "consent",
  opening,
  consent: given.consent,
  to: person(omar),
  purpose: "protection",
};
export const byOverride: Release = { kind: "override", opening, to: authority };

export function held(n: number): HeldShare {
  const { statement, signature, shares } = made;
  const { custodian, sealed } = shares[n] as (typeof shares)[number];
  return { statement, signature, place, custodian, sealed };
}

export async function approval(n: number, release: Release = byConsent): Promise<Approval> {
  const by = custodians[n] as Officer;
  const sealed = await approve(held(n), by.identity, release, by, today);
  return { custodian: by.officer, index: n + 1, verify: by.author.verify, sealed };
}

/** What Omar is handed. */
export function handed(approvals: readonly Approval[]): Opening {
  const { statement, signature, content } = made;
  const half = { kind: "consent", sealed: given.half } as const;
  return { statement, signature, content, version: 1, half, approvals };
}

/** What the authority is handed. */
export function handedOver(approvals: readonly Approval[]): Opening {
  const half = { kind: "override", sealed: made.authority.sealed } as const;
  return { ...handed(approvals), half };
}
