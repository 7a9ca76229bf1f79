/** A grant: the keys of a room, sealed to one member (docs/spec/rooms.md §3). */

import { keyOf, open, seal, type RoomKey } from "./age.js";
import { hasExactly, type Json } from "./canonical.js";
import {
  checkAuthor,
  checkPlace,
  decode,
  encode,
  NO_PREVIOUS,
  type Header,
  type Place,
} from "./envelope.js";
import { SIZE_CLASSES } from "./padding.js";
import { Tampered } from "./problems.js";
import type { SigningKey } from "./signing.js";

/** Who gets which keys. */
export interface Grant {
  /** `reporter` or `officer:` and 32 hex digits. */
  readonly to: string;
  /** Every epoch that the member may read, in ascending order. */
  readonly epochs: readonly { readonly number: number; readonly identity: string }[];
}

export interface OpenedGrant {
  /** The public signing key of whoever granted. */
  readonly author: string;
  readonly day: string;
  readonly epochs: readonly (RoomKey & { readonly number: number })[];
}

export async function sealGrant(
  place: Pick<Place, "organisation" | "case" | "room">,
  grant: Grant,
  author: SigningKey,
  recipient: string,
  day: string = today(),
): Promise<Uint8Array> {
  const { organisation, case: of, room } = place;
  const epochs = grant.epochs
    .map(({ number, identity }) => ({ number, identity }))
    .toSorted((a, b) => a.number - b.number);
  const header: Header = {
    v: 1,
    organisation,
    case: of,
    room,
    epoch: epochs.at(-1)?.number ?? 0,
    sequence: 0,
    previous: NO_PREVIOUS,
    author: author.verify,
    kind: "grant",
    day,
  };
  const body = { to: grant.to, epochs };
  if (!isGrant(body, header)) throw new Error("not a grant");
  return seal(await encode(header, body, author, SIZE_CLASSES[1]), recipient);
}

export async function openGrant(
  sealed: Uint8Array,
  identity: string,
  expected: Pick<Place, "organisation" | "case" | "room"> & { readonly to: string },
  trusted: ReadonlySet<string> | null,
): Promise<OpenedGrant> {
  const { header, body } = await decode(await open(sealed, identity));
  if (header.kind !== "grant") throw new Tampered("kind");
  const { organisation, case: of, room } = expected;
  checkPlace(header, { organisation, case: of, room, sequence: 0, previous: NO_PREVIOUS });
  checkAuthor(header, trusted);
  if (!isGrant(body, header)) throw new Tampered("body");
  if (body.to !== expected.to) throw new Tampered("to");
  const epochs = await Promise.all(
    body.epochs.map(async ({ number, identity }) => ({ number, ...(await keyOf(identity)) })),
  ).catch(() => {
    throw new Tampered("body");
  });
  return { author: header.author, day: header.day, epochs };
}

const HOLDER = /^(?:reporter|officer:[0-9a-f]{32})$/;

function isGrant(body: Json | Grant, header: Header): body is Json & Grant {
  if (!hasExactly(body, ["to", "epochs"])) return false;
  const { to, epochs } = body;
  if (typeof to !== "string" || !HOLDER.test(to) || !Array.isArray(epochs)) return false;
  const rising = epochs.every(
    (one: unknown, i) =>
      hasExactly(one, ["number", "identity"]) &&
      typeof one.identity === "string" &&
      Number.isInteger(one.number) &&
      (one.number as number) > ((epochs as Grant["epochs"])[i - 1]?.number ?? 0),
  );
  return rising && (epochs as Grant["epochs"]).at(-1)?.number === header.epoch;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
