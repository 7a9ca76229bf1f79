/** Letters: why somebody asks, refuses, approves or puts off, and what they account for (docs/spec/identities.md §11). */

import type { OpeningPlace } from "./consent.js";
import { every, exactly, hash, holder, id, only, text } from "./forms.js";
import { checkMembers, openRecord, sealRecord, type RecordFormat } from "./record.js";
import type { SigningKey } from "./signing.js";

export type LetterKind = "request" | "refusal" | "approval" | "override" | "deferral" | "account";

export interface Letter extends OpeningPlace {
  readonly v: 1;
  readonly kind: LetterKind;
  /** `reporter` or `officer:` and an id. */
  readonly to: string;
  /** The officer who writes. */
  readonly from: string;
  readonly author: string;
  readonly fields: Readonly<Record<string, string>>;
}

export const LETTER: RecordFormat<Letter> = {
  context: "hoeder-letter-v1\n",
  sizes: [4096, 16_384],
  form: exactly({
    v: only(1),
    organisation: id,
    case: id,
    box: id,
    opening: id,
    kind: only("request", "refusal", "approval", "override", "deferral", "account"),
    to: holder,
    from: id,
    author: hash,
    fields: every(text),
  }),
};

export function sealLetter(
  letter: Omit<Letter, "v" | "author">,
  author: SigningKey,
  recipient: string,
): Promise<Uint8Array> {
  const { organisation, case: caseId, box, opening, kind, to, from, fields } = letter;
  const record: Letter = {
    ...{ v: 1, organisation, case: caseId, box, opening, kind, to, from, fields },
    author: author.verify,
  };
  return sealRecord(LETTER, record, author, recipient);
}

export async function openLetter(
  sealed: Uint8Array,
  identity: string,
  expected: Omit<Letter, "v" | "fields">,
): Promise<Letter["fields"]> {
  const letter = await openRecord(LETTER, sealed, identity);
  checkMembers(letter, expected, [
    ...(["organisation", "case", "box", "opening", "kind", "to", "from", "author"] as const),
  ]);
  return letter.fields;
}
