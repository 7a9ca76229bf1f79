/** Her own pack: all that her receipt opens of a case, collected on her device. */

import { Tampered, readManifest, type Manifest } from "./crypto/index.js";
import type { Entry } from "./items.js";
import type { MyReport } from "./mine.js";
import { openPromise } from "./mypromises.js";
import { ownRoom } from "./own-rooms.js";
import type { Room, RoomState } from "./rooms.js";
import { fetchFile } from "./transfer.js";

/** One of her rooms, with its items in order. */
export interface PackedRoom {
  readonly kind: RoomState["kind"];
  readonly room: Room;
  readonly entries: readonly Entry[];
}

/** A file of the pack; `chunks` is null when it could not be fetched whole. */
export interface PackedFile {
  readonly path: string;
  readonly manifest: Manifest;
  readonly chunks: readonly Uint8Array[] | null;
}

/** Open every room of her case. One that does not open is left out: the page says so elsewhere. */
export async function packRooms(mine: MyReport, opened: (n: number, all: number) => void): Promise<PackedRoom[]> {
  const { rooms } = (await mine.api.get("/api/my/case")) as { rooms: readonly RoomState[] };
  const fresh = { ...mine, rooms };
  const found: PackedRoom[] = [];
  for (const [at, state] of rooms.entries()) {
    const room =
      state.kind === "dialogue" ? mine.dialogue
      : state.kind === "commitment" ? await openPromise(mine, state)
      : state.kind === "care" || state.kind === "commission" ? await ownRoom(fresh, state.kind)
      : null;
    opened(at + 1, rooms.length);
    if (room !== null) found.push({ kind: state.kind, room, entries: room.entries });
  }
  return found;
}

/** Fetch every file that an item of these rooms names, once. */
export async function packFiles(
  mine: MyReport, rooms: readonly PackedRoom[], fetching: (n: number, all: number, name: string) => void,
): Promise<PackedFile[]> {
  const wanted = rooms.flatMap(({ room, entries }) =>
    entries.flatMap((entry) => manifestsOf(entry)).map((manifest) => ({ room, manifest })),
  );
  const once = [...new Map(wanted.map((one) => [one.manifest.id, one])).values()];
  const files: PackedFile[] = [];
  for (const [at, { room, manifest }] of once.entries()) {
    fetching(at + 1, once.length, manifest.name);
    files.push({ path: pathOf(manifest, at + 1), manifest, chunks: await whole(mine, room, manifest) });
  }
  return files;
}

/** Where a file lies in the pack: numbered, and no name of hers can lead out of the folder. */
export function pathOf(manifest: Manifest, n: number): string {
  const name = manifest.name.replaceAll(/[\u0000-\u001f<>:"/\\|?*]/g, "_").replace(/^\.+/, "_");
  return `files/${String(n)}-${name === "" ? "file" : name}`;
}

async function whole(mine: MyReport, room: Room, manifest: Manifest): Promise<readonly Uint8Array[] | null> {
  try {
    return await fetchFile(mine.api, room, manifest, () => undefined);
  } catch (error) {
    if (error instanceof Tampered) return null;
    throw error;
  }
}

function manifestsOf(entry: Entry): Manifest[] {
  if (entry.state === "trouble") return [];
  const { body } = entry;
  const listed = typeof body === "object" && body !== null ? (body as { files?: unknown }).files : [];
  return (Array.isArray(listed) ? (listed as unknown[]) : []).flatMap((one) => {
    try {
      return [readManifest(one)];
    } catch (error) {
      if (!(error instanceof Tampered)) throw error;
      return [];
    }
  });
}
