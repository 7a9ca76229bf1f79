/** Words of one's own in the place of those on paper (docs/spec/receipt.md, Possession). */

import { ConnectionLost, Problem } from "./api.js";
import {
  Tampered,
  fromBase64,
  fromHex,
  newRoomKey,
  openItem,
  reporterKeys,
  sealGrant,
  sealItem,
  toBase64,
  toHex,
  type Receipt,
  type ReporterKeys,
} from "./crypto/index.js";
import { today } from "./days.js";
import { recipientOf } from "./membership.js";
import { openMine, type Mine, type MyReport } from "./mine.js";
import type { Room } from "./rooms.js";
import { publicReceipt } from "./sealed.js";
import type { Deployment } from "./sending.js";
import { NotLetIn } from "./strangers.js";

const TRIES = 4;

/**
 * Replace the words on paper. When this returns, they open nothing any more.
 *
 * @param report - opened with the words on paper
 * @param own - new words, which she has kept already: nothing can bring her back but they
 */
export async function takePossession(
  deployment: Deployment,
  report: MyReport,
  paper: Receipt,
  own: Receipt,
): Promise<Mine> {
  const old = await reporterKeys(paper, deployment.id);
  const keys = await reporterKeys(own, deployment.id);
  const { lookup, request_key, author_key, recipient } = publicReceipt(keys, keys.ledger);
  const receipt = { lookup, request_key, author_key, recipient };
  for (let tries = 1; ; tries += 1) {
    await report.dialogue.refresh();
    try {
      const { item, epoch } = await renewed(report.dialogue, old, keys);
      await report.api.post("/api/my/possession", { receipt, item, epoch });
      return await openMine(deployment, own, report.directory);
    } catch (error) {
      if (!(error instanceof Problem) && !(error instanceof ConnectionLost)) throw error;
      if (error instanceof Problem && error.kind === "room-moved-on" && tries < TRIES) continue;
      // An earlier try may have arrived, and its answer was lost: then the new words open.
      const arrived = await openMine(deployment, own, report.directory).catch(() => null);
      if (arrived !== null) return arrived;
      throw error;
    }
  }
}

async function renewed(
  room: Room,
  old: ReporterKeys,
  keys: ReporterKeys,
): Promise<{ item: unknown; epoch: unknown }> {
  const place = room.next;
  const reporter = { recipient: keys.recipient, verify: keys.author.verify };
  const header = { ...place, author: keys.author.verify, kind: "kept", day: today() };
  const body = { ledger: toHex(old.ledger), paper: old.author.verify };
  const kept = await sealItem(header, body, keys.author, keys.recipient);
  const item = await room.sealNext("possession", { kept: toBase64(kept.sealed), reporter });
  const key = await newRoomKey();
  const number = room.state.epoch + 1;
  const fresh = { number, identity: key.identity };
  const grants = await Promise.all(
    room.holders.map(async (holder) => {
      if (!room.holds(holder)) throw new NotLetIn(holder);
      const hers = holder === "reporter";
      const recipient = hers ? keys.recipient : recipientOf(holder, room.trust);
      const epochs = hers ? [...room.epochs, fresh] : [fresh];
      const sealed = await sealGrant(place, { to: holder, epochs }, keys.author, recipient);
      return { holder, sealed: toBase64(sealed) };
    }),
  );
  return { item, epoch: { number, recipient: key.recipient, grants, removed: [] } };
}

/**
 * Whether she herself took possession of this room: only she can have signed what she kept in it.
 *
 * @param room - read to its head
 */
export async function isPossessed(room: Room, keys: ReporterKeys): Promise<boolean> {
  return (await ledgerOnPaper(room, keys)) !== null;
}

/** The ledger key of the words on paper, which goes on to name the case's entries; null when there were none. */
export async function ledgerOnPaper(room: Room, keys: ReporterKeys): Promise<Uint8Array | null> {
  const [report] = room.entries;
  if (report?.state !== "read") return null;
  for (const entry of room.entries) {
    if (entry.state !== "read" || entry.header.kind !== "possession") continue;
    const { v, organisation, case: of, room: at, epoch, sequence, previous } = entry.header;
    const place = { v, organisation, case: of, room: at, epoch, sequence, previous };
    const kept = (entry.body as { kept?: unknown }).kept;
    if (typeof kept !== "string") continue;
    try {
      const own = new Set([keys.author.verify]);
      const { header, body } = await openItem(fromBase64(kept), keys.identity, place, own);
      const { ledger, paper } = body as { ledger?: unknown; paper?: unknown };
      if (header.kind === "kept" && paper === report.header.author) return fromHex(String(ledger));
    } catch (error) {
      if (!(error instanceof Tampered)) throw error;
    }
  }
  return null;
}
