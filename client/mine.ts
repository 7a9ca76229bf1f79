/** Coming back to a report with its receipt (docs/spec/api.md §6). */

import { type Api, Problem, reporterApi } from "./api.js";
import {
  DirectoryRefused,
  reporterKeys,
  type Directory,
  type Receipt,
  type ReporterKeys,
} from "./crypto/index.js";
import { dayIn } from "./days.js";
import type { Meeting } from "./meeting.js";
import { NoKey, Room, type RoomState } from "./rooms.js";
import { type Deployment } from "./sending.js";

/** The reporter's own side of a case. */
export interface MyCase {
  readonly id: string;
  readonly body: string;
  readonly status: string;
  /** What the body takes it to be: `report` unless two officers called it something else. */
  readonly classification: string;
  /** What an officer wants to call it, until a second one agrees. */
  readonly proposed: string | null;
  readonly closing: Closing | null;
  /** The newest request to meet. */
  readonly meeting: Meeting | null;
  /** Officers who were cut off after the report came in. */
  readonly excluded: readonly string[];
  readonly received_on: string;
  readonly clocks: readonly { kind: string; about: string | null; due_on: string; law_on: string | null; met_on: string | null }[];
}

/** An outcome that she was told, and what she says of it. */
export interface Closing {
  readonly outcome: string;
  readonly told_on: string;
  /** The last day on which her silence is not yet an answer. */
  readonly answer_by: string;
  readonly answer: string | null;
  readonly answered_on: string | null;
  /** Only she can close the case today. */
  readonly waits: boolean;
  readonly over: { readonly by: string; readonly on: string } | null;
  readonly closed_on: string | null;
}

/** A case that opens with a receipt. */
export interface MyReport {
  readonly case: MyCase;
  /** The proof of report as the server sent it; null when it could not sign. */
  readonly proof: string | null;
  /** The words were printed by somebody else: they must be replaced first. */
  readonly onPaper: boolean;
  readonly dialogue: Room;
  /** All her rooms of this case, as the server describes them. */
  readonly rooms: readonly RoomState[];
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
  readonly keys: ReporterKeys;
  readonly api: Api;
}

/** An alarm that was raised about a report made elsewhere, with the room of the commission. */
export interface MyAlarm {
  /** The id under which the incident stands. There is no case. */
  readonly case: string;
  readonly body: string;
  readonly room: Room;
  readonly directory: Directory;
  readonly keys: ReporterKeys;
  readonly api: Api;
}

/** A case whose conversation was erased. What is left are its dates and the declarations. */
export interface MyErased {
  readonly case: MyCase;
  readonly proof: string | null;
  readonly directory: Directory;
  readonly keys: ReporterKeys;
  readonly api: Api;
}

/** The day it is where a case is: by it her dates are in time or late. */
export function dayAt(mine: { readonly directory: Directory; readonly case: Pick<MyCase, "body"> }): string {
  return dayIn(mine.directory.bodies.find((one) => one.id === mine.case.body)?.time_zone);
}

/** What lies under a receipt: a report, a talk, a talk that became a report, or only an alarm. */
export interface Mine {
  readonly report: MyReport | null;
  readonly talk: MyTalk | null;
  readonly alarm: MyAlarm | null;
  readonly erased: MyErased | null;
}

/**
 * Come back with the receipt.
 *
 * @param directory - the newest that this page has seen
 * @throws DirectoryRefused - `older` when it is older than the one that the report itself says it was
 *   made with; nothing of the report is handed out then
 * @throws Problem - kind `unknown-receipt` when nothing lies under these words
 */
export async function openMine(
  deployment: Deployment,
  receipt: Receipt,
  directory: Directory,
): Promise<Mine> {
  const keys = await reporterKeys(receipt, deployment.id);
  const api = reporterApi(deployment.origin, deployment.language, keys.request, keys.lookup);
  const found = await unlessAbsent(openReport(api, keys, directory));
  const report = found !== null && "dialogue" in found ? found : null;
  const erased = found !== null && !("dialogue" in found) ? found : null;
  const talk = await unlessAbsent(openTalk(api, keys, directory));
  const alone = found === null && talk === null;
  const alarm = alone ? await unlessAbsent(openAlarm(api, keys, directory)) : null;
  if (alone && alarm === null) throw new Problem(404, "not-found", "", {});
  return { report, talk, alarm, erased };
}

/** Come back to the report, such as to add files to it. */
export async function openMyReport(
  deployment: Deployment,
  receipt: Receipt,
  directory: Directory,
): Promise<MyReport> {
  const { report } = await openMine(deployment, receipt, directory);
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

async function openReport(api: Api, keys: ReporterKeys, directory: Directory): Promise<MyReport | MyErased> {
  const mine = (await api.get("/api/my/case")) as {
    case: MyCase;
    proof: string | null;
    on_paper: boolean;
    rooms: readonly RoomState[];
  };
  // The conversation goes last: without it, all that could be erased was.
  const { proof } = mine;
  if (!mine.rooms.some((one) => one.kind === "dialogue")) return { case: mine.case, proof, directory, keys, api };
  const dialogue = await openRoom(api, keys, directory, mine.rooms, "dialogue");
  return {
    ...{ case: mine.case, proof, onPaper: mine.on_paper, rooms: mine.rooms },
    ...{ dialogue, keys, directory, api },
  };
}

async function openAlarm(api: Api, keys: ReporterKeys, directory: Directory): Promise<MyAlarm> {
  const mine = (await api.get("/api/my/alarm")) as {
    case: string;
    body: string;
    rooms: readonly RoomState[];
  };
  const room = await openRoom(api, keys, directory, mine.rooms, "commission");
  return { case: mine.case, body: mine.body, room, directory, keys, api };
}

async function openTalk(api: Api, keys: ReporterKeys, directory: Directory): Promise<MyTalk> {
  const mine = (await api.get("/api/my/advice")) as {
    case: string;
    adviser: string;
    reported: boolean;
    rooms: readonly RoomState[];
  };
  const room = await openRoom(api, keys, directory, mine.rooms, "advice");
  return { case: mine.case, adviser: mine.adviser, reported: mine.reported, room, directory, keys, api };
}

/** Open the reporter's room of a kind. */
export async function openRoom(
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
  const room = await Room.open(api, "/api/my", state, viewer, { directory, reporter });
  await room.refresh();
  const [first] = room.entries;
  if (first?.state !== "trouble" || first.what !== "author") return current(room, directory);
  // Not her own signature: it is hers all the same when she took possession of words on paper.
  const trust = { directory, reporter: { ...reporter, possessed: true } };
  const possessed = await Room.open(api, "/api/my", state, viewer, trust);
  await possessed.refresh();
  const { isPossessed } = await import("./possession.js");
  if (!(await isPossessed(possessed, keys))) throw new NoKey();
  return current(possessed, directory);
}

/** Her device kept nothing, so the report itself tells which directory is too old. */
function current(room: Room, directory: Directory): Room {
  if (directory.version < room.madeWith) throw new DirectoryRefused("older");
  return room;
}
