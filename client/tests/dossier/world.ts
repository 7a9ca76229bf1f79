/** A case of tests, and the sides of it from which a dossier is made. */

import { ed25519 } from "@noble/curves/ed25519.js";
import type { Api } from "../../api.js";
import {
  canonicalJson, NO_PREVIOUS, openItem, sha256Hex, toBase64, toHex, utf8,
  type Directory, type Header, type Manifest, type OfficerKeys, type Place, type RoomKey,
} from "../../crypto/index.js";
import type { OpenCase } from "../../desk/case.js";
import type { Desk } from "../../desk/desk.js";
import type { OpenedRoom } from "../../dossier/gathering.js";
import type { Side } from "../../dossier/making.js";
import type { Arm } from "../../dossier/form.js";
import { theirSide, type Lent } from "../../dossier/theirs.js";
import type { Entry, SealedItem } from "../../items.js";
import { handle, leafOf } from "../../log/leaf.js";
import type { RoomState } from "../../rooms.js";
import { LOG, ORIGIN, Signer, checkpoint, dummy } from "../log/log.js";
import { OFFICER, theCast } from "../protocol/cast.js";
import { fresh, type Chance } from "./chance.js";
import { server } from "./held.js";

const DAY = "2026-11-23";
const KEY = Uint8Array.from({ length: 32 }, (_, at) => at);
const ROOT = new Uint8Array(32).fill(7);
const ADA = `officer:${OFFICER.ada}`;
const WITNESS = new Signer("commissie.example/witness", 4);
const POLICY = `log ${LOG.key}\nwitness commissie ${WITNESS.key}\nquorum commissie\n`;
const WITNESSED = Date.parse("2026-11-24T06:00:00Z") / 1000;

export interface World {
  readonly side: (arm?: Arm) => Side;
  /** Pieces of files by id and number; taken away, they cannot be fetched. */
  readonly pieces: Map<string, Blob>;
  readonly items: SealedItem[];
  readonly texts: readonly string[];
  readonly leaves: Uint8Array[];
  readonly root: string;
}

interface Written {
  readonly place: Omit<Place, "sequence" | "previous"> & { readonly v: 1 };
  readonly key: RoomKey;
  readonly hers: OfficerKeys;
  readonly pieces: Map<string, Blob>;
  readonly items: SealedItem[];
  readonly texts: string[];
}

/** A case with a report and so many messages, each with a file of so many bytes. Every third is Ada's. */
export async function theWorld(count: number, bytes: number, chance: Chance = fresh): Promise<World> {
  const { directory: cast, keys } = await theCast(chance.officer);
  const [hers, key] = [await chance.officer("Noor"), await chance.room("room")];
  const place = { v: 1 as const, organisation: cast.organisation.id, case: chance.id("case"), room: chance.id("room"), epoch: 1 };
  const written: Written = { place, key, hers, pieces: new Map(), items: [], texts: [] };
  let last = NO_PREVIOUS;
  for (let sequence = 1; sequence <= count; sequence += 1) last = await write(written, sequence, last, bytes, keys.ada, chance);
  const { pieces, items, texts } = written;
  const leaves = [...texts.map((text, n) => leafOf(KEY, n, text, DAY)), ...Array.from({ length: 70 }, (_, at) => dummy(String(at), DAY))];
  const root = toHex(ed25519.getPublicKey(ROOT));
  const directory = { ...cast, organisation: { ...cast.organisation, root }, log: { origin: ORIGIN, key: LOG.key, policy: POLICY } };
  const document = canonicalJson(directory);
  const signature = toHex(ed25519.sign(utf8(`hoeder-directory-v1\n${document}`), ROOT));
  const state = await stateOf(written, count, last, keys.ada, chance);
  const said = checkpoint(leaves, (text) => WITNESS.cosigned(text, WITNESSED));
  const api = server({ ...{ items, pieces, texts, leaves, state, key: KEY, checkpoint: said }, signed: { document, signature } });
  const proof = await proofOf(items[0]?.sealed ?? "");
  return {
    ...{ pieces, items, texts, leaves, root },
    side: (arm = "reporter") => (arm === "reporter" ? her(written, api, directory, proof) : their(arm, written, api, directory, keys.ada)),
  };
}

async function write(
  { place, key, hers, pieces, items, texts }: Written, sequence: number, previous: string, bytes: number, ada: OfficerKeys, chance: Chance,
): Promise<string> {
  const by = sequence % 3 === 0 ? ADA : "reporter";
  const author = by === ADA ? ada.author : hers.author;
  const files = bytes === 0 ? [] : [await sealed(bytes, sequence, place.room, key.recipient, pieces, chance)];
  const header: Header = { ...place, sequence, previous, author: author.verify, kind: sequence === 1 ? "report" : "message", day: DAY };
  const reporter = { recipient: hers.recipient, verify: hers.author.verify };
  const body = sequence === 1
    ? { text: "Kuiper scheldt.", files, readers: [OFFICER.ada], reporter }
    : { text: `Bericht ${String(sequence)}`, files };
  const { sealed: item, hash } = await chance.sealItem(header, body, author, key.recipient);
  items.push({ id: chance.id(`item ${String(sequence)}`), sequence, epoch: 1, by, day: DAY, sealed: toBase64(item) });
  const kind = sequence === 1 ? "case.received" : "item.added";
  const detail = { item: hash, room: place.room, sequence };
  texts.push(canonicalJson({ actor: by, case: place.case, day: DAY, detail, kind, n: sequence - 1, v: 1 }));
  return hash;
}

async function sealed(
  size: number, n: number, room: string, recipient: string, pieces: Map<string, Blob>, chance: Chance,
): Promise<Manifest> {
  const id = chance.id(`file ${String(n)}`);
  const content = new Uint8Array(size).fill(n % 251);
  const made = await chance.sealFile({ room, id, content }, recipient, (number, piece) => {
    pieces.set(`${id}/pieces/${String(number)}`, new Blob([new Uint8Array(piece)]));
    return Promise.resolve();
  });
  return { id, name: `bijlage ${String(n)}.bin`, type: "application/octet-stream", size, epoch: 1, original: false, removed: [], ...made };
}

async function stateOf({ place, key, hers }: Written, sequence: number, hash: string, ada: OfficerKeys, chance: Chance): Promise<RoomState> {
  const to = { to: ADA, epochs: [{ number: 1, identity: key.identity }] };
  const { organisation, room } = place;
  const grant = await chance.sealGrant({ organisation, case: place.case, room }, to, hers.author, ada.recipient);
  return {
    ...{ id: room, kind: "dialogue", case: place.case, epoch: 1, stale: false, head: { sequence, hash } },
    epochs: [{ number: 1, recipient: key.recipient }],
    members: ["reporter", ADA].map((holder) => ({ holder, until: null, removed_on: null })),
    grants: [{ epoch: 1, by: "reporter", sealed: toBase64(grant) }],
  };
}

/** The proof that she reported (docs/spec/ledger.md §10). */
async function proofOf(report: string): Promise<string> {
  const hash = await sha256Hex(unpacked(report));
  const lines = ["hoeder.eu/proof-of-report/v1", ORIGIN, hash, toHex(handle(KEY, 0)), DAY, "logged by 2026-11-25T00:00:00Z"];
  const text = lines.map((one) => `${one}\n`).join("");
  return `${text}\n${LOG.line(text)}`;
}

function unpacked(sealed: string): Uint8Array {
  return Uint8Array.from(atob(sealed), (one) => one.charCodeAt(0));
}

/** Opens the room as it comes, page after page. */
async function opened({ place, key, hers }: Written, trusted: ReadonlySet<string>, heard: Api): Promise<OpenedRoom> {
  const { room, case: about } = place;
  const entries: Entry[] = [];
  let before = NO_PREVIOUS;
  for (let after = 0; ;) {
    const page = (await heard.get(`/api/my/rooms/${room}/items`, `after=${String(after)}`)) as { items: readonly SealedItem[] };
    if (page.items.length === 0) break;
    for (const item of page.items) {
      const bytes = unpacked(item.sealed);
      const entry = await openItem(bytes, key.identity, { ...place, sequence: item.sequence, previous: before }, trusted);
      entries.push({ state: "read", id: item.id, sequence: item.sequence, by: item.by, ...entry });
      before = await sha256Hex(bytes);
      after = item.sequence;
    }
  }
  return {
    ...{ id: room, kind: "dialogue", case: about, chain: about, path: `/api/my/rooms/${room}`, entries },
    ...{ epochs: [{ number: 1, identity: key.identity }], identityOf: () => key.identity },
    isReporters: (author) => author === hers.author.verify,
  };
}

function her(written: Written, api: Api, directory: Directory, proof: string): Side {
  const { hers: { author }, place } = written;
  const trusted = new Set([author.verify, ...directory.officers.flatMap(({ key }) => (key === null ? [] : [key.verify]))]);
  const none = { clocks: [], promises: [], circle: [], incidents: [], costs: [], grounds: [] };
  return {
    ...{ arm: "reporter", label: "reporter", author, api, open: api, directory, root: directory.organisation.root },
    ...{ language: "nl", case: place.case, extra: new Map([["log/proof-of-report", proof]]) },
    chains: [{ id: place.case, kind: "case", key: KEY, journal: "/api/my/journal" }],
    taking: { redacted: false, withheld: false },
    rooms: async (heard) => ({ rooms: [await opened(written, trusted, heard)], lacking: [] }),
    facts: () => Promise.resolve({ ...none, timeline: [{ day: DAY, roughly: false, row: "report", text: "Gemeld" }] }),
  };
}

const LENT: Lent = {
  named: (knower) => (knower === ADA ? "Ada" : null),
  reported: "Gemeld", known: (name) => `${name ?? "Iemand"} wist ervan`, harmed: "Nadeel",
};

/** Ada's side, or in proceedings the employer's: as the desk makes it, with her keys. */
function their(arm: "officer" | "employer", { place }: Written, api: Api, directory: Directory, ada: OfficerKeys): Side {
  const setting = { origin: "https://hoeder.test", language: "nl", root: directory.organisation.root };
  const desk = { directory, api, setting, holder: ADA, keys: ada, viewer: { holder: ADA, ...ada }, opening: { open: openItem } };
  const detail = { alias: "Lijster", clocks: [], received_on: DAY };
  const side = theirSide(desk as unknown as Desk, { id: place.case, detail } as unknown as OpenCase, arm, [], LENT);
  return { ...side, open: api };
}
