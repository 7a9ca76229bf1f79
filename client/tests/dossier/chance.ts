/** What chance decides in a case of tests: by the die, or by names, so that a case comes back the same. */

import { identityFromSeed, keyOf } from "../../crypto/age.js";
import { PIECE } from "../../crypto/attachment.js";
import {
  newId, newOfficerKeys, newRoomKey, sealAttachment, sealGrant, sealItem, sha256Hex, sha256Now, toHex, utf8,
  type OfficerKeys, type RoomKey,
} from "../../crypto/index.js";
import { signingKey } from "../../crypto/signing.js";

export interface FileToSeal {
  readonly room: string;
  readonly id: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

type OnPiece = Parameters<typeof sealAttachment>[3];
type Pieces = Awaited<ReturnType<typeof sealAttachment>>;

export interface Chance {
  readonly id: (name: string) => string;
  readonly officer: (name: string) => Promise<OfficerKeys>;
  readonly room: (name: string) => Promise<RoomKey>;
  readonly sealItem: typeof sealItem;
  readonly sealGrant: typeof sealGrant;
  readonly sealFile: (file: FileToSeal, recipient: string, onPiece: OnPiece) => Promise<Pieces>;
}

/** Another case each time. */
export const fresh: Chance = {
  id: () => newId(),
  officer: () => newOfficerKeys(),
  room: () => newRoomKey(),
  sealItem, sealGrant,
  sealFile: ({ content }, recipient, onPiece) => sealAttachment(new Blob([content]).stream(), content.length, recipient, onPiece),
};

function seed(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(sha256Now(utf8(`hoeder dossier: ${name}`)));
}

/** The same case each time, but for the randomness of sealing. */
export const named: Chance = {
  ...fresh,
  id: (name) => toHex(seed(name).subarray(0, 16)),
  officer: async (name) => ({ ...(await keyOf(identityFromSeed(seed(`${name} age`)))), author: signingKey(seed(`${name} ed25519`)) }),
  room: (name) => keyOf(identityFromSeed(seed(`${name} age`))),
};

/** The same case to the letter: what is sealed is taken from a dossier of it. */
export function asIn(files: Readonly<Record<string, Uint8Array>>): Chance {
  const original = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(files[path] ?? []);
  return {
    ...named,
    sealItem: async ({ room, sequence }) => {
      const sealed = original(`originals/${room}/${String(sequence)}.age`);
      return { sealed, hash: await sha256Hex(sealed) };
    },
    sealFile: async ({ room, id }, _, onPiece) => {
      const all = original(`originals/${room}/files/${id}.age`);
      const pieces: string[] = [];
      for (let at = 0; at < all.length; at += PIECE) {
        const piece = all.subarray(at, at + PIECE);
        const hash = await sha256Hex(piece);
        await onPiece(pieces.length, piece, hash);
        pieces.push(hash);
      }
      return { sealed_size: all.length, pieces };
    },
  };
}
