/** Who outside the service signed a checkpoint, and whether they are enough: docs/spec/ledger.md §9. */

import { cosignaturesIn, counted, type Cosignature } from "./note.js";
import { isMet, readPolicy } from "./policy.js";

export interface Vouching {
  /** The witnesses of the policy whose cosignatures count, by the policy's names. */
  readonly witnesses: readonly Cosignature[];
  /** Whether they meet the quorum; where nobody has to sign, they do. */
  readonly enough: boolean;
}

/**
 * Look who vouches for a checkpoint.
 *
 * @param policy - out of the signed directory
 * @param now - seconds since 1970-01-01
 * @throws LogRefused - `policy`, `cosignature`
 */
export function vouching(checkpoint: string, policy: string | undefined, now: number): Vouching {
  if (policy === undefined) return { witnesses: [], enough: true };
  const read = readPolicy(policy);
  const found = cosignaturesIn(checkpoint, read.witnesses.map((one) => one.verifier));
  const witnesses = counted(found, now).map((one) => {
    const named = read.witnesses.find(({ verifier }) => verifier.name === one.name && verifier.id === one.id);
    return { ...one, name: named?.name ?? one.name };
  });
  return { witnesses, enough: isMet(read, new Set(witnesses.map((one) => one.name))) };
}
