/** Commitments at the desk: what one keeps oneself, and what was promised in a case. */

import { newId, signAcceptance, wellFormed, type Directory } from "../crypto/index.js";
import { today } from "../days.js";
import { commissionOf } from "../own-rooms.js";
import {
  itemAbout,
  ownersOf,
  sealPromise,
  textOf,
  wordsIn,
  type Promises,
  type RoomReporter,
  type Terms,
  type Words,
} from "../promises.js";
import { NoKey, Room, type RoomState } from "../rooms.js";
import type { OpenCase } from "./case.js";
import type { Desk } from "./desk.js";

/** A promise as whoever keeps it sees it: no case, and nothing of who wrote it down. */
export interface OwnCommitment {
  readonly id: string;
  readonly kind: string;
  readonly body: string;
  readonly due_on: string;
  readonly promised_on: string | null;
  readonly state: string;
  readonly standing: string;
  readonly answer_by: string | null;
  readonly claimed_on: string | null;
  readonly missed_on: string | null;
  readonly room: RoomState | null;
}

/** A task of the employer, as whoever has it sees it. */
export interface OwnDuty {
  readonly id: string;
  readonly kind: string;
  readonly body: string;
  readonly given_on: string;
  readonly due_on: string;
  readonly missed_on: string | null;
  readonly done_on: string | null;
  /** Keys of this room alone: what was done is sealed to whoever asked for it, and names nobody. */
  readonly reporter: RoomReporter | null;
  readonly room: RoomState | null;
}

/** One promise with its words, where they could be opened. */
export interface Kept {
  readonly shown: OwnCommitment;
  readonly room: Room | null;
  readonly words: Words | null;
}

/** What this officer has to keep and to do. */
export interface Mine {
  readonly commitments: readonly Kept[];
  readonly duties: readonly OwnDuty[];
}

export async function listKept(desk: Desk): Promise<Mine> {
  const own = (await desk.api.get("/api/desk/commitments")) as {
    commitments: readonly OwnCommitment[];
    duties: readonly OwnDuty[];
  };
  const commitments = await Promise.all(
    own.commitments.map(async (shown): Promise<Kept> => {
      const room = shown.room === null ? null : await opened(desk, shown.room);
      return { shown, room, words: room === null ? null : wordsIn(room) };
    }),
  );
  return { commitments, duties: own.duties };
}

/** Open a commitment's room; null when no key opens it. */
export async function opened(desk: Desk, state: RoomState): Promise<Room | null> {
  const trust = { directory: desk.directory, reporter: null };
  try {
    const room = await Room.open(desk.api, "/api/desk", state, desk.viewer, trust, { opener: desk.opening.open });
    await room.refresh();
    return room;
  } catch (error) {
    if (error instanceof NoKey) return null;
    throw error;
  }
}

/** Accept, with a signature over what was opened here and shown. */
export async function accept(desk: Desk, { shown, words }: Kept): Promise<void> {
  if (words === null) throw new NoKey();
  const signed = await signAcceptance(
    {
      organisation: desk.directory.organisation.id,
      commitment: shown.id,
      owner: desk.me.officer.id,
      kind: shown.kind,
      due_on: shown.due_on,
      text: words.hash,
      day: today(),
    },
    desk.keys.author,
  );
  await desk.api.post(`/api/desk/commitments/${shown.id}/accept`, signed);
}

/** Decline with reasons, or say that it was kept, with evidence. */
export async function answer({ shown, room }: Kept, what: "decline" | "claim", text: string): Promise<void> {
  if (room === null) throw new NoKey();
  const kind = what === "decline" ? "declined" : "evidence";
  await room.send(kind, { text: wellFormed(text) }, `/api/desk/commitments/${shown.id}/${what}`);
}

/** Who reads what the employer did: those who protect at the body, and the commission above. */
export function dutyReaders({ directory, me }: Desk, body: string): readonly Directory["officers"][number][] {
  const protect = directory.officers.filter(
    (one) => one.body === body && one.key !== null && one.roles.includes("protection_officer"),
  );
  const above = commissionOf(directory, body, new Set([me.officer.id]));
  return [...new Set([...protect, ...above])].filter((one) => one.id !== me.officer.id);
}

/** Say what was done about a task, in a new room. */
export async function accountFor(desk: Desk, duty: OwnDuty, text: string): Promise<void> {
  const me = desk.directory.officers.filter((one) => one.id === desk.me.officer.id);
  const officers = [...me, ...dutyReaders(desk, duty.body)];
  const said = { text, said_by: "" };
  const { organisation } = desk.directory;
  const sealed = await sealPromise(organisation.id, duty.id, duty.reporter, officers, desk.keys.author, said);
  await desk.api.post(`/api/desk/duties/${duty.id}/account`, sealed);
}

// In a case.

export async function listPromises({ api }: Desk, caseId: string): Promise<Promises> {
  return (await api.get(`/api/desk/cases/${caseId}/commitments`)) as Promises;
}

/** Where this officer can propose a promise to the reporter: the talk as its handler, or her own room. */
export function proposingRoom(one: OpenCase): Room | null {
  const own = one.ownRooms.find(({ state }) => state.kind === "care" || state.kind === "commission");
  return one.isHandler ? one.dialogue : (own ?? null);
}

/** Who could keep a promise; nobody who handles the case. */
export function owners({ directory }: Desk, one: OpenCase): readonly Directory["officers"][number][] {
  const handling = one.detail.officers.map(({ id }) => id);
  return ownersOf(directory, one.detail.body, new Set([...handling, ...one.detail.excluded]));
}

/** Propose to the reporter what somebody should promise. Nothing goes to that person before her yes. */
export async function propose(one: OpenCase, terms: Terms, id = newId()): Promise<void> {
  const room = proposingRoom(one);
  if (room === null) throw new NoKey();
  const { kind, owner, due_on, promised_on } = terms;
  const known = { kind, owner, due_on, promised_on };
  const body = { commitment: id, ...known, text: wellFormed(terms.text), said_by: wellFormed(terms.said_by) };
  await room.send("proposal", body, `/api/desk/cases/${one.id}/commitments`, { id, room: room.state.id, ...known });
}

/** What the reporter asked for, in her words, with her keys for the room of what is granted. */
export interface Request {
  readonly text: string;
  readonly reporter: RoomReporter | null;
}

/** Find a request in her room with the commission; null for those who are not in it. */
export function requestIn(one: OpenCase, id: string): Request | null {
  const room = commissionRoom(one);
  const found = itemAbout([room], id, ["emergency"]);
  // Only she asks: another hand in her room could name keys of its own.
  if (found === null || found.author !== room?.trust.reporter?.verify) return null;
  const { reporter } = found.body as { reporter?: { recipient?: unknown; verify?: unknown } };
  const { recipient, verify } = reporter ?? {};
  const keys = typeof recipient === "string" && typeof verify === "string" ? { recipient, verify } : null;
  return { text: textOf(found.body, "text"), reporter: keys };
}

/** Grant: it becomes a promise with an owner and a day, in a room of its own. */
export async function grant(
  desk: Desk,
  one: OpenCase,
  id: string,
  terms: { readonly owner: string; readonly due_on: string; readonly text: string },
): Promise<void> {
  const room = commissionRoom(one);
  const request = requestIn(one, id);
  if (room === null || request?.reporter == null) throw new NoKey();
  const { owner, due_on, text } = terms;
  const officers = desk.directory.officers.filter(({ id: who }) => who === owner || who === desk.me.officer.id);
  const { organisation } = desk.directory;
  const said = { text, said_by: desk.me.officer.name };
  const sealed = await sealPromise(organisation.id, id, request.reporter, officers, desk.keys.author, said);
  const body = { emergency: id, owner, due_on, text: wellFormed(text) };
  const path = `/api/desk/cases/${one.id}/emergencies/${id}/grant`;
  await room.send("emergency-granted", body, path, { owner, due_on, ...sealed });
}

/** Refuse, on a ground of the list and with reasons. */
export async function refuse(one: OpenCase, id: string, ground: string, text: string): Promise<void> {
  const room = commissionRoom(one);
  if (room === null) throw new NoKey();
  const body = { emergency: id, ground, text: wellFormed(text) };
  await room.send("emergency-refused", body, `/api/desk/cases/${one.id}/emergencies/${id}/refuse`, { ground });
}

/** End the following of what restores the reporter, with reasons that she reads in her room with the commission. */
export async function endFollowing(one: OpenCase, id: string, text: string): Promise<void> {
  const room = commissionRoom(one);
  if (room === null) throw new NoKey();
  await room.send("restoration-ended", { commitment: id, text: wellFormed(text) }, `/api/desk/commitments/${id}/end`);
}

export function commissionRoom(one: OpenCase): Room | null {
  return one.ownRooms.find(({ state }) => state.kind === "commission") ?? null;
}
