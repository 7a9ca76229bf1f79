/**
 * Drills: a box with nothing in it, by which everybody who keeps a part of a body's keys proves that
 * they can open theirs (docs/spec/identities.md §6, 7).
 */

import type { Api } from "../api.js";
import { asSent, NOBODY } from "../boxes.js";
import {
  fromBase64,
  fromHex,
  newId,
  newReceipt,
  reporterKeys,
  sealBox,
  testHalf,
  testShare,
  type Keyholder,
} from "../crypto/index.js";

/** One's part in a drill as the server hands it out. `index` 0 is the authority's. */
export interface OwnDrill {
  readonly id: string;
  readonly body: string;
  readonly day: string;
  readonly index: number;
  readonly hash: string;
  readonly sealed: string;
  readonly statement: string;
  readonly signature: string;
}

/**
 * Start a drill of a body, with keys that are thrown away.
 *
 * @param custodians - five, in their order
 */
export async function startDrill(
  api: Api,
  organisation: string,
  body: string,
  custodians: readonly Keyholder[],
  authority: Keyholder,
): Promise<void> {
  const keys = await reporterKeys(newReceipt(), fromHex(newId() + newId()));
  const place = { organisation, case: newId() };
  const box = await sealBox(place, NOBODY, keys, custodians, authority);
  await api.post("/api/desk/drills", {
    body,
    case: place.case,
    author: keys.author.verify,
    box: asSent(box),
  });
}

/**
 * Open one's part of a drill, and prove it.
 *
 * @returns whether everybody has passed now
 * @throws `ShareAltered`
 * @throws `Tampered`
 */
export async function passDrill(
  api: Api,
  organisation: string,
  drill: OwnDrill,
  me: { readonly officer: string; readonly identity: string },
): Promise<boolean> {
  // A drill belongs to no case: its place is what its own statement says, of this organisation.
  const { case: caseId } = JSON.parse(drill.statement) as { case: string };
  const held = {
    statement: drill.statement,
    signature: drill.signature,
    place: { organisation, case: caseId, box: drill.id },
    sealed: fromBase64(drill.sealed),
  };
  const proof =
    drill.index === 0
      ? await testHalf({ ...held, authority: me.officer }, me.identity)
      : await testShare({ ...held, custodian: me.officer }, me.identity);
  const answer = (await api.post(`/api/desk/drills/${drill.id}/proof`, { proof })) as {
    finished: boolean;
  };
  return answer.finished;
}
