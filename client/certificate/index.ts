/** Makes the certificate on her device. Loaded when she asks for one. */

import { publicApi } from "../api.js";
import { ProofRefused, type ProofOfReport } from "../crypto/index.js";
import { today } from "../days.js";
import { fetchFonts } from "../dossier/fonts.js";
import { printed } from "../dossier/printed.js";
import type { OnLeaves } from "../log/fetching.js";
import type { MyErased, MyReport } from "../mine.js";
import { ledgerOf, provenBy } from "../myproof.js";
import { firstEntry, type Entry, type KnownLog } from "./entry.js";
import { certificate } from "./paper.js";

/** How the page writes. */
export interface Words {
  readonly language: "nl" | "en";
  readonly say: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly days: (day: string) => string;
}

export interface Made {
  readonly bytes: Uint8Array;
  /** Whether the public log's entry is in it. */
  readonly logged: boolean;
}

/**
 * Make the certificate.
 *
 * @param name - hers, when she wants it on the paper
 * @throws ProofRefused, LogRefused - when the proof or the log is not as it must be: there is nothing to certify with
 */
export async function certify(mine: MyReport | MyErased, name: string, words: Words, progress: OnLeaves): Promise<Made> {
  const { directory } = mine;
  const log: KnownLog = directory.log;
  const note = mine.proof;
  if (note === null) throw new ProofRefused("note");
  const { day }: ProofOfReport = (await provenBy(mine))(note);
  const body = directory.bodies.find((one) => one.id === mine.case.body);
  const [entry, fonts] = await Promise.all([entryOf(mine, log, words.language, progress), fetchFonts(words.language)]);
  const document = certificate(
    {
      ...{ language: words.language, day, made: today(), name, note, key: log.key, policy: log.policy, entry },
      body: body?.names[words.language] ?? "",
      organisation: directory.organisation.names[words.language],
      law: body?.law ?? "eu",
    },
    words.say, words.days,
  );
  return { bytes: await printed(document, fonts), logged: entry !== null };
}

/** After the conversation was erased nothing tells any more which key the entry has. */
async function entryOf(mine: MyReport | MyErased, log: KnownLog, language: "nl" | "en", progress: OnLeaves): Promise<Entry | null> {
  if (!("dialogue" in mine)) return null;
  const { events } = (await mine.api.get("/api/my/journal")) as { events: readonly { n: number; event: string }[] };
  const first = events.find(({ n }) => n === 0);
  if (first === undefined) return null;
  return firstEntry(publicApi(location.origin, language), log, await ledgerOf(mine), first.event, progress);
}
