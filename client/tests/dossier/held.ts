/** A server in memory that hands out what a dossier is made of. */

import { Problem, type Api } from "../../api.js";
import { concat, hmacNow, toHex, utf8 } from "../../crypto/index.js";
import type { SealedItem } from "../../items.js";
import { u64be } from "../../log/bytes.js";
import { handle } from "../../log/leaf.js";
import type { RoomState } from "../../rooms.js";

export interface Held {
  readonly items: readonly SealedItem[];
  readonly pieces: ReadonlyMap<string, Blob>;
  readonly texts: readonly string[];
  readonly leaves: readonly Uint8Array[];
  /** The key of the chain. */
  readonly key: Uint8Array;
  readonly checkpoint: string;
  /** The room as an officer gets it. */
  readonly state: RoomState;
  readonly signed: { readonly document: string; readonly signature: string };
}

export function server({ items, pieces, texts, leaves, key, checkpoint, state, signed }: Held): Api {
  const absent = (): Problem => new Problem(404, "not-found", "", {});
  const nonce = (n: number): string => toHex(hmacNow(key, concat(utf8("n"), u64be(n))));
  return {
    get: (path, query = "") => {
      if (path.endsWith("/items")) {
        const after = Number(query.replace("after=", ""));
        return Promise.resolve({ items: items.filter((one) => one.sequence > after).slice(0, 200), head: state.head });
      }
      if (path.endsWith("/journal")) {
        const events = texts.map((event, n) => ({ n, event, leaf: n, handle: toHex(handle(key, n)), nonce: nonce(n) }));
        return Promise.resolve({ events });
      }
      if (path === `/api/desk/cases/${state.case}`) return Promise.resolve({ rooms: [state] });
      return path.endsWith("/directory") ? Promise.resolve(signed) : Promise.reject(absent());
    },
    getBytes: async (path) => {
      if (path === "/log/checkpoint") return utf8(checkpoint);
      const [, tile, width] = /^\/log\/tile\/entries\/([0-9]{3})(?:\.p\/([0-9]+))?$/.exec(path) ?? [];
      if (tile !== undefined) {
        const from = Number(tile) * 256;
        return concat(...leaves.slice(from, from + Number(width ?? 256)).map((one) => concat(Uint8Array.of(0, 96), one)));
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
