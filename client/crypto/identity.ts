/** Who a reporter is, at one length, whatever she fills in (docs/spec/identities.md §4). */

import { utf8 } from "./bytes.js";
import { canonicalJson, wellFormed } from "./canonical.js";
import { exactly, text } from "./forms.js";
import { IdentityTooLong, Tampered } from "./problems.js";

/** All three are empty when the reporter stays anonymous. */
export interface Identity {
  readonly name: string;
  /** How to reach her. */
  readonly contact: string;
  /** Staff number. */
  readonly number: string;
}

/** As it is sealed: its canonical JSON is always 2 048 bytes. */
export interface IdentityField extends Identity {
  /** Spaces. */
  readonly padding: string;
}

const LENGTH = 2048;

/** In characters (code points), of at most four bytes each, so that the padding is never negative. */
const MOST = { name: 120, contact: 240, number: 60 } as const;

const CONTROL = /\p{Control}/gu;

export function identityField(identity: Identity): IdentityField {
  const field = {
    name: written(identity, "name"),
    contact: written(identity, "contact"),
    number: written(identity, "number"),
    padding: "",
  };
  return { ...field, padding: " ".repeat(LENGTH - lengthOf(field)) };
}

function written(identity: Identity, field: keyof typeof MOST): string {
  // Control characters have no place in a name, and take up to six bytes in JSON.
  const value = wellFormed(identity[field]).replace(CONTROL, " ");
  if ([...value].length > MOST[field]) throw new IdentityTooLong(field, MOST[field]);
  return value;
}

function lengthOf(field: unknown): number {
  return utf8(canonicalJson(field)).length;
}

const members = exactly({ name: text, contact: text, number: text, padding: text });

export function isIdentityField(value: unknown): value is IdentityField {
  return (
    members(value) &&
    /^ *$/.test((value as IdentityField).padding) &&
    lengthOf(value) === LENGTH
  );
}

export function readIdentityField(value: unknown): Identity {
  if (!isIdentityField(value)) throw new Tampered("body");
  const { name, contact, number } = value;
  return { name, contact, number };
}
