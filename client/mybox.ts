/**
 * The reporter's own side of her identity box: what is in it, who asks to see it, and who knows
 * (docs/spec/identities.md). What the server shows is believed only as far as it is signed.
 */

import { Problem } from "./api.js";
import { boxFor } from "./boxes.js";
import {
  Tampered,
  fromBase64,
  giveConsent,
  openLetter,
  readBoxStatement,
  readPledge,
  resealIdentity,
  toBase64,
  type BoxPlace,
  type BoxStatement,
  type Directory,
  type Identity,
  type Letter,
  type LetterKind,
} from "./crypto/index.js";
import { today } from "./days.js";
import type { MyReport } from "./mine.js";
import { UnknownMember } from "./strangers.js";

/** What this module needs of an opened report. */
export type Owner = Pick<MyReport, "api" | "case" | "directory" | "keys">;

/** Her box from outside, as she herself signed it. */
export interface MyBox {
  readonly place: BoxPlace;
  readonly version: number;
  readonly statement: BoxStatement;
  /** Numbers of the shares that still work. */
  readonly working: readonly number[];
  readonly need: number;
}

interface ShownBox {
  readonly id: string;
  readonly recipient: string;
  readonly version: number;
  readonly statement: string;
  readonly signature: string;
  readonly need: number;
  readonly working: readonly number[];
}

/**
 * Fetch her box.
 *
 * @returns null when the report came in without one
 * @throws `Tampered` - the server shows a box that she did not make
 */
export async function myBox(owner: Owner): Promise<MyBox | null> {
  const shown = (await unlessAbsent(owner.api.get("/api/my/box"))) as ShownBox | null;
  if (shown === null) return null;
  const place = { ...placeOf(owner), box: shown.id };
  const { version, need, working } = shown;
  const statement = readBoxStatement(shown, place, owner.keys.author.verify);
  if (statement.recipient !== shown.recipient) throw new Tampered("recipient");
  return { place, version, statement, working, need };
}

async function unlessAbsent<T>(asking: Promise<T>): Promise<T | null> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof Problem && error.kind === "not-found") return null;
    throw error;
  }
}

function placeOf({ directory, case: { id } }: Owner): Omit<BoxPlace, "box"> {
  return { organisation: directory.organisation.id, case: id };
}

/** Put another name in the box, or none. Nobody can tell which. */
export async function putName(owner: Owner, box: MyBox, identity: Identity): Promise<void> {
  const { recipient } = box.statement;
  const version = box.version + 1;
  const content = await resealIdentity({ ...box.place, recipient }, version, identity, owner.keys.author);
  await owner.api.put("/api/my/box", { version, content: toBase64(content) });
}

/**
 * Make the box of a report that came in without one.
 *
 * @param identity - empty when she stays anonymous
 * @param out - ids of officers who get no share: nothing remembers whom she left out of her report
 * @returns whether there is anybody who can keep it
 * @throws `TooFewCustodians`
 */
export async function makeBox(
  owner: Owner,
  identity: Identity,
  out: readonly string[] = [],
): Promise<boolean> {
  const { directory, keys, case: { body, excluded } } = owner;
  const box = await boxFor(directory, body, new Set([...excluded, ...out]), identity, keys, placeOf(owner));
  if (box === null) return false;
  await owner.api.post("/api/my/box", box);
  return true;
}

/** One request to show her box to one person, as the server lists it. Days as `YYYY-MM-DD`. */
export interface ShownOpening {
  readonly id: string;
  readonly kind: "consent" | "override";
  readonly box: string;
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
  readonly need: number;
  readonly approved: number;
  readonly working: number;
  readonly letters: readonly ShownLetter[];
}

interface ShownLetter {
  readonly kind: string;
  readonly by: string;
  readonly day: string;
  readonly sealed: string;
}

/** A letter to her. `fields` is null when it is not what its writer sealed. */
export interface ReadLetter {
  readonly kind: string;
  readonly from: string;
  readonly day: string;
  readonly fields: Letter["fields"] | null;
}

/** An opening with its letters opened. */
export interface MyOpening {
  readonly shown: ShownOpening;
  readonly letters: readonly ReadLetter[];
  /** Whether it is about another box than hers. */
  readonly strange: boolean;
}

/** Who asks, or asked, to know who she is. */
export async function myOpenings(owner: Owner, box: MyBox): Promise<MyOpening[]> {
  const { openings } = (await owner.api.get("/api/my/openings")) as { openings: ShownOpening[] };
  return Promise.all(
    openings.map(async (shown) => ({
      shown,
      letters: await Promise.all(shown.letters.map((one) => readLetter(owner, box, shown, one))),
      strange: shown.box !== box.place.box,
    })),
  );
}

async function readLetter(
  { keys, directory }: Owner,
  { place }: MyBox,
  { id }: ShownOpening,
  { kind, by, day, sealed }: ShownLetter,
): Promise<ReadLetter> {
  const from = by.replace("officer:", "");
  const expected = { ...place, opening: id, kind: kind as LetterKind, to: "reporter", from };
  for (const author of signingKeys(directory, from)) {
    try {
      const fields = await openLetter(fromBase64(sealed), keys.identity, { ...expected, author });
      return { kind, from, day, fields };
    } catch (error) {
      if (!(error instanceof Tampered)) throw error;
      // Written with a key that was withdrawn since: the next one may be it.
      if (error.what !== "author") break;
    }
  }
  return { kind, from, day, fields: null };
}

/** The key of an officer, and those that the officer had before. */
function signingKeys(directory: Directory, officer: string): string[] {
  const now = directory.officers.filter((one) => one.id === officer).flatMap(({ key }) => key?.verify ?? []);
  const before = directory.former.filter((one) => one.officer === officer).map((one) => one.verify);
  return [...now, ...before];
}

/**
 * Say yes to one opening: for one person, one purpose, until its day.
 *
 * @throws `UnknownMember` - the person has no key in the signed directory
 * @throws `Tampered` - it is not about her box
 */
export async function agree(owner: Owner, box: MyBox, { shown, strange }: MyOpening): Promise<void> {
  if (strange || shown.kind !== "consent" || shown.purpose === null) throw new Tampered("box");
  const officer = owner.directory.officers.find((one) => one.id === shown.to);
  const key = officer?.key ?? null;
  if (key === null) throw new UnknownMember(`officer:${shown.to}`);
  const to = { officer: shown.to, recipient: key.recipient, verify: key.verify };
  const { purpose, not_after } = shown;
  const place = { ...box.place, opening: shown.id };
  const terms = { to, purpose, not_after, day: today() };
  const { consent, half } = await giveConsent(place, terms, owner.keys);
  const { statement, signature } = consent;
  await owner.api.post(pathOf(shown, "consent"), { statement, signature, half: toBase64(half) });
}

/** Say no. What she has to say about it she says in the conversation. */
export async function refuse({ api }: Owner, { shown }: MyOpening): Promise<void> {
  await api.post(pathOf(shown, "refuse"), { letters: [] });
}

/** Take her yes back. */
export async function withdraw({ api }: Owner, { shown }: MyOpening): Promise<void> {
  await api.post(pathOf(shown, "withdraw"), {});
}

function pathOf({ id }: ShownOpening, what: string): string {
  return `/api/my/openings/${id}/${what}`;
}

/** That somebody knows. `knower`: `officer:…` or `function:…` of the directory, or `other`. */
export interface CircleRow {
  readonly knower: string;
  readonly how: string;
  readonly since: string;
  readonly declared_by: string;
}

/** A promise of secrecy. `holds`: whether the officer's own key signed it. */
export interface Promised {
  readonly officer: string;
  readonly day: string;
  readonly holds: boolean;
}

/** Under which name somebody sees her; `name` only where the body shows its readers. */
export interface KnownAs {
  readonly alias: string;
  readonly roles: readonly string[];
  readonly name: string | null;
}

/** That somebody fetched something on a day. */
export interface Fetched {
  readonly what: string;
  readonly day: string;
  readonly alias: string | null;
  readonly roles: readonly string[];
  readonly name: string | null;
}

/** Who knows who she is, who promised secrecy, and who fetched what. */
export interface Circle {
  readonly rows: readonly CircleRow[];
  readonly pledges: readonly Promised[];
  readonly aliases: readonly KnownAs[];
  readonly fetches: readonly Fetched[];
}

interface ShownCircle extends Omit<Circle, "pledges"> {
  readonly pledges: readonly {
    readonly officer: string;
    readonly statement: string;
    readonly signature: string;
    readonly day: string;
  }[];
}

/** Fetch the circle, with each promise checked. */
export async function myCircle(owner: Owner): Promise<Circle> {
  const shown = (await owner.api.get("/api/my/circle")) as ShownCircle;
  const pledges = shown.pledges.map(({ officer, day, ...signed }) => ({
    officer,
    day,
    holds: signingKeys(owner.directory, officer).some((key) => isPledge(owner, officer, key, signed)),
  }));
  return { ...shown, pledges };
}

function isPledge(
  owner: Owner,
  officer: string,
  key: string,
  signed: { readonly statement: string; readonly signature: string },
): boolean {
  try {
    readPledge(signed, key, { ...placeOf(owner), officer });
    return true;
  } catch (error) {
    if (error instanceof Tampered) return false;
    throw error;
  }
}

/** Say who knows, and how that came. */
export async function tellCircle(
  { api }: Owner,
  row: Pick<CircleRow, "knower" | "how" | "since">,
): Promise<void> {
  await api.post("/api/my/circle", row);
}
