/**
 * Sending a report (docs/spec/api.md). What comes after it, mine.ts and transfer.ts, is loaded when it
 * is needed: the way to a sent report is short on a slow line.
 *
 * A report is sealed once and its bytes are kept: pressing "send" twice, or sending again after a
 * lost connection, delivers the very same bytes, and the server answers as it did the first time.
 */

import { type Api, publicApi, reporterApi } from "./api.js";
import {
  NO_PREVIOUS,
  newId,
  newRoomKey,
  openDirectory,
  reporterKeys,
  sealGrant,
  sealItem,
  toBase64,
  toHex,
  wellFormed,
  type Directory,
  type Receipt,
} from "./crypto/index.js";
import { today } from "./days.js";
import { type Remaining } from "./readers.js";

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
  #delivering: Promise<Accepted> | null = null;

  private constructor(api: Api, bytes: Uint8Array) {
    this.#api = api;
    this.#bytes = bytes;
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
    return new SealedReport(api, bytes);
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
}
