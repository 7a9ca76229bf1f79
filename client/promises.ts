/** Commitments as a client works with them (docs/spec/commitments.md): sealed, read, and what the server keeps. */

import type { Api } from "./api.js";
import {
  NO_PREVIOUS,
  newId,
  newRoomKey,
  sealGrant,
  sealItem,
  toBase64,
  wellFormed,
  type Directory,
  type SigningKey,
} from "./crypto/index.js";
import { today } from "./days.js";
import type { Room } from "./rooms.js";

/** A promise without its words. */
export interface Commitment {
  readonly id: string;
  readonly kind: string;
  readonly owner: string | null;
  readonly due_on: string;
  readonly promised_on: string | null;
  readonly state: string;
  /** How it stands, in one word for which the page has a text. */
  readonly standing: string;
  readonly proposed_by: string;
  readonly offered_on: string | null;
  readonly answer_by: string | null;
  readonly answered_on: string | null;
  readonly claimed_on: string | null;
  readonly settled_on: string | null;
  readonly missed_on: string | null;
}

/** What puts right what was done (docs/spec/commitments.md §1). */
const RESTORING = new Set(["return", "belongings", "home", "pay"]);
const UNSETTLED = new Set(["offered", "accepted", "declined", "claimed", "disputed"]);

/** Whether a promise would restore the reporter and is open: it is followed until she confirms it. */
export function restoring({ kind, state }: Pick<Commitment, "kind" | "state">): boolean {
  return RESTORING.has(kind) && UNSETTLED.has(state);
}

/** A request that cannot wait. */
export interface Emergency {
  readonly id: string;
  readonly kind: string;
  readonly asked_on: string;
  readonly decide_by: string;
  readonly missed_on: string | null;
  readonly decision: string | null;
  readonly ground: string | null;
  readonly decided_on: string | null;
}

/** A task of the employer. */
export interface Duty {
  readonly id: string;
  readonly kind: string;
  readonly owner: string | null;
  readonly due_on: string;
  readonly missed_on: string | null;
  readonly done_on: string | null;
  /** Whether what was done is sealed to the reporter too. */
  readonly reader: boolean;
}

/** Everything of the kind in one case. */
export interface Promises {
  readonly commitments: readonly Commitment[];
  readonly emergencies: readonly Emergency[];
  readonly duties: readonly Duty[];
}

/** What is promised: the server sees all but the words. */
export interface Terms {
  readonly kind: string;
  readonly owner: string;
  readonly due_on: string;
  readonly promised_on: string | null;
  readonly text: string;
  readonly said_by: string;
}

/** Public keys of a reporter in one room. */
export interface RoomReporter {
  readonly recipient: string;
  readonly verify: string;
}

/** A new room as the server takes it. */
export interface SealedPromise {
  readonly room: { readonly id: string; readonly recipient: string };
  readonly grants: readonly { readonly holder: string; readonly sealed: string }[];
  readonly words: { readonly id: string; readonly sealed: string };
}

type Officer = Directory["officers"][number];

/**
 * Seal the words of a promise in a new room, and its key to everybody who is in.
 *
 * @param id - of the commitment or task, and so of its room
 * @param reporter - her keys in this room; null in a room about a task of the employer
 * @param author - hers, or that of the officer who opens the room and is among `officers`
 */
export async function sealPromise(
  organisation: string,
  id: string,
  reporter: RoomReporter | null,
  officers: readonly Officer[],
  author: SigningKey,
  said: { readonly text: string; readonly said_by: string },
): Promise<SealedPromise> {
  const place = { organisation, case: id, room: id };
  const key = await newRoomKey();
  const epochs = [{ number: 1, identity: key.identity }];
  const holders = [
    ...(reporter === null ? [] : [{ holder: "reporter", recipient: reporter.recipient }]),
    ...officers.map((one) => ({ holder: `officer:${one.id}`, recipient: one.key?.recipient ?? "" })),
  ];
  const grants = await Promise.all(
    holders.map(async ({ holder, recipient }) => ({
      holder,
      sealed: toBase64(await sealGrant(place, { to: holder, epochs }, author, recipient)),
    })),
  );
  const header = {
    ...{ v: 1 as const, ...place, epoch: 1, sequence: 1, previous: NO_PREVIOUS },
    ...{ author: author.verify, kind: "membership", day: today() },
  };
  const body = {
    let_in: officers.map((one) => ({ holder: `officer:${one.id}`, until: null })),
    out: [],
    reporter,
    text: wellFormed(said.text),
    said_by: wellFormed(said.said_by),
  };
  const { sealed } = await sealItem(header, body, author, key.recipient);
  return {
    room: { id, recipient: key.recipient },
    grants,
    words: { id: newId(), sealed: toBase64(sealed) },
  };
}

/** The words of a promise and what was added, once they were opened and verified. */
export interface Words {
  readonly text: string;
  readonly saidBy: string;
  /** The hash of the sealed words, which the owner signs. */
  readonly hash: string;
  readonly later: readonly { readonly kind: string; readonly by: string; readonly day: string; readonly text: string }[];
  /** How many items were not what they should be. */
  readonly damaged: number;
}

/** Read an opened room; null when its first item is not what it should be. */
export function wordsIn(room: Pick<Room, "entries">): Words | null {
  const [first, ...rest] = room.entries;
  if (first?.state !== "read") return null;
  const later = rest.flatMap((one) =>
    one.state === "read" && one.header.kind !== "membership"
      ? [{ kind: one.header.kind, by: one.by, day: one.header.day, text: textOf(one.body, "text") }]
      : [],
  );
  return {
    text: textOf(first.body, "text"),
    saidBy: textOf(first.body, "said_by"),
    hash: first.hash,
    later,
    damaged: rest.filter((one) => one.state === "trouble").length,
  };
}

/** A text of an item's body; empty when it is not there or not a text. */
export function textOf(body: unknown, name: string): string {
  const value = typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return typeof value === "string" ? value : "";
}

/** Find the newest item of some kinds that is about a commitment or a request, in rooms that were read. */
export function itemAbout(
  rooms: readonly (Room | null)[],
  id: string,
  kinds: readonly string[],
): { readonly body: unknown; readonly author: string } | null {
  for (const room of rooms) {
    for (const entry of room?.entries.toReversed() ?? []) {
      if (entry.state !== "read" || !kinds.includes(entry.header.kind)) continue;
      const about = textOf(entry.body, "commitment") || textOf(entry.body, "emergency");
      if (about === id) return { body: entry.body, author: entry.header.author };
    }
  }
  return null;
}

/**
 * Who can be asked to keep a promise: directors and commitment owners of the body, and the level above.
 *
 * @param out - ids of officers who handle the case, or were cut off from it
 */
export function ownersOf(directory: Directory, body: string, out: ReadonlySet<string>): readonly Officer[] {
  const above = new Set<string>();
  let at = directory.bodies.find((one) => one.id === body)?.above ?? null;
  while (at !== null && !above.has(at)) {
    above.add(at);
    const here: string = at;
    at = directory.bodies.find((one) => one.id === here)?.above ?? null;
  }
  const owns = ["director", "owner", "commission_member"];
  return directory.officers.filter(
    (one) =>
      one.key !== null &&
      !out.has(one.id) &&
      (one.body === body || above.has(one.body)) &&
      one.roles.some((role) => owns.includes(role)),
  );
}

/** Ask somebody else to keep it, or hand the key to who took over: the key first, then the server. */
export async function passOn(api: Api, base: string, room: Room, to: string): Promise<void> {
  const holder = `officer:${to}`;
  await room.letIn(holder, null);
  const sealed = await room.grantFor(holder);
  await api.post(`${base}/commitments/${room.state.id}/owner`, { to, sealed, items: [] });
}
