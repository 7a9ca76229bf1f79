/** What is wrong with a name that somebody typed: pure, with its own test. */

import { NOBODY } from "../../boxes.js";
import { IdentityTooLong, identityField, type Identity } from "../../crypto/index.js";
import type { Naming } from "../../sending.js";

export type NameField = keyof Identity;

/** A field that must be mended. `most`: how many characters it may have, when it has too many. */
export interface WrongName {
  readonly field: NameField;
  readonly most: number | null;
}

/** What is wrong, if anything. Whoever stays anonymous can have typed whatever they like before. */
export function wrongWithName({ known, identity }: Naming): WrongName | null {
  if (known === "anonymous") return null;
  if (identity.name.trim() === "") return { field: "name", most: null };
  try {
    identityField(identity);
  } catch (error) {
    if (error instanceof IdentityTooLong) return { field: error.field, most: error.most };
    throw error;
  }
  return null;
}

/** Three trimmed fields, out of what stands in the form. */
export function identityFrom(typed: (field: NameField) => string): Identity {
  const [name, contact, number] = [typed("name"), typed("contact"), typed("number")];
  return { ...NOBODY, name: name.trim(), contact: contact.trim(), number: number.trim() };
}
