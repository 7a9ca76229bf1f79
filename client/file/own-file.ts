/**
 * A reporter's own file: a room that she alone has the key to (docs/spec/rooms.md §8).
 *
 * It may hold thousands of items, so it is read backwards, page by page: the newest stands on the page
 * while the rest is read. Every item is verified by its place, by the hash of the bytes before it, and
 * by her own signature; nobody else can write here.
 */

import { Problem, type Api } from "../api.js";
import {
  fromBase64,
  newId,
  newRoomKey,
  openGrant,
  openItem,
  sealGrant,
  sealItem,
  sha256Hex,
  toBase64,
  toHex,
  NO_PREVIOUS,
  type Header,
  type ReporterKeys,
  type RoomKey,
} from "../crypto/index.js";
import { today } from "../days.js";
import { missing, troubleIn, type Entry, type SealedItem } from "../items.js";
import { NoKey, type Opener, type RoomState } from "../roomstate.js";

/** Items on one page: what the server hands out at once, less the one that the page hangs on. */
export const PAGE = 199;

/** Whose file it is, and where it is kept. */
export interface Owner {
  readonly api: Api;
  readonly keys: ReporterKeys;
  readonly organisation: string;
}

const TRIES = 6;

interface Sealed {
  readonly item: SealedItem;
  readonly bytes: Uint8Array;
  readonly hash: string;
}

export class OwnFile {
  readonly #owner: Owner;
  /** Opens one item; a page with many to open lends one that uses workers. */
  opener: Opener = openItem;
  /** The room as the server describes it. */
  readonly state: RoomState;
  readonly #key: RoomKey;
  /** The newest item as this device computed it. */
  #head = { sequence: 0, hash: NO_PREVIOUS };
  /** All items from this one on were read. */
  #from = 1;
  /** What was sent without an answer: sent again it is the same item, so that it stands there once. */
  #unanswered: { readonly id: string; readonly of: string } | null = null;
  readonly #ids = new Map<string, number>();

  private constructor(owner: Owner, state: RoomState, key: RoomKey) {
    this.#owner = owner;
    this.state = state;
    this.#key = key;
  }

  /**
   * Open her file. At her first visit it is made, whether she will write in it or not, so that it says
   * nothing that there is one.
   *
   * @throws NoKey - when the grant that the server shows is not one that she signed
   */
  static async open(owner: Owner): Promise<OwnFile> {
    const state = (await found(owner.api)) ?? (await made(owner));
    return new OwnFile(owner, state, await keyIn(state, owner));
  }

  /** The room, where files are sent to and fetched from. */
  get path(): string {
    return `/api/my/rooms/${this.state.id}`;
  }

  get key(): RoomKey & { readonly epoch: number } {
    return { ...this.#key, epoch: 1 };
  }

  identityOf(epoch: number): string {
    if (epoch !== 1) throw new NoKey();
    return this.#key.identity;
  }

  /** How many items were written, the first one that says whose it is among them. */
  get length(): number {
    return Math.max(this.#head.sequence, this.state.head.sequence);
  }

  /** How many of them were read. */
  get read(): number {
    return this.#head.sequence === 0 ? 0 : this.#head.sequence - this.#from + 1;
  }

  /** Whether all pages were read. */
  get whole(): boolean {
    return this.#from === 1 && this.#head.sequence > 0;
  }

  /** Read the newest page, or the one before the last page that was read: the oldest item first. */
  async readOlder(): Promise<readonly Entry[]> {
    if (this.#head.sequence === 0) return this.#readNewest();
    if (this.whole) return [];
    const from = Math.max(1, this.#from - PAGE);
    const read = await this.#read(from, this.#from - 1);
    this.#from = from;
    return read;
  }

  async #readNewest(): Promise<readonly Entry[]> {
    const { sequence } = this.state.head;
    const from = Math.max(1, sequence - PAGE + 1);
    const sealed = await this.#fetch(from, sequence);
    const read = await this.#open(sealed, from, sequence);
    this.#from = from;
    this.#head = { sequence, hash: sealed.at(-1)?.hash ?? this.state.head.hash };
    return read;
  }

  /** Fetch and verify what was written since, such as on another device. */
  async refresh(): Promise<readonly Entry[]> {
    if (this.#head.sequence === 0) return this.#readNewest();
    const { head } = await this.#page(this.#head.sequence - 1);
    if (head.sequence <= this.#head.sequence) return [];
    const sealed = await this.#fetch(this.#head.sequence + 1, head.sequence);
    const read = await this.#open(sealed, this.#head.sequence + 1, head.sequence);
    this.#head = { sequence: head.sequence, hash: sealed.at(-1)?.hash ?? head.hash };
    return read;
  }

  /**
   * Seal and write one item.
   *
   * @returns what is new in the file, her item last
   * @throws ConnectionLost - nothing is lost: the same call again writes the same item once
   */
  async write(kind: string, body: unknown): Promise<readonly Entry[]> {
    const of = JSON.stringify([kind, body]);
    const id = this.#unanswered?.of === of ? this.#unanswered.id : newId();
    this.#unanswered = { id, of };
    const fresh: Entry[] = [];
    for (let tries = 1; ; tries += 1) {
      fresh.push(...(await this.refresh()));
      // Our own item may have been stored by a try whose answer was lost.
      if (this.#ids.has(id)) break;
      try {
        await this.#owner.api.post(`${this.path}/items`, await this.#seal(id, kind, body));
      } catch (error) {
        // Written on another device at the same moment: read that, and write behind it.
        if (!(error instanceof Problem) || error.kind !== "room-moved-on" || tries === TRIES) throw error;
      }
    }
    this.#unanswered = null;
    return fresh;
  }

  async #read(from: number, to: number): Promise<readonly Entry[]> {
    return this.#open(await this.#fetch(from, to), from, to);
  }

  #page(after: number): Promise<{ items: readonly SealedItem[]; head: { sequence: number; hash: string } }> {
    return this.#owner.api.get(`${this.path}/items`, `after=${String(Math.max(0, after))}`) as Promise<{
      items: readonly SealedItem[];
      head: { sequence: number; hash: string };
    }>;
  }

  /** Fetch these items and the one before them, whose bytes the first one names. */
  async #fetch(from: number, to: number): Promise<Sealed[]> {
    const found: Sealed[] = [];
    let after = Math.max(0, from - 2);
    while (after < to) {
      const { items } = await this.#page(after);
      const wanted = items.filter(({ sequence }) => sequence <= to);
      for (const item of wanted) {
        const bytes = fromBase64(item.sealed);
        found.push({ item, bytes, hash: await sha256Hex(bytes) });
      }
      const last = wanted.at(-1)?.sequence ?? 0;
      if (last <= after) break;
      after = last;
    }
    return found;
  }

  async #open(sealed: readonly Sealed[], from: number, to: number): Promise<Entry[]> {
    const by = new Map(sealed.map((one) => [one.item.sequence, one]));
    const entries: Promise<Entry>[] = [];
    for (let sequence = from; sequence <= to; sequence += 1) {
      const one = by.get(sequence);
      const before = sequence === 1 ? NO_PREVIOUS : by.get(sequence - 1)?.hash;
      if (one === undefined || before === undefined) {
        entries.push(...missing(sequence - 1, sequence + 1).map((gap) => Promise.resolve(gap)));
      } else entries.push(this.#openOne(one, before));
    }
    return Promise.all(entries);
  }

  async #openOne({ item, bytes }: Sealed, previous: string): Promise<Entry> {
    const { id, sequence, by } = item;
    const expected = { v: 1 as const, ...this.#place(), epoch: 1, sequence, previous };
    const hers = new Set([this.#owner.keys.author.verify]);
    try {
      const opened = await this.opener(bytes, this.#key.identity, expected, hers);
      this.#ids.set(id, sequence);
      return { state: "read", id, sequence, by, ...opened };
    } catch (error) {
      return troubleIn(error, sequence, by);
    }
  }

  #place(): { organisation: string; case: string; room: string } {
    return { organisation: this.#owner.organisation, case: this.state.case, room: this.state.id };
  }

  async #seal(id: string, kind: string, body: unknown): Promise<Record<string, unknown>> {
    const { author } = this.#owner.keys;
    const place = { ...this.#place(), epoch: 1, sequence: this.#head.sequence + 1, previous: this.#head.hash };
    const header: Header = { v: 1, ...place, author: author.verify, kind, day: today() };
    const { sealed } = await sealItem(header, body, author, this.#key.recipient);
    const { sequence, previous, epoch } = header;
    return { id, sequence, previous, epoch, sealed: toBase64(sealed) };
  }
}

async function found(api: Api): Promise<RoomState | null> {
  try {
    return (await api.get("/api/my/file")) as RoomState;
  } catch (error) {
    if (error instanceof Problem && error.kind === "not-found") return null;
    throw error;
  }
}

async function made({ api, keys, organisation }: Owner): Promise<RoomState> {
  const place = { organisation, case: newId(), room: newId() };
  const key = await newRoomKey();
  const epochs = [{ number: 1, identity: key.identity }];
  const grant = await sealGrant(place, { to: "reporter", epochs }, keys.author, keys.recipient);
  const at = { ...place, epoch: 1, sequence: 1, previous: NO_PREVIOUS };
  const header: Header = { v: 1, ...at, author: keys.author.verify, kind: "membership", day: today() };
  const reporter = { recipient: keys.recipient, verify: keys.author.verify };
  const { sealed, hash } = await sealItem(header, { let_in: [], out: [], reporter }, keys.author, key.recipient);
  try {
    return (await api.post("/api/my/file", {
      file: place.case,
      ledger_key: toHex(keys.file),
      room: { id: place.room, recipient: key.recipient },
      grants: [{ holder: "reporter", sealed: toBase64(grant) }],
      item: { id: newId(), sealed: toBase64(sealed), hash },
    })) as RoomState;
  } catch (error) {
    // Opened on another page at the same moment: that one is hers too.
    const there = error instanceof Problem && error.kind === "room-exists" ? await found(api) : null;
    if (there === null) throw error;
    return there;
  }
}

/** The key in the grant that she sealed to herself; nobody else's grant counts. */
async function keyIn(state: RoomState, { keys, organisation }: Owner): Promise<RoomKey> {
  const place = { organisation, case: state.case, room: state.id };
  const hers = new Set([keys.author.verify]);
  for (const { sealed } of state.grants) {
    const { epochs } = await openGrant(fromBase64(sealed), keys.identity, { ...place, to: "reporter" }, hers)
      .catch(() => ({ epochs: [] }));
    const [first] = epochs;
    if (first?.number === 1) return { identity: first.identity, recipient: first.recipient };
  }
  throw new NoKey();
}
