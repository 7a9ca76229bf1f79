/** The pledge of secrecy that everybody signs who is about to see a name (docs/spec/identities.md §11). */

import { day, exactly, hash, id, only } from "./forms.js";
import { checkMembers } from "./record.js";
import type { SigningKey } from "./signing.js";
import { readStatement, signStatement, type Format, type Signed } from "./statement.js";

export interface Pledge {
  readonly v: 1;
  readonly organisation: string;
  readonly case: string;
  readonly officer: string;
  /** SHA-256 of the text as it was shown, in UTF-8. */
  readonly text: string;
  readonly day: string;
}

const PLEDGE: Format<Pledge> = {
  context: "hoeder-pledge-v1\n",
  form: exactly({ v: only(1), organisation: id, case: id, officer: id, text: hash, day }),
};

export function signPledge(pledge: Omit<Pledge, "v">, author: SigningKey): Promise<Signed> {
  const { organisation, case: caseId, officer, text, day } = pledge;
  return signStatement(PLEDGE, { v: 1, organisation, case: caseId, officer, text, day }, author);
}

export function readPledge(
  signed: Signed,
  verify: string,
  expected: Pick<Pledge, "organisation" | "case" | "officer">,
): Pledge {
  const pledge = readStatement(PLEDGE, signed, verify);
  checkMembers(pledge, expected, ["organisation", "case", "officer"]);
  return pledge;
}
