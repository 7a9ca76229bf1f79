/** Talks in which this officer advises. They are no cases: no number, no date, no handler. */

import { wellFormed } from "../crypto/index.js";
import { Room, type RoomState } from "../rooms.js";
import type { Desk } from "./desk.js";
import { readTalk, type Talk } from "./talk.js";

export interface TalkRow {
  readonly id: string;
  readonly begun_on: string;
  readonly unread: number;
  readonly last_on: string | null;
}

/** The talks of this adviser, the newest words first. */
export async function listTalks({ api }: Desk): Promise<readonly TalkRow[]> {
  return ((await api.get("/api/desk/talks")) as { talks: readonly TalkRow[] }).talks;
}

/** One talk, opened with this officer's keys. */
export class OpenTalk {
  readonly #room: Room;
  readonly #me: string;
  readonly row: TalkRow;

  private constructor(room: Room, row: TalkRow, me: string) {
    this.#room = room;
    this.row = row;
    this.#me = me;
  }

  static async open(desk: Desk, id: string): Promise<OpenTalk> {
    const answer = (await desk.api.get(`/api/desk/talks/${id}`)) as {
      talk: TalkRow;
      rooms: readonly RoomState[];
    };
    const [state] = answer.rooms;
    if (state === undefined) throw new Error("a talk has a room");
    const trust = { directory: desk.directory, reporter: null };
    const room = await Room.open(desk.api, "/api/desk", state, desk.viewer, trust, {
      opener: desk.opening.open,
    });
    return new OpenTalk(room, answer.talk, desk.me.officer.id);
  }

  /** Fetch what is new. */
  refresh(): Promise<void> {
    return this.#room.refresh();
  }

  /** Answer the reporter. */
  async say(text: string): Promise<void> {
    await this.#room.send("message", { text: wellFormed(text) });
  }

  /** What was asked and answered. */
  get talk(): Talk {
    const { entries, trust } = this.#room;
    return readTalk(entries, trust, this.#me);
  }
}
