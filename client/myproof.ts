/** What the proof of her report is held against, when she comes back with her receipt. */

import { openProof, type ProofOfReport } from "./crypto/index.js";
import type { MyErased, MyReport } from "./mine.js";

/** How to verify a proof of this report; it throws `ProofRefused`. */
export async function provenBy(mine: MyReport | MyErased): Promise<(note: string) => ProofOfReport> {
  const { log } = mine.directory;
  // Nothing is left to compare it with once the conversation was erased: only that the log signed it.
  if (!("dialogue" in mine)) return (note) => openProof(note, log, null, null);
  const [first] = mine.dialogue.entries;
  const hash = first?.state === "read" ? first.hash : "";
  const ledger = await ledgerOf(mine);
  return (note) => openProof(note, log, hash, ledger);
}

/** The key of the case's chain: that of the words on paper, where they came first. */
export async function ledgerOf({ dialogue, keys }: MyReport): Promise<Uint8Array> {
  if (dialogue.trust.reporter?.possessed !== true) return keys.ledger;
  const { ledgerOnPaper } = await import("./possession.js");
  return (await ledgerOnPaper(dialogue, keys)) ?? keys.ledger;
}
