/**
 * Rooms as a client works with them: open, verify, read, write, change who is in (docs/spec/rooms.md).
 *
 * What the server says about a room is never believed, only checked: an item that is missing,
 * altered, moved, out of order or by an unknown hand is kept in the list as a `Trouble`, so that
 * the page can say so loudly. Who is in is told by signed items (membership.ts), and keys are sealed
 * to nobody else, each to the recipient in the signed directory or in the signed report.
 */

import { type Api, Problem } from "./api.js";
import {
  NO_PREVIOUS,
  Tampered,
  fromBase64,
  newId,
  newRoomKey,
  openGrant,
  openItem,
  sealGrant,
  sealItem,
  sha256Hex,
  toBase64,
  type Header,
  type Place,
  type RoomKey,
} from "./crypto/index.js";
import { missing, troubleIn, type Entry, type SealedItem } from "./items.js";
import {
  isLive,
  Membership,
  recipientOf,
  type Change,
  type LetIn,
  type Trust,
} from "./membership.js";
import { today } from "./days.js";
import { NoKey, type Granted, type How, type Opener, type RoomState, type Viewer } from "./roomstate.js";
import { NotLetIn } from "./strangers.js";

export type { Opener, RoomState, Viewer } from "./roomstate.js";
export { NoKey } from "./roomstate.js";

const TRIES = 6;

/** Refusals after which the room has another key than we knew. */
const NEW_KEY = new Set(["new-epoch-needed", "epoch-moved-on"]);

/** An open room. Make one with `Room.open`. */
export class Room {
  readonly #api: Api;
  readonly #path: string;
  readonly #viewer: Viewer;
  readonly #opener: Opener;
  readonly #keys = new Map<number, Granted>();
  readonly #membership: Membership;
  #entries: Entry[] = [];
  #head = { sequence: 0, hash: NO_PREVIOUS };
  #refreshing: Promise<void> | null = null;
  /** What was sent without an answer: sent again it is the same item, so that it stands there once. */
  #unanswered: { readonly id: string; readonly of: string } | null = null;
  state: RoomState;

  private constructor(
    api: Api,
    path: string,
    state: RoomState,
    viewer: Viewer,
    trust: Trust,
    { opener, mayOpen, known }: How,
  ) {
    this.#api = api;
    this.#path = path;
    this.#viewer = viewer;
    this.#opener = opener ?? openItem;
    this.#membership = new Membership(state.kind, trust, mayOpen ?? null, known);
    this.state = state;
  }

  /**
   * Open a room's grants. Items are fetched by `refresh`.
   *
   * @param api - the viewer's audience
   * @param base - `/api/my` or `/api/desk`
   * @param trust - an officer who opens a dialogue for the first time passes `reporter: null`:
   *   `refresh` then learns the reporter's keys from the report
   * @throws NoKey - when no grant could be opened and trusted
   */
  static async open(
    api: Api,
    base: string,
    state: RoomState,
    viewer: Viewer,
    trust: Trust,
    how: How = {},
  ): Promise<Room> {
    const room = new Room(api, `${base}/rooms/${state.id}`, state, viewer, trust, how);
    await room.#openGrants();
    if (room.#keys.size === 0) throw new NoKey();
    return room;
  }

  /** What was read so far, oldest first. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Whose signatures count, and the reporter's keys once they are known. */
  get trust(): Trust {
    return this.#membership.trust;
  }

  /** The version of the directory that the report was made with; 0 until it was read. */
  get madeWith(): number {
    return this.#membership.madeWith;
  }

  /** Whom the server lists as members today. */
  get holders(): readonly string[] {
    return this.state.members.filter(isLive).map((one) => one.holder);
  }

  /** Whether a signed item let somebody in who is in still. */
  holds(holder: string): boolean {
    return this.#membership.holds(holder);
  }

  /**
   * Whom the server lists and nobody let in: a server that lies. The page must say so. Nobody while
   * items wait to be read, since one of them may let somebody in.
   */
  get strangers(): readonly string[] {
    const all = this.#head.sequence >= this.state.head.sequence;
    return all ? this.holders.filter((one) => !this.holds(one)) : [];
  }

  /** The path of this room's routes, for attachments. */
  get path(): string {
    return this.#path;
  }

  /** The key of the newest epoch that somebody who is in has granted: the only one to seal with. */
  get key(): RoomKey & { readonly epoch: number } {
    const vouched = [...this.#keys].filter(([, { by }]) => this.#vouched(by));
    const epoch = Math.max(...vouched.map(([number]) => number));
    const key = this.#keys.get(epoch);
    if (key === undefined) throw new NoKey();
    return { identity: key.identity, recipient: key.recipient, epoch };
  }

  /** The keys of all epochs that this viewer may read, in order. */
  get epochs(): readonly { readonly number: number; readonly identity: string }[] {
    return [...this.#keys]
      .map(([number, { identity }]) => ({ number, identity }))
      .sort((a, b) => a.number - b.number);
  }

  /** Where the next item goes. */
  get next(): Place {
    const { epoch } = this.key;
    const { sequence, hash } = this.#head;
    return { v: 1, ...this.#place(), epoch, sequence: sequence + 1, previous: hash };
  }

  /** Seal the next item for a request that carries more than it. */
  sealNext(kind: string, body: unknown): Promise<Record<string, unknown>> {
    return this.#seal(newId(), kind, body);
  }

  /** The secret key of an epoch, to open an attachment. */
  identityOf(epoch: number): string {
    const key = this.#keys.get(epoch);
    if (key === undefined) throw new NoKey();
    return key.identity;
  }

  /** Take over what the server says of the room now: members, epochs, new grants. */
  async update(state: RoomState): Promise<void> {
    this.state = state;
    await this.#openGrants();
  }

  /** Fetch and verify what is new. Calls that overlap share one fetch. */
  refresh(onEntry?: (entry: Entry) => void): Promise<void> {
    this.#refreshing ??= this.#fetchNew(onEntry).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /**
   * Seal and send one item, whatever others write meanwhile.
   *
   * @param kind - what the item is: `message`, `note`, …
   * @param body - its content
   * @param path - the route that takes it; the room's own items when left out
   * @param extra - further members of the request's JSON, for such a route
   * @throws Problem - when the server refuses for good; nothing was sent then
   */
  async send(
    kind: string,
    body: unknown,
    path: string | null = null,
    extra: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const of = JSON.stringify([kind, body, path, extra]);
    const id = this.#unanswered?.of === of ? this.#unanswered.id : newId();
    this.#unanswered = { id, of };
    await this.refresh();
    await this.#insist(id, async () => {
      if (this.state.stale) await this.startEpoch([]);
      const item = await this.#seal(id, kind, body);
      await this.#api.post(path ?? `${this.#path}/items`, path === null ? item : { item, ...extra });
    });
    await this.refresh();
    this.#unanswered = null;
  }

  /** Write until our item stands there, whatever others write meanwhile and whatever answer was lost. */
  async #insist(id: string, write: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      // Our own item may have been stored by a try whose answer was lost.
      if (this.#entries.some((one) => one.state === "read" && one.id === id)) return;
      try {
        await write();
        return;
      } catch (error) {
        if (!(error instanceof Problem) || tries === TRIES) throw error;
        if (NEW_KEY.has(error.kind)) await this.#reload();
        else if (error.kind === "room-moved-on") await this.refresh();
        else throw error;
      }
    }
  }

  /**
   * Give this room a new key that only those who stay receive.
   *
   * @param removed - holders who leave with this step
   * @throws NotLetIn - when the server lists somebody whom nobody let in; nothing was sealed then
   */
  async startEpoch(removed: readonly string[]): Promise<void> {
    await this.refresh();
    const number = this.state.epoch + 1;
    const key = await newRoomKey();
    const stay = this.holders.filter((one) => !removed.includes(one));
    for (const holder of stay) if (!this.holds(holder)) throw new NotLetIn(holder);
    const grants = await Promise.all(
      stay.map(async (holder) => ({
        holder,
        sealed: await this.#grant(holder, [{ number, identity: key.identity }]),
      })),
    );
    const epoch = { number, recipient: key.recipient, grants, removed };
    await this.#api.post(`${this.#path}/epochs`, epoch).catch((error: unknown) => this.#arrived(epoch, error));
    this.#keys.set(number, { ...key, by: this.#viewer.author.verify });
    this.state = {
      ...this.state,
      epoch: number,
      stale: false,
      members: this.state.members.map((one) =>
        removed.includes(one.holder) ? { ...one, removed_on: today() } : one,
      ),
    };
    // Also those who were cut off or left without a signed word: no server can list them again.
    await this.letOut(this.state.members.filter((one) => !isLive(one)).map((one) => one.holder));
  }

  /** Go on if a key that the server refuses is there already: the answer to an earlier try was lost. */
  async #arrived(made: { number: number; recipient: string }, error: unknown): Promise<void> {
    if (!(error instanceof Problem) || error.kind !== "epoch-moved-on") throw error;
    await this.#reload();
    const there = this.state.epochs.find((one) => one.number === made.number);
    if (there?.recipient !== made.recipient) throw error;
  }

  /** Say who is in, as the first item of an investigation room that was just opened. */
  async begin(let_in: readonly LetIn[]): Promise<void> {
    await this.#say({ let_in, out: [] });
  }

  /** Say who is in and with which keys she signs, as the first item of a room that a reporter opened. */
  async beginOwn(officers: readonly string[]): Promise<void> {
    const let_in = officers.map((id): LetIn => ({ holder: `officer:${id}`, until: null }));
    await this.send("membership", { let_in, out: [], reporter: this.trust.reporter });
  }

  /** Sign that somebody is let in, unless that stands already. The grant is sent by the caller. */
  async letIn(holder: string, until: string | null): Promise<void> {
    await this.refresh();
    if (!this.holds(holder)) await this.#say({ let_in: [{ holder, until }], out: [] });
  }

  /** Sign that somebody is out, unless that stands already. Their key ends with a new epoch. */
  async letOut(holders: readonly string[]): Promise<void> {
    const out = holders.filter((one) => this.holds(one));
    if (out.length > 0) await this.#say({ let_in: [], out });
  }

  /** Sign that the viewer steps back, so that no server can list them again. */
  async stepOut(): Promise<void> {
    await this.#say({ let_in: [], out: [this.#viewer.holder] });
  }

  /** Sign that others are out, before the server is asked to cut them off together with the viewer. */
  async putOut(holders: readonly string[]): Promise<void> {
    await this.refresh();
    await this.letOut(holders);
  }

  /**
   * Let readers of the level above in, where no officer is left. Only the reporter's page does this.
   * Also whoever protects her now, into the room that she opened for it (`path`).
   * The room gets a key first that nobody else holds; the newcomers can read what was written before.
   */
  async letInAbove(officers: readonly string[], path = `${this.#path}/members`): Promise<void> {
    await this.#reload();
    await this.refresh();
    if (this.state.stale) await this.startEpoch([]);
    const holders = officers.map((id) => `officer:${id}`);
    const let_in = holders
      .filter((holder) => !this.holds(holder))
      .map((holder): LetIn => ({ holder, until: null }));
    if (let_in.length > 0) await this.#say({ let_in, out: [] });
    const grants = await Promise.all(
      holders.map(async (holder) => ({ holder, sealed: await this.grantFor(holder) })),
    );
    await this.#api.post(path, { grants });
    await this.#reload();
    await this.refresh();
  }

  /** Let somebody in. They can read all that is in the room, also what was written before. */
  async addMember(holder: string, until: string | null): Promise<void> {
    const sealed = await this.grantFor(holder);
    await this.letIn(holder, until);
    await this.#api.post(`${this.#path}/members`, { holder, until, sealed });
  }

  #say(change: Change): Promise<void> {
    return this.send("membership", change);
  }

  /** All of this room's keys, sealed to one person of the directory. */
  grantFor(holder: string): Promise<string> {
    const newest = this.key.epoch;
    return this.#grant(holder, this.epochs.filter(({ number }) => number <= newest));
  }

  async #grant(
    holder: string,
    epochs: readonly { number: number; identity: string }[],
  ): Promise<string> {
    const sealed = await sealGrant(
      this.#place(),
      { to: holder, epochs },
      this.#viewer.author,
      recipientOf(holder, this.trust),
    );
    return toBase64(sealed);
  }

  #place(): { organisation: string; case: string; room: string } {
    return {
      organisation: this.trust.directory.organisation.id,
      case: this.state.case,
      room: this.state.id,
    };
  }

  async #openGrants(): Promise<void> {
    for (const grant of this.state.grants) {
      if (this.#keys.has(grant.epoch)) continue;
      // Who may grant is known only after the items were read, and that needs this grant: its
      // signer is kept, and asked for before anything is sealed with the key (#vouched).
      try {
        const opened = await openGrant(
          fromBase64(grant.sealed),
          this.#viewer.identity,
          { ...this.#place(), to: this.#viewer.holder },
          null,
        );
        for (const { number, identity, recipient } of opened.epochs) {
          if (!this.#keys.has(number)) {
            this.#keys.set(number, { identity, recipient, by: opened.author });
          }
        }
      } catch (error) {
        // A grant that does not hold gives no key; without any key `open` refuses.
        if (!(error instanceof Tampered)) throw error;
      }
    }
  }

  async #reload(): Promise<void> {
    await this.update((await this.#api.get(this.#path)) as RoomState);
  }

  async #fetchNew(onEntry?: (entry: Entry) => void): Promise<void> {
    for (;;) {
      const page = (await this.#api.get(
        `${this.#path}/items`,
        `after=${String(this.#head.sequence)}`,
      )) as { items: readonly SealedItem[]; head: { sequence: number; hash: string } };
      if (page.items.some((one) => !this.#keys.has(one.epoch))) await this.#reload();
      await this.#takeIn(page.items, onEntry);
      if (this.#head.sequence >= page.head.sequence) return;
      if (page.items.length === 0) {
        // The server says that there is more and does not hand it out.
        this.#entries = [...this.#entries, ...missing(this.#head.sequence, page.head.sequence + 1)];
        this.#head = page.head;
        return;
      }
    }
  }

  /**
   * Read a page of items: opened side by side, then judged in order. The chain of hashes needs no
   * key, so that each item knows beforehand what it must follow.
   */
  async #takeIn(
    items: readonly SealedItem[],
    onEntry?: (entry: Entry) => void,
  ): Promise<void> {
    // The first item of all says who is in; the others are told to `onEntry` as soon as they open.
    const first = this.#head.sequence === 0 ? 1 : 0;
    for (const group of [items.slice(0, first), items.slice(first)]) {
      let head = this.#head;
      const reading: Promise<Entry>[] = [];
      for (const item of group) {
        const sealed = fromBase64(item.sealed);
        const previous = head;
        head = { sequence: item.sequence, hash: await sha256Hex(sealed) };
        for (const one of missing(previous.sequence, item.sequence)) {
          reading.push(Promise.resolve(one));
        }
        const read = this.#open(item, sealed, previous.hash);
        reading.push(onEntry === undefined ? read : read.then((entry) => this.#early(entry, onEntry)));
      }
      // Kept only when all were read: after a failure of our own, the next call begins here again.
      const opened = await Promise.all(reading);
      this.#entries = [...this.#entries, ...opened.map((entry) => this.#believe(entry))];
      this.#head = head;
    }
  }

  /** Show an item before those in front of it were judged, if its author is in as things stand. */
  #early(entry: Entry, onEntry: (entry: Entry) => void): Entry {
    const counts = entry.state === "trouble" || this.#membership.counts(entry.header.author);
    if (counts) onEntry(entry);
    return entry;
  }

  /** Open an item and verify its place and signature; whether its author counts is judged later. */
  async #open(item: SealedItem, sealed: Uint8Array, previous: string): Promise<Entry> {
    const { sequence, by, id } = item;
    const key = this.#keys.get(item.epoch);
    if (key === undefined) return { state: "trouble", sequence, by, what: "no-key" };
    const expected = { v: 1 as const, ...this.#place(), epoch: item.epoch, sequence, previous };
    try {
      const opened = await this.#opener(sealed, key.identity, expected, null);
      return { state: "read", id, sequence, by, ...opened };
    } catch (error) {
      return troubleIn(error, sequence, by);
    }
  }

  /** Judge the next item of the chain. Who granted the key to it matters only for sealing. */
  #believe(entry: Entry): Entry {
    if (entry.state === "trouble") return entry;
    try {
      this.#membership.judge(entry);
      return entry;
    } catch (error) {
      return troubleIn(error, entry.sequence, entry.by);
    }
  }

  /**
   * Whether anything may be sealed with a key that this signature granted. A server and somebody who
   * was removed could otherwise make a next epoch between them.
   */
  #vouched(by: string): boolean {
    return by === this.#viewer.author.verify || this.#membership.counts(by);
  }

  async #seal(id: string, kind: string, body: unknown): Promise<Record<string, unknown>> {
    const { author } = this.#viewer;
    const header: Header = { ...this.next, author: author.verify, kind, day: today() };
    const { sealed } = await sealItem(header, body, author, this.key.recipient);
    const { sequence, previous, epoch } = header;
    return { id, sequence, previous, epoch, sealed: toBase64(sealed) };
  }
}
