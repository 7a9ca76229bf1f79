/** Coming back to a report with its receipt (docs/spec/api.md §6). */

import { type Api, Problem, reporterApi } from "./api.js";
import { reporterKeys, type Directory, type Receipt, type ReporterKeys } from "./crypto/index.js";
import { Room, type RoomState } from "./rooms.js";
import { fetchDirectory, type Deployment } from "./sending.js";

/** The reporter's own side of a case. */
export interface MyCase {
  readonly id: string;
  readonly body: string;
  readonly status: string;
  /** What the body takes it to be: `report` unless two officers called it something else. */
  readonly classification: string;
  /** What an officer wants to call it, until a second one agrees. */
  readonly proposed: string | null;
  /** Officers who were cut off after the report came in. */
  readonly excluded: readonly string[];
  readonly received_on: string;
  readonly clocks: readonly { kind: string; due_on: string; met_on: string | null }[];
}

/** A case that opens with a receipt. */
export interface MyReport {
  readonly case: MyCase;
  readonly dialogue: Room;
  readonly directory: Directory;
  readonly api: Api;
  /** Of her receipt, for what only she can sign. */
  readonly keys: ReporterKeys;
}

/** A talk with a confidential adviser that opens with a receipt. */
export interface MyTalk {
  /** The id for the report that may be made of it; the server keeps it for this receipt. */
  readonly case: string;
  /** The adviser's id. Whoever advised does not read the report. */
  readonly adviser: string;
  readonly reported: boolean;
  readonly room: Room;
  readonly directory: Directory;
  readonly api: Api;
}

/** What lies under a receipt: a report, a talk, or a talk that became a report. */
export interface Mine {
  readonly report: MyReport | null;
  readonly talk: MyTalk | null;
}

/**
 * Come back with the receipt.
 *
 * @throws Problem - kind `unknown-receipt` when nothing lies under these words
 */
export async function openMine(deployment: Deployment, receipt: Receipt): Promise<Mine> {
  const keys = await reporterKeys(receipt, deployment.id);
  const api = reporterApi(deployment.origin, deployment.language, keys.request, keys.lookup);
  const directory = await fetchDirectory(deployment, 0);
  const report = await unlessAbsent(openReport(api, keys, directory));
  const talk = await unlessAbsent(openTalk(api, keys, directory));
  if (report === null && talk === null) throw new Problem(404, "not-found", "", {});
  return { report, talk };
}

/** Come back to the report, such as to add files to it. */
export async function openMyReport(deployment: Deployment, receipt: Receipt): Promise<MyReport> {
  const { report } = await openMine(deployment, receipt);
  if (report === null) throw new Problem(404, "not-found", "", {});
  return report;
}

async function unlessAbsent<T>(opening: Promise<T>): Promise<T | null> {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof Problem && error.kind === "not-found") return null;
    throw error;
  }
}

async function openReport(api: Api, keys: ReporterKeys, directory: Directory): Promise<MyReport> {
  const mine = (await api.get("/api/my/case")) as { case: MyCase; rooms: readonly RoomState[] };
  const dialogue = await openRoom(api, keys, directory, mine.rooms, "dialogue");
  return { case: mine.case, dialogue, directory, api, keys };
}

async function openTalk(api: Api, keys: ReporterKeys, directory: Directory): Promise<MyTalk> {
  const mine = (await api.get("/api/my/advice")) as {
    case: string;
    adviser: string;
    reported: boolean;
    rooms: readonly RoomState[];
  };
  const room = await openRoom(api, keys, directory, mine.rooms, "advice");
  return { case: mine.case, adviser: mine.adviser, reported: mine.reported, room, directory, api };
}

async function openRoom(
  api: Api,
  keys: ReporterKeys,
  directory: Directory,
  rooms: readonly RoomState[],
  kind: RoomState["kind"],
): Promise<Room> {
  const state = rooms.find((one) => one.kind === kind);
  if (state === undefined) throw new Problem(404, "not-found", "", {});
  const reporter = { recipient: keys.recipient, verify: keys.author.verify };
  const viewer = { holder: "reporter", identity: keys.identity, ...reporter, author: keys.author };
  return Room.open(api, "/api/my", state, viewer, { directory, reporter });
}
