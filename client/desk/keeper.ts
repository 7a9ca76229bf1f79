/**
 * Work on a passphrase, off the page's own thread: Argon2id takes seconds, and the page must stay
 * alive meanwhile. The keys travel between the page and its own worker and nowhere else.
 */

import {
  newOfficerKeys,
  Tampered,
  unwrapOfficerKeys,
  WrongPassphrase,
  wrapOfficerKeys,
  type OfficerKeys,
} from "../crypto/index.js";

export type Task =
  | { readonly act: "make"; readonly passphrase: string; readonly officer: string }
  | { readonly act: "open"; readonly wrap: string; readonly passphrase: string; readonly officer: string }
  | {
      readonly act: "change";
      readonly wrap: string;
      readonly passphrase: string;
      readonly next: string;
      readonly officer: string;
    };

export interface Kept {
  readonly keys: OfficerKeys;
  readonly wrap: string;
}

export type Reply =
  | { readonly state: "working"; readonly done: number }
  | { readonly state: "done"; readonly kept: Kept }
  | { readonly state: "wrong-passphrase" }
  | { readonly state: "bad-wrap" }
  | { readonly state: "failed"; readonly message: string };

/** The worker's side: do one task. */
export async function keep(task: Task, progress: (done: number) => void): Promise<Kept> {
  const { passphrase, officer } = task;
  switch (task.act) {
    case "make": {
      const keys = await newOfficerKeys();
      return { keys, wrap: await wrapOfficerKeys(keys, passphrase, officer, progress) };
    }
    case "open": {
      const keys = await unwrapOfficerKeys(task.wrap, passphrase, officer, progress);
      return { keys, wrap: task.wrap };
    }
    case "change": {
      const first = (done: number): void => { progress(done / 2); };
      const second = (done: number): void => { progress(0.5 + done / 2); };
      const keys = await unwrapOfficerKeys(task.wrap, passphrase, officer, first);
      return { keys, wrap: await wrapOfficerKeys(keys, task.next, officer, second) };
    }
  }
}

/** What the worker answers when a task fails. Errors lose their class on the way between threads. */
export function replyTo(error: unknown): Reply {
  if (error instanceof WrongPassphrase) return { state: "wrong-passphrase" };
  if (error instanceof Tampered) return { state: "bad-wrap" };
  return { state: "failed", message: error instanceof Error ? error.name : "unknown" };
}

/** What is used of a worker; the page passes a real one, tests pass their own. */
export interface Port {
  postMessage(message: Task): void;
  addEventListener(type: "message", listen: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: "error", listen: (event: ErrorEvent) => void): void;
  terminate(): void;
}

/** The page's side: have one task done by a worker of its own, which ends with the task. */
export function askKeeper(port: Port, task: Task, progress: (done: number) => void): Promise<Kept> {
  return new Promise<Kept>((resolve, reject) => {
    port.addEventListener("message", ({ data }) => {
      const reply = data as Reply;
      switch (reply.state) {
        case "working":
          progress(reply.done);
          return;
        case "done":
          resolve(reply.kept);
          break;
        case "wrong-passphrase":
          reject(new WrongPassphrase());
          break;
        case "bad-wrap":
          reject(new Tampered("wrap"));
          break;
        case "failed":
          reject(new Error(reply.message));
      }
      // The worker's memory held the passphrase: it goes with the worker.
      port.terminate();
    });
    port.addEventListener("error", () => {
      port.terminate();
      reject(new Error("the worker did not start"));
    });
    port.postMessage(task);
  });
}
