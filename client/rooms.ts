/**
 * Rooms as a client works with them: open, verify, read, write, change who is in (docs/spec/rooms.md).
 *
 * What the server says about a room is never believed, only checked: an item that is missing,
 * altered, moved, out of order or by an unknown hand is kept in the list as a `Trouble`, so that
 * the page can say so loudly. New keys are only ever sealed to people in the signed directory, and
 * to the reporter whose own report named her key.
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
  type Directory,
  type Header,
  type OpenedItem,
  type RoomKey,
  type SigningKey,
} from "./crypto/index.js";

/** A room as the server describes it. */
export interface RoomState {
  readonly id: string;
  readonly kind: "dialogue" | "investigation";
  readonly case: string;
  readonly epoch: number;
  /** Somebody left: the next to write must start a new epoch first. */
  readonly stale: boolean;
  readonly head: { readonly sequence: number; readonly hash: string };
  readonly epochs: readonly { readonly number: number; readonly recipient: string }[];
  readonly members: readonly {
    readonly holder: string;
    readonly until: string | null;
    readonly removed_on: string | null;
  }[];
  readonly grants: readonly { readonly epoch: number; readonly by: string; readonly sealed: string }[];
}

/** One sealed item as the server hands it out. */
interface SealedItem {
  readonly id: string;
  readonly sequence: number;
  readonly epoch: number;
  readonly by: string;
  readonly day: string;
  readonly sealed: string;
}

/** Who is looking, with which keys. `holder` is `reporter` or `officer:<id>`. */
export interface Viewer {
  readonly holder: string;
  readonly identity: string;
  readonly recipient: string;
  readonly author: SigningKey;
}

/** Whose signatures count, and to whom keys may be sealed. */
export interface Trust {
  readonly directory: Directory;
  /** The reporter's own keys: hers by birth, for officers learned from the report itself. */
  readonly reporter: { readonly recipient: string; readonly verify: string } | null;
}

/** An item that was opened and holds what it claims. */
export interface Read extends OpenedItem {
  readonly state: "read";
  readonly id: string;
  readonly sequence: number;
  readonly by: string;
}

/** An item that is not what it should be. `what` is a code for the page, never shown as it is. */
export interface Trouble {
  readonly state: "trouble";
  readonly sequence: number;
  readonly by: string;
  readonly what: string;
}

export type Entry = Read | Trouble;

const TRIES = 6;

/** Opens one item, as `openItem` does. A page with many to open passes one that uses workers. */
export type Opener = typeof openItem;

/** The room cannot be opened at all: no grant for this viewer could be trusted. */
export class NoKey extends Error {
  constructor() {
    super("no usable grant");
    this.name = "NoKey";
  }
}

/** A member's public key is not in the signed directory, so nothing may be sealed to it. */
export class UnknownMember extends Error {
  readonly holder: string;
  constructor(holder: string) {
    super("no key in the signed directory");
    this.name = "UnknownMember";
    this.holder = holder;
  }
}

/** Today, as headers write it. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Every signature key that may have written in a room: officers of today and of before. */
export function authors(trust: Trust): ReadonlySet<string> {
  const { directory, reporter } = trust;
  const officers = directory.officers.flatMap((one) => (one.key === null ? [] : [one.key.verify]));
  const former = directory.former.map((one) => one.verify);
  return new Set([...officers, ...former, ...(reporter === null ? [] : [reporter.verify])]);
}

/** The key to which a member's grants are sealed. Throws `UnknownMember`. */
export function recipientOf(holder: string, trust: Trust): string {
  if (holder === "reporter" && trust.reporter !== null) return trust.reporter.recipient;
  const officer = trust.directory.officers.find((one) => `officer:${one.id}` === holder);
  if (officer?.key == null) throw new UnknownMember(holder);
  return officer.key.recipient;
}

/** Whether this member of a room may read it today. */
export function isLive(member: RoomState["members"][number]): boolean {
  return member.removed_on === null && (member.until === null || member.until >= today());
}

/** An open room. Make one with `Room.open`. */
export class Room {
  readonly #api: Api;
  readonly #path: string;
  readonly #viewer: Viewer;
  readonly #opener: Opener;
  readonly #keys = new Map<number, RoomKey>();
  #entries: Entry[] = [];
  #head = { sequence: 0, hash: NO_PREVIOUS };
  #refreshing: Promise<void> | null = null;
  /** Who signed grants that were opened before the reporter's key was known. */
  readonly #unvouched = new Set<string>();
  state: RoomState;
  trust: Trust;

  private constructor(
    api: Api,
    path: string,
    state: RoomState,
    viewer: Viewer,
    trust: Trust,
    opener: Opener,
  ) {
    this.#api = api;
    this.#path = path;
    this.#viewer = viewer;
    this.#opener = opener;
    this.state = state;
    this.trust = trust;
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
    opener: Opener = openItem,
  ): Promise<Room> {
    const room = new Room(api, `${base}/rooms/${state.id}`, state, viewer, trust, opener);
    await room.#openGrants();
    if (room.#keys.size === 0) throw new NoKey();
    return room;
  }

  /** What was read so far, oldest first. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Who is in the room today. */
  get holders(): readonly string[] {
    return this.state.members.filter(isLive).map((one) => one.holder);
  }

  /** The path of this room's routes, for attachments. */
  get path(): string {
    return this.#path;
  }

  /** The key of the newest epoch that this viewer holds. */
  get key(): RoomKey & { readonly epoch: number } {
    const epoch = Math.max(...this.#keys.keys());
    const key = this.#keys.get(epoch);
    if (key === undefined) throw new NoKey();
    return { ...key, epoch };
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
    const id = newId();
    await this.refresh();
    for (let tries = 1; ; tries += 1) {
      try {
        if (this.state.stale) await this.startEpoch([]);
        const item = await this.#seal(id, kind, body);
        await this.#api.post(path ?? `${this.#path}/items`, path === null ? item : { item, ...extra });
        await this.refresh();
        return;
      } catch (error) {
        if (!(error instanceof Problem) || tries === TRIES) throw error;
        if (error.kind === "new-epoch-needed") await this.#reload();
        else if (error.kind === "room-moved-on") await this.refresh();
        else throw error;
        // Our own item may have been stored by a try whose answer was lost.
        if (this.#entries.some((one) => one.state === "read" && one.id === id)) return;
      }
    }
  }

  /**
   * Give this room a new key that only those who stay receive.
   *
   * @param removed - holders who leave with this step
   */
  async startEpoch(removed: readonly string[]): Promise<void> {
    const number = this.state.epoch + 1;
    const key = await newRoomKey();
    const stay = this.holders.filter((one) => !removed.includes(one));
    const grants = await Promise.all(
      stay.map(async (holder) => ({
        holder,
        sealed: await this.#grant(holder, [{ number, identity: key.identity }]),
      })),
    );
    await this.#api.post(`${this.#path}/epochs`, {
      number,
      recipient: key.recipient,
      grants,
      removed,
    });
    this.#keys.set(number, key);
    this.state = {
      ...this.state,
      epoch: number,
      stale: false,
      members: this.state.members.map((one) =>
        removed.includes(one.holder) ? { ...one, removed_on: today() } : one,
      ),
    };
  }

  /** Let somebody in. They can read all that is in the room, also what was written before. */
  async addMember(holder: string, until: string | null): Promise<void> {
    const sealed = await this.grantFor(holder);
    await this.#api.post(`${this.#path}/members`, { holder, until, sealed });
  }

  /** All of this room's keys, sealed to one person of the directory. */
  grantFor(holder: string): Promise<string> {
    const epochs = [...this.#keys].map(([number, { identity }]) => ({ number, identity }));
    return this.#grant(holder, epochs);
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
      // The reporter's key is known only after the report was read, and that needs this grant:
      // its signer is checked when the report has been opened (#meetReporter).
      const trusted = this.#awaitsReport() ? null : authors(this.trust);
      try {
        const opened = await openGrant(
          fromBase64(grant.sealed),
          this.#viewer.identity,
          { ...this.#place(), to: this.#viewer.holder },
          trusted,
        );
        if (trusted === null) this.#unvouched.add(opened.author);
        for (const { number, identity, recipient } of opened.epochs) {
          this.#keys.set(number, { identity, recipient });
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
   * Read a page of items, side by side. The chain of hashes needs no key, so that each item knows
   * beforehand what it must follow. The report comes before the rest: it names the reporter's key.
   */
  async #takeIn(
    items: readonly SealedItem[],
    onEntry?: (entry: Entry) => void,
  ): Promise<void> {
    const report = this.#awaitsReport() ? 1 : 0;
    for (const group of [items.slice(0, report), items.slice(report)]) {
      let head = this.#head;
      const reading: Promise<Entry>[] = [];
      for (const item of group) {
        const sealed = fromBase64(item.sealed);
        const previous = head;
        head = { sequence: item.sequence, hash: await sha256Hex(sealed) };
        for (const one of missing(previous.sequence, item.sequence)) {
          reading.push(Promise.resolve(one));
        }
        const read = this.#read(item, sealed, previous.hash);
        reading.push(onEntry === undefined ? read : read.then((entry) => (onEntry(entry), entry)));
      }
      // Kept only when all were read: after a failure of our own, the next call begins here again.
      this.#entries = [...this.#entries, ...(await Promise.all(reading))];
      this.#head = head;
    }
  }

  async #read(item: SealedItem, sealed: Uint8Array, previous: string): Promise<Entry> {
    const { sequence, by, id } = item;
    const key = this.#keys.get(item.epoch);
    if (key === undefined) return { state: "trouble", sequence, by, what: "no-key" };
    const expected = { v: 1 as const, ...this.#place(), epoch: item.epoch, sequence, previous };
    try {
      const opened = await this.#opener(sealed, key.identity, expected, this.#trusted(item));
      this.#meetReporter(opened);
      return { state: "read", id, sequence, by, ...opened };
    } catch (error) {
      if (!(error instanceof Tampered)) throw error;
      const { what } = error;
      return { state: "trouble", sequence, by, what };
    }
  }

  /** Before the report was read, only the report itself may be by a key that nobody vouches for. */
  #trusted(item: SealedItem): ReadonlySet<string> | null {
    return this.#awaitsReport() && item.sequence === 1 ? null : authors(this.trust);
  }

  #awaitsReport(): boolean {
    return this.trust.reporter === null && this.state.kind === "dialogue";
  }

  /** Learn the reporter's keys from the first item, which is signed with the key that it names. */
  #meetReporter(opened: OpenedItem): void {
    if (!this.#awaitsReport() || opened.header.kind !== "report") return;
    const { reporter } = opened.body as {
      reporter: { recipient: string; verify: string };
    };
    if (reporter.verify !== opened.header.author) {
      throw new Tampered("author");
    }
    const trust = { ...this.trust, reporter };
    const known = authors(trust);
    if ([...this.#unvouched].some((one) => !known.has(one))) {
      throw new Tampered("author");
    }
    this.trust = trust;
  }

  async #seal(id: string, kind: string, body: unknown): Promise<Record<string, unknown>> {
    const { epoch, recipient } = this.key;
    const header: Header = {
      v: 1,
      ...this.#place(),
      epoch,
      sequence: this.#head.sequence + 1,
      previous: this.#head.hash,
      author: this.#viewer.author.verify,
      kind,
      day: today(),
    };
    const { sealed } = await sealItem(header, body, this.#viewer.author, recipient);
    const { sequence, previous } = header;
    return { id, sequence, previous, epoch, sealed: toBase64(sealed) };
  }
}

/** Items between the last one read and `sequence` are missing: say so for each. */
function missing(last: number, sequence: number): Trouble[] {
  const gap: Trouble[] = [];
  for (let at = last + 1; at < sequence; at += 1) {
    gap.push({ state: "trouble", sequence: at, by: "", what: "missing" });
  }
  return gap;
}
