/** A case of tests, on a server in memory that hands out what a dossier is made of. */

import { ed25519 } from "@noble/curves/ed25519.js";
import { Problem, type Api } from "../../api.js";
import {
  canonicalJson, NO_PREVIOUS, newId, newOfficerKeys, newRoomKey, openItem, sealAttachment, sealItem, sha256Hex, toBase64, toHex,
  type Header, type Manifest,
} from "../../crypto/index.js";
import type { OpenedRoom } from "../../dossier/gathering.js";
import type { Side } from "../../dossier/making.js";
import type { Arm } from "../../dossier/form.js";
import type { Entry, SealedItem } from "../../items.js";
import { handle, leafOf } from "../../log/leaf.js";
import { hmacNow } from "../../crypto/index.js";
import { joined, u64be, utf8 } from "../../log/bytes.js";
import { LOG, ORIGIN, checkpoint, dummy } from "../log/log.js";
import { theCast } from "../protocol/cast.js";

const DAY = "2026-11-23";
const KEY = Uint8Array.from({ length: 32 }, (_, at) => at);
const ROOT = new Uint8Array(32).fill(7);

export interface World {
  readonly side: (arm?: Arm) => Side;
  /** Pieces of files by id and number; taken away, they cannot be fetched. */
  readonly pieces: Map<string, Blob>;
  readonly items: SealedItem[];
  readonly texts: readonly string[];
  readonly leaves: Uint8Array[];
  readonly root: string;
}

/** A case with a report and so many messages, each with a file of so many bytes. */
export async function theWorld(count: number, bytes: number): Promise<World> {
  const { directory: cast } = await theCast();
  const { author } = await newOfficerKeys();
  const key = await newRoomKey();
  const [room, about] = [newId(), newId()];
  const pieces = new Map<string, Blob>();
  const items: SealedItem[] = [];
  const texts: string[] = [];
  const place = { v: 1 as const, organisation: cast.organisation.id, case: about, room, epoch: 1 };
  let previous = NO_PREVIOUS;
  for (let sequence = 1; sequence <= count; sequence += 1) {
    const files = bytes === 0 ? [] : [await sealed(bytes, sequence, key.recipient, pieces)];
    const header: Header = { ...place, sequence, previous, author: author.verify, kind: sequence === 1 ? "report" : "message", day: DAY };
    const body = sequence === 1
      ? { text: "Kuiper scheldt.", files, readers: [], reporter: { recipient: key.recipient, verify: author.verify } }
      : { text: `Bericht ${String(sequence)}`, files };
    const { sealed: item, hash } = await sealItem(header, body, author, key.recipient);
    items.push({ id: newId(), sequence, epoch: 1, by: "reporter", day: DAY, sealed: toBase64(item) });
    const kind = sequence === 1 ? "case.received" : "item.added";
    texts.push(canonicalJson({ actor: "reporter", case: about, day: DAY, detail: { item: hash, room, sequence }, kind, n: sequence - 1, v: 1 }));
    previous = hash;
  }
  const leaves = [...texts.map((text, n) => leafOf(KEY, n, text, DAY)), ...Array.from({ length: 70 }, (_, at) => dummy(String(at), DAY))];
  const root = toHex(ed25519.getPublicKey(ROOT));
  const directory = { ...cast, organisation: { ...cast.organisation, root }, log: { origin: ORIGIN, key: LOG.key } };
  const document = canonicalJson(directory);
  const signature = toHex(ed25519.sign(utf8(`hoeder-directory-v1\n${document}`), ROOT));
  const api = server({ items, pieces, texts, leaves, signed: { document, signature } });
  const opened = async (heard: Api): Promise<OpenedRoom> => {
    const entries: Entry[] = [];
    let before = NO_PREVIOUS;
    for (let after = 0; after < items.length;) {
      const page = (await heard.get(`/api/my/rooms/${room}/items`, `after=${String(after)}`)) as { items: readonly SealedItem[] };
      for (const item of page.items) {
        const sealedBytes = Uint8Array.from(atob(item.sealed), (one) => one.charCodeAt(0));
        const entry = await openItem(sealedBytes, key.identity, { ...place, sequence: item.sequence, previous: before }, new Set([author.verify]));
        entries.push({ state: "read", id: item.id, sequence: item.sequence, by: item.by, ...entry });
        before = await sha256Hex(sealedBytes);
        after = item.sequence;
      }
    }
    return {
      id: room, kind: "dialogue", case: about, chain: about, path: `/api/my/rooms/${room}`, entries,
      epochs: [{ number: 1, identity: key.identity }], identityOf: () => key.identity, isReporters: () => true,
    };
  };
  const none = { clocks: [], promises: [], circle: [], incidents: [], costs: [], grounds: [] };
  return {
    pieces, items, texts, leaves, root,
    side: (arm = "reporter") => ({
      ...{ arm, label: "reporter", author, api, open: api, directory, root, language: "nl", case: about, extra: new Map() },
      chains: [{ id: about, kind: "case", key: KEY, journal: "/api/my/journal" }],
      taking: { redacted: arm === "employer", withheld: arm === "employer" },
      rooms: async (heard) => ({ rooms: [await opened(heard)], lacking: [] }),
      facts: () => Promise.resolve({ ...none, timeline: [{ day: DAY, roughly: false, row: "report", text: "Gemeld" }] }),
    }),
  };
}

async function sealed(size: number, n: number, recipient: string, pieces: Map<string, Blob>): Promise<Manifest> {
  const id = newId();
  const content = new Uint8Array(size).fill(n % 251);
  const made = await sealAttachment(new Blob([content]).stream(), size, recipient, (number, piece) => {
    pieces.set(`${id}/pieces/${String(number)}`, new Blob([new Uint8Array(piece)]));
    return Promise.resolve();
  });
  return { id, name: `bijlage ${String(n)}.bin`, type: "application/octet-stream", size, epoch: 1, original: false, removed: [], ...made };
}

interface Held {
  readonly items: readonly SealedItem[];
  readonly pieces: ReadonlyMap<string, Blob>;
  readonly texts: readonly string[];
  readonly leaves: readonly Uint8Array[];
  readonly signed: { readonly document: string; readonly signature: string };
}

function server({ items, pieces, texts, leaves, signed }: Held): Api {
  const absent = (): Problem => new Problem(404, "not-found", "", {});
  const nonce = (n: number): string => toHex(hmacNow(KEY, joined(utf8("n"), u64be(n))));
  return {
    get: (path, query = "") => {
      if (path.endsWith("/items")) {
        const after = Number(query.replace("after=", ""));
        return Promise.resolve({ items: items.filter((one) => one.sequence > after).slice(0, 200) });
      }
      if (path.endsWith("/journal")) {
        const events = texts.map((event, n) => ({ n, event, leaf: n, handle: toHex(handle(KEY, n)), nonce: nonce(n) }));
        return Promise.resolve({ events });
      }
      return path.endsWith("/directory") ? Promise.resolve(signed) : Promise.reject(absent());
    },
    getBytes: async (path) => {
      if (path === "/log/checkpoint") return utf8(checkpoint(leaves));
      const [, tile, width] = /^\/log\/tile\/entries\/([0-9]{3})(?:\.p\/([0-9]+))?$/.exec(path) ?? [];
      if (tile !== undefined) {
        const from = Number(tile) * 256;
        return joined(...leaves.slice(from, from + Number(width ?? 256)).map((one) => joined(Uint8Array.of(0, 96), one)));
      }
      const piece = pieces.get(path.split("/attachments/")[1] ?? "");
      if (piece === undefined) throw absent();
      return new Uint8Array(await piece.arrayBuffer());
    },
    post: () => Promise.reject(absent()),
    postEncoded: () => Promise.reject(absent()),
    put: () => Promise.reject(absent()),
    putBytes: () => Promise.reject(absent()),
  };
}
