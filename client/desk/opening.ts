/**
 * Opens many items side by side, in workers. One item costs some milliseconds of the hybrid key
 * exchange, so a long case would hold up the page; a few items are opened on the page's own thread.
 *
 * Workers are given room keys. They end, with their memory, when the desk locks.
 */

import { openItem, Tampered, type OpenedItem, type What } from "../crypto/index.js";
import type { Opener } from "../rooms.js";

type Expected = Parameters<Opener>[2];

/** One item for a worker. */
export interface OpenTask {
  readonly act: "item";
  readonly number: number;
  readonly sealed: Uint8Array;
  readonly identity: string;
  readonly expected: Expected;
  readonly trusted: readonly string[] | null;
}

export type OpenReply =
  | { readonly state: "opened"; readonly number: number; readonly opened: OpenedItem }
  | { readonly state: "tampered"; readonly number: number; readonly what: What }
  | { readonly state: "not-opened"; readonly number: number };

/** The worker's side: open one item. */
export async function openTask(task: OpenTask): Promise<OpenReply> {
  const { number, sealed, identity, expected } = task;
  const trusted = task.trusted === null ? null : new Set(task.trusted);
  try {
    return { state: "opened", number, opened: await openItem(sealed, identity, expected, trusted) };
  } catch (error) {
    if (error instanceof Tampered) return { state: "tampered", number, what: error.what };
    return { state: "not-opened", number };
  }
}

/** What is used of a worker. */
export interface OpeningPort {
  postMessage(task: OpenTask): void;
  addEventListener(type: "message", listen: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: "error", listen: (event: ErrorEvent) => void): void;
  terminate(): void;
}

interface Waiting {
  readonly task: OpenTask;
  readonly done: (opened: OpenedItem) => void;
  readonly failed: (error: unknown) => void;
}

/** Each worker has this many items at hand, so that it never waits for the page. */
const AT_HAND = 4;

/** Fewer items than this at once are opened without workers. */
const FEW = 3;

export class Opening {
  readonly #make: () => OpeningPort;
  readonly #most: number;
  readonly #queue: Waiting[] = [];
  readonly #running = new Map<number, Waiting>();
  readonly #ports = new Map<OpeningPort, number>();
  #number = 0;
  #gathering = false;
  #ended = false;

  /**
   * @param make - makes a worker
   * @param most - how many workers at most
   */
  constructor(make: () => OpeningPort, most: number) {
    this.#make = make;
    this.#most = Math.max(1, most);
  }

  /** Opens one item, as `openItem` does. */
  readonly open: Opener = (sealed, identity, expected, trusted) =>
    new Promise((done, failed) => {
      this.#number += 1;
      const task: OpenTask = {
        act: "item",
        number: this.#number,
        sealed,
        identity,
        expected,
        trusted: trusted === null ? null : [...trusted],
      };
      this.#queue.push({ task, done, failed });
      if (this.#gathering) return;
      this.#gathering = true;
      // A turn later it is known whether there are few or many.
      setTimeout(() => {
        this.#gathering = false;
        this.#spread();
      });
    });

  /** End all workers and forget their keys. What was not opened yet never is. */
  end(): void {
    this.#ended = true;
    for (const port of this.#ports.keys()) port.terminate();
    this.#ports.clear();
    const left = [...this.#queue.splice(0), ...this.#running.values()];
    this.#running.clear();
    for (const one of left) one.failed(new Error("the desk was locked"));
  }

  #spread(): void {
    if (this.#ended) {
      this.end();
      return;
    }
    if (this.#queue.length < FEW && this.#running.size === 0) {
      for (const one of this.#queue.splice(0)) void this.#settle(one);
      return;
    }
    const wanted = Math.min(this.#most, Math.ceil(this.#queue.length / AT_HAND));
    while (this.#ports.size < wanted) this.#start();
    for (const port of this.#ports.keys()) this.#feed(port);
  }

  /** Open an item on this thread: there are few, or its worker is gone. */
  async #settle(one: Waiting): Promise<void> {
    finish(one, await openTask(one.task));
  }

  #start(): void {
    const port = this.#make();
    this.#ports.set(port, 0);
    port.addEventListener("message", ({ data }) => {
      const reply = data as OpenReply;
      const one = this.#running.get(reply.number);
      this.#running.delete(reply.number);
      this.#ports.set(port, (this.#ports.get(port) ?? 1) - 1);
      if (one !== undefined) finish(one, reply);
      this.#feed(port);
    });
    port.addEventListener("error", () => {
      port.terminate();
      this.#ports.delete(port);
      // Slower without it, but just as well. What other workers have at hand is then done twice.
      const left = [...this.#running.values(), ...this.#queue.splice(0)];
      this.#running.clear();
      for (const one of left) void this.#settle(one);
    });
  }

  #feed(port: OpeningPort): void {
    for (;;) {
      const busy = this.#ports.get(port);
      if (busy === undefined || busy >= AT_HAND) return;
      // The newest first: that is what stands on the page.
      const one = this.#queue.pop();
      if (one === undefined) return;
      this.#running.set(one.task.number, one);
      this.#ports.set(port, busy + 1);
      port.postMessage(one.task);
    }
  }
}

function finish(one: Waiting, reply: OpenReply): void {
  if (reply.state === "opened") one.done(reply.opened);
  else if (reply.state === "tampered") one.failed(new Tampered(reply.what));
  else one.failed(new Error("an item could not be opened"));
}
