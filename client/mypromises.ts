/** What was promised to a reporter, from her own page (docs/spec/commitments.md). */

import { newId, promiseKeys, wellFormed } from "./crypto/index.js";
import { isLive } from "./membership.js";
import type { MyReport } from "./mine.js";
import { commissionOf, openOwnRoom, ownRoom } from "./own-rooms.js";
import {
  itemAbout,
  passOn,
  sealPromise,
  wordsIn,
  type Commitment,
  type Promises,
  type Terms,
  type Words,
} from "./promises.js";
import { NoKey, Room, type RoomState } from "./rooms.js";

/** One promise with its words; they are null when they could not be opened, or do not hold. */
export interface MyPromise {
  readonly shown: Commitment;
  readonly room: Room | null;
  readonly words: Words | null;
  /** What an officer proposes, in the words that the officer sealed to her. */
  readonly proposal: { readonly text: string; readonly saidBy: string } | null;
  /** Whether whoever keeps it can read it. */
  readonly ownerReads: boolean;
}

/** All of it, and what was answered to what could not wait. */
export interface MyPromises {
  readonly promises: readonly MyPromise[];
  readonly emergencies: Promises["emergencies"];
  readonly duties: Promises["duties"];
  /** What was written about a request, by its id. */
  readonly answers: ReadonlyMap<string, string>;
  /** What the employer said was done about a task, by its id, where it was sealed to her too. */
  readonly accounts: ReadonlyMap<string, string>;
}

/** Fetch and open everything that was promised. */
export async function myPromises(mine: MyReport): Promise<MyPromises> {
  const all = (await mine.api.get("/api/my/commitments")) as Promises;
  const { rooms } = (await mine.api.get("/api/my/case")) as { rooms: readonly RoomState[] };
  const fresh = { ...mine, rooms };
  const care = await quietly(() => ownRoom(fresh, "care"));
  const commission = await quietly(() => ownRoom(fresh, "commission"));
  const talks = [mine.dialogue, care, commission];
  const promises = await Promise.all(
    all.commitments.map(async (shown): Promise<MyPromise> => {
      const state = rooms.find((one) => one.id === shown.id);
      const room = state === undefined ? null : await quietly(() => openPromise(mine, state));
      const said = itemAbout(talks, shown.id, ["proposal"])?.body as { text?: string; said_by?: string } | undefined;
      return {
        shown,
        room,
        words: room === null ? null : wordsIn(room),
        proposal: said === undefined ? null : { text: said.text ?? "", saidBy: said.said_by ?? "" },
        ownerReads: room === null || shown.owner === null || room.holds(`officer:${shown.owner}`),
      };
    }),
  );
  const answers = new Map(
    all.emergencies.flatMap(({ id }) => {
      const found = itemAbout([commission], id, ["emergency-refused", "emergency-granted"]);
      return found === null ? [] : [[id, (found.body as { text?: string }).text ?? ""] as const];
    }),
  );
  return { promises, emergencies: all.emergencies, duties: all.duties, answers, accounts: await accountsOf(mine, all.duties, rooms) };
}

/** Give her keys for the room of each task that has none, and read what was done about the others. */
async function accountsOf(
  mine: MyReport, duties: Promises["duties"], rooms: readonly RoomState[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { id, reader, done_on } of duties) {
    if (!reader && done_on === null) {
      const { recipient, author } = await promiseKeys(mine.keys, id);
      await mine.api.post(`/api/my/duties/${id}/keys`, { recipient, verify: author.verify });
    }
    const state = rooms.find((one) => one.id === id);
    const room = state === undefined ? null : await quietly(() => openPromise(mine, state));
    const words = room === null ? null : wordsIn(room);
    if (words !== null) found.set(id, words.text);
  }
  return found;
}

/** Open the room of one promise, with her keys of that room alone. */
export async function openPromise({ api, keys, directory }: MyReport, state: RoomState): Promise<Room> {
  const { identity, recipient, author } = await promiseKeys(keys, state.id);
  const viewer = { holder: "reporter", identity, recipient, author };
  const reporter = { recipient, verify: author.verify };
  const room = await Room.open(api, "/api/my", state, viewer, { directory, reporter });
  await room.refresh();
  return room;
}

/** Something that was sealed once and can be sent as often as it takes. */
export interface Offer {
  send(): Promise<void>;
}

/**
 * Seal a promise to who must keep it, and to those who look after her.
 *
 * @param id - of a proposal that she agrees with; a new one when left out
 */
export async function sealOffer(mine: MyReport, terms: Terms, id = newId()): Promise<Offer> {
  const { api, directory, keys, rooms } = mine;
  const hers = await promiseKeys(keys, id);
  const care = rooms.find((one) => one.kind === "care");
  const protect = new Set(care?.members.filter(isLive).map((one) => one.holder) ?? []);
  const officers = directory.officers.filter(
    (one) => one.id === terms.owner || (protect.has(`officer:${one.id}`) && one.key !== null),
  );
  const sealed = await sealPromise(
    directory.organisation.id,
    id,
    { recipient: hers.recipient, verify: hers.author.verify },
    officers,
    hers.author,
    terms,
  );
  const { kind, owner, due_on, promised_on } = terms;
  const request = { kind, owner, due_on, promised_on, ...sealed };
  return {
    send: async () => {
      await api.post("/api/my/commitments", request);
    },
  };
}

/** Say no to what an officer proposed. */
export async function refuseProposal({ api }: MyReport, id: string): Promise<void> {
  await api.post(`/api/my/commitments/${id}/refuse`, {});
}

/** Say that it was kept. */
export async function confirmKept({ api }: MyReport, id: string): Promise<void> {
  await api.post(`/api/my/commitments/${id}/confirm`, {});
}

/** Say that it was not kept, and why. */
export async function disputeKept(promise: MyPromise, text: string): Promise<void> {
  if (promise.room === null) throw new NoKey();
  const path = `/api/my/commitments/${promise.shown.id}/dispute`;
  await promise.room.send("disputed", { text: wellFormed(text) }, path);
}

/** Ask somebody else to keep it, or give the key to who took over. */
export async function askOther({ api }: MyReport, promise: MyPromise, to: string): Promise<void> {
  if (promise.room === null) throw new NoKey();
  await passOn(api, "/api/my", promise.room, to);
}

/** The members of the commission above who can decide, without those who hold the case or may not. */
export function deciders({ directory, dialogue, case: { body, excluded } }: MyReport): ReturnType<typeof commissionOf> {
  const held = dialogue.state.members.map(({ holder }) => holder.replace("officer:", ""));
  return commissionOf(directory, body, new Set([...excluded, ...held]));
}

/** Ask the level above for what cannot wait; her room with it is opened by this, if there is none. */
export async function askNow(mine: MyReport, kind: string, text: string, id: string): Promise<void> {
  const { rooms } = (await mine.api.get("/api/my/case")) as { rooms: readonly RoomState[] };
  const room = await openOwnRoom({ ...mine, rooms }, "commission", deciders(mine));
  const hers = await promiseKeys(mine.keys, id);
  const reporter = { recipient: hers.recipient, verify: hers.author.verify };
  const body = { emergency: id, kind, reporter, text: wellFormed(text) };
  await room.send("emergency", body, "/api/my/emergencies", { id, kind });
}

async function quietly<T>(open: () => Promise<T>): Promise<T | null> {
  try {
    return await open();
  } catch (error) {
    // What does not open is said where its words would stand; the rest is shown all the same.
    if (error instanceof NoKey) return null;
    throw error;
  }
}
