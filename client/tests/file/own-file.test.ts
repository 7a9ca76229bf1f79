/** A reporter's own file on a server that can be made to lie. */

import { beforeAll, expect, test } from "vitest";

import { ConnectionLost, Problem, type Api } from "../../api.js";
import { newReceipt, reporterKeys, sha256Hex, fromBase64, type ReporterKeys } from "../../crypto/index.js";
import { OwnFile, PAGE } from "../../file/own-file.js";
import type { Entry } from "../../items.js";
import { NoKey } from "../../roomstate.js";
import { ID } from "../protocol/cast.js";
import { RoomServer } from "../protocol/server.js";

let keys: ReporterKeys;
beforeAll(async () => {
  keys = await reporterKeys(newReceipt(), new Uint8Array(32).fill(7));
});

/** What the server keeps, once she has opened her file. */
interface Kept {
  server: RoomServer | null;
  opened: number;
}

interface Sent {
  readonly file: string;
  readonly room: { readonly id: string; readonly recipient: string };
  readonly grants: readonly { readonly holder: string; readonly sealed: string }[];
  readonly item: { readonly id: string; readonly sealed: string };
}

function store(kept: Kept, sent: Sent, hash: string): void {
  kept.opened += 1;
  kept.server = new RoomServer({
    id: sent.room.id,
    kind: "file",
    case: sent.file,
    epoch: 1,
    stale: false,
    head: { sequence: 1, hash },
    epochs: [{ number: 1, recipient: sent.room.recipient }],
    members: [{ holder: "reporter", until: null, removed_on: null }],
    grants: [],
  });
  const { sealed, id } = sent.item;
  kept.server.items.push({ id, sequence: 1, epoch: 1, by: "reporter", day: "2026-11-23", sealed });
  for (const one of sent.grants) kept.server.grants.push({ ...one, epoch: 1, by: "reporter" });
}

/** The server as she asks it: in pages of 200. */
function as(kept: Kept): Api {
  const absent = new Problem(404, "not-found", "", {});
  return {
    get: async (path, query = "") => {
      if (kept.server === null) throw absent;
      if (path === "/api/my/file") return kept.server.shown("reporter");
      const answer = (await kept.server.as("reporter").get(path, query)) as { items: unknown[]; head: unknown };
      return { ...answer, items: answer.items.slice(0, 200) };
    },
    post: async (path, body) => {
      if (path !== "/api/my/file") {
        if (kept.server === null) throw absent;
        return kept.server.as("reporter").post(path, body);
      }
      const hash = await sha256Hex(fromBase64((body as Sent).item.sealed));
      if (kept.server !== null) throw new Problem(409, "room-exists", "", {});
      store(kept, body as Sent, hash);
      return (kept.server as unknown as RoomServer).shown("reporter");
    },
    ...{ getBytes: never, postEncoded: never, put: never, putBytes: never },
  };
}

const never = (): Promise<never> => Promise.reject(new Error("not asked here"));
const open = (kept: Kept, of = keys): Promise<OwnFile> =>
  OwnFile.open({ api: as(kept), keys: of, organisation: ID.organisation });
const seen = (entries: readonly Entry[]): string[] =>
  entries.map((one) => (one.state === "read" ? one.header.kind : `!${one.what}`));
const note = (text: string): unknown => ({ text, entry: null, files: [] });

async function withNotes(n: number): Promise<{ kept: Kept; file: OwnFile }> {
  const kept: Kept = { server: null, opened: 0 };
  const file = await open(kept);
  for (let at = 0; at < n; at += 1) await file.write("note", note(String(at)));
  return { kept, file };
}

test("law.md EVD-02, EVD-05: is made at the first visit, and opens with the receipt alone", async () => {
  const { kept } = await withNotes(2);
  const again = await open(kept);
  expect(seen(await again.readOlder())).toEqual(["membership", "note", "note"]);
  expect(again.whole).toBe(true);
  expect(await again.readOlder()).toEqual([]);
  expect(kept.opened).toBe(1);
});

test("opened on two pages at once is one file", async () => {
  const kept: Kept = { server: null, opened: 0 };
  const files = await Promise.all([open(kept), open(kept)]);
  expect(new Set(files.map((one) => one.path)).size).toBe(1);
});

test("opens for nobody with other words, nor with a grant of somebody else", async () => {
  const { kept } = await withNotes(0);
  const other = await reporterKeys(newReceipt(), new Uint8Array(32).fill(7));
  await expect(open(kept, other)).rejects.toThrow(NoKey);
  if (kept.server !== null) kept.server.grants = [];
  await expect(open(kept)).rejects.toThrow(NoKey);
});

test("law.md EVD-02: 230 items are read from the newest, in pages that hold each other", { timeout: 120_000 }, async () => {
  const { kept } = await withNotes(230);
  const file = await open(kept);
  const pages: Entry[][] = [];
  while (!file.whole) pages.push([...(await file.readOlder())]);
  expect(pages.map((one) => one.length)).toEqual([PAGE, 231 - PAGE]);
  const all = pages.toReversed().flat();
  expect(all.map((one) => one.sequence)).toEqual(Array.from({ length: 231 }, (_, n) => n + 1));
  expect(all.every((one) => one.state === "read")).toBe(true);
});

test("an item that is swapped, altered or missing is told in its place", async () => {
  const { kept } = await withNotes(4);
  const { server } = kept;
  if (server === null) throw new Error("no file");
  const [one, two, three, four, five] = server.items;
  if (!one || !two || !three || !four || !five) throw new Error("too few");
  server.items = [one, { ...three, sequence: 2 }, { ...two, sequence: 3 }, four, five];
  expect(seen(await (await open(kept)).readOlder())).toEqual(["membership", "!sequence", "!sequence", "!previous", "note"]);
  server.items = [one, two, four, five];
  expect(seen(await (await open(kept)).readOlder())).toEqual(["membership", "note", "!missing", "!missing", "note"]);
});

test("a lost line loses nothing, and writes nothing twice", async () => {
  const { kept, file } = await withNotes(1);
  if (kept.server === null) throw new Error("no file");
  kept.server.silent = 1;
  await expect(file.write("note", note("eenmaal"))).rejects.toThrow(ConnectionLost);
  const fresh = await file.write("note", note("eenmaal"));
  expect(seen(fresh)).toEqual(["note"]);
  expect(kept.server.items).toHaveLength(3);
});

test("what was written on another device comes first", async () => {
  const { kept, file } = await withNotes(1);
  const other = await open(kept);
  await other.readOlder();
  await other.write("note", note("van de telefoon"));
  expect(seen(await file.write("note", note("van de laptop")))).toEqual(["note", "note"]);
  expect(file.length).toBe(4);
});

test("a page that moved on in mid-writing is read and written behind", async () => {
  const { kept, file } = await withNotes(1);
  const other = await open(kept);
  if (kept.server === null) throw new Error("no file");
  kept.server.meanwhile = async () => { await other.write("note", note("tegelijk")); };
  expect(seen(await file.write("note", note("ook")))).toEqual(["note", "note"]);
  expect(() => file.identityOf(2)).toThrow(NoKey);
  expect(file.identityOf(1)).toBe(file.key.identity);
});
