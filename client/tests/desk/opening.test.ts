import { describe, expect, it } from "vitest";
import {
  newId, newOfficerKeys, newRoomKey, NO_PREVIOUS, sealItem, Tampered, type Header,
} from "../../crypto/index.js";
import { Opening, openTask, type OpeningPort, type OpenTask } from "../../desk/opening.js";

const ada = await newOfficerKeys();
const room = await newRoomKey();
const place = { v: 1 as const, organisation: newId(), case: newId(), room: newId(), epoch: 1, sequence: 1, previous: NO_PREVIOUS };
const header: Header = { ...place, author: ada.author.verify, kind: "note", day: "2026-11-23" };
const { sealed } = await sealItem(header, { text: "a note" }, ada.author, room.recipient);
const trusted = new Set([ada.author.verify]);

/** A worker that does its work in this thread, and counts it. */
class Helper implements OpeningPort {
  static made: Helper[] = [];
  done = 0;
  ended = false;
  broken = false;
  #listen: ((event: MessageEvent<unknown>) => void)[] = [];
  #fail: ((event: ErrorEvent) => void)[] = [];
  constructor(broken = false) {
    this.broken = broken;
    Helper.made.push(this);
  }
  postMessage(task: OpenTask): void {
    if (this.broken) {
      setTimeout(() => { for (const one of this.#fail) one(undefined as unknown as ErrorEvent); });
      return;
    }
    void openTask(structuredClone(task)).then((reply) => {
      this.done += 1;
      if (!this.ended) for (const one of this.#listen) one({ data: reply } as MessageEvent<unknown>);
    });
  }
  addEventListener(type: "message" | "error", listen: never): void {
    if (type === "message") this.#listen.push(listen);
    else this.#fail.push(listen);
  }
  terminate(): void {
    this.ended = true;
  }
}

const many = (opening: Opening, times: number): Promise<unknown>[] =>
  Array.from({ length: times }, () => opening.open(sealed, room.identity, place, trusted));

describe("opening many items", () => {
  it("spreads them over workers, and each is opened", async () => {
    Helper.made = [];
    const opening = new Opening(() => new Helper(), 2);
    const opened = await Promise.all(many(opening, 25));
    expect(opened.map((one) => (one as { body: { text: string } }).body.text)).toEqual(Array(25).fill("a note"));
    expect(Helper.made).toHaveLength(2);
    expect(Helper.made.reduce((sum, one) => sum + one.done, 0)).toBe(25);
  });

  it("opens a few without any worker", async () => {
    Helper.made = [];
    await Promise.all(many(new Opening(() => new Helper(), 2), 2));
    expect(Helper.made).toEqual([]);
  });

  it("says of a worker's item what was wrong with it, as without workers", async () => {
    const opening = new Opening(() => new Helper(), 2);
    const wrong = { ...place, sequence: 2 };
    const results = await Promise.allSettled([
      ...many(opening, 4),
      opening.open(sealed, room.identity, wrong, trusted),
      opening.open(sealed, room.identity, place, new Set()),
    ]);
    const reasons = results.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
    expect(reasons.map((one) => one instanceof Tampered && one.what)).toEqual(["sequence", "author"]);
  });

  it("goes on without workers where there are none to be had", async () => {
    const opening = new Opening(() => new Helper(true), 2);
    expect(await Promise.all(many(opening, 9))).toHaveLength(9);
  });

  it("opens nothing any more after locking, and ends its workers", async () => {
    Helper.made = [];
    const opening = new Opening(() => new Helper(), 2);
    const left = Promise.allSettled(many(opening, 20));
    await new Promise((go) => setTimeout(go, 5));
    opening.end();
    expect((await left).some((one) => one.status === "rejected")).toBe(true);
    expect(Helper.made.every((one) => one.ended)).toBe(true);
    await expect(opening.open(sealed, room.identity, place, trusted)).rejects.toThrow();
  });
});
