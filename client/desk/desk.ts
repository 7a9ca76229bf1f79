/**
 * One officer's desk: who is signed in, the keys while they are open, and what was opened with
 * them. All of it lives in this object; `lock` forgets it.
 */

import { Problem, officerApi, type Api } from "../api.js";
import {
  fingerprint,
  openDirectory,
  type Directory,
  type OfficerKeys,
} from "../crypto/index.js";
import { type Viewer } from "../rooms.js";
import { OpenCase } from "./case.js";
import { Drafts } from "./drafts.js";
import { type CaseRow } from "./inbox.js";
import { Opening, type OpeningPort } from "./opening.js";
import { SearchIndex } from "./search.js";
import { SomebodyElse } from "./trouble.js";

export type KeyState = "none" | "waiting" | "confirmed" | "published";

export interface Me {
  readonly officer: {
    readonly id: string;
    readonly name: string;
    readonly body: string;
    readonly organisation: string;
    readonly roles: readonly string[];
  };
  readonly key: {
    readonly id: string;
    readonly recipient: string;
    readonly verify: string;
    readonly state: KeyState;
  } | null;
  readonly wrap: string | null;
  readonly csrf: string;
}

export interface InboxPage {
  readonly cases: readonly CaseRow[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
}

/** What the page was built with, so that the server cannot vary it by visitor. */
export interface Setting {
  readonly origin: string;
  readonly language: string;
  readonly organisation: string;
  readonly root: string;
  /** Makes a worker that opens items, and how many there may be. */
  readonly worker: () => OpeningPort;
  readonly workers: number;
}

/**
 * `first`: no keys were ever made. `locked`: the passphrase is needed. `waiting`: a second person
 * must confirm the key. `confirmed`: the next signed directory must bring it. `open`: all is there.
 */
export type Stage = "first" | "locked" | "waiting" | "confirmed" | "open";

/** What is known of the officer's own key in the signed directory. */
export type OwnKey = "there" | "missing" | "swapped";

export class Desk {
  readonly api: Api;
  readonly setting: Setting;
  readonly index = new SearchIndex();
  readonly drafts = new Drafts();
  readonly #cases = new Map<string, Promise<OpenCase>>();
  #me: Me;
  #keys: OfficerKeys | null = null;
  #directory: Directory | null = null;
  #newest = 0;
  #opening: Opening | null = null;

  private constructor(setting: Setting, me: Me) {
    this.setting = setting;
    this.#me = me;
    this.api = renewing(
      officerApi(setting.origin, setting.language, () => this.#me.csrf),
      () => this.reload(),
    );
  }

  /** Ask who is signed in. */
  static async start(setting: Setting): Promise<Desk> {
    const api = officerApi(setting.origin, setting.language, () => "");
    return new Desk(setting, (await api.get("/api/desk/me")) as Me);
  }

  get me(): Me {
    return this.#me;
  }

  get holder(): string {
    return `officer:${this.#me.officer.id}`;
  }

  get stage(): Stage {
    const state = this.#me.key?.state ?? "none";
    if (state === "none" || this.#me.wrap === null) return "first";
    if (this.#keys === null) return "locked";
    if (state === "waiting") return "waiting";
    return this.#directory === null || this.ownKey === "missing" ? "confirmed" : "open";
  }

  /** The open keys. Throws when the desk is locked: nothing may go on without them. */
  get keys(): OfficerKeys {
    if (this.#keys === null) throw new Error("the desk is locked");
    return this.#keys;
  }

  get isLocked(): boolean {
    return this.#keys === null;
  }

  get directory(): Directory {
    if (this.#directory === null) throw new Error("no directory yet");
    return this.#directory;
  }

  get viewer(): Viewer {
    const { identity, recipient, author } = this.keys;
    return { holder: this.holder, identity, recipient, author };
  }

  /** Opens items with the keys that are open here; ends when the desk locks. */
  get opening(): Opening {
    this.#opening ??= new Opening(this.setting.worker, this.setting.workers);
    return this.#opening;
  }

  /** The groups that a second person compares by telephone, of the keys that are open here. */
  get groups(): readonly string[] {
    return fingerprint(this.keys.recipient, this.keys.author.verify).split(" ");
  }

  /** Is the key that the server keeps for this officer the one that is open here? */
  get isOwnKeyAtServer(): boolean {
    const { key } = this.#me;
    return key?.recipient === this.keys.recipient && key.verify === this.keys.author.verify;
  }

  /** Is the key that the signed directory names for this officer the one that is open here? */
  get ownKey(): OwnKey {
    const key = this.#directory?.officers.find((one) => one.id === this.#me.officer.id)?.key;
    if (key == null) return "missing";
    const same = key.recipient === this.keys.recipient && key.verify === this.keys.author.verify;
    return same ? "there" : "swapped";
  }

  /** The time zone in which this officer's body counts days. */
  get timeZone(): string {
    const body = this.#directory?.bodies.find((one) => one.id === this.#me.officer.body);
    return body?.time_zone ?? "UTC";
  }

  /**
   * Ask again who is signed in: the session may have been renewed in another tab.
   *
   * @throws SomebodyElse - when another officer signed in; nothing may be sent in their name
   */
  async reload(): Promise<void> {
    const api = officerApi(this.setting.origin, this.setting.language, () => "");
    const me = (await api.get("/api/desk/me")) as Me;
    if (me.officer.id !== this.#me.officer.id) throw new SomebodyElse();
    this.#me = me;
  }

  /** Keys were made or opened on this device. */
  async open(keys: OfficerKeys): Promise<void> {
    this.#keys = keys;
    await this.drafts.unlock(keys);
    if (this.#me.key?.state === "published" || this.#me.key?.state === "confirmed") {
      await this.fetchDirectory();
    }
  }

  /** Hand in keys that were made here. The server sees public halves and the sealed wrap. */
  async register(keys: OfficerKeys, wrap: string): Promise<void> {
    const { recipient, author } = keys;
    await this.api.post("/api/desk/keys", { recipient, verify: author.verify, wrap });
    await this.reload();
    await this.open(keys);
  }

  /** Keep the same keys under another passphrase. */
  async rewrap(wrap: string): Promise<void> {
    await this.api.put("/api/desk/wrap", { wrap });
    await this.reload();
  }

  /** Fetch the signed directory. It is refused when unsigned, by another root, or older. */
  async fetchDirectory(): Promise<void> {
    const path = `/api/organisations/${this.setting.organisation}/directory`;
    const signed = (await this.api.get(path)) as { document: string; signature: string };
    this.#directory = openDirectory(signed, this.setting.root, this.#newest);
    this.#newest = this.#directory.version;
  }

  async inbox(page: number): Promise<InboxPage> {
    return (await this.api.get(
      "/api/desk/cases",
      `page=${String(page)}&order=due`,
    )) as InboxPage;
  }

  /** Open a case, or come back to it. Calls that overlap share one opening. */
  openCase(id: string): Promise<OpenCase> {
    let opening = this.#cases.get(id);
    if (opening === undefined) {
      opening = OpenCase.open(this, id);
      this.#cases.set(id, opening);
      opening.catch(() => this.#cases.delete(id));
    }
    return opening;
  }

  /** Whether this page has opened a case before: what it knows of it may have changed since. */
  knowsCase(id: string): boolean {
    return this.#cases.has(id);
  }

  /** A case that was left or handed over is forgotten, words and keys. */
  forgetCase(id: string): void {
    this.#cases.delete(id);
    this.index.forget(id);
  }

  /** Forget the keys and everything that was opened with them. Drafts are sealed first. */
  async lock(): Promise<void> {
    const keys = this.#keys;
    this.#keys = null;
    this.#opening?.end();
    this.#opening = null;
    this.#cases.clear();
    this.index.clear();
    if (keys !== null) await this.drafts.lock(keys);
  }
}

/**
 * After signing in again, the page's CSRF token is stale: the first refusal fetches a new one and
 * the request is sent once more.
 */
function renewing(api: Api, renew: () => Promise<void>): Api {
  const twice = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 403) throw error;
      await renew();
      return act();
    }
  };
  return {
    get: (path, query) => api.get(path, query),
    getBytes: (path) => api.getBytes(path),
    post: (path, body) => twice(() => api.post(path, body)),
    postEncoded: (path, body) => twice(() => api.postEncoded(path, body)),
    put: (path, body) => twice(() => api.put(path, body)),
    putBytes: (path, body) => twice(() => api.putBytes(path, body)),
  };
}
