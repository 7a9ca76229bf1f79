import { describe, expect, test } from "vitest";

import { ConnectionLost } from "../../api.js";
import {
  newId,
  newOfficerKeys,
  newRoomKey,
  sealGrant,
  sealItem,
  toBase64,
  type OfficerKeys,
} from "../../crypto/index.js";
import { type Trust } from "../../membership.js";
import { NotLetIn, UnknownMember } from "../../strangers.js";
import { NoKey, Room, type Viewer } from "../../rooms.js";
import { ID, OFFICER, theCast } from "./cast.js";
import { emptyRoom, type RoomServer, type Stored } from "./server.js";

const { directory, keys } = await theCast();
const ADA = `officer:${OFFICER.ada}`;
const MIRA = `officer:${OFFICER.mira}`;
const JONAS = `officer:${OFFICER.jonas}`;
const hers = await newOfficerKeys();
const reporter = { recipient: hers.recipient, verify: hers.author.verify };
const text = (room: Room): unknown[] =>
  room.entries.map((one) =>
    one.state === "read"
      ? ((one.body as { text?: string }).text ?? one.header.kind)
      : `!${one.what}`,
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
  await noor.send("report", { text: "the report", reporter, readers: [OFFICER.ada] });
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

  test("holds one item when it is sent again because no answer came at all", async () => {
    const { server, ada } = await reported();
    const room = await ada();
    server.silent = 1;
    await expect(room.send("message", { text: "once" })).rejects.toThrow(ConnectionLost);
    await room.send("message", { text: "once" });
    expect(text(room)).toEqual(["the report", "once"]);
    await room.send("message", { text: "once" });
    expect(text(room)).toEqual(["the report", "once", "once"]);
  });

  test.each(["loseAnswers", "silent"] as const)(
    "goes on with the new key when the answer to it was lost: %s",
    async (lost) => {
      const { server, noor } = await reported();
      server.state = { ...server.state, stale: true };
      server[lost] = 1;
      const send = (): Promise<void> => noor.send("message", { text: "after" });
      await send().catch(send);
      expect(server.state.epoch).toBe(2);
      expect(text(noor)).toEqual(["the report", "after"]);
    },
  );

  test("says who is out although the answer to the new key was lost", async () => {
    const { server, ada } = await reported();
    const room = await ada();
    await room.refresh();
    await room.addMember(JONAS, null);
    await room.update(server.shown(ADA));
    server.loseAnswers = 1;
    await room.startEpoch([JONAS]);
    expect(room.holds(JONAS)).toBe(false);
    expect(room.state.epoch).toBe(2);
  });

  test("does not take another's new key for its own", async () => {
    const { server, noor, ada } = await reported();
    const room = await ada();
    await room.refresh();
    server.meanwhile = () => noor.startEpoch([]);
    await expect(room.startEpoch([])).rejects.toMatchObject({ kind: "epoch-moved-on" });
    await room.send("message", { text: "with hers" });
    expect(server.state.epoch).toBe(2);
    expect(text(room)).toEqual(["the report", "with hers"]);
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
    expect(text(his)).toEqual(["the report", "membership"]);
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
    // That he is out stands in the next epoch, of which he has no key.
    expect(text(his)).toEqual(["the report", "membership", "!no-key", "!no-key"]);
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

  test("who was cut off without a word is said to be out with the new key", async () => {
    const { server, noor, ada } = await reported();
    const room = await ada();
    await room.refresh();
    await room.addMember(JONAS, null);
    server.end(JONAS);
    await noor.refresh();
    expect(noor.holds(JONAS)).toBe(true);
    await noor.send("message", { text: "without him" });
    await room.update(server.shown(ADA));
    await room.refresh();
    expect(text(room)).toEqual(["the report", "membership", "membership", "without him"]);
    expect([noor.holds(JONAS), room.holds(JONAS)]).toEqual([false, false]);
  });

  test("a server that lists again who was cut off is refused", async () => {
    const { server, ada } = await reported();
    const room = await ada();
    await room.refresh();
    await room.addMember(JONAS, null);
    server.end(JONAS);
    await room.update(server.shown(ADA));
    await room.send("message", { text: "without him" });
    server.begin(JONAS);
    await room.update(server.shown(ADA));
    expect(room.strangers).toEqual([JONAS]);
    await expect(room.startEpoch([])).rejects.toThrow(NotLetIn);
  });

  test("who is cut off together with others signs so before", async () => {
    const { noor, ada } = await reported();
    const room = await ada();
    await room.putOut([ADA, JONAS]);
    await noor.refresh();
    expect(text(noor)).toEqual(["the report", "membership"]);
    expect(noor.holds(ADA)).toBe(false);
  });

  test("when no officer is left the reporter lets in the level above, with a key of her own", async () => {
    const { server, noor } = await reported();
    server.end(ADA);
    await noor.letInAbove([OFFICER.mira]);
    expect([server.state.epoch, server.state.stale]).toEqual([2, false]);
    const mira = await open(server, MIRA, keys.mira, { directory, reporter: null });
    await mira.refresh();
    expect(text(mira)).toEqual(["the report", "membership", "membership"]);
    expect([mira.holds(MIRA), mira.holds(ADA), mira.holds("reporter")]).toEqual([true, false, true]);
    await mira.send("message", { text: "I take over" });
    await noor.refresh();
    expect(text(noor).at(-1)).toBe("I take over");
    // Ada keeps what she could read, and gets nothing of what came after.
    const hers = server.grants.filter((one) => one.holder === ADA).map((one) => one.epoch);
    expect(hers).toEqual([1]);
  });

  test("letting in again after a lost answer says it once", async () => {
    const { server, noor } = await reported();
    server.end(ADA);
    await noor.letInAbove([OFFICER.mira]);
    await noor.letInAbove([OFFICER.mira]);
    expect(text(noor)).toEqual(["the report", "membership", "membership"]);
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

const VAN_DALEN = `officer:${OFFICER.vanDalen}`;

/** List somebody as a member whom nobody let in, and ask for a new key. */
function list(server: RoomServer, holder: string): void {
  const members = [...server.state.members, { holder, until: null, removed_on: null }];
  server.state = { ...server.state, members, stale: true };
}

/** Write into a room as somebody who has no key to it: the recipient is all that this needs. */
async function writeAs(
  server: RoomServer,
  of: OfficerKeys,
  recipient: string,
  kind: string,
  body: unknown,
): Promise<void> {
  const { state } = server;
  const place = { organisation: ID.organisation, case: state.case, room: state.id, epoch: state.epoch };
  const { sequence, hash } = state.head;
  const header = {
    v: 1 as const, ...place, sequence: sequence + 1, previous: hash,
    author: of.author.verify, kind, day: "2026-11-23",
  };
  const item = await sealItem(header, body, of.author, recipient);
  const sealed = toBase64(item.sealed);
  server.items.push({ id: newId(), sequence: sequence + 1, epoch: state.epoch, by: "?", day: "", sealed });
  server.state = { ...state, head: { sequence: sequence + 1, hash: item.hash } };
}

describe("a server that lies about who is in", () => {
  test.each(["the reporter", "an officer"])(
    "gets no key sealed for somebody who was left out, by %s",
    async (who) => {
      const { server, noor, ada } = await reported();
      const room = who === "an officer" ? await ada() : noor;
      await room.refresh();
      list(server, VAN_DALEN);
      await room.update(server.shown(who === "an officer" ? ADA : "reporter"));
      const before = server.grants.length;
      await expect(room.send("message", { text: "in confidence" })).rejects.toThrow(NotLetIn);
      expect(room.strangers).toEqual([VAN_DALEN]);
      expect(server.grants.length).toBe(before);
      expect(server.items.length).toBe(1);
    },
  );

  test("cannot list again somebody who stepped back", async () => {
    const { server, noor, ada } = await reported();
    const room = await ada();
    await room.refresh();
    await room.addMember(JONAS, null);
    const his = await open(server, JONAS, keys.jonas, { directory, reporter: null });
    await his.refresh();
    await his.stepOut();
    server.state = { ...server.state, stale: true };
    await noor.update(server.shown("reporter"));
    await expect(noor.send("message", { text: "without him" })).rejects.toThrow(NotLetIn);
  });

  test("cannot have an officer write who was left out", async () => {
    const { server, noor, ada } = await reported();
    await writeAs(server, keys.vanDalen, noor.key.recipient, "message", { text: "trust me" });
    const room = await ada();
    await room.refresh();
    expect(text(room)).toEqual(["the report", "!author"]);
  });

  test("cannot have him let himself in", async () => {
    const { server, noor, ada } = await reported();
    const change = { let_in: [{ holder: VAN_DALEN, until: null }], out: [ADA] };
    await writeAs(server, keys.vanDalen, noor.key.recipient, "membership", change);
    const room = await ada();
    await room.refresh();
    expect(text(room)).toEqual(["the report", "!author"]);
    expect([room.holds(VAN_DALEN), room.holds(ADA)]).toEqual([false, true]);
  });

  test("cannot make a next key together with him that anybody seals with", async () => {
    const { server, noor } = await reported();
    const known = noor.key.recipient;
    const { identity, recipient } = await newRoomKey();
    const place = { organisation: ID.organisation, case: server.state.case, room: server.state.id };
    const to = { to: "reporter", epochs: [{ number: 2, identity }] };
    const grant = await sealGrant(place, to, keys.vanDalen.author, hers.recipient);
    server.grants.push({ holder: "reporter", epoch: 2, by: ADA, sealed: toBase64(grant) });
    server.state = { ...server.state, epoch: 2 };
    await noor.update(server.shown("reporter"));
    expect(noor.key.recipient).toBe(known);
    expect(noor.key.recipient).not.toBe(recipient);
    await expect(noor.send("message", { text: "in confidence" })).rejects.toThrow();
    expect(server.items.length).toBe(1);
  });

  test("cannot put a room of his in the place of the investigation", async () => {
    const { server, noor, ada } = await reported();
    const dialogue = await ada();
    await dialogue.refresh();
    const room = emptyRoom(newId(), [ADA, VAN_DALEN], server.state.case);
    room.state = { ...room.state, kind: "investigation" };
    const { identity, recipient } = await newRoomKey();
    const place = { organisation: ID.organisation, case: room.state.case, room: room.state.id };
    const to = { to: ADA, epochs: [{ number: 1, identity }] };
    const grant = await sealGrant(place, to, keys.vanDalen.author, keys.ada.recipient);
    room.grants.push({ holder: ADA, epoch: 1, by: VAN_DALEN, sealed: toBase64(grant) });
    const let_in = [ADA, VAN_DALEN].map((holder) => ({ holder, until: null }));
    await writeAs(room, keys.vanDalen, recipient, "membership", { let_in, out: [] });
    const opened = await Room.open(
      room.as(ADA), "/api/desk", room.shown(ADA), { holder: ADA, ...keys.ada },
      { directory, reporter: null }, { mayOpen: (one) => dialogue.holds(one) },
    );
    await opened.refresh();
    expect(text(opened)).toEqual(["!author"]);
    expect(() => opened.key).toThrow(NoKey);
    expect(noor.strangers).toEqual([]);
  });
});

describe("an investigation room", () => {
  test("is begun by an officer of the dialogue, who says who is in it", async () => {
    const { server, ada } = await reported();
    const dialogue = await ada();
    await dialogue.refresh();
    const room = emptyRoom(newId(), [ADA], server.state.case);
    room.state = { ...room.state, kind: "investigation" };
    const { identity } = await newRoomKey();
    const place = { organisation: ID.organisation, case: room.state.case, room: room.state.id };
    const to = { to: ADA, epochs: [{ number: 1, identity }] };
    const grant = await sealGrant(place, to, keys.ada.author, keys.ada.recipient);
    room.grants.push({ holder: ADA, epoch: 1, by: ADA, sealed: toBase64(grant) });
    const opened = await Room.open(
      room.as(ADA), "/api/desk", room.shown(ADA), { holder: ADA, ...keys.ada },
      { directory, reporter: null }, { mayOpen: (one) => dialogue.holds(one) },
    );
    await opened.begin([{ holder: ADA, until: null }]);
    await opened.addMember(JONAS, "2027-06-30");
    await opened.send("note", { text: "compare the days" });
    const trust = { directory, reporter: null };
    const his = await Room.open(room.as(JONAS), "/api/desk", room.shown(JONAS), { holder: JONAS, ...keys.jonas }, trust);
    await his.refresh();
    expect(text(his)).toEqual(["membership", "membership", "compare the days"]);
    expect(his.holds(JONAS)).toBe(true);
  });
});
