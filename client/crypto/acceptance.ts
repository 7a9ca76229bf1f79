/** What an owner signs who accepts a commitment (docs/spec/commitments.md §4). */

import { code, day, exactly, hash, id, only } from "./forms.js";
import { checkMembers } from "./record.js";
import type { SigningKey } from "./signing.js";
import { readStatement, signStatement, type Format, type Signed } from "./statement.js";

export interface Acceptance {
  readonly v: 1;
  readonly organisation: string;
  /** The id of the commitment, and of its room. */
  readonly commitment: string;
  readonly owner: string;
  readonly kind: string;
  readonly due_on: string;
  /** SHA-256 of the sealed words. */
  readonly text: string;
  readonly day: string;
}

const ACCEPTANCE: Format<Acceptance> = {
  context: "hoeder-acceptance-v1\n",
  form: exactly({
    ...{ v: only(1), organisation: id, commitment: id, owner: id },
    ...{ kind: code, due_on: day, text: hash, day },
  }),
};

export function signAcceptance(accepted: Omit<Acceptance, "v">, author: SigningKey): Promise<Signed> {
  const { organisation, commitment, owner, kind, due_on, text, day: on } = accepted;
  const statement = { v: 1, organisation, commitment, owner, kind, due_on, text, day: on } as const;
  return signStatement(ACCEPTANCE, statement, author);
}

export function readAcceptance(
  signed: Signed,
  verify: string,
  expected: Omit<Acceptance, "v" | "day">,
): Acceptance {
  const accepted = readStatement(ACCEPTANCE, signed, verify);
  checkMembers(accepted, expected, ["organisation", "commitment", "owner", "kind", "due_on", "text"]);
  return accepted;
}
