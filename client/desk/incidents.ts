/** Incidents at the desk: for those who look into them, and for those who are asked to account. */

import { openAccounts, type Account, type Incident } from "../alarm.js";
import { sealLetter, toBase64, wellFormed, type Directory } from "../crypto/index.js";
import { commissionOf } from "../own-rooms.js";
import { Room, type RoomState } from "../rooms.js";
import type { Desk } from "./desk.js";
import { readTalk, type Talk } from "./talk.js";

/** What an officer is asked to account for. */
export interface Asked {
  readonly incident: string;
  readonly case: string;
  readonly body: string;
  /** Whether this officer holds the case today, and so can read who the reporter's keys are. */
  readonly holds: boolean;
  readonly asked_on: string;
  readonly answered_on: string | null;
}

export async function listIncidents({ api }: Desk): Promise<readonly Incident[]> {
  return ((await api.get("/api/desk/incidents")) as { incidents: readonly Incident[] }).incidents;
}

export async function listAsked({ api }: Desk): Promise<readonly Asked[]> {
  return ((await api.get("/api/desk/accounts")) as { accounts: readonly Asked[] }).accounts;
}

/** To whom an account can be sealed, by label. */
export interface Reader {
  readonly holder: string;
  readonly recipient: string;
}

/**
 * Those who may read an account: the reporter, where her keys could be read, and the commission.
 *
 * @param reporter - her recipient from the signed report; null where this officer cannot read it
 */
export function readersOf(directory: Directory, body: string, me: string, reporter: string | null): Reader[] {
  const commission = commissionOf(directory, body, new Set([me])).flatMap(({ id, key }) =>
    key === null ? [] : [{ holder: `officer:${id}`, recipient: key.recipient }],
  );
  return [...(reporter === null ? [] : [{ holder: "reporter", recipient: reporter }]), ...commission];
}

/** Say what one did with what one knows: once, sealed to each reader. Returns whether she reads it. */
export async function account(desk: Desk, asked: Asked, text: string): Promise<boolean> {
  const reporter = asked.holds ? await reporterOf(desk, asked.case) : null;
  const from = desk.me.officer.id;
  const about = {
    organisation: desk.directory.organisation.id,
    case: asked.case,
    box: asked.incident,
    opening: asked.incident,
    kind: "account" as const,
    from,
    fields: { text: wellFormed(text) },
  };
  const readers = readersOf(desk.directory, asked.body, from, reporter);
  const letters = await Promise.all(
    readers.map(async ({ holder, recipient }) => ({
      to: holder,
      sealed: toBase64(await sealLetter({ ...about, to: holder }, desk.keys.author, recipient)),
    })),
  );
  await desk.api.post(`/api/desk/incidents/${asked.incident}/account`, { letters });
  return reporter !== null;
}

/** The reporter's key out of what she signed, never by the server's word. */
async function reporterOf(desk: Desk, id: string): Promise<string | null> {
  const opened = await desk.openCase(id);
  if (!opened.detail.declared) return null;
  await opened.refresh();
  for (const room of opened.rooms) {
    const { reporter } = room.trust;
    if (reporter !== null) return reporter.recipient;
  }
  return null;
}

/** One incident, with the room of somebody who reported elsewhere. */
export class OpenIncident {
  readonly #desk: Desk;
  readonly room: Room | null;
  readonly holdsCase: boolean;
  incident: Incident;

  private constructor(desk: Desk, incident: Incident, holdsCase: boolean, room: Room | null) {
    this.#desk = desk;
    this.incident = incident;
    this.holdsCase = holdsCase;
    this.room = room;
  }

  static async open(desk: Desk, id: string): Promise<OpenIncident> {
    const answer = await see(desk, id);
    const [state] = answer.rooms;
    const trust = { directory: desk.directory, reporter: null };
    const room =
      state === undefined
        ? null
        : await Room.open(desk.api, "/api/desk", state, desk.viewer, trust, { opener: desk.opening.open });
    await room?.refresh();
    return new OpenIncident(desk, answer.incident, answer.holds_case, room);
  }

  /** The accounts, those that are sealed to this officer opened. */
  accounts(): Promise<readonly Account[]> {
    const { holder, keys, directory } = this.#desk;
    return openAccounts(this.incident, { holder, identity: keys.identity }, directory);
  }

  /** What was written with somebody who reported elsewhere. */
  get talk(): Talk | null {
    if (this.room === null) return null;
    const { entries, trust } = this.room;
    return readTalk(entries, trust, this.#desk.me.officer.id);
  }

  /** Answer somebody who reported elsewhere. */
  async say(text: string): Promise<void> {
    await this.room?.send("message", { text: wellFormed(text) });
  }

  /** Note a step; the incident is as it was when the server refuses. */
  async note(step: "measures" | "notification" | "close", decision?: string): Promise<void> {
    const path = `/api/desk/incidents/${this.incident.id}/${step}`;
    await this.#desk.api.post(path, decision === undefined ? {} : { decision });
    this.incident = (await see(this.#desk, this.incident.id)).incident;
  }
}

interface Seen {
  readonly incident: Incident;
  readonly holds_case: boolean;
  readonly rooms: readonly RoomState[];
}

async function see({ api }: Desk, id: string): Promise<Seen> {
  return (await api.get(`/api/desk/incidents/${id}`)) as Seen;
}
