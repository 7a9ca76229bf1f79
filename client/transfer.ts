/** Sealed files on their way: out in pieces, and back whole or not at all (docs/spec/api.md §6). */

import { type Api } from "./api.js";
import {
  attachmentSize,
  newId,
  openAttachment,
  sealAttachment,
  type Manifest,
} from "./crypto/index.js";
import { type Room } from "./rooms.js";

/** What is used of a room to send a file into it, or to fetch one. */
export type FileRoom = Pick<Room, "key" | "path" | "identityOf">;

/** A file to send: what the page hands over after it was cleaned. */
export interface Upload {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly removed: readonly string[];
  /** True for an untouched original that she chose to add. */
  readonly original: boolean;
  stream(): ReadableStream<Uint8Array>;
}

/** Told about each sent piece; the sums are in sealed bytes of one file. */
export type OnProgress = (sent: number, total: number) => void;

/** Asked when a piece cannot be sent; resolves when it should be tried again. */
export type OnStalled = (error: unknown) => Promise<void>;

/**
 * Seal one file and send it in pieces. Nothing is sealed twice: a lost line only waits.
 *
 * @param room - where the file belongs; its manifest goes into a later item of kind `files`
 * @param stalled - called when a piece could not be sent, also after trying again
 * @returns the manifest: everything that a reader needs, the name and type included
 */
export async function sendFile(
  api: Api,
  room: FileRoom,
  upload: Upload,
  progress: OnProgress,
  stalled: OnStalled,
): Promise<Manifest> {
  const id = newId();
  const { epoch, recipient } = room.key;
  const expected = attachmentSize(upload.size);
  const path = `${room.path}/attachments`;
  const insist = async (act: () => Promise<unknown>): Promise<void> => {
    for (;;) {
      try {
        await act();
        return;
      } catch (error) {
        await stalled(error);
      }
    }
  };
  await insist(() =>
    api.post(path, { id, epoch, sealed_size: expected.sealed_size, pieces: expected.pieces }),
  );
  let sent = 0;
  const { sealed_size, pieces } = await sealAttachment(
    upload.stream(),
    upload.size,
    recipient,
    async (number, piece) => {
      await insist(() => api.putBytes(`${path}/${id}/pieces/${String(number)}`, piece));
      sent += piece.length;
      progress(sent, expected.sealed_size);
    },
  );
  const { name, type, size, removed, original } = upload;
  return { id, name, type, size, sealed_size, epoch, pieces, original, removed: [...removed] };
}

/**
 * Fetch a file. Nothing of it is handed out before its end was verified.
 *
 * @returns the file's bytes in chunks, for a `Blob`
 */
export async function fetchFile(
  api: Api,
  room: FileRoom,
  manifest: Manifest,
  progress: OnProgress,
): Promise<Uint8Array[]> {
  let fetched = 0;
  const piece = async (number: number): Promise<Uint8Array> => {
    const path = `${room.path}/attachments/${manifest.id}/pieces/${String(number)}`;
    const bytes = await api.getBytes(path);
    fetched += bytes.length;
    progress(fetched, manifest.sealed_size);
    return bytes;
  };
  return openAttachment(piece, manifest, room.identityOf(manifest.epoch));
}
