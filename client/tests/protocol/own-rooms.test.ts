/** Rooms that a reporter opens herself: who is in is told by what she signed. */

import { describe, expect, test } from "vitest";

import { newId, newOfficerKeys, newRoomKey, sealGrant, sealItem, toBase64, type OfficerKeys } from "../../crypto/index.js";
import { commissionOf } from "../../own-rooms.js";
import { Room, type RoomState, type Viewer } from "../../rooms.js";
import type { Trust } from "../../membership.js";
import { ID, OFFICER, theCast } from "./cast.js";
import { emptyRoom, type RoomServer } from "./server.js";

const { directory, keys } = await theCast();
const MIRA = `officer:${OFFICER.mira}`;
const JONAS = `officer:${OFFICER.jonas}`;
const hers = await newOfficerKeys();
const reporter = { recipient: hers.recipient, verify: hers.author.verify };
const others = await newOfficerKeys();

/** Noor has made a room with the commission, and nothing is written in it yet. */
async function made(kind: RoomState["kind"] = "commission"): Promise<RoomServer> {
  const server = emptyRoom(newId(), ["reporter", MIRA], newId());
  server.state = { ...server.state, kind };
  const place = { organisation: ID.organisation, case: server.state.case, room: server.state.id };
  const { identity } = await newRoomKey();
  for (const [holder, recipient] of [
    ["reporter", hers.recipient],
    [MIRA, keys.mira.recipient],
    [JONAS, keys.jonas.recipient],
  ] as const) {
    const to = { to: holder, epochs: [{ number: 1, identity }] };
    const sealed = toBase64(await sealGrant(place, to, hers.author, recipient));
    server.grants.push({ holder, epoch: 1, by: "reporter", sealed });
  }
  return server;
}

const as = (
  server: RoomServer, holder: string, of: OfficerKeys, known: Trust["reporter"] = null,
): Promise<Room> => {
  const viewer: Viewer = { holder, ...of };
  const trust = { directory, reporter: holder === "reporter" ? reporter : null };
  const base = holder === "reporter" ? "/api/my" : "/api/desk";
  return Room.open(server.as(holder), base, server.shown(holder), viewer, trust, { known: () => known });
};

const seen = (room: Room): string[] =>
  room.entries.map((one) => (one.state === "read" ? one.header.kind : `!${one.what}`));

describe.each(["care", "commission"] as const)("a room of kind %s", (kind) => {
  test("tells an officer who is in no other room whose it is, and goes both ways", async () => {
    const server = await made(kind);
    const noor = await as(server, "reporter", hers);
    await noor.beginOwn([OFFICER.mira]);
    await noor.send("message", { text: "mijn naam is bekend" });
    const mira = await as(server, MIRA, keys.mira);
    await mira.refresh();
    expect(mira.trust.reporter).toEqual(reporter);
    expect(mira.strangers).toEqual([]);
    await mira.send("message", { text: "wij kijken ernaar" });
    await noor.refresh();
    expect(seen(noor)).toEqual(["membership", "message", "message"]);
    expect(seen(mira)).toEqual(["membership", "message", "message"]);
  });

  test("is not believed when its keys are others than those of the dialogue", async () => {
    const server = await made(kind);
    await (await as(server, "reporter", hers)).beginOwn([OFFICER.mira]);
    const known = { recipient: others.recipient, verify: others.author.verify };
    const mira = await as(server, MIRA, keys.mira, known);
    await mira.refresh();
    expect(seen(mira)).toEqual(["!author"]);
    expect(mira.holds("reporter")).toBe(false);
  });

  test("is joined by nobody at an officer's word", async () => {
    const server = await made(kind);
    const noor = await as(server, "reporter", hers);
    await noor.beginOwn([OFFICER.mira]);
    const mira = await as(server, MIRA, keys.mira);
    await mira.refresh();
    await mira.send("membership", { let_in: [{ holder: JONAS, until: null }], out: [] });
    server.begin(JONAS);
    await noor.refresh();
    expect(seen(noor)).toEqual(["membership", "!author"]);
    expect(noor.holds(JONAS)).toBe(false);
  });

  test("shows whom the server lists and she did not let in", async () => {
    const server = await made(kind);
    const noor = await as(server, "reporter", hers);
    await noor.beginOwn([OFFICER.mira]);
    server.state = { ...server.state, members: [...server.state.members, { holder: JONAS, until: null, removed_on: null }] };
    await noor.update(server.shown("reporter"));
    expect(noor.strangers).toEqual([JONAS]);
  });
});

/** An item that stands first in a room. */
async function first(server: RoomServer, kind: string, body: unknown, by: OfficerKeys): Promise<Room> {
  const noor = await as(server, "reporter", hers);
  const header = {
    v: 1 as const, organisation: ID.organisation, case: server.state.case, room: server.state.id,
    epoch: 1, sequence: 1, previous: server.state.head.hash, author: by.author.verify, kind, day: "2026-11-23",
  };
  const { sealed } = await sealItem(header, body, by.author, noor.key.recipient);
  await server.as("reporter").post("/items", {
    id: newId(), sequence: 1, previous: header.previous, epoch: 1, sealed: toBase64(sealed),
  });
  const mira = await as(server, MIRA, keys.mira);
  await mira.refresh();
  return mira;
}

const letIn = [{ holder: MIRA, until: null }];

test.each([
  ["is no membership", "message", { let_in: letIn, out: [], reporter }, hers, "kind"],
  ["names other keys than those that sign", "membership", { let_in: letIn, out: [], reporter }, others, "author"],
  ["names no keys", "membership", { let_in: letIn, out: [] }, hers, "body"],
  ["is by an officer", "membership", { let_in: letIn, out: [], reporter }, keys.jonas, "author"],
  ["says nobody", "membership", { reporter }, hers, "body"],
])("a first item that %s is refused", async (_why, kind, body, by, what) => {
  const mira = await first(await made(), kind, body, by);
  expect(seen(mira)).toEqual([`!${what}`]);
});

test("the commission above, but for those who hold the case", () => {
  const officers = directory.officers.map((one) =>
    one.id === OFFICER.mira ? { ...one, roles: ["commission_member"] } : one,
  );
  const now = { ...directory, officers };
  const found = (body: string, out: string[]): string[] =>
    commissionOf(now, body, new Set(out)).map((one) => one.name);
  expect(found(ID.kustdienst, [])).toEqual(["mira"]);
  expect(found(ID.kustdienst, [OFFICER.mira])).toEqual([]);
  // At the top there is no body above: then another member of the same commission.
  expect(found(ID.commission, [])).toEqual(["mira"]);
});
