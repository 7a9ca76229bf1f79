/**
 * Who is in a room, by what its members signed (docs/spec/rooms.md §7).
 *
 * The server has a list of members too, and hands out ciphertext by it. It is not believed: a server
 * that lies could list an officer whom the reporter left out, and have the next key sealed to them.
 * So keys are sealed only to those whom a signed item let in, and only their signatures count.
 * Everybody who is in may let in: officers do, and the reporter does where no officer is left.
 */

import { Tampered, type Directory, type OpenedItem } from "./crypto/index.js";
import { today } from "./days.js";
import { UnknownMember } from "./strangers.js";

/** A member as the server lists it. */
export interface ListedMember {
  readonly holder: string;
  readonly until: string | null;
  readonly removed_on: string | null;
}

/** To whom keys may be sealed at all. */
export interface Trust {
  readonly directory: Directory;
  /** The reporter's own keys: hers by birth, for officers learned from the report itself. */
  readonly reporter: ReporterKeys | null;
}

/** A reporter's public keys. */
export interface ReporterKeys {
  readonly recipient: string;
  readonly verify: string;
  /** Her earlier signing keys: what they signed before stays hers, and they sign no more. */
  readonly before?: readonly string[];
  /**
   * These keys took the place of some on paper, with which the report is signed. Whoever sets this must
   * check the item that says so (mine.ts).
   */
  readonly possessed?: boolean;
}

/** Whether a reporter wrote this, with the keys of today or of before. */
export function isReporters(verify: string, { reporter }: Trust): boolean {
  return reporter?.verify === verify || (reporter?.before ?? []).includes(verify);
}

/** Somebody who is let in, until and with a day, or without an end. */
export interface LetIn {
  readonly holder: string;
  readonly until: string | null;
}

/** What an item of kind `membership` says. */
export interface Change {
  readonly let_in: readonly LetIn[];
  readonly out: readonly string[];
}

/** Whom an item of kind `membership` let in and out, by name; nobody for other kinds. */
export function namedIn(
  { header, body }: OpenedItem,
  directory: Directory,
): { let_in: string[]; out: string[] } {
  if (header.kind !== "membership") return { let_in: [], out: [] };
  const change = readChange(body);
  const name = (holder: string): string[] =>
    directory.officers.filter((one) => `officer:${one.id}` === holder).map((one) => one.name);
  return {
    let_in: change.let_in.flatMap((one) => name(one.holder)),
    out: change.out.flatMap(name),
  };
}

/** Whether the server says that this member may read today. */
export function isLive(member: ListedMember): boolean {
  return member.removed_on === null && !isOver(member.until, today());
}

/** The key to which a member's grants are sealed. Throws `UnknownMember`. */
export function recipientOf(holder: string, trust: Trust): string {
  if (holder === "reporter" && trust.reporter !== null) return trust.reporter.recipient;
  const officer = trust.directory.officers.find((one) => `officer:${one.id}` === holder);
  if (officer?.key == null) throw new UnknownMember(holder);
  return officer.key.recipient;
}

/** Whose key of today or of before this is, as a label; null when the directory does not say. */
export function holderOf(verify: string, trust: Trust): string | null {
  if (trust.reporter?.verify === verify) return "reporter";
  const { officers, former } = trust.directory;
  const id =
    officers.find((one) => one.key?.verify === verify)?.id ??
    former.find((one) => one.verify === verify)?.officer;
  return id === undefined ? null : `officer:${id}`;
}

/** The kinds of rooms that this client opens. */
/** A file is read by `client/file/own-file.ts`, and by nobody but its owner. */
export type RoomKind = "dialogue" | "investigation" | "advice" | "file" | "commitment" | OwnKind;

/** The kinds of rooms that a reporter opens herself, with whom she chooses. */
export type OwnKind = "care" | "commission";

/** The kind of the item with which a reporter opens a room. */
const OPENING = { dialogue: "report", advice: "question" } as const;

/** The roles whose holders may open an investigation room. */
const HANDLING = ["handler", "commission_member"];

/**
 * Who is in, as far as the chain was read. Each verified item is put to `judge` in order.
 */
export class Membership {
  readonly #kind: RoomKind;
  readonly #mayOpen: ((holder: string) => boolean) | null;
  readonly #known: () => Trust["reporter"];
  readonly #until = new Map<string, string | null>();
  trust: Trust;
  /** The version of the directory that the report was made with; 0 until it was read. */
  madeWith = 0;

  /**
   * @param trust - `reporter` is null until the report was read
   * @param mayOpen - who may have opened an investigation room: those in the dialogue of the same
   *   case, where that can be read; null where it cannot
   * @param known - the reporter's keys by another room of the same case; null where none was read
   */
  constructor(
    kind: RoomKind,
    trust: Trust,
    mayOpen: ((holder: string) => boolean) | null,
    known: () => Trust["reporter"] = () => null,
  ) {
    this.#kind = kind;
    this.trust = trust;
    this.#mayOpen = mayOpen;
    this.#known = known;
  }

  /** Whether somebody is in, on a day. */
  holds(holder: string, day = today()): boolean {
    const until = this.#until.get(holder);
    return until !== undefined && !isOver(until, day);
  }

  /** Whether a signature by this key counts now. */
  counts(verify: string, day = today()): boolean {
    const holder = holderOf(verify, this.trust);
    return holder !== null && this.holds(holder, day);
  }

  /**
   * Believe the next item of the chain, or not, and take in what it says of who is in.
   *
   * @param opened - an item whose place and signature were verified
   * @throws Tampered - `author` when its author was not in at that point
   */
  judge(opened: OpenedItem): void {
    const { author, sequence, kind, day } = opened.header;
    if (sequence === 1) this.#begin(opened);
    else if (!this.counts(author, day)) throw new Tampered("author");
    else if (kind === "membership") this.#change(readChange(opened.body), author);
    else if (kind === "possession") this.#renew(opened);
  }

  #begin(opened: OpenedItem): void {
    const kind = this.#kind;
    if (kind === "file") throw new Tampered("kind");
    if (kind === "investigation") this.#beginInvestigation(opened);
    else if (kind === "commitment") this.#beginCommitment(opened);
    else if (isOwn(kind)) this.#beginOwn(opened);
    else this.#beginByReporter(opened, OPENING[kind]);
  }

  /** Whoever is in may let in; a room of her own is for those whom the reporter chose. */
  #change(change: Change, author: string): void {
    const byHer = author === this.trust.reporter?.verify;
    if (isOwn(this.#kind) && !byHer && change.let_in.length > 0) throw new Tampered("author");
    this.#take(change);
  }

  /** The report, or the question, names its readers and the key that it is signed with. */
  #beginByReporter({ header, body }: OpenedItem, kind: string): void {
    if (header.kind !== kind) throw new Tampered("kind");
    const { reporter, readers, directory } = readReport(body);
    // A talk stays between two.
    if (this.#kind === "advice" && readers.length !== 1) throw new Tampered("body");
    this.#meet(reporter, header.author);
    this.madeWith = directory;
    for (const id of readers) this.#until.set(`officer:${id}`, null);
  }

  /** A reporter opens a room of her own: she says first who is in it, and with which keys she signs. */
  #beginOwn({ header, body }: OpenedItem): void {
    if (header.kind !== "membership") throw new Tampered("kind");
    const { reporter } = members(body);
    this.#meet(readKeys(reporter), header.author);
    this.#take(readChange(body));
  }

  /**
   * A commitment (docs/spec/commitments.md §3): she signs with keys of this room alone, or an officer opens
   * it with keys that she named. A task of the employer has no reporter in its room.
   */
  #beginCommitment({ header, body }: OpenedItem): void {
    if (header.kind !== "membership") throw new Tampered("kind");
    const named = members(body)["reporter"];
    if (named !== null) {
      const reporter = readKeys(named);
      const own = this.trust.reporter;
      if (own !== null && own.verify !== reporter.verify) throw new Tampered("author");
      this.trust = { ...this.trust, reporter };
      this.#until.set("reporter", null);
    }
    this.#take(readChange(body));
    if (!this.counts(header.author, header.day)) throw new Tampered("author");
  }

  /** Take in the reporter, if her keys are those that signed, and those that are known already. */
  #meet(reporter: { recipient: string; verify: string }, author: string): void {
    const own = this.trust.reporter ?? this.#known();
    const known = own === null || own.possessed === true ? reporter.verify : own.verify;
    if (reporter.verify !== author || known !== author) throw new Tampered("author");
    this.trust = { ...this.trust, reporter };
    this.#until.set("reporter", null);
  }

  /** Whoever opens an investigation room says first who is in it. */
  #beginInvestigation({ header, body }: OpenedItem): void {
    if (header.kind !== "membership") throw new Tampered("kind");
    const opener = holderOf(header.author, this.trust);
    if (opener === null || !this.#opens(opener)) throw new Tampered("author");
    this.#take(readChange(body));
    if (!this.holds(opener, header.day)) throw new Tampered("author");
  }

  /** The reporter put words of her own in the place of those on paper. */
  #renew({ header, body }: OpenedItem): void {
    const { reporter: held } = this.trust;
    if (held?.verify !== header.author) throw new Tampered("author");
    const reporter = readKeys(members(body)["reporter"]);
    this.trust = { ...this.trust, reporter: { ...reporter, before: [...(held.before ?? []), held.verify] } };
  }

  #opens(holder: string): boolean {
    if (this.#mayOpen !== null) return this.#mayOpen(holder);
    const officer = this.trust.directory.officers.find((one) => `officer:${one.id}` === holder);
    return officer?.roles.some((role) => HANDLING.includes(role)) ?? false;
  }

  #take({ let_in, out }: Change): void {
    for (const { holder, until } of let_in) this.#until.set(holder, until);
    for (const holder of out) this.#until.delete(holder);
  }
}

/** Whether a reporter opens rooms of this kind herself. */
export function isOwn(kind: RoomKind): kind is OwnKind {
  return kind === "care" || kind === "commission";
}

function isOver(until: string | null, day: string): boolean {
  return until !== null && until < day;
}

function readReport(body: unknown): {
  reporter: { recipient: string; verify: string };
  readers: readonly string[];
  directory: number;
} {
  // A report of before this member was written says nothing of the directory.
  const { reporter, readers, directory = 0 } = members(body);
  if (typeof directory !== "number") throw new Tampered("body");
  return { reporter: readKeys(reporter), readers: strings(readers), directory };
}

function readKeys(value: unknown): { recipient: string; verify: string } {
  const { recipient, verify } = members(value);
  if (typeof recipient !== "string" || typeof verify !== "string") throw new Tampered("body");
  return { recipient, verify };
}

function readChange(body: unknown): Change {
  const { let_in, out } = members(body);
  if (!Array.isArray(let_in)) throw new Tampered("body");
  const people = (let_in as unknown[]).map((one) => {
    const { holder, until } = members(one);
    if (typeof holder !== "string") throw new Tampered("body");
    if (until !== null && typeof until !== "string") throw new Tampered("body");
    return { holder, until };
  });
  return { let_in: people, out: strings(out) };
}

function members(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new Tampered("body");
  return value as Record<string, unknown>;
}

function strings(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.some((one) => typeof one !== "string")) throw new Tampered("body");
  return value as string[];
}
