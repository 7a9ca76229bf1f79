/** One open case: its rooms, and everything that an officer can do with it. */

import type { FeedbackTypes } from "./feedback.js";
import { type Api, Problem } from "../api.js";
import { newId, newRoomKey, sealGrant, toBase64, wellFormed, type Manifest } from "../crypto/index.js";
import { isOwn, recipientOf, type LetIn, type OwnKind, type Trust } from "../membership.js";
import type { Entry } from "../items.js";
import type { Meeting } from "../meeting.js";
import type { Closing } from "../mine.js";
import { NoKey, Room, type RoomState } from "../rooms.js";
import { NotLetIn } from "../strangers.js";
import { fetchFile, sendFile, type OnProgress, type OnStalled, type Upload } from "../transfer.js";
import type { Clock } from "./chart.js";
import type { Desk } from "./desk.js";
import type { CaseRow } from "./inbox.js";
import { readTalk, searchable, type Talk } from "./talk.js";

export interface CaseDetail extends CaseRow {
  /** Whether this officer has declared to be impartial. Before that no room is handed out. */
  readonly declared: boolean;
  /** What the case is taken to be, and what somebody wants to call it instead. */
  readonly classification: string;
  /** The name under which this officer sees the reporter; others see another one. */
  readonly alias: string;
  readonly body: string;
  /** The reporter's identity box; null when the report came in before there were custodians. */
  readonly box: string | null;
  readonly proposal: { readonly to: string; readonly by: string; readonly on: string } | null;
  /** The outcome that the reporter was told, with her answer. */
  readonly closing: Closing | null;
  /** The newest request to meet. */
  readonly meeting: Meeting | null;
  /** Officers who were cut off after the report came in. */
  readonly excluded: readonly string[];
  readonly clocks: readonly Clock[];
  readonly officers: readonly {
    readonly id: string;
    readonly name: string;
    readonly roles: readonly string[];
  }[];
  /** Other cases that belong together with this one and that this officer holds as well. */
  readonly together: readonly { readonly id: string; readonly number: string }[];
}

interface Answer {
  readonly case: CaseDetail;
  readonly rooms: readonly RoomState[];
}

export interface HistoryEvent {
  readonly n: number;
  readonly kind: string;
  readonly day: string;
  readonly by: string;
}

/** A room that the server says exists and that could not be opened with this officer's keys. */
export interface Closed {
  readonly kind: RoomState["kind"];
}

export class OpenCase {
  readonly #desk: Desk;
  readonly #rooms = new Map<string, Room>();
  /** What was opened while the rest of a long room is still being opened, to be drawn already. */
  readonly #early = new Map<Room, Entry[]>();
  #closed: Closed[] = [];
  /** The rooms of commitments that this officer is in, unopened. */
  promiseRooms: readonly RoomState[] = [];
  detail: CaseDetail;

  private constructor(desk: Desk, detail: CaseDetail) {
    this.#desk = desk;
    this.detail = detail;
  }

  /** Open the rooms of a case. Items are read by `refresh`. */
  static async open(desk: Desk, id: string): Promise<OpenCase> {
    const answer = await ask(desk.api, id);
    const opened = new OpenCase(desk, answer.case);
    await opened.#take(answer);
    return opened;
  }

  get id(): string {
    return this.detail.id;
  }

  get dialogue(): Room | null {
    return this.#ofKind("dialogue")[0] ?? null;
  }

  get investigation(): Room | null {
    return this.#ofKind("investigation")[0] ?? null;
  }

  /** Rooms that the reporter opened herself, and let this officer into. */
  get ownRooms(): readonly Room[] {
    return [...this.#rooms.values()].filter((one) => isOwn(one.state.kind));
  }

  /**
   * The reporter's signing key, as the talk proves it, or else the room that she opened with this officer;
   * null where neither is held.
   */
  get author(): string | null {
    const proofs = [this.dialogue, ...this.ownRooms].map((one) => one?.trust.reporter?.verify);
    return proofs.find((one) => one !== undefined) ?? null;
  }

  /** What was said in a room that the reporter opened herself. */
  ownTalk(room: Room): Talk {
    return this.#read(room);
  }

  /** Write to the reporter in a room that she opened herself. */
  async sayIn(kind: OwnKind, text: string): Promise<void> {
    const [room] = this.#ofKind(kind);
    if (room === undefined) throw new NoKey();
    await this.#written(room, () => room.send("message", { text: wellFormed(text) }));
  }

  /**
   * Take a step of the protection: a sealed item in the care room, or to the reporter in the talk.
   *
   * @param step - the route below the protection of this case that takes it
   */
  async protect(
    where: "care" | "dialogue",
    kind: string,
    body: unknown,
    step: string,
    extra: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const [room] = this.#ofKind(where);
    if (room === undefined) throw new NoKey();
    const path = `/api/desk/cases/${this.id}/care/${step}`;
    await this.#written(room, () => room.send(kind, body, path, extra));
  }

  /** Rooms for which no key could be opened. */
  get closed(): readonly Closed[] {
    return this.#closed;
  }

  /** The rooms that are open here. */
  get rooms(): readonly Room[] {
    return [...this.#rooms.values()];
  }

  get isHandler(): boolean {
    return this.detail.handler === this.#desk.me.officer.id;
  }

  /** How many items its rooms hold, by the server's word. */
  get total(): number {
    return [...this.#rooms.values()].reduce((sum, room) => sum + room.state.head.sequence, 0);
  }

  /** A number that grows with everything that was read here. */
  get sequence(): number {
    return [...this.#rooms.values()].reduce((sum, room) => sum + room.entries.length, 0);
  }

  /** What was said with the reporter. */
  get talk(): Talk {
    return this.#read(this.dialogue);
  }

  /** What was noted where the reporter does not read. */
  get notes(): Talk {
    return this.#read(this.investigation);
  }

  /** Fetch what is new. `onEntry` is called for each item as it was opened. */
  async refresh(onEntry?: (entry: Entry) => void): Promise<void> {
    for (const room of this.#rooms.values()) {
      const early: Entry[] = [];
      this.#early.set(room, early);
      try {
        await room.refresh((entry) => {
          early.push(entry);
          onEntry?.(entry);
        });
      } finally {
        this.#early.delete(room);
      }
      this.#remember(room);
    }
  }

  /**
   * Look whether anything changed, without fetching content: only a room that moved on is read.
   *
   * @returns whether there is something new to draw
   */
  async look(): Promise<boolean> {
    const before = JSON.stringify(this.detail);
    const answer = await ask(this.#desk.api, this.id);
    await this.#take(answer);
    let moved = before !== JSON.stringify(this.detail);
    for (const room of this.#rooms.values()) {
      const read = room.entries.at(-1)?.sequence ?? 0;
      if (room.state.head.sequence > read) {
        await room.refresh();
        this.#remember(room);
        moved = true;
      }
    }
    return moved;
  }

  /** Write to the reporter. */
  async say(text: string): Promise<void> {
    await this.#written(this.#dialogue(), (room) => room.send("message", { text: wellFormed(text) }));
  }

  /** Tell the reporter that the report has arrived. */
  async acknowledge(text: string): Promise<void> {
    const path = `/api/desk/cases/${this.id}/acknowledge`;
    await this.#written(this.#dialogue(), (room) =>
      room.send("acknowledgement", { text: wellFormed(text) }, path),
    );
  }

  /** Tell the reporter what was done and why; `nextOn` is a promised date for more. */
  async giveFeedback(
    words: { readonly text: string; readonly action: string; readonly grounds: string },
    types: FeedbackTypes,
    nextOn: string | null,
  ): Promise<void> {
    const path = `/api/desk/cases/${this.id}/feedback`;
    const body = {
      text: wellFormed(words.text),
      action: wellFormed(words.action),
      grounds: wellFormed(words.grounds),
      // Signed with the words, so that she reads what her handler chose and not what a server says.
      ...types,
    };
    await this.#written(this.#dialogue(), (room) =>
      room.send("feedback", body, path, { ...types, next_on: nextOn }),
    );
  }

  /** Take a step that is a sealed item, to the reporter or among officers, through a route of this case. */
  async step(
    kind: string, body: Readonly<Record<string, string | readonly string[]>>, path: string, extra: Readonly<Record<string, unknown>>,
    where: "dialogue" | "investigation" = "dialogue",
  ): Promise<void> {
    const route = `/api/desk/cases/${this.id}/${path}`;
    const room = where === "dialogue" ? this.#dialogue() : await this.#begun(this.#investigation());
    await this.#written(room, () => room.send(kind, body, route, extra));
  }

  /** Take a step in the talk, or in the reporter's own room where this officer does not hold the talk. */
  async stepAnywhere(kind: string, body: Readonly<Record<string, string>>, route: string): Promise<void> {
    const room = this.dialogue ?? this.ownRooms[0];
    if (room === undefined) throw new NoKey();
    await this.#written(room, () => room.send(kind, body, route, { room: room.state.id }));
  }

  /** Ask something of the server about this case. */
  async ask(path: string): Promise<unknown> {
    return this.#desk.api.get(`/api/desk/cases/${this.id}/${path}`);
  }

  /** Write a note that the reporter cannot read. */
  async note(text: string): Promise<void> {
    const room = await this.#begun(this.#investigation());
    await this.#written(room, () => room.send("note", { text: wellFormed(text) }));
  }

  /** Seal and send files, then the item that names them. */
  async sendFiles(
    where: "dialogue" | "investigation",
    text: string,
    uploads: readonly Upload[],
    progress: (file: number, sent: number, total: number) => void,
    stalled: OnStalled,
  ): Promise<void> {
    const room = where === "dialogue" ? this.#dialogue() : await this.#begun(this.#investigation());
    if (room.state.stale) await room.startEpoch([]);
    const files: Manifest[] = [];
    for (const [at, upload] of uploads.entries()) {
      const step: OnProgress = (sent, total) => { progress(at, sent, total); };
      files.push(await sendFile(this.#desk.api, room, upload, step, stalled));
    }
    await this.#written(room, () => room.send("files", { text: wellFormed(text), files }));
  }

  /** Fetch a file. No byte is handed out before its end was verified. */
  async fetch(where: "dialogue" | "investigation", file: Manifest, progress: OnProgress): Promise<Blob> {
    const room = where === "dialogue" ? this.#dialogue() : this.#investigation();
    const chunks = await fetchFile(this.#desk.api, room, file, progress);
    // A type of our own choosing: the sender's claim is not handed to the browser here.
    return new Blob(chunks.map((one) => new Uint8Array(one)), { type: "application/octet-stream" });
  }

  /** Give the case to another handler: a key to each room, sealed to them. */
  async handOver(to: string): Promise<void> {
    const grants: { room: string; sealed: string }[] = [];
    for (const room of this.#rooms.values()) {
      grants.push({ room: room.state.id, sealed: await room.grantFor(`officer:${to}`) });
      await room.letIn(`officer:${to}`, null);
    }
    await this.#desk.api.post(`/api/desk/cases/${this.id}/handover`, { to, grants, items: [] });
    await this.look();
  }

  /** Become the handler of a case that one holds and nobody handles. */
  async take(): Promise<void> {
    const to = this.#desk.me.officer.id;
    await this.#desk.api.post(`/api/desk/cases/${this.id}/handover`, { to, grants: [], items: [] });
    await this.look();
  }

  /** Open the investigation room, for all officers who hold this case. */
  async openInvestigation(): Promise<void> {
    const dialogue = this.#dialogue();
    const key = await newRoomKey();
    const place = {
      organisation: this.#desk.directory.organisation.id,
      case: this.id,
      room: newId(),
    };
    const epochs = [{ number: 1, identity: key.identity }];
    const holders = this.#officersIn(dialogue);
    const grants = await Promise.all(
      holders.map(async (holder) => ({
        holder,
        sealed: toBase64(
          await sealGrant(
            place, { to: holder, epochs }, this.#desk.keys.author, recipientOf(holder, dialogue.trust),
          ),
        ),
      })),
    );
    await this.#desk.api.post(`/api/desk/cases/${this.id}/investigation`, {
      room: { id: place.room, recipient: key.recipient },
      grants,
    });
    await this.look();
    await this.#begun(this.#investigation());
  }

  /** The first item of an investigation room says who is in it; it is written now if it was not. */
  async #begun(room: Room): Promise<Room> {
    if (room.state.head.sequence === 0) {
      const let_in = this.#officersIn(this.#dialogue()).map((holder): LetIn => ({ holder, until: null }));
      await room.begin(let_in);
      await this.look();
    }
    return room;
  }

  /** The officers of the dialogue; nobody whom the server lists and no signed item let in. */
  #officersIn(dialogue: Room): readonly string[] {
    const [stranger] = dialogue.strangers;
    if (stranger !== undefined) throw new NotLetIn(stranger);
    return dialogue.holders.filter((one) => one !== "reporter");
  }

  /** Let an investigator into the investigation room, until a day. */
  async invite(officer: string, until: string): Promise<void> {
    const room = await this.#begun(this.#investigation());
    await room.addMember(`officer:${officer}`, until);
    await this.look();
  }

  /** Take somebody out of a room: fetching stops at once, and a new key begins. */
  async remove(where: "dialogue" | "investigation", holder: string): Promise<void> {
    const room = where === "dialogue" ? this.#dialogue() : this.#investigation();
    try {
      await room.startEpoch([holder]);
    } catch (error) {
      // Somebody else changed the room, or an earlier try had arrived: look again, and finish it.
      if (!(error instanceof Problem) || error.status !== 409) throw error;
      await this.look();
      if (room.holders.includes(holder)) await room.startEpoch([holder]);
      else await room.letOut([holder]);
    }
    await this.look();
  }

  /** Step back from this case. The keys to it are forgotten here at once. */
  async recuse(): Promise<void> {
    for (const room of this.#rooms.values()) {
      const others = room.holders.filter((one) => one !== "reporter" && one !== this.#desk.holder);
      // The last officer of a room is refused below, and stays in.
      if (others.length > 0 && room.holds(this.#desk.holder)) await room.stepOut();
    }
    await this.#desk.api.post(`/api/desk/cases/${this.id}/recuse`, {});
    this.#desk.forgetCase(this.id);
  }

  /** What happened with this case, from the journal. */
  async history(): Promise<readonly HistoryEvent[]> {
    const answer = (await this.#desk.api.get(`/api/desk/cases/${this.id}/journal`)) as {
      events: readonly { n: number; event: string }[];
    };
    return answer.events.map(({ n, event }) => {
      const read = JSON.parse(event) as Record<string, unknown>;
      const word = (key: string): string => (typeof read[key] === "string" ? read[key] : "");
      return { n, kind: word("kind"), day: word("day"), by: word("actor") };
    });
  }

  #read(room: Room | null): Talk {
    if (room === null) return { report: null, lines: [], damage: [] };
    const kept = room.entries.at(-1)?.sequence ?? 0;
    const early = (this.#early.get(room) ?? [])
      .filter((one) => one.sequence > kept)
      .sort((a, b) => a.sequence - b.sequence);
    const entries = [...room.entries, ...early];
    return readTalk(entries, room.trust, this.#desk.me.officer.id);
  }

  #dialogue(): Room {
    const room = this.dialogue;
    if (room === null) throw new NoKey();
    return room;
  }

  #investigation(): Room {
    const room = this.investigation;
    if (room === null) throw new NoKey();
    return room;
  }

  #ofKind(kind: RoomState["kind"]): Room[] {
    return [...this.#rooms.values()].filter((one) => one.state.kind === kind);
  }

  async #written(room: Room, act: (room: Room) => Promise<void>): Promise<void> {
    await act(room);
    this.#remember(room);
    await this.look();
  }

  #remember(room: Room): void {
    for (const entry of room.entries) {
      if (entry.state === "read") this.#desk.index.add(this.id, entry.hash, searchable(entry));
    }
  }

  async #take(answer: Answer): Promise<void> {
    this.detail = answer.case;
    const trust: Trust = { directory: this.#desk.directory, reporter: null };
    this.#closed = [];
    // An investigator does not hold the dialogue, and cannot compare who opened the other room.
    const holdsDialogue = answer.rooms.some((one) => one.kind === "dialogue");
    // What the dialogue tells of the reporter and of who is in counts in the other rooms.
    const last = (one: RoomState): number => Number(one.kind !== "dialogue");
    const dialogueFirst = answer.rooms.toSorted((a, b) => last(a) - last(b));
    this.promiseRooms = answer.rooms.filter((one) => one.kind === "commitment");
    for (const state of dialogueFirst) {
      // What somebody promised opens by itself (promises.ts): it is no talk of the case.
      if (state.kind === "commitment") continue;
      const known = this.#rooms.get(state.id);
      if (known !== undefined) {
        await known.update(state);
        continue;
      }
      try {
        const room = await Room.open(this.#desk.api, "/api/desk", state, this.#desk.viewer, trust, {
          opener: this.#desk.opening.open,
          known: () => this.dialogue?.trust.reporter ?? null,
          ...(holdsDialogue ? { mayOpen: (one) => this.dialogue?.holds(one) ?? false } : {}),
        });
        this.#rooms.set(state.id, room);
      } catch (error) {
        if (!(error instanceof NoKey)) throw error;
        this.#closed.push({ kind: state.kind });
      }
    }
  }
}

async function ask(api: Api, id: string): Promise<Answer> {
  return (await api.get(`/api/desk/cases/${id}`)) as Answer;
}
