/**
 * Sharing one thing of a file: a fixed copy, sealed anew in a room with others, that says which item it
 * was taken from, so that the two can be compared (docs/spec/rooms.md §8.2).
 */

import type { Api } from "../api.js";
import { readManifest, Tampered, wellFormed, type Manifest } from "../crypto/index.js";
import type { Entry } from "../items.js";
import { openOwnRoom, ownRoom, type Beside } from "../own-rooms.js";
import type { Room } from "../rooms.js";
import { fetchFile, sendFile } from "../transfer.js";
import { readBody, type Bodies } from "./bodies.js";
import { isOne, ITEM_KINDS, type ItemKind } from "./forms.js";
import type { OwnFile } from "./own-file.js";
import type { Recorded } from "./records.js";

export type With = "care" | "commission";

/** What stands in an item of kind `detriment`. */
export interface Copy {
  readonly from: {
    /** The item of the file that was copied: its place, the hash of its sealed bytes, its day. */
    readonly sequence: number;
    readonly hash: string;
    readonly day: string;
    /** The hash of the item that it corrects, or null. */
    readonly of: string | null;
  };
  readonly kind: ItemKind;
  /** As in the file, but that files are sealed anew in this room. */
  readonly body: Bodies[ItemKind];
  /** What she says with it. */
  readonly text: string;
}

/** What she lets the server know of a copy, beyond that there is one: nothing unless she says so. */
export interface Told {
  /** The letter of the form, for patterns that only the commission sees. */
  readonly form: string | null;
  /** That colleagues did it: the employer gets the duty to stop it, without a name. */
  readonly colleagues: boolean;
  /** That whoever reads it must weigh the grounds of this decision. The employer hears nothing of it. */
  readonly weigh: boolean;
}

export const NOTHING_TOLD: Told = { form: null, colleagues: false, weigh: false };

/** The copy of what holds now. */
export function copyOf({ kind, first, versions }: Recorded, text: string, files: readonly Manifest[]): Copy {
  const [now = first] = versions;
  if (now.body === null) throw new Error("this was struck out");
  const { sequence, hash, day } = now;
  const of = now === first || hash === first.hash ? null : first.hash;
  return { from: { sequence, hash, day, of }, kind, body: { ...now.body, files }, text: wellFormed(text.trim()) };
}

const HASH = /^[0-9a-f]{64}$/;

/**
 * Read a copy in a room.
 *
 * @throws Tampered - `body`
 */
export function readCopy(value: unknown): Copy {
  const { from, kind, body, text } = members(value);
  const { sequence, hash, day, of } = members(from);
  const right =
    Number.isSafeInteger(sequence) && typeof hash === "string" && HASH.test(hash) &&
    typeof day === "string" && (of === null || (typeof of === "string" && HASH.test(of)));
  if (!right || typeof text !== "string" || !isOne(ITEM_KINDS, kind)) throw new Tampered("body");
  readBody(kind, body);
  return value as Copy;
}

function members(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new Tampered("body");
  return value as Record<string, unknown>;
}

/** Which hashes of the file stand as copies in a room: since which day, and as which item. */
export function copiesIn(entries: readonly Entry[]): Map<string, { readonly day: string; readonly item: string }> {
  const found = new Map<string, { readonly day: string; readonly item: string }>();
  for (const one of entries) {
    if (one.state !== "read" || one.header.kind !== "detriment" || one.by !== "reporter") continue;
    try {
      found.set(readCopy(one.body).from.hash, { day: one.header.day, item: one.id });
    } catch (error) {
      if (!(error instanceof Tampered)) throw error;
    }
  }
  return found;
}

/** Her room with them, opened if need be. */
export async function roomFor(
  beside: Beside,
  kind: With,
  officers: Beside["directory"]["officers"],
): Promise<Room> {
  return (await ownRoom(beside, kind)) ?? openOwnRoom(beside, kind, officers);
}

/**
 * Put a copy in a room, its files with it. What is in the file stays as it is.
 *
 * @throws ConnectionLost - the same call again puts one copy there; files that arrived are kept
 */
export async function share(
  api: Api,
  file: OwnFile,
  room: Room,
  thing: Recorded,
  text: string,
  told: Told,
  moved: Map<string, Manifest>,
): Promise<void> {
  const [now] = thing.versions;
  const files: Manifest[] = [];
  for (const one of now?.body?.files ?? []) files.push(await resealed(api, file, room, readManifest(one), moved));
  await room.send("detriment", copyOf(thing, text, files), "/api/my/detriment", { room: room.state.id, ...told });
}

async function resealed(
  api: Api,
  file: OwnFile,
  room: Room,
  manifest: Manifest,
  moved: Map<string, Manifest>,
): Promise<Manifest> {
  const key = `${room.state.id} ${manifest.id}`;
  const before = moved.get(key);
  if (before !== undefined) return before;
  const chunks = await fetchFile(api, file, manifest, () => undefined);
  const blob = new Blob(chunks.map((one) => new Uint8Array(one)));
  const upload = { ...manifest, stream: () => blob.stream() };
  const sent = await sendFile(api, room, upload, () => undefined, throwOn);
  moved.set(key, sent);
  return sent;
}

/** What arrived is kept, so pressing the button again sends the rest. */
function throwOn(error: unknown): Promise<void> {
  throw error;
}
