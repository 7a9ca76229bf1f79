/**
 * What a reporter's first message to anybody has in common, a report or a question: a new room with
 * one sealed item, its key sealed to her and to those who may read, and bytes that are sent as often as
 * it takes.
 */

import { type Api } from "./api.js";
import {
  NO_PREVIOUS,
  newId,
  newRoomKey,
  sealGrant,
  sealItem,
  toBase64,
  toHex,
  type Directory,
  type ReporterKeys,
} from "./crypto/index.js";
import { today } from "./days.js";

/** A new room, as the server takes it. */
export interface SealedRoom {
  readonly room: { readonly id: string; readonly recipient: string };
  readonly grants: readonly { readonly holder: string; readonly sealed: string }[];
  readonly item: { readonly id: string; readonly sealed: string; readonly hash: string };
}

/**
 * Seal the first item of a new room, and the room's key to everybody who may read.
 *
 * @param readers - officers of the signed directory
 * @param kind - of the item: `report` or `question`
 * @param body - what is said; who reads and the reporter's own keys are added
 */
export async function sealRoom(
  at: { readonly organisation: string; readonly case: string },
  keys: ReporterKeys,
  readers: readonly Directory["officers"][number][],
  kind: string,
  body: Readonly<Record<string, unknown>>,
): Promise<SealedRoom> {
  const place = { ...at, room: newId() };
  const roomKey = await newRoomKey();
  const reporter = { recipient: keys.recipient, verify: keys.author.verify };
  const epochs = [{ number: 1, identity: roomKey.identity }];
  const holders = [
    { holder: "reporter", recipient: keys.recipient },
    ...readers.map(({ id, key }) => ({ holder: `officer:${id}`, recipient: key?.recipient ?? "" })),
  ];
  const grants = await Promise.all(
    holders.map(async ({ holder, recipient }) => {
      const sealed = await sealGrant(place, { to: holder, epochs }, keys.author, recipient);
      return { holder, sealed: toBase64(sealed) };
    }),
  );
  const header = {
    v: 1 as const,
    ...place,
    epoch: 1,
    sequence: 1,
    previous: NO_PREVIOUS,
    author: keys.author.verify,
    kind,
    day: today(),
  };
  const said = { ...body, readers: readers.map((one) => one.id), reporter };
  const { sealed, hash } = await sealItem(header, said, keys.author, roomKey.recipient);
  return {
    room: { id: place.room, recipient: roomKey.recipient },
    grants,
    item: { id: newId(), sealed: toBase64(sealed), hash },
  };
}

/** What the server may know of a receipt. `ledger` blinds the entries of what is sent with it. */
export function publicReceipt(keys: ReporterKeys, ledger: Uint8Array): Record<string, string> {
  return {
    lookup: keys.lookup,
    request_key: keys.request.verify,
    author_key: keys.author.verify,
    recipient: keys.recipient,
    ledger_key: toHex(ledger),
  };
}

/** Something that was sealed once and can be delivered, as often as it takes. */
export class Delivery<Answer> {
  readonly #api: Api;
  readonly #path: string;
  readonly #bytes: Uint8Array;
  #delivering: Promise<Answer> | null = null;

  protected constructor(api: Api, path: string, request: unknown) {
    this.#api = api;
    this.#path = path;
    this.#bytes = new TextEncoder().encode(JSON.stringify(request));
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
  deliver(): Promise<Answer> {
    this.#delivering ??= (this.#api.postEncoded(this.#path, this.#bytes) as Promise<Answer>).catch(
      (error: unknown) => {
        this.#delivering = null;
        throw error;
      },
    );
    return this.#delivering;
  }
}
