/**
 * Sending a report, coming back to it, and sending and fetching files (docs/spec/api.md).
 *
 * A report is sealed once and its bytes are kept: pressing "send" twice, or sending again after a
 * lost connection, delivers the very same bytes, and the server answers as it did the first time.
 */

import { type Api, Problem, publicApi, reporterApi } from "./api.js";
import {
  DirectoryRefused,
  NO_PREVIOUS,
  attachmentSize,
  newId,
  newRoomKey,
  openAttachment,
  openDirectory,
  reporterKeys,
  sealAttachment,
  sealGrant,
  sealItem,
  toBase64,
  toHex,
  wellFormed,
  type Directory,
  type Manifest,
  type Receipt,
  type ReporterKeys,
} from "./crypto/index.js";
import { today } from "./membership.js";
import { type Remaining } from "./readers.js";
import { Room, type RoomState } from "./rooms.js";

/** What the page knows of the deployment: built in, so that the server cannot vary it by visitor. */
export interface Deployment {
  readonly origin: string;
  readonly language: string;
  /** Salt of every receipt. */
  readonly id: Uint8Array;
  /** The organisation and the public half of its root key. */
  readonly organisation: string;
  readonly root: string;
}

/** What the reporter wrote. All but `text` may be empty. */
export interface Account {
  readonly text: string;
  readonly who: string;
  readonly where: string;
  readonly when: string;
  readonly told: string;
}

/** What the server promised when it took the report. Days as `YYYY-MM-DD`. */
export interface Accepted {
  readonly case: string;
  readonly received_on: string;
  readonly acknowledge_by: string;
  readonly feedback_by: string;
}

/** The reporter's own side of a case. */
export interface MyCase {
  readonly id: string;
  readonly body: string;
  readonly status: string;
  readonly received_on: string;
  readonly clocks: readonly { kind: string; due_on: string; met_on: string | null }[];
}

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

/** Fetch the directory and check it against the root key that is built into the page. */
export async function fetchDirectory(deployment: Deployment, minimum: number): Promise<Directory> {
  const api = publicApi(deployment.origin, deployment.language);
  const signed = await api.get(`/api/organisations/${deployment.organisation}/directory`);
  return openDirectory(signed as { document: string; signature: string }, deployment.root, minimum);
}

/** A report that was sealed and can be delivered, as often as it takes. */
export class SealedReport {
  readonly #api: Api;
  readonly #bytes: Uint8Array;
  readonly #deliveredTo: () => Promise<Room>;
  #delivering: Promise<Accepted> | null = null;

  private constructor(api: Api, bytes: Uint8Array, deliveredTo: () => Promise<Room>) {
    this.#api = api;
    this.#bytes = bytes;
    this.#deliveredTo = deliveredTo;
  }

  /**
   * Seal a report to its readers.
   *
   * @param readers - who is left, from `remaining()`; the list must not be empty
   * @param receipt - shown to the reporter only after the report was delivered
   */
  static async make(
    deployment: Deployment,
    directory: Directory,
    readers: Remaining,
    account: Account,
    receipt: Receipt,
  ): Promise<SealedReport> {
    if (readers.channel === null || readers.readers.length === 0) throw new Error("nobody reads");
    const keys = await reporterKeys(receipt, deployment.id);
    const api = reporterApi(deployment.origin, deployment.language, keys.request, keys.lookup);
    const place = { organisation: deployment.organisation, case: newId(), room: newId() };
    const roomKey = await newRoomKey();
    const reporter = { recipient: keys.recipient, verify: keys.author.verify };
    const grants = await Promise.all(
      [
        { holder: "reporter", recipient: keys.recipient },
        ...readers.readers.map(({ id, key }) => ({
          holder: `officer:${id}`,
          recipient: key?.recipient ?? "",
        })),
      ].map(async ({ holder, recipient }) => {
        const epochs = [{ number: 1, identity: roomKey.identity }];
        const sealed = await sealGrant(place, { to: holder, epochs }, keys.author, recipient);
        return { holder, sealed: toBase64(sealed) };
      }),
    );
    const body = {
      text: wellFormed(account.text),
      who: wellFormed(account.who),
      where: wellFormed(account.where),
      when: wellFormed(account.when),
      told: wellFormed(account.told),
      language: deployment.language,
      readers: readers.readers.map((one) => one.id),
      reporter,
      directory: directory.version,
    };
    const header = {
      v: 1 as const,
      ...place,
      epoch: 1,
      sequence: 1,
      previous: NO_PREVIOUS,
      author: keys.author.verify,
      kind: "report",
      day: today(),
    };
    const item = await sealItem(header, body, keys.author, roomKey.recipient);
    const request = {
      organisation: place.organisation,
      channel: readers.channel.id,
      directory: directory.version,
      case: place.case,
      receipt: {
        lookup: keys.lookup,
        request_key: keys.request.verify,
        author_key: keys.author.verify,
        recipient: keys.recipient,
        ledger_key: toHex(keys.ledger),
      },
      room: { id: place.room, recipient: roomKey.recipient },
      grants,
      item: { id: newId(), sealed: toBase64(item.sealed), hash: item.hash },
    };
    const bytes = new TextEncoder().encode(JSON.stringify(request));
    return new SealedReport(api, bytes, async () => {
      const mine = await openMine(api, keys, directory);
      return mine.dialogue;
    });
  }

  /** How many bytes go over the line. */
  get size(): number {
    return this.#bytes.length;
  }

  /** The request's body, as it is delivered. */
  get encoded(): Uint8Array {
    return this.#bytes;
  }

  /** Deliver. Calls that overlap are one delivery; a call after a failure tries again. */
  deliver(): Promise<Accepted> {
    this.#delivering ??= (
      this.#api.postEncoded("/api/reports", this.#bytes) as Promise<Accepted>
    ).catch((error: unknown) => {
      this.#delivering = null;
      throw error;
    });
    return this.#delivering;
  }

  /** The room that the report lies in, after it was delivered: to add files. */
  room(): Promise<Room> {
    return this.#deliveredTo();
  }
}

/** What opens with a receipt; the dialogue was read once. */
export interface MyReport {
  readonly case: MyCase;
  readonly dialogue: Room;
  readonly directory: Directory;
  readonly api: Api;
}

/**
 * Come back with the receipt.
 *
 * @param minimum - the newest version of the directory that this page has seen
 * @throws DirectoryRefused - `older` when the directory is older than that, or than the one that
 *   the report itself says it was made with; nothing of the report is handed out then
 * @throws Problem - kind `unknown-receipt` when no report lies under these words
 */
export async function openMyReport(
  deployment: Deployment,
  receipt: Receipt,
  minimum: number,
): Promise<MyReport> {
  const keys = await reporterKeys(receipt, deployment.id);
  const api = reporterApi(deployment.origin, deployment.language, keys.request, keys.lookup);
  return openMine(api, keys, await fetchDirectory(deployment, minimum));
}

async function openMine(
  api: Api,
  keys: ReporterKeys,
  directory: Directory,
): Promise<MyReport> {
  const mine = (await api.get("/api/my/case")) as { case: MyCase; rooms: readonly RoomState[] };
  const state = mine.rooms.find((one) => one.kind === "dialogue");
  if (state === undefined) throw new Problem(404, "not-found", "", {});
  const reporter = { recipient: keys.recipient, verify: keys.author.verify };
  const viewer = { holder: "reporter", identity: keys.identity, ...reporter, author: keys.author };
  const dialogue = await Room.open(api, "/api/my", state, viewer, { directory, reporter });
  await dialogue.refresh();
  // Her device kept nothing, so the report itself tells which directory is too old.
  if (directory.version < dialogue.madeWith) throw new DirectoryRefused("older");
  return { case: mine.case, dialogue, directory, api };
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
  room: Room,
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
  room: Room,
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
