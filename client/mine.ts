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
  readonly received_on: string;
  readonly clocks: readonly { kind: string; due_on: string; met_on: string | null }[];
}

/** What opens with a receipt. */
export interface MyReport {
  readonly case: MyCase;
  readonly dialogue: Room;
  readonly directory: Directory;
  readonly api: Api;
}

/**
 * Come back with the receipt.
 *
 * @throws Problem - kind `unknown-receipt` when no report lies under these words
 */
export async function openMyReport(deployment: Deployment, receipt: Receipt): Promise<MyReport> {
  const keys = await reporterKeys(receipt, deployment.id);
  const api = reporterApi(deployment.origin, deployment.language, keys.request, keys.lookup);
  return openMine(api, keys, await fetchDirectory(deployment, 0));
}

async function openMine(
  api: Api,
  keys: ReporterKeys,
  directory: Directory,
): Promise<MyReport> {
  const mine = (await api.get("/api/my/case")) as { case: MyCase; rooms: readonly RoomState[] };
  const state = mine.rooms.find((one) => one.kind === "dialogue");
  if (state === undefined) throw new Problem(404, "not-found", "", {});
  const reporter = { recipient: keys.recipient, verify: keys.author.verify };
  const viewer = { holder: "reporter", identity: keys.identity, ...reporter, author: keys.author };
  const dialogue = await Room.open(api, "/api/my", state, viewer, { directory, reporter });
  return { case: mine.case, dialogue, directory, api };
}
