import { describe, expect, test } from "vitest";

import {
  newId,
  newOfficerKeys,
  newRoomKey,
  sealGrant,
  toBase64,
  type OfficerKeys,
} from "../../crypto/index.js";
import { NoKey, Room, UnknownMember, type Trust, type Viewer } from "../../rooms.js";
import { ID, OFFICER, theCast } from "./cast.js";
import { emptyRoom, type RoomServer, type Stored } from "./server.js";

const { directory, keys } = await theCast();
const ADA = `officer:${OFFICER.ada}`;
const JONAS = `officer:${OFFICER.jonas}`;
const hers = await newOfficerKeys();
const reporter = { recipient: hers.recipient, verify: hers.author.verify };
const text = (room: Room): unknown[] =>
  room.entries.map((one) =>
    one.state === "read" ? (one.body as { text: string }).text : `!${one.what}`,
  );

interface Scene {
  server: RoomServer;
  noor: Room;
  ada: () => Promise<Room>;
}

const open = (server: RoomServer, holder: string, of: OfficerKeys, trust: Trust): Promise<Room> => {
  const base = holder === "reporter" ? "/api/my" : "/api/desk";
  const viewer: Viewer = { holder, ...of };
  return Room.open(server.as(holder), base, server.shown(holder), viewer, trust);
};

/** Noor has reported, and Ada holds a grant. */
async function reported(): Promise<Scene> {
  const server = emptyRoom(newId(), ["reporter", ADA], newId());
  const place = { organisation: ID.organisation, case: server.state.case, room: server.state.id };
  const { identity } = await newRoomKey();
  for (const [holder, recipient] of [
    ["reporter", hers.recipient],
    [ADA, keys.ada.recipient],
  ] as const) {
    const to = { to: holder, epochs: [{ number: 1, identity }] };
    const sealed = toBase64(await sealGrant(place, to, hers.author, recipient));
    server.grants.push({ holder, epoch: 1, by: "reporter", sealed });
  }
  const noor = await open(server, "reporter", hers, { directory, reporter });
  await noor.send("report", { text: "the report", reporter });
  const ada = (): Promise<Room> => open(server, ADA, keys.ada, { directory, reporter: null });
  return { server, noor, ada };
}

describe("a room", () => {
  test("is read by the officer who was granted, and answered", async () => {
    const { noor, ada } = await reported();
    const room = await ada();
    await room.send("message", { text: "thank you" });
    await noor.refresh();
    expect(text(room)).toEqual(["the report", "thank you"]);
    expect(text(noor)).toEqual(["the report", "thank you"]);
  });

  test("gives nothing to an officer without a grant", async () => {
    const { server } = await reported();
    const opening = open(server, JONAS, keys.jonas, { directory, reporter: null });
    await expect(opening).rejects.toThrow(NoKey);
  });

  test("takes both items when two people write at the same time", async () => {
    const { server, noor, ada } = await reported();
    const room = await ada();
    await room.refresh();
    server.meanwhile = () => noor.send("message", { text: "mine" });
    await room.send("message", { text: "hers" });
    expect(text(room)).toEqual(["the report", "mine", "hers"]);
  });

  test("holds one item when the answer to it was lost", async () => {
    const { server, ada } = await reported();
    const room = await ada();
    server.loseAnswers = 1;
    await room.send("message", { text: "once" });
    expect(text(room)).toEqual(["the report", "once"]);
  });
});

describe("who is in a room", () => {
  test("a new member reads what was written before", async () => {
    const { server, ada } = await reported();
    const room = await ada();
    await room.refresh();
    await room.addMember(JONAS, null);
    const his = await open(server, JONAS, keys.jonas, { directory, reporter });
    await his.refresh();
    expect(text(his)).toEqual(["the report"]);
  });

  test("who was removed does not get the new key", async () => {
    const { server, ada } = await reported();
    const room = await ada();
    await room.refresh();
    await room.addMember(JONAS, null);
    await room.update(server.shown(ADA));
    await room.startEpoch([JONAS]);
    await room.send("message", { text: "without him" });
    const his = await open(server, JONAS, keys.jonas, { directory, reporter });
    await his.refresh();
    expect(text(his)).toEqual(["the report", "!no-key"]);
  });

  test("the next to write starts a new epoch after somebody left, and the others read on", async () => {
    const { server, noor, ada } = await reported();
    server.state = { ...server.state, stale: true };
    await noor.send("message", { text: "after" });
    expect(server.state.epoch).toBe(2);
    const room = await ada();
    await room.refresh();
    expect(text(room)).toEqual(["the report", "after"]);
  });

  test("nothing is sealed to somebody who is not in the signed directory", async () => {
    const { ada } = await reported();
    const room = await ada();
    await room.refresh();
    await expect(room.addMember(`officer:${newId()}`, null)).rejects.toThrow(UnknownMember);
  });
});

describe("a server that lies", () => {
  const lies: [string, (items: Stored[]) => void, string[]][] = [
    [
      "flips a byte",
      (items) => {
        const item = items[1];
        if (item === undefined) return;
        const bytes = atob(item.sealed).split("");
        bytes[2500] = String.fromCharCode((bytes[2500]?.charCodeAt(0) ?? 0) ^ 1);
        item.sealed = btoa(bytes.join(""));
      },
      // What follows names the true item as its predecessor, so it no longer fits either.
      ["the report", "!seal", "!previous"],
    ],
    ["holds an item back", (items) => items.splice(1, 1), ["the report", "!missing", "!previous"]],
    [
      "swaps two items",
      (items) => {
        const [, one, two] = items;
        if (one && two) [one.sealed, two.sealed] = [two.sealed, one.sealed];
      },
      ["the report", "!sequence", "!sequence"],
    ],
    ["hides the end", (items) => items.splice(2, 1), ["the report", "one", "!missing"]],
  ];

  test.each(lies)("and %s is found out", async (_, lie, expected) => {
    const { server, noor, ada } = await reported();
    await noor.send("message", { text: "one" });
    await noor.send("message", { text: "two" });
    lie(server.items);
    const room = await ada();
    await room.refresh();
    expect(text(room)).toEqual(expected);
  });

  test("and puts an item of another room here is found out", async () => {
    const here = await reported();
    const there = await reported();
    const item = there.server.items[0];
    if (item === undefined) throw new Error("the report is the first item");
    here.server.items[0] = item;
    const room = await here.ada();
    await room.refresh();
    expect(text(room)).toEqual(["!key"]);
  });

  test("and lets in an officer's key that the root did not sign is found out", async () => {
    const { server, noor } = await reported();
    const eve = await newOfficerKeys();
    const forged: Trust = { directory, reporter };
    const his = await open(server, "reporter", { ...hers, author: eve.author }, forged);
    await his.send("message", { text: "believe me" });
    await noor.refresh();
    expect(text(noor)).toEqual(["the report", "!author"]);
  });
});
