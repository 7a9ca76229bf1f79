/** Makes a dossier, whoever makes it: reads, puts in, proves, tells, signs (docs/spec/dossier.md). */

import { Problem, type Api } from "../api.js";
import { canonicalJson, signDossier, type Directory, type SigningKey } from "../crypto/index.js";
import { today } from "../days.js";
import type { OnLeaves } from "../log/fetching.js";
import { LogRefused } from "../log/refused.js";
import { Archive } from "./archive.js";
import type { Arm, Dossier, Facts, FileOf, Lacking, RoomOf } from "./form.js";
import { namedIn, Originals, takeFiles, takeRoom, type OpenedRoom, type Taking } from "./gathering.js";
import { chainOf, readChain, takeEvents, takeProofs, takenAway, type Chain, type LogOf, type Proven, type ReadChain } from "./proving.js";
import type { Sink } from "./sinks.js";

/** Whose dossier it is, and how its parts are had. */
export interface Side {
  readonly arm: Arm;
  readonly label: string;
  readonly author: SigningKey;
  readonly api: Api;
  /** Asks as anybody: for the log, so that it names nobody. */
  readonly open: Api;
  readonly directory: Directory;
  readonly root: string;
  readonly language: "nl" | "en";
  readonly case: string | null;
  readonly chains: readonly Chain[];
  /**
   * Open the rooms one after the other.
   *
   * @param api - to be used for all that is read of them
   * @returns the rooms, and what did not open
   */
  readonly rooms: (api: Api, opening: (n: number, all: number) => void, signal: AbortSignal) => Promise<Opened>;
  readonly facts: (rooms: readonly OpenedRoom[]) => Promise<Facts>;
  readonly taking: Taking;
  /** Further files, such as who she is where she ticked that. */
  readonly extra: ReadonlyMap<string, string>;
}

export interface Opened {
  readonly rooms: readonly OpenedRoom[];
  readonly lacking: readonly Lacking[];
}

/** Told while it runs. */
export interface Told {
  readonly opening: (n: number, all: number) => void;
  readonly fetching: (n: number, all: number, name: string) => void;
  readonly proving: OnLeaves;
  readonly writing: () => void;
}

/** What is written for people: the same as in `dossier.json`. */
export interface Telling {
  /** Texts by their path: `README.nl.md`, `README.en.md`. */
  readonly readmes: (made: Dossier) => Promise<ReadonlyMap<string, string>>;
  readonly pdf: (made: Dossier, rooms: readonly OpenedRoom[]) => Promise<Uint8Array>;
}

/** What came of it. */
export interface Made {
  readonly dossier: Dossier;
  readonly size: number;
}

/**
 * Make it.
 *
 * @throws ConnectionLost - nothing was saved then
 * @throws Full - more than a ZIP can hold
 */
export async function makeDossier(side: Side, telling: Telling, sink: Sink, told: Told, signal: AbortSignal): Promise<Made> {
  const archive = new Archive(sink);
  try {
    const dossier = await filled(archive, side, telling, told, signal);
    signal.throwIfAborted();
    await archive.finish((manifest) => signDossier(manifest, side.author));
    return { dossier, size: archive.size };
  } catch (error) {
    await archive.abort();
    throw error;
  }
}

async function filled(archive: Archive, side: Side, telling: Telling, told: Told, signal: AbortSignal): Promise<Dossier> {
  const originals = new Originals(archive);
  const { rooms, lacking } = await side.rooms(originals.over(side.api), told.opening, signal);
  const taken: RoomOf[] = [];
  for (const room of rooms) taken.push(await takeRoom(archive, originals, room, side.taking));
  const files = await takeFiles(archive, side.api, namedIn(rooms), side.taking.withheld, told.fetching, signal);
  // After the last look: each stands in the journal.
  const chains = await Promise.all(side.chains.map((one) => readChain(side.api, one)));
  const proven = await proved(archive, side, chains, told.proving, signal);
  for (const [path, text] of side.extra) await archive.add(path, text);
  told.writing();
  const dossier: Dossier = {
    ...saidBy(side, chains), ...(await side.facts(rooms)),
    ...{ rooms: taken, files, head: proven.head, events: proven.events },
    lacking: [...lacking, ...notHad(files), ...proven.lacking],
  };
  await archive.add("dossier.json", canonicalJson(dossier));
  for (const [path, text] of await telling.readmes(dossier)) await archive.add(path, text);
  await archive.add("dossier.pdf", await telling.pdf(dossier, rooms));
  return dossier;
}

function saidBy(side: Side, chains: readonly ReadChain[]) {
  const { id, names } = side.directory.organisation;
  return {
    v: 1 as const,
    made_on: today(),
    language: side.language,
    arm: side.arm,
    made_by: { label: side.label, verify: side.author.verify },
    organisation: { id, names },
    root: side.root,
    case: side.case,
    chains: chains.map(chainOf),
  };
}

function notHad(files: readonly FileOf[]): Lacking[] {
  return files.flatMap(({ name, why }) => (why === null || why === "withheld" ? [] : [{ what: name, why }]));
}

type Found = Omit<Proven, "head"> & { readonly head: Proven["head"] | null };

/** Events, and what proves them. A log that cannot be had, or is not what it must be, is said; the events are there. */
async function proved(
  archive: Archive, side: Side, chains: readonly ReadChain[], progress: OnLeaves, signal: AbortSignal,
): Promise<Found> {
  const events = await takeEvents(archive, chains);
  await archive.add("log/directory.json", canonicalJson(await signedDirectory(side)));
  const gone = takenAway(chains);
  try {
    const log: LogOf = side.directory.log;
    const proven = await takeProofs(archive, side.open, log, chains, events, progress, signal);
    return { ...proven, lacking: [...gone, ...proven.lacking] };
  } catch (error) {
    const why = error instanceof LogRefused ? error.reason : error instanceof Problem ? "not-fetched" : null;
    if (why === null) throw error;
    return { head: null, events, lacking: [...gone, { what: "log/checkpoint", why }] };
  }
}

/** The directory as it was signed: whoever checks reads the keys from it, and not from our word. */
async function signedDirectory({ open, directory }: Side): Promise<{ document: string; signature: string }> {
  const path = `/api/organisations/${directory.organisation.id}/directory`;
  const { document, signature } = (await open.get(path)) as { document: string; signature: string };
  return { document, signature };
}
