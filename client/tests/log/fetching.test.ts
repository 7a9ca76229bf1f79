/** The log is fetched whole, in order, and nothing but the log: docs/spec/ledger.md §6. */

import { expect, test } from "vitest";
import { Problem } from "../../api.js";
import { concat, toHex } from "../../crypto/index.js";
import { wholeLog } from "../../log/fetching.js";
import { handles, leafOf } from "../../log/leaf.js";
import { checkProof, readProof, writeProof } from "../../log/proof.js";
import { LOG, checkpoint, dummy } from "./log.js";

const KEY = Uint8Array.from({ length: 32 }, (_, at) => at);
const DAY = "2026-11-23";

/** 600 leaves, with the events of a chain at these places. */
function leavesWith(places: readonly number[]): Uint8Array[] {
  return Array.from({ length: 600 }, (_, at) => {
    const n = places.indexOf(at);
    return n < 0 ? dummy(String(at), DAY) : leafOf(KEY, n, `event ${String(n)}`, DAY);
  });
}

/** A server that serves these leaves and this checkpoint, and counts. */
class Server {
  readonly asked: string[] = [];
  readonly leaves: readonly Uint8Array[];
  note: string;
  /** Whether enough witnesses ever signed. */
  counts = true;

  constructor(leaves: readonly Uint8Array[]) {
    this.leaves = leaves;
    this.note = checkpoint(leaves);
  }

  async getBytes(path: string): Promise<Uint8Array> {
    this.asked.push(path);
    await Promise.resolve();
    if (path === "/log/checkpoint" && !this.counts) throw new Problem(404, "not-found", "", {});
    if (path === "/log/checkpoint" || path === "/log/newest") return new TextEncoder().encode(this.note);
    const [, number = "", width = "256"] = /^\/log\/tile\/entries\/([0-9]{3})(?:\.p\/([0-9]+))?$/.exec(path) ?? [];
    const from = Number(number) * 256;
    return concat(...this.leaves.slice(from, from + Number(width)).map((one) => concat(Uint8Array.of(0, 96), one)));
  }
}

test("all leaves are fetched in order, and her entries are found on the way", async () => {
  const server = new Server(leavesWith([3, 258, 599]));
  const told: number[] = [];
  const log = await wholeLog(server, LOG.key, { handles: handles(KEY, 20) }, (read) => told.push(read));
  expect(server.asked).toEqual([
    "/log/checkpoint", "/log/tile/entries/000", "/log/tile/entries/001", "/log/tile/entries/002.p/88",
  ]);
  expect(toHex(log.tree.root())).toBe(toHex(log.said.root));
  expect([...log.found].map(([n, at]) => [n, ...at.map((one) => one.index)])).toEqual([[0, 3], [1, 258], [2, 599]]);
  expect(log.malformed).toBeNull();
  expect(told.at(-1)).toBe(600);
});

test("each found entry has a proof that stands alone", async () => {
  const server = new Server(leavesWith([3, 258, 599]));
  const log = await wholeLog(server, LOG.key, { handles: handles(KEY, 3) }, () => undefined);
  for (const [{ index, leaf } = { index: -1, leaf: new Uint8Array() }] of log.found.values()) {
    const text = writeProof({ extra: null, index, path: log.tree.inclusionOf(index), checkpoint: log.checkpoint });
    expect(text.split("\n").slice(0, 2)).toEqual(["c2sp.org/tlog-proof@v1", `index ${String(index)}`]);
    expect(checkProof(text, leaf, LOG.key).size).toBe(600);
    expect(readProof(text).checkpoint).toBe(server.note);
    expect(() => checkProof(text, dummy("another", DAY), LOG.key)).toThrow("proof");
    expect(() => checkProof(text.replace("index ", "index 0"), leaf, LOG.key)).toThrow("proof");
  }
});

test("extra data is kept and proves nothing", async () => {
  const log = await wholeLog(new Server(leavesWith([3])), LOG.key, { handles: handles(KEY, 1) }, () => undefined);
  const text = writeProof({ extra: Uint8Array.of(1, 2), index: 3, path: log.tree.inclusionOf(3), checkpoint: log.checkpoint });
  expect(text).toContain("extra AQI=\nindex 3\n");
  expect(readProof(text).extra).toEqual(Uint8Array.of(1, 2));
});

test("the root at an earlier checkpoint can be asked for", async () => {
  const leaves = leavesWith([]);
  const log = await wholeLog(new Server(leaves), LOG.key, { handles: [], sizes: [130] }, () => undefined);
  expect(checkpoint(leaves.slice(0, 130)).split("\n")[2]).toBe(btoa(String.fromCharCode(...log.tree.root(130))));
});

test("a bundle that is cut off, too long, or cut in another way is refused", async () => {
  for (const broken of [(all: Uint8Array) => all.slice(1), (all: Uint8Array) => concat(all, Uint8Array.of(0)), (all: Uint8Array) => concat(all.slice(1), Uint8Array.of(0))]) {
    const server = new Server(leavesWith([3]));
    const api = {
      getBytes: async (path: string) => {
        const bytes = await server.getBytes(path);
        return path.endsWith("001") ? broken(bytes) : bytes;
      },
    };
    await expect(wholeLog(api, LOG.key, { handles: [] }, () => undefined)).rejects.toThrow("bundle");
  }
});

test("a checkpoint of another log is refused before a leaf is fetched", async () => {
  const server = new Server(leavesWith([]));
  server.note = server.note.replace("600", "601");
  await expect(wholeLog(server, LOG.key, { handles: [] }, () => undefined)).rejects.toThrow("signature");
  expect(server.asked).toEqual(["/log/checkpoint"]);
});

test("while enough witnesses never signed, the newest that the log signed is read; another answer than 404 is no such thing", async () => {
  const server = new Server(leavesWith([3]));
  server.counts = false;
  const log = await wholeLog(server, LOG.key, { handles: handles(KEY, 1) }, () => undefined);
  expect(server.asked.slice(0, 2)).toEqual(["/log/checkpoint", "/log/newest"]);
  expect([log.checkpoint, log.found.get(0)?.length]).toEqual([server.note, 1]);
  const away = { getBytes: () => Promise.reject(new Problem(503, "unavailable", "", {})) };
  await expect(wholeLog(away, LOG.key, { handles: [] }, () => undefined)).rejects.toThrow("503");
});

test("it can be cancelled on the way", async () => {
  const cancel = new AbortController();
  const server = new Server(leavesWith([]));
  const api = {
    getBytes: (path: string) => {
      if (path.endsWith("000")) cancel.abort();
      return server.getBytes(path);
    },
  };
  await expect(wholeLog(api, LOG.key, { handles: [] }, () => undefined, cancel.signal)).rejects.toThrow();
});

test("a leaf that has not the form of one is named", async () => {
  const leaves = leavesWith([]);
  leaves[300] = Uint8Array.from(leaves[300] ?? [], (byte, at) => (at === 5 ? 1 : byte));
  const log = await wholeLog(new Server(leaves), LOG.key, { handles: [] }, () => undefined);
  expect(log.malformed).toBe(300);
});
