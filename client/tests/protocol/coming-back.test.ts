/** Coming back with a receipt to a server that hands out the directory of its choice. */

import { afterEach, describe, expect, test, vi } from "vitest";

import { canonicalJson } from "../../crypto/canonical.js";
import { utf8 } from "../../crypto/bytes.js";
import { newReceipt, toHex, type Directory } from "../../crypto/index.js";
import { sign, signingKey } from "../../crypto/signing.js";
import { remaining } from "../../readers.js";
import { dayAt, openMyReport, type MyReport } from "../../mine.js";
import { fetchDirectory, SealedReport, type Deployment } from "../../sending.js";
import { ID, theCast } from "./cast.js";

const { directory } = await theCast();
const root = signingKey(new Uint8Array(32).fill(7));
const deployment: Deployment = {
  origin: "https://hoeder.test",
  language: "nl",
  id: new Uint8Array(32).fill(1),
  organisation: ID.organisation,
  root: root.verify,
};
const account = { text: "the report", who: "", where: "", when: "", told: "" };
const receipt = newReceipt();

interface Sent {
  case: string;
  room: { id: string; recipient: string };
  grants: { holder: string; sealed: string }[];
  item: { id: string; sealed: string; hash: string };
}

const byId = <T extends { id: string }>(list: readonly T[]): T[] =>
  list.toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** The cast's directory as it is published: in order, and by the root of this deployment. */
function issued(version: number): Directory {
  return {
    ...directory,
    version,
    organisation: { ...directory.organisation, root: root.verify },
    bodies: byId(directory.bodies),
    units: byId(directory.units),
    functions: byId(directory.functions),
    officers: byId(directory.officers),
    channels: byId(directory.channels).map((one) => ({ ...one, readers: one.readers.toSorted() })),
  };
}

async function signed(version: number): Promise<{ document: string; signature: string }> {
  const document = canonicalJson(issued(version));
  const signature = await sign(utf8(`hoeder-directory-v1\n${document}`), root);
  return { document, signature: toHex(signature) };
}

/** Serve what was sent, with a directory of this version. */
async function serve(sent: Sent, version: number): Promise<void> {
  const head = { sequence: 1, hash: sent.item.hash };
  const room = {
    id: sent.room.id, kind: "dialogue", case: sent.case, epoch: 1, stale: false, head, epochs: [],
    members: sent.grants.map(({ holder }) => ({ holder, until: null, removed_on: null })),
    grants: sent.grants
      .filter(({ holder }) => holder === "reporter")
      .map(({ sealed }) => ({ epoch: 1, by: "reporter", sealed })),
  };
  const item = { ...sent.item, sequence: 1, epoch: 1, by: "reporter", day: "2026-11-23" };
  const answers: [string, unknown][] = [
    ["/directory", await signed(version)],
    ["/api/my/case", { case: { id: sent.case, body: ID.kustdienst, clocks: [] }, rooms: [room] }],
    ["/items", { items: [item], head }],
  ];
  vi.stubGlobal("fetch", (url: string | URL | Request) => {
    const { pathname } = new URL(url instanceof Request ? url.url : url);
    const answer = answers.find(([end]) => pathname.endsWith(end))?.[1];
    // She never asked for advice.
    const absent = { type: "/problems/not-found", title: "", status: 404, detail: "" };
    return Promise.resolve(
      answer === undefined ? Response.json(absent, { status: 404 }) : Response.json(answer),
    );
  });
}

async function reportedWith(version: number): Promise<Sent> {
  const list = issued(version);
  const readers = remaining(list, ID.channel, []);
  const report = await SealedReport.make(deployment, list, readers, account, receipt);
  return JSON.parse(new TextDecoder().decode(report.encoded)) as Sent;
}

/** Come back to a page that has seen this version already. */
async function back(seen: number): Promise<MyReport> {
  return openMyReport(deployment, receipt, await fetchDirectory(deployment, seen));
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a reporter who comes back", () => {
  test.each([5, 6])("reads her report of version 5 with directory %i", async (version) => {
    await serve(await reportedWith(5), version);
    const mine = await back(0);
    expect(mine.dialogue.madeWith).toBe(5);
    expect(mine.dialogue.entries.map((one) => one.state)).toEqual(["read"]);
  });

  test("refuses a directory that is older than her report, though the root signed it", async () => {
    await serve(await reportedWith(5), 4);
    await expect(back(0)).rejects.toMatchObject({ reason: "older" });
  });

  test("refuses one that is older than what the page has seen", async () => {
    await serve(await reportedWith(5), 6);
    await expect(back(7)).rejects.toMatchObject({ reason: "older" });
  });
});

test("a date is in time until midnight where the case is, also for a device elsewhere", () => {
  vi.useFakeTimers({ now: new Date("2026-11-23T23:30:00Z") });
  expect(dayAt({ directory, case: { body: ID.kustdienst } })).toBe("2026-11-24");
  vi.useRealTimers();
});
