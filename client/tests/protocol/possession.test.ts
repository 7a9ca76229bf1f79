import { beforeAll, describe, expect, it } from "vitest";
import { remainingAmong } from "../../joining.js";
import { newReceipt, reporterKeys, type Directory, type OfficerKeys, type Receipt, type ReporterKeys } from "../../crypto/index.js";
import { isReporters } from "../../membership.js";
import { isPossessed, takePossession } from "../../possession.js";
import { remaining } from "../../readers.js";
import { Room } from "../../rooms.js";
import { sealRoom } from "../../sealed.js";
import type { Deployment } from "../../sending.js";
import { ID, OFFICER, theCast } from "./cast.js";
import { RoomServer, emptyRoom } from "./server.js";

const deployment: Deployment = {
  origin: "http://hoeder.test", language: "nl", id: new Uint8Array(32).fill(7), organisation: ID.organisation, root: "",
};
const CASE = "c".repeat(32);

let directory: Directory;
let keys: Record<string, OfficerKeys>;

beforeAll(async () => {
  ({ directory, keys } = await theCast());
});

/** A report that was registered for Noor, sealed to Ada and to the words on paper. */
async function registered(paper: Receipt): Promise<{ server: RoomServer; old: ReporterKeys }> {
  const old = await reporterKeys(paper, deployment.id);
  const readers = directory.officers.filter((one) => one.id === OFFICER.ada);
  const at = { organisation: ID.organisation, case: CASE };
  const sent = await sealRoom(at, old, readers, "report", { text: "Verteld." });
  const server = emptyRoom(sent.room.id, ["reporter", `officer:${OFFICER.ada}`], CASE);
  server.grants = sent.grants.map((one) => ({ ...one, epoch: 1, by: "reporter" }));
  server.items = [{ ...sent.item, sequence: 1, epoch: 1, by: "reporter", day: "2026-11-23" }];
  server.state = { ...server.state, head: { sequence: 1, hash: sent.item.hash } };
  return { server, old };
}

async function openedBy(server: RoomServer, own: ReporterKeys, possessed = false): Promise<Room> {
  const reporter = { recipient: own.recipient, verify: own.author.verify };
  const viewer = { holder: "reporter", identity: own.identity, ...reporter, author: own.author };
  const trust = { directory, reporter: { ...reporter, possessed } };
  const room = await Room.open(server.as("reporter"), "/api/my", server.shown("reporter"), viewer, trust);
  await room.refresh();
  return room;
}

async function openedByAda(server: RoomServer): Promise<Room> {
  const ada = keys["ada"];
  if (ada === undefined) throw new Error("no Ada");
  const holder = `officer:${OFFICER.ada}`;
  const room = await Room.open(
    server.as(holder), "/api/desk", server.shown(holder), { holder, ...ada }, { directory, reporter: null },
  );
  await room.refresh();
  return room;
}

interface Posted {
  readonly item: { sequence: number; epoch: number; id: string; sealed: string; previous: string };
  readonly epoch: { number: number; recipient: string; grants: { holder: string; sealed: string }[]; removed: string[] };
}

/** Take possession; the server does what `reports.take_possession` does. */
async function possessed(): Promise<{ server: RoomServer; old: ReporterKeys; own: ReporterKeys }> {
  const [paper, words] = [newReceipt(), newReceipt()];
  const { server, old } = await registered(paper);
  const room = await openedBy(server, old);
  const inner = server.as("reporter");
  const api = {
    ...inner,
    post: async (path: string, body: unknown): Promise<unknown> => {
      expect(path).toBe("/api/my/possession");
      const { item, epoch } = body as Posted;
      await inner.post("/items", item);
      server.grants = server.grants.filter((one) => one.holder !== "reporter");
      await inner.post("/epochs", epoch);
      throw new Error("stop here: what follows asks a real server");
    },
  };
  const myCase = { id: CASE, body: ID.kustdienst, status: "received", classification: "report", proposed: null, closing: null, meeting: null, excluded: [], received_on: "2026-11-20", clocks: [] };
  const keys = await reporterKeys(paper, deployment.id);
  const report = { case: myCase, proof: null, onPaper: true, dialogue: room, rooms: [], keys, directory, api };
  await expect(takePossession(deployment, report, paper, words)).rejects.toThrow("stop here");
  return { server, old, own: await reporterKeys(words, deployment.id) };
}

describe("words of one's own in the place of those on paper", () => {
  it("open everything that was there, and what comes after", async () => {
    const { server, own } = await possessed();
    const room = await openedBy(server, own, true);
    expect(room.entries.map((one) => one.state)).toEqual(["read", "read"]);
    expect(await isPossessed(room, own)).toBe(true);
    await room.send("message", { text: "Ik ben het." });
    const ada = await openedByAda(server);
    expect(ada.entries.map((one) => one.state)).toEqual(["read", "read", "read"]);
    expect(ada.trust.reporter?.verify).toBe(own.author.verify);
    await ada.send("message", { text: "Welkom." });
  });

  it("leave what was written before hers", async () => {
    const { server, old, own } = await possessed();
    const { trust } = await openedByAda(server);
    expect(isReporters(old.author.verify, trust)).toBe(true);
    expect(isReporters(own.author.verify, trust)).toBe(true);
    expect(isReporters("0".repeat(64), trust)).toBe(false);
  });

  it("leave the paper without a key", async () => {
    const { server, old } = await possessed();
    await expect(openedBy(server, old)).rejects.toThrow("no usable grant");
  });

  it("leave the paper without a signature that counts", async () => {
    const { server, old, own } = await possessed();
    const room = await openedBy(server, own, true);
    // Whoever printed the paper kept the key of the first epoch, and a server that lies helps.
    const viewer = { holder: "reporter", identity: own.identity, recipient: own.recipient, author: old.author };
    const forger = await Room.open(
      server.as("reporter"), "/api/my", server.shown("reporter"), viewer, { directory, reporter: null },
    );
    await forger.refresh();
    await expect(forger.send("message", { text: "Toch ik." })).resolves.toBeUndefined();
    await room.refresh();
    expect(room.entries.at(-1)).toMatchObject({ state: "trouble", what: "author" });
  });

  it("do not make another's room hers", async () => {
    const { server } = await possessed();
    const stranger = await reporterKeys(newReceipt(), deployment.id);
    const { own } = await possessed();
    expect(await isPossessed(await openedByAda(server), own)).toBe(false);
    expect(await isPossessed(await openedByAda(server), stranger)).toBe(false);
  });

  it("are asked for only where the report is signed with other keys", async () => {
    const { server, own } = await possessed();
    const strict = await openedBy(server, own);
    expect(strict.entries[0]).toMatchObject({ state: "trouble", what: "author" });
  });
});

describe("who reads a report that joins another", () => {
  const none = new Set<string>();
  const joint = { id: "j", channel: ID.channel, readers: [OFFICER.ada] };

  it("is nobody whom the first one left out", () => {
    expect(remaining(directory, ID.channel, []).readers.length).toBeGreaterThan(1);
    const left = remainingAmong(directory, joint, ID.channel, [], none);
    expect(left.readers.map((one) => one.id)).toEqual([OFFICER.ada]);
    expect(left).toMatchObject({ movedUp: false, channel: { id: ID.channel } });
  });

  it("is nobody at all when she leaves out the last", () => {
    const named = [{ kind: "officer" as const, id: OFFICER.ada }];
    expect(remainingAmong(directory, joint, ID.channel, named, none)).toMatchObject({ readers: [], channel: null });
    expect(remainingAmong(directory, joint, ID.channel, [], new Set([OFFICER.ada])).channel).toBeNull();
  });

  it("goes where the first went, also when that is the level above", () => {
    const above = { id: "j", channel: ID.channelAbove, readers: [OFFICER.mira] };
    expect(remainingAmong(directory, above, ID.channel, [], none)).toMatchObject({
      movedUp: true, body: { id: ID.commission },
    });
  });
});
