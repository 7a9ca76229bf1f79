/** The part of a dossier that proves the rest: events, their places in the log, checkpoint, time stamps (docs/spec/dossier.md §5). */

import { Problem, type Api } from "../api.js";
import { concat, fromHex, toBase64, toHex } from "../crypto/index.js";
import { fetchText, wholeLog, type FetchedLog, type OnLeaves } from "../log/fetching.js";
import { writeProof } from "../log/proof.js";
import { LogRefused } from "../log/refused.js";
import { vouching } from "../log/vouching.js";
import type { Archive } from "./archive.js";
import type { ChainOf, EventOf, Head, Lacking } from "./form.js";

/** An event as the server hands it out. */
export interface Journalled {
  readonly n: number;
  readonly event: string;
  readonly leaf: number | null;
  /** Opens this one leaf: its name in the log, and what opens what it commits to. */
  readonly handle: string;
  readonly nonce: string;
}

/** A chain of events. */
export interface Chain {
  readonly id: string;
  readonly kind: ChainOf["kind"];
  /** Only the reporter has it. */
  readonly key: Uint8Array | null;
  /** The path of its journal, null where there is none. */
  readonly journal: string | null;
}

/** A chain with its events. */
export interface ReadChain extends Chain {
  readonly events: readonly Journalled[];
}

export async function readChain(api: Api, chain: Chain): Promise<ReadChain> {
  if (chain.journal === null) return { ...chain, events: [] };
  const { events } = (await api.get(chain.journal)) as { events: readonly Journalled[] };
  return { ...chain, events };
}

export function chainOf({ id, kind, key, events }: ReadChain): ChainOf {
  return { id, kind, key: key === null ? null : toHex(key), length: (events.at(-1)?.n ?? -1) + 1 };
}

/** What should stand in these chains and was not handed out: who has a chain's key sees all of it, one number after the other. */
export function takenAway(chains: readonly ReadChain[]): Lacking[] {
  return chains.flatMap(({ id, key, journal, events }) => {
    if (journal === null) return [{ what: `log/events/${id}`, why: "not-fetched" }];
    const had = new Set(events.map(({ n }) => n));
    const all = key === null ? [] : Array.from({ length: Math.max(-1, ...had) + 1 }, (_, n) => n);
    return all.filter((n) => !had.has(n)).map((n) => ({ what: `log/events/${id}/${String(n)}.json`, why: "taken-away" }));
  });
}

/** What the log gave to the dossier. */
export interface Proven {
  readonly head: Head;
  /** With their places in the log. */
  readonly events: readonly EventOf[];
  readonly lacking: readonly Lacking[];
}

/** Put the events in as they are, whether they can be proven or not. */
export async function takeEvents(archive: Archive, chains: readonly ReadChain[]): Promise<EventOf[]> {
  const told: EventOf[] = [];
  for (const { chain, n, event } of inOrder(chains)) {
    await archive.add(`log/events/${chain}/${String(n)}.json`, event);
    const { kind, actor, day } = JSON.parse(event) as { kind: string; actor: string; day: string };
    told.push({ chain, n, leaf: null, kind, actor, day });
  }
  return told;
}

function inOrder(chains: readonly ReadChain[]): (Journalled & { readonly chain: string })[] {
  return chains.flatMap(({ id, events }) => events.map((one) => ({ chain: id, ...one })));
}

interface Stamp {
  readonly size: number;
  readonly at: string;
}

/** What is used of the log's own description in the directory. */
export interface LogOf {
  readonly key: string;
  readonly policy?: string;
}

/**
 * Fetch the whole log, so that the download names no case, and put in what proves these events.
 *
 * @param events - as `takeEvents` gave them: of the same chains, in the same order
 * @throws LogRefused - when the log is not what it must be: the dossier says so, and holds the events all the same
 */
export async function takeProofs(
  archive: Archive, open: Api, { key, policy }: LogOf, chains: readonly ReadChain[], events: readonly EventOf[],
  progress: OnLeaves, signal: AbortSignal,
): Promise<Proven> {
  const all = inOrder(chains);
  const stamps = await stampsIn(open);
  const handles = all.map((one) => fromHex(one.handle));
  const log = await wholeLog(open, key, { handles, sizes: stamps.map((one) => one.size) }, progress, signal);
  const { origin, size, root } = log.said;
  // A root that is not the one above these leaves proves nothing: no proof is made with it.
  if (toHex(log.tree.root()) !== toHex(root)) throw new LogRefused("proof");
  const { enough } = vouching(log.checkpoint, policy, Date.now() / 1000);
  const alone = enough ? [] : [{ what: "log/checkpoint", why: "quorum" }];
  const lacking = [...alone, ...(await proofs(archive, log, all)), ...(await takeStamps(archive, open, log, stamps, all))];
  await archive.add("log/checkpoint", log.checkpoint);
  await archive.add("log/key", `${key}\n`);
  if (policy !== undefined) await archive.add("log/policy", policy);
  const placed = events.map((one, at) => ({ ...one, leaf: log.found.get(at)?.[0]?.index ?? null }));
  return { head: { origin, size, root: toHex(root) }, events: placed, lacking };
}

async function proofs(
  archive: Archive, log: FetchedLog, all: readonly (Journalled & { readonly chain: string })[],
): Promise<Lacking[]> {
  const lacking: Lacking[] = [];
  for (const [at, { chain, n, leaf, nonce }] of all.entries()) {
    const path = `log/proofs/${chain}/${String(n)}.tlog-proof`;
    const places = log.found.get(at) ?? [];
    const [place] = places;
    // The server may have published since we fetched; a leaf that it names inside this log must be there.
    if (place === undefined || places.length > 1) {
      if (places.length > 1 || (leaf !== null && leaf < log.said.size)) lacking.push({ what: path, why: "proof" });
      if (place === undefined) continue;
    }
    const extra = concat(place.leaf, fromHex(nonce));
    const inclusion = log.tree.inclusionOf(place.index);
    await archive.add(path, writeProof({ extra, index: place.index, path: inclusion, checkpoint: log.checkpoint }));
  }
  return lacking;
}

async function stampsIn(open: Api): Promise<Stamp[]> {
  try {
    const listed = (await open.get("/log/stamps")) as readonly Stamp[] | { stamps: readonly Stamp[] };
    return [...("stamps" in listed ? listed.stamps : listed)].sort((a, b) => a.size - b.size);
  } catch (error) {
    // A log without time stamps has none to show.
    if (error instanceof Problem && error.status === 404) return [];
    throw error;
  }
}

/** Of each leaf the first stamp after it, and the newest of all: these prove the most. */
export function wanted(stamps: readonly Stamp[], leaves: readonly number[], size: number): Stamp[] {
  const inside = stamps.filter((one) => one.size <= size);
  const first = leaves.map((leaf) => inside.find((one) => one.size > leaf));
  return [...new Set([...first, inside.at(-1)])].filter((one) => one !== undefined);
}

async function takeStamps(
  archive: Archive, open: Api, log: FetchedLog, stamps: readonly Stamp[], all: readonly Journalled[],
): Promise<Lacking[]> {
  const leaves = all.flatMap((_, at) => (log.found.get(at) ?? []).map((one) => one.index));
  const lacking: Lacking[] = [];
  for (const { size } of wanted(stamps, leaves, log.said.size)) {
    const path = `log/stamps/${String(size)}`;
    try {
      const stamp = await open.getBytes(`/log/stamps/${String(size)}.tsr`);
      const checkpoint = await fetchText(open, `/log/stamps/${String(size)}.checkpoint`);
      await archive.add(`${path}.tsr`, stamp);
      await archive.add(`${path}.checkpoint`, checkpoint);
      const hashes = log.tree.consistencyOf(size);
      await archive.add(`${path}.consistency`, hashes.map((one) => `${toBase64(one)}\n`).join(""));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      lacking.push({ what: `${path}.tsr`, why: "not-fetched" });
    }
  }
  return lacking;
}
