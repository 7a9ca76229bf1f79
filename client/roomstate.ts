/** What a room is opened with: as the server describes it, who looks, and further ways (docs/spec/rooms.md). */

import type { openItem, RoomKey, SigningKey } from "./crypto/index.js";
import type { ListedMember, RoomKind, Trust } from "./membership.js";

/** A room as the server describes it. */
export interface RoomState {
  readonly id: string;
  readonly kind: RoomKind;
  readonly case: string;
  readonly epoch: number;
  /** Somebody left: the next to write must start a new epoch first. */
  readonly stale: boolean;
  readonly head: { readonly sequence: number; readonly hash: string };
  readonly epochs: readonly { readonly number: number; readonly recipient: string }[];
  readonly members: readonly ListedMember[];
  readonly grants: readonly { readonly epoch: number; readonly by: string; readonly sealed: string }[];
}

/** Who is looking, with which keys. `holder` is `reporter` or `officer:<id>`. */
export interface Viewer {
  readonly holder: string;
  readonly identity: string;
  readonly recipient: string;
  readonly author: SigningKey;
}

/** Opens one item, as `openItem` does. A page with many to open passes one that uses workers. */
export type Opener = typeof openItem;

/** The room cannot be opened at all: no grant for this viewer could be trusted. */
export class NoKey extends Error {
  constructor() {
    super("no usable grant");
    this.name = "NoKey";
  }
}

/** A key of an epoch, and who granted it. */
export interface Granted extends RoomKey {
  readonly by: string;
}

/** Further ways to open a room. */
export interface How {
  readonly opener?: Opener;
  /** For an investigation room: who may have opened it (see `Membership`). */
  readonly mayOpen?: (holder: string) => boolean;
  /** For a room that the reporter opened herself: her keys, where the dialogue tells them. */
  readonly known?: () => Trust["reporter"];
}
