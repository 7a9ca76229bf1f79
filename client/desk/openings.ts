/**
 * Openings as the desk sees them: asking who a reporter is, promising secrecy, and opening a box that
 * was released to oneself. What custodians do is in custody.ts.
 */

import {
  fromBase64,
  newId,
  openBox,
  openLetter,
  sealLetter,
  sha256Hex,
  signPledge,
  toBase64,
  wellFormed,
  type Directory,
  type Identity,
  type LetterKind,
  type OpeningPlace,
  type Signed,
} from "../crypto/index.js";
import type { Trust } from "../membership.js";
import type { Desk } from "./desk.js";
import { bodiesFrom, namedIn, type ReportBody } from "./people.js";

export type Purpose = "protection" | "hearing" | "legal_aid" | "reintegration" | "contact";
export type Ground = "investigation" | "proceedings";

export interface OpeningRow {
  readonly id: string;
  readonly kind: "consent" | "override";
  readonly case: string;
  readonly box: string;
  readonly body: string;
  readonly to: string;
  readonly requested_by: string;
  readonly purpose: string | null;
  readonly ground: string | null;
  readonly authority_name: string | null;
  readonly legal_basis: string | null;
  readonly state: string;
  readonly requested_on: string;
  readonly opens_on: string | null;
  readonly not_after: string;
  readonly deferred_until: string | null;
  readonly consent: Signed | null;
  readonly need: number;
  readonly approved: number;
  readonly working: number;
  readonly letters: readonly {
    readonly kind: string;
    readonly by: string;
    readonly day: string;
    readonly sealed: string;
  }[];
}

/** Who asks, about which case, and whose keys the reporter has. */
export interface Asking {
  readonly case: string;
  readonly body: string;
  readonly box: string;
  readonly reporter: NonNullable<Trust["reporter"]>;
}

/** What is asked for an opening by consent. */
export interface Wish {
  readonly to: string;
  readonly purpose: Purpose;
  readonly notAfter: string;
  readonly reasons: string;
}

/** What the law asks for before an override, every field of it. */
export interface Demand {
  readonly ground: Ground;
  readonly authorityName: string;
  readonly legalBasis: string;
  readonly reasons: string;
  /** The day on which the reporter is told, and why not now; null to tell her at once. */
  readonly deferred: { readonly until: string; readonly reasons: string } | null;
}

/** Roles to which a reporter can let her name be known. */
const MAY_KNOW = ["handler", "protection_officer", "commission_member"];

/**
 * Officers for whom a name can be asked: of the body of the case, and of those above it; nobody whom the
 * report names, or who works above or below somebody whom it names.
 */
export function mayBeTold(
  directory: Directory, body: string, report: ReportBody | null,
): Directory["officers"][number][] {
  const bodies = bodiesFrom(directory, body);
  const named = report === null ? new Set<string>() : namedIn(directory, report);
  return directory.officers
    .filter((one) => one.key !== null && bodies.has(one.body) && !named.has(one.id))
    .filter((one) => one.roles.some((role) => MAY_KNOW.includes(role)))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Everybody who keeps shares for a body. Who of them the reporter left out is not for others to know. */
export function keepersOf(directory: Directory, body: string): readonly string[] {
  const custody = directory.custody.find((one) => one.id === body);
  return custody === undefined ? [] : [...custody.custodians, ...custody.deputies];
}

/** Whom an override is announced to, besides the reporter. */
export function announcedTo(directory: Directory, body: string): readonly string[] {
  const above = bodiesFrom(directory, body);
  const custody = directory.custody.find((one) => one.id === body);
  const commission = directory.officers
    .filter((one) => one.key !== null && above.has(one.body) && one.body !== body)
    .filter((one) => one.roles.includes("commission_member"))
    .map((one) => one.id);
  const authority = custody === undefined ? [] : [custody.authority];
  return [...new Set([...keepersOf(directory, body), ...authority, ...commission])];
}

/** The openings of a case that this officer may see. */
export async function openingsOf(desk: Desk, caseId: string): Promise<readonly OpeningRow[]> {
  const answer = (await desk.api.get(`/api/desk/cases/${caseId}/openings`)) as {
    openings: readonly OpeningRow[];
  };
  return answer.openings;
}

/** The openings to this officer, and those about which somebody wrote to them. */
export async function myOpenings(desk: Desk): Promise<readonly OpeningRow[]> {
  const answer = (await desk.api.get("/api/desk/openings")) as { openings: readonly OpeningRow[] };
  return answer.openings;
}

/** Ask the reporter to let one person know who she is. */
export async function request(desk: Desk, about: Asking, wish: Wish): Promise<void> {
  const { directory } = desk;
  const at = newPlace(desk, about);
  const readers = [...keepersOf(directory, about.body), wish.to];
  await desk.api.post(`/api/desk/cases/${about.case}/openings`, {
    id: at.opening,
    to: wish.to,
    purpose: wish.purpose,
    not_after: wish.notAfter,
    letters: await lettersTo(desk, at, "request", wish.reasons, readers, about),
  });
}

/** Announce an opening that the law demands. */
export async function announce(desk: Desk, about: Asking, demand: Demand): Promise<void> {
  const { directory } = desk;
  const at = newPlace(desk, about);
  const told = announcedTo(directory, about.body).filter((one) => one !== desk.me.officer.id);
  const authority = directory.custody.find((one) => one.id === about.body)?.authority;
  const judges = told.filter((one) => one !== authority);
  const { deferred } = demand;
  await desk.api.post(`/api/desk/cases/${about.case}/overrides`, {
    id: at.opening,
    ground: demand.ground,
    authority_name: wellFormed(demand.authorityName),
    legal_basis: wellFormed(demand.legalBasis),
    letters: await lettersTo(desk, at, "override", demand.reasons, told, about),
    deferred_until: deferred?.until ?? null,
    deferral:
      deferred === null ? [] : await lettersTo(desk, at, "deferral", deferred.reasons, judges, null),
  });
}

function newPlace(desk: Desk, about: Asking): OpeningPlace {
  const organisation = desk.directory.organisation.id;
  return { organisation, case: about.case, box: about.box, opening: newId() };
}

/** Reasons, sealed to each reader by themselves, and to the reporter. */
async function lettersTo(
  desk: Desk,
  at: OpeningPlace,
  kind: LetterKind,
  text: string,
  officers: readonly string[],
  about: Asking | null,
): Promise<{ holder: string; sealed: string }[]> {
  const readers = new Map<string, string>();
  for (const id of officers) {
    const recipient = desk.directory.officers.find((one) => one.id === id)?.key?.recipient;
    if (recipient !== undefined) readers.set(`officer:${id}`, recipient);
  }
  if (about !== null) readers.set("reporter", about.reporter.recipient);
  return Promise.all([...readers].map(async ([to, recipient]) => {
    const letter = { ...at, kind, to, from: desk.me.officer.id, fields: { text: wellFormed(text) } };
    const sealed = await sealLetter(letter, desk.keys.author, recipient);
    return { holder: to, sealed: toBase64(sealed) };
  }));
}

/** Seal reasons to officers of an opening that is there. */
export function answerLetters(
  desk: Desk, row: OpeningRow, kind: LetterKind, text: string, officers: readonly string[],
): Promise<{ holder: string; sealed: string }[]> {
  const at = openingPlace(desk, row);
  const others = [...new Set(officers)].filter((one) => one !== desk.me.officer.id);
  return lettersTo(desk, at, kind, text, others, null);
}

/** What somebody wrote about an opening; null when it is not what its writer signed. */
export async function readLetter(
  desk: Desk, row: OpeningRow, letter: OpeningRow["letters"][number],
): Promise<{ readonly by: string; readonly text: string } | null> {
  const officer = desk.directory.officers.find((one) => `officer:${one.id}` === letter.by);
  if (officer?.key == null) return null;
  try {
    const fields = await openLetter(fromBase64(letter.sealed), desk.keys.identity, {
      ...openingPlace(desk, row),
      kind: letter.kind as LetterKind,
      to: desk.holder,
      from: officer.id,
      author: officer.key.verify,
    });
    return { by: officer.name, text: fields["text"] ?? "" };
  } catch {
    return null;
  }
}

/** Promise secrecy about one case: the text is signed as it was shown. */
export async function pledge(desk: Desk, caseId: string, text: string, day: string): Promise<void> {
  const signed = await signPledge(
    {
      organisation: desk.directory.organisation.id,
      case: caseId,
      officer: desk.me.officer.id,
      text: await sha256Hex(new TextEncoder().encode(text)),
      day,
    },
    desk.keys.author,
  );
  await desk.api.post(`/api/desk/cases/${caseId}/pledge`, signed);
}

interface OpenedBox extends Signed {
  readonly version: number;
  readonly content: string;
  readonly half: string | null;
  readonly authority: string | null;
  readonly approvals: readonly {
    readonly custodian: string;
    readonly index: number;
    readonly sealed: string;
  }[];
}

/**
 * Fetch a box that is open to this officer, and open it here. It is in the journal and the circle first.
 *
 * @param author - the reporter's signing key, for those who hold the talk; null for others
 * @throws `ShareAltered`, `NotEnoughShares`, `Tampered`
 */
export async function see(desk: Desk, row: OpeningRow, author: string | null): Promise<Identity> {
  const box = (await desk.api.get(`/api/desk/openings/${row.id}/box`)) as OpenedBox;
  const verifyOf = (id: string): string =>
    desk.directory.officers.find((one) => one.id === id)?.key?.verify ?? "";
  const { half, authority } = box;
  const opened = await openBox(
    {
      statement: box.statement,
      signature: box.signature,
      content: fromBase64(box.content),
      version: box.version,
      half:
        half === null
          ? { kind: "override", sealed: fromBase64(authority ?? "") }
          : { kind: "consent", sealed: fromBase64(half) },
      approvals: box.approvals.map(({ custodian, index, sealed }) => ({
        custodian, index, verify: verifyOf(custodian), sealed: fromBase64(sealed),
      })),
    },
    desk.keys.identity,
    openingPlace(desk, row),
    author,
  );
  return opened.identity;
}

/** Where an opening belongs. */
export function openingPlace(desk: Desk, row: OpeningRow): OpeningPlace {
  const organisation = desk.directory.organisation.id;
  return { organisation, case: row.case, box: row.box, opening: row.id };
}

export type How = "told_by_reporter" | "told_by_somebody" | "guessed" | "knew_before";

/** Say that one knows who the reporter is. A pledge comes first. */
export async function declareKnowledge(
  desk: Desk, caseId: string, how: How, since: string,
): Promise<void> {
  await desk.api.post(`/api/desk/cases/${caseId}/circle`, { how, since });
}

export interface CircleRow {
  readonly knower: string;
  readonly how: string;
  readonly ground: string | null;
  readonly since: string;
  readonly declared_by: string;
  readonly day: string;
}

export interface Circle {
  readonly rows: readonly CircleRow[];
  readonly pledges: readonly { readonly officer: string; readonly day: string }[];
}

/** Who knows: for the protection officer of the case and the commission. */
export async function circleOf(desk: Desk, caseId: string): Promise<Circle> {
  return (await desk.api.get(`/api/desk/cases/${caseId}/circle`)) as Circle;
}
