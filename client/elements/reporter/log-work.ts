/** Checking and saving the log from her page. Loaded when she asks for it: the page itself stays small. */

import { publicApi, type Api } from "../../api.js";
import { openDirectory, type Directory } from "../../crypto/index.js";
import { check } from "../../log/checking.js";
import { writeEntries, type Entry } from "../../log/entries.js";
import { bundles, fetchText, newestCheckpoint, type OnLeaves } from "../../log/fetching.js";
import type { Findings } from "../../log/findings.js";
import { writeFolder } from "../../log/folder.js";
import { openCheckpoint } from "../../log/note.js";
import { earlierIn, pasted } from "./log-earlier.js";
import { deployment } from "./page.js";

/** Whose entries are looked for. */
export interface Whose {
  readonly case: string;
  /** Her own, which proves who she is; used for her journal only. */
  readonly api: Api;
  readonly directory: Directory;
  readonly chain: Uint8Array;
  /** Her words do not give the chain's key: it must lie beside a saved log. */
  readonly keep: boolean;
}

/** The whole log, held against what the server shows her. */
export async function checkLog(
  whose: Whose, earlier: readonly File[], proof: string, progress: OnLeaves, signal: AbortSignal,
): Promise<Findings> {
  const { log } = whose.directory;
  const anybody = publicApi(deployment().origin, deployment().language);
  const before = await earlierIn(earlier);
  // The checkpoint first: whatever it holds stands in the journal by now, and cannot look removed.
  const checkpoint = await newestCheckpoint(anybody);
  const newest = await fetchText(anybody, "/log/newest");
  const shown = await journal(whose.api);
  return check({
    ...{ key: log.key, policy: log.policy ?? null, beside: { key: null, policy: null } },
    ...{ checkpoint, newest, leaves: (size) => bundles(anybody, size, signal), chain: whose.chain, case: whose.case },
    ...{ shown, proof: pasted(proof), earlier: before, live: true, now: Date.now() / 1000 },
  }, progress);
}

/** The log and her entries as one ZIP, which the saved page and `hoeder verify` read. */
export async function saveLog(whose: Whose, progress: OnLeaves, signal: AbortSignal): Promise<Blob> {
  const { log } = whose.directory;
  const { origin, language, organisation, root } = deployment();
  const anybody = publicApi(origin, language);
  const checkpoint = await newestCheckpoint(anybody);
  const { size } = openCheckpoint(checkpoint, log.key);
  const signed = (await anybody.get(`/api/organisations/${organisation}/directory`)) as { document: string; signature: string };
  openDirectory(signed, root, whose.directory.version);
  const events = await journal(whose.api);
  const texts = new Map([
    ["checkpoint", checkpoint],
    ["key", `${log.key}\n`],
    ...(log.policy === undefined ? [] : [["policy", log.policy] as const]),
    ["directory.json", `${JSON.stringify({ document: signed.document, signature: signed.signature })}\n`],
    ["entries.json", writeEntries({ case: whose.case, events, key: whose.keep ? whose.chain : null })],
  ]);
  return writeFolder(texts, bundles(anybody, size, signal), (written) => { progress(written, size); });
}

async function journal(api: Api): Promise<readonly Entry[]> {
  return ((await api.get("/api/my/journal")) as { events: readonly Entry[] }).events;
}
