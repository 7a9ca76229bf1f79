/** The first event of her case in the public log, with what shows it to a stranger. */

import type { Api } from "../api.js";
import { concat, toHex } from "../crypto/index.js";
import { isSame } from "../log/bytes.js";
import { wholeLog, type OnLeaves } from "../log/fetching.js";
import { commit, handle, nonce, readLeaf } from "../log/leaf.js";
import { writeProof } from "../log/proof.js";
import { LogRefused } from "../log/refused.js";
import { vouching, type Vouching } from "../log/vouching.js";

/** An entry that stands in the log as it must. */
export interface Entry extends Vouching {
  /** The exact text of the event. */
  readonly event: string;
  /** C2SP tlog-proof, with the leaf and what opens it in the extra line, as in a dossier. */
  readonly proof: string;
  /** Counted from 0. */
  readonly index: number;
  readonly size: number;
  /** The day on which it was published. */
  readonly day: string;
}

/** Where the log is and what is known of it: out of the signed directory. */
export interface KnownLog {
  readonly key: string;
  readonly policy?: string;
}

/**
 * Look for event 0 in the whole log, which names no case.
 *
 * @param api - anybody's: nothing in it may say who asks
 * @param ledger - the key of the case's chain
 * @param event - the exact text of event 0
 * @returns null when it waits for its batch
 * @throws LogRefused - when the log is not what its key signed, or holds another event in this place
 */
export async function firstEntry(
  api: Pick<Api, "getBytes">, { key, policy }: KnownLog, ledger: Uint8Array, event: string, progress: OnLeaves,
): Promise<Entry | null> {
  const log = await wholeLog(api, key, { handles: [handle(ledger, 0)] }, progress);
  if (log.malformed !== null) throw new LogRefused("leaf");
  if (!isSame(log.tree.root(), log.said.root)) throw new LogRefused("proof");
  const [found, second] = log.found.get(0) ?? [];
  if (found === undefined) return null;
  const { day, commit: committed } = readLeaf(found.leaf);
  if (second !== undefined || committed !== toHex(commit(ledger, 0, event))) throw new LogRefused("leaf");
  const { checkpoint, said: { size } } = log;
  const extra = concat(found.leaf, nonce(ledger, 0));
  return {
    event,
    proof: writeProof({ extra, index: found.index, path: log.tree.inclusionOf(found.index), checkpoint }),
    ...{ index: found.index, size, day, ...vouching(checkpoint, policy, Date.now() / 1000) },
  };
}
