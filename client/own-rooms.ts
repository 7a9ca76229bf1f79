/** Rooms that a reporter opens herself, with whom she chooses (docs/spec/rooms.md §7). */

import type { Api } from "./api.js";
import {
  newId,
  newRoomKey,
  sealGrant,
  toBase64,
  type Directory,
  type ReporterKeys,
} from "./crypto/index.js";
import { isLive, type OwnKind } from "./membership.js";
import { openRoom } from "./mine.js";
import type { Room, RoomState } from "./rooms.js";

type Officer = Directory["officers"][number];

/** What is needed of a report to open a room beside it. */
export interface Beside {
  readonly case: { readonly id: string };
  readonly rooms: readonly RoomState[];
  readonly keys: ReporterKeys;
  readonly directory: Directory;
  readonly api: Api;
}

/**
 * The members of the commissions above a body, who can be written to. At the top, where there is no
 * body above, those of the body itself.
 *
 * @param out - ids of officers who hold the case, held it, or may not
 */
export function commissionOf(
  directory: Directory,
  body: string,
  out: ReadonlySet<string>,
): readonly Officer[] {
  const above = new Set<string>();
  let at = directory.bodies.find((one) => one.id === body)?.above ?? null;
  if (at === null) above.add(body);
  while (at !== null && !above.has(at)) {
    above.add(at);
    const here: string = at;
    at = directory.bodies.find((one) => one.id === here)?.above ?? null;
  }
  return directory.officers.filter(
    (one) =>
      one.key !== null &&
      above.has(one.body) &&
      one.roles.includes("commission_member") &&
      !out.has(one.id),
  );
}

/** A room that the reporter opened before, or null. */
export async function ownRoom(mine: Beside, kind: OwnKind): Promise<Room | null> {
  if (!mine.rooms.some((one) => one.kind === kind)) return null;
  const room = await openRoom(mine.api, mine.keys, mine.directory, mine.rooms, kind);
  await room.refresh();
  return room;
}

/**
 * Open a room with these officers, or go on with one that was begun and whose first item was lost.
 *
 * @param officers - of the signed directory; they can read all that is written in it
 */
export async function openOwnRoom(
  mine: Beside,
  kind: OwnKind,
  officers: readonly Officer[],
): Promise<Room> {
  const state = mine.rooms.find((one) => one.kind === kind) ?? (await make(mine, kind, officers));
  const room = await openRoom(mine.api, mine.keys, mine.directory, [state], kind);
  await room.refresh();
  if (room.entries.length === 0) {
    // Of a room that was begun before, only those whom its key was sealed to and she chooses now.
    const there = new Set(state.members.filter(isLive).map((one) => one.holder));
    await room.beginOwn(officers.map((one) => one.id).filter((id) => there.has(`officer:${id}`)));
  }
  return room;
}

async function make(
  { case: { id }, keys, directory, api }: Beside,
  kind: OwnKind,
  officers: readonly Officer[],
): Promise<RoomState> {
  const place = { organisation: directory.organisation.id, case: id, room: newId() };
  const key = await newRoomKey();
  const epochs = [{ number: 1, identity: key.identity }];
  const holders = [
    { holder: "reporter", recipient: keys.recipient },
    ...officers.map((one) => ({ holder: `officer:${one.id}`, recipient: one.key?.recipient ?? "" })),
  ];
  const grants = await Promise.all(
    holders.map(async ({ holder, recipient }) => {
      const sealed = await sealGrant(place, { to: holder, epochs }, keys.author, recipient);
      return { holder, sealed: toBase64(sealed) };
    }),
  );
  const room = { id: place.room, recipient: key.recipient };
  return (await api.post("/api/my/rooms", { kind, room, grants })) as RoomState;
}
