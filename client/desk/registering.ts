/**
 * Registering a report that was told to this officer: sealed on this device to those who read the channel
 * and to a receipt on paper. Nothing of it is kept here or granted to the officer.
 */

import { newId, newReceipt, reporterKeys, wellFormed, type Receipt } from "../crypto/index.js";
import { remaining, type Named, type Remaining } from "../readers.js";
import { publicReceipt, sealRoom } from "../sealed.js";
import type { Desk } from "./desk.js";

/** What was told, in the officer's words, and when first. */
export interface Told {
  readonly text: string;
  readonly who: string;
  /** `YYYY-MM-DD` */
  readonly first_contact: string;
}

export interface Dates {
  readonly received_on: string;
  readonly acknowledge_by: string;
  readonly feedback_by: string;
}

/** The channel of the officer's own body, or of the nearest above that has one. */
export function channelFor({ directory, me }: Desk): string | null {
  let body: string | null = me.officer.body;
  const seen = new Set<string>();
  while (body !== null && !seen.has(body)) {
    seen.add(body);
    const at: string = body;
    const found = directory.channels.find((one) => one.body === at);
    if (found !== undefined) return found.id;
    body = directory.bodies.find((one) => one.id === at)?.above ?? null;
  }
  return null;
}

/** Who will read it: the readers of the channel without those who are named, and without the officer. */
export function readersOf(desk: Desk, channel: string, named: readonly Named[]): Remaining {
  return remaining(desk.directory, channel, named, new Set([desk.me.officer.id]));
}

/** A report that was sealed and can be handed over, as often as it takes. */
export class Registering {
  readonly #desk: Desk;
  readonly #request: unknown;
  readonly receipt: Receipt;

  private constructor(desk: Desk, request: unknown, receipt: Receipt) {
    this.#desk = desk;
    this.#request = request;
    this.receipt = receipt;
  }

  /** @param deployment - the salt of every receipt, built into the page */
  static async seal(
    desk: Desk,
    readers: Remaining,
    told: Told,
    deployment: Uint8Array,
  ): Promise<Registering> {
    if (readers.channel === null || readers.readers.length === 0) throw new Error("nobody reads");
    const receipt = newReceipt();
    const keys = await reporterKeys(receipt, deployment);
    const at = { organisation: desk.directory.organisation.id, case: newId() };
    const body = {
      text: wellFormed(told.text),
      who: wellFormed(told.who),
      where: "",
      when: "",
      told: "",
      language: desk.setting.language,
      standing: "reporter",
      registered_by: desk.me.officer.id,
      first_contact: told.first_contact,
    };
    const request = {
      case: at.case,
      channel: readers.channel.id,
      directory: desk.directory.version,
      receipt: publicReceipt(keys, keys.ledger),
      first_contact: told.first_contact,
      ...(await sealRoom(at, keys, readers.readers, "report", body)),
    };
    return new Registering(desk, request, receipt);
  }

  /** Hand it over. */
  async deliver(): Promise<Dates> {
    return (await this.#desk.api.post("/api/desk/registrations", this.#request)) as Dates;
  }
}
