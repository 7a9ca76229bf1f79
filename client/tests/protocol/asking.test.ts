import { beforeAll, describe, expect, it } from "vitest";
import {
  newReceipt,
  reporterKeys,
  type Directory,
  type OfficerKeys,
  type Receipt,
} from "../../crypto/index.js";
import { SealedQuestion, advisers } from "../../asking.js";
import { remaining } from "../../readers.js";
import { Room, type RoomState } from "../../rooms.js";
import type { SealedRoom } from "../../sealed.js";
import type { Deployment } from "../../sending.js";
import { ID, OFFICER, theCast } from "./cast.js";
import { RoomServer } from "./server.js";

const deployment: Deployment = {
  origin: "http://hoeder.test",
  language: "nl",
  id: new Uint8Array(32).fill(7),
  organisation: ID.organisation,
  root: "",
};

let directory: Directory;
let keys: Record<string, OfficerKeys>;
let receipt: Receipt;

/** Jonas advises in these tests. */
beforeAll(async () => {
  const cast = await theCast();
  keys = cast.keys;
  receipt = newReceipt();
  const officers = cast.directory.officers.map((one) =>
    one.id === OFFICER.jonas ? { ...one, roles: ["confidential_adviser"] } : one,
  );
  directory = { ...cast.directory, officers };
});

type Sent = SealedRoom & {
  readonly case: string;
  readonly talk: string;
  readonly receipt: Record<string, string>;
};

async function asked(text: string): Promise<Sent> {
  const [adviser] = advisers(directory, ID.kustdienst);
  if (adviser === undefined) throw new Error("nobody advises");
  const question = await SealedQuestion.make(deployment, adviser, text, receipt);
  return JSON.parse(new TextDecoder().decode(question.encoded)) as Sent;
}

/** The server after it took the question. */
function taken(sent: Sent, kind: RoomState["kind"] = "advice"): RoomServer {
  const server = new RoomServer({
    id: sent.room.id,
    kind,
    case: sent.talk,
    epoch: 1,
    stale: false,
    head: { sequence: 1, hash: sent.item.hash },
    epochs: [{ number: 1, recipient: sent.room.recipient }],
    members: sent.grants.map(({ holder }) => ({ holder, until: null, removed_on: null })),
    grants: [],
  });
  server.grants = sent.grants.map((one) => ({ ...one, epoch: 1, by: "reporter" }));
  server.items = [
    { ...sent.item, sequence: 1, epoch: 1, by: "reporter", day: "2026-11-23" },
  ];
  return server;
}

async function openedBy(server: RoomServer, officer: string, holder: string): Promise<Room> {
  const own = keys[officer];
  if (own === undefined) throw new Error("no such officer");
  const viewer = { holder, ...own };
  const room = await Room.open(server.as(holder), "/api/desk", server.shown(holder), viewer, {
    directory,
    reporter: null,
  });
  await room.refresh();
  return room;
}

describe("a question to a confidential adviser", () => {
  it("is offered to those who advise and have a key, and to nobody else", () => {
    expect(advisers(directory, ID.kustdienst).map((one) => one.id)).toEqual([OFFICER.jonas]);
    const officers = directory.officers.map((one) => ({ ...one, key: null }));
    expect(advisers({ ...directory, officers }, ID.kustdienst)).toEqual([]);
  });

  it("is read and answered by the one who was chosen", async () => {
    const server = taken(await asked("Mag ik dit melden?"));
    const jonas = await openedBy(server, "jonas", `officer:${OFFICER.jonas}`);
    const [first] = jonas.entries;
    expect(first).toMatchObject({ state: "read", header: { kind: "question" } });
    await jonas.send("message", { text: "Ja." });
    const mine = await reporterKeys(receipt, deployment.id);
    const reporter = { recipient: mine.recipient, verify: mine.author.verify };
    const noor = await Room.open(
      server.as("reporter"), "/api/my", server.shown("reporter"),
      { holder: "reporter", identity: mine.identity, ...reporter, author: mine.author },
      { directory, reporter },
    );
    await noor.refresh();
    expect(noor.entries.map((one) => one.state)).toEqual(["read", "read"]);
  });

  it("stands under an id that is not that of the case, and another ledger key", async () => {
    const sent = await asked("Mag ik dit melden?");
    expect(sent.talk).not.toBe(sent.case);
    const mine = await reporterKeys(receipt, deployment.id);
    expect(sent.receipt["ledger_key"]).toBe(Buffer.from(mine.advice).toString("hex"));
    expect(mine.advice).not.toEqual(mine.ledger);
  });

  it("is not taken for a report", async () => {
    const server = taken(await asked("Mag ik dit melden?"), "dialogue");
    const jonas = await openedBy(server, "jonas", `officer:${OFFICER.jonas}`);
    expect(jonas.entries).toMatchObject([{ state: "trouble", what: "kind" }]);
  });
});

describe("who reads the report that follows", () => {
  it("leaves the adviser out, and not the adviser's line", () => {
    const all = remaining(directory, ID.channel, []).readers.map((one) => one.id);
    const left = remaining(directory, ID.channel, [], new Set([OFFICER.ada]));
    expect(left.readers.map((one) => one.id)).toEqual(all.filter((one) => one !== OFFICER.ada));
  });
});
