/** From open rooms to the files of a dossier: each item as stored and as opened, and each file (docs/spec/dossier.md §2). */

import { ConnectionLost, Problem, type Api } from "../api.js";
import { AT_ONCE, Tampered, canonicalJson, concat, fromBase64, openAttachment, readManifest, sha256Hex, type Manifest } from "../crypto/index.js";
import type { Entry, SealedItem } from "../items.js";
import type { RoomKind } from "../membership.js";
import { Full, type Archive } from "./archive.js";
import type { FileOf, ItemOf, RoomOf, Why } from "./form.js";

/** A room that was opened for the dossier. */
export interface OpenedRoom {
  readonly id: string;
  readonly kind: RoomKind;
  /** As in the headers of its items. */
  readonly case: string;
  /** In which chain its events stand. */
  readonly chain: string;
  readonly path: string;
  readonly entries: readonly Entry[];
  readonly epochs: readonly { readonly number: number; readonly identity: string }[];
  identityOf(epoch: number): string;
  /** Whether this key is the reporter's in this room. */
  isReporters(author: string): boolean;
}

/** Of what was sealed, in memory or outside it. */
type Piece = Uint8Array | Blob;

/** A file that an item names, in the room where it lies. */
export interface Named {
  readonly room: OpenedRoom;
  readonly sequence: number;
  readonly manifest: Manifest;
}

/** Whether passages were taken out of what was opened, and whether opened files and keys stay out. */
export interface Taking {
  readonly redacted: boolean;
  readonly withheld: boolean;
}

const ITEMS = /\/rooms\/([0-9a-f]{32})\/items$/;

/** Hears every sealed item that passes by, and puts it in as it is. */
export class Originals {
  readonly #archive: Archive;
  readonly #heard = new Map<string, { readonly item: SealedItem; readonly hash: string }>();

  constructor(archive: Archive) {
    this.#archive = archive;
  }

  /** The same api, overheard. */
  over(api: Api): Api {
    return {
      ...api,
      get: async (path, query) => {
        const answer = await api.get(path, query);
        const room = ITEMS.exec(path)?.[1];
        if (room !== undefined) {
          for (const item of (answer as { items: readonly SealedItem[] }).items) await this.#hear(room, item);
        }
        return answer;
      },
    };
  }

  of(room: string, sequence: number): { readonly item: SealedItem; readonly hash: string } | null {
    return this.#heard.get(`${room} ${String(sequence)}`) ?? null;
  }

  async #hear(room: string, item: SealedItem): Promise<void> {
    const key = `${room} ${String(item.sequence)}`;
    if (this.#heard.has(key)) return;
    const sealed = fromBase64(item.sealed);
    const hash = await sha256Hex(sealed);
    // Kept without its bytes: they are in the archive.
    this.#heard.set(key, { item: { ...item, sealed: "" }, hash });
    await this.#archive.add(originalPath(room, item.sequence), sealed, hash);
  }
}

export function originalPath(room: string, sequence: number): string {
  return `originals/${room}/${String(sequence)}.age`;
}

/** Put the opened items of a room in, and its keys. */
export async function takeRoom(
  archive: Archive, originals: Originals, room: OpenedRoom, { redacted, withheld }: Taking,
): Promise<RoomOf> {
  const items: ItemOf[] = [];
  for (const entry of room.entries) items.push(await takeItem(archive, originals, room, entry, redacted));
  if (!withheld) {
    for (const { number, identity } of room.epochs) {
      await archive.add(`keys/${room.id}-${String(number)}.txt`, `${identity}\n`);
    }
  }
  const { id, kind, chain } = room;
  return { id, kind, chain, case: room.case, epochs: withheld ? [] : room.epochs.map((one) => one.number), items };
}

async function takeItem(
  archive: Archive, originals: Originals, room: OpenedRoom, entry: Entry, redacted: boolean,
): Promise<ItemOf> {
  const { sequence, by } = entry;
  const sealed = originals.of(room.id, sequence);
  const original = sealed === null ? null : originalPath(room.id, sequence);
  const stored = { sequence, by, epoch: sealed?.item.epoch ?? null, hash: sealed?.hash ?? null, original };
  if (entry.state === "trouble") {
    return { ...stored, kind: null, author: null, day: sealed?.item.day ?? null, opened: null, files: [], trouble: entry.what };
  }
  const { header, signature } = entry;
  const opened = `opened/${room.id}/${String(sequence)}.json`;
  const { body } = entry;
  // A text with passages taken out is not what the author signed.
  const text = redacted ? { v: 1, header, body, redacted } : { v: 1, header, body, signature };
  await archive.add(opened, canonicalJson(text));
  const files = manifestsOf(entry).map((one) => one.id);
  return { ...stored, kind: header.kind, author: header.author, day: header.day, opened, files, trouble: null };
}

/** Every file that an item of these rooms names, once. */
export function namedIn(rooms: readonly OpenedRoom[]): Named[] {
  const all = rooms.flatMap((room) => room.entries.flatMap((entry) =>
    manifestsOf(entry).map((manifest) => ({ room, sequence: entry.sequence, manifest }))));
  return [...new Map(all.toReversed().map((one) => [`${one.room.id} ${one.manifest.id}`, one])).values()].reverse();
}

/** The manifests in a body, at whatever depth: a copy of something in her file has them one level down. */
export function manifestsOf(entry: Entry): Manifest[] {
  if (entry.state === "trouble") return [];
  const body = entry.body as { files?: unknown; body?: { files?: unknown } | null } | null;
  return [...listed(body?.files), ...listed(body?.body?.files)];
}

function listed(files: unknown): Manifest[] {
  return (Array.isArray(files) ? (files as unknown[]) : []).flatMap((one) => {
    try {
      return [readManifest(one)];
    } catch (error) {
      if (!(error instanceof Tampered)) throw error;
      return [];
    }
  });
}

/**
 * Where an opened file lies: numbered, so that no name of hers meets another or leads out of the folder.
 *
 * @param n - counted from 1
 */
export function filePath(name: string, n: number): string {
  const safe = name.replaceAll(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, "_").replace(/^\.+/, "_");
  return `files/${String(n)}-${safe === "" ? "file" : safe}`;
}

/**
 * Fetch a file, and put it in sealed and opened. What could not be had is said; the rest goes on.
 *
 * @throws ConnectionLost - for the caller to judge whether to go on
 */
export async function takeFile(
  archive: Archive, api: Api, { room, sequence, manifest }: Named, n: number, withheld: boolean,
): Promise<FileOf> {
  const { id, name, type, size, sealed_size, epoch, pieces } = manifest;
  const said = { id, room: room.id, sequence, name, type, size, sealed_size, epoch, pieces };
  const gone = (why: Why): FileOf => ({ ...said, original: null, opened: null, why });
  if (!archive.fits(sealed_size + (withheld ? 0 : size))) return gone("too-large");
  let sealed: Piece[];
  try {
    sealed = await piecesOf(api, room, manifest);
  } catch (error) {
    if (error instanceof Problem) return gone("not-fetched");
    if (error instanceof Tampered) return gone("broken");
    throw error;
  }
  const original = `originals/${room.id}/files/${id}.age`;
  await archive.add(original, ...(await asOne(sealed, pieces)));
  if (withheld) return { ...said, original, opened: null, why: "withheld" };
  try {
    // Nothing is written before the end was verified.
    const chunks = await openAttachment((at) => bytesIn(sealed[at]), manifest, room.identityOf(epoch));
    const opened = filePath(name, n);
    await archive.add(opened, chunks);
    return { ...said, original, opened, why: null };
  } catch (error) {
    if (!(error instanceof Tampered)) throw error;
    return { ...said, original, opened: null, why: "broken" };
  }
}

/**
 * The pieces of a file, each compared with its hash; those of a large file are kept outside the page's memory.
 * Not those of small ones: a browser gives back what a blob holds late, and many files would fill its store.
 */
async function piecesOf(api: Api, room: OpenedRoom, { id, pieces, sealed_size }: Manifest): Promise<Piece[]> {
  const found: Piece[] = [];
  for (const [number, hash] of pieces.entries()) {
    const bytes = await api.getBytes(`${room.path}/attachments/${id}/pieces/${String(number)}`);
    if ((await sha256Hex(bytes)) !== hash) throw new Tampered("piece");
    found.push(sealed_size > AT_ONCE ? new Blob([new Uint8Array(bytes)]) : bytes);
  }
  return found;
}

/** What was sealed, whole where memory has room for it; its hash is known where it is one piece. */
async function asOne(
  pieces: readonly Piece[], hashes: readonly string[],
): Promise<[Uint8Array | AsyncIterable<Uint8Array>, string?]> {
  if (pieces.some((one) => one instanceof Blob)) return [bytesOf(pieces)];
  const whole = concat(...await Promise.all(pieces.map(bytesIn)));
  const [hash] = hashes;
  return hashes.length === 1 && hash !== undefined ? [whole, hash] : [whole];
}

async function* bytesOf(pieces: readonly Piece[]): AsyncGenerator<Uint8Array> {
  for (const one of pieces) yield await bytesIn(one);
}

async function bytesIn(piece: Piece | undefined): Promise<Uint8Array> {
  return piece instanceof Blob ? new Uint8Array(await piece.arrayBuffer()) : (piece ?? new Uint8Array());
}

/** So many files in a row without an answer: the line is gone, and not one file. */
const LOST = 3;

/** Fetch all files, one after the other. */
export async function takeFiles(
  archive: Archive, api: Api, named: readonly Named[], withheld: boolean,
  fetching: (n: number, all: number, name: string) => void, signal: AbortSignal,
): Promise<FileOf[]> {
  const files: FileOf[] = [];
  let lost = 0;
  for (const [at, one] of named.entries()) {
    signal.throwIfAborted();
    fetching(at + 1, named.length, one.manifest.name);
    try {
      files.push(await takeFile(archive, api, one, at + 1, withheld));
      lost = 0;
    } catch (error) {
      if (!(error instanceof ConnectionLost) && !(error instanceof Full)) throw error;
      lost += Number(error instanceof ConnectionLost);
      if (lost === LOST) throw error;
      files.push(lacking(one, error instanceof Full ? "too-large" : "not-fetched"));
    }
  }
  return files;
}

function lacking({ room, sequence, manifest }: Named, why: Why): FileOf {
  const { id, name, type, size, sealed_size, epoch, pieces } = manifest;
  return { id, room: room.id, sequence, name, type, size, sealed_size, epoch, pieces, original: null, opened: null, why };
}
