/** docs/spec/envelope.md in code: what stands inside every sealed item. */

import { open, seal } from "./age.js";
import {
  concat,
  fromUtf8,
  isZero,
  readU32be,
  sha256Hex,
  toHex,
  u32be,
  utf8,
} from "./bytes.js";
import { canonicalJson, parseCanonical, type Json } from "./canonical.js";
import { day, exactly, from, hash, id, only } from "./forms.js";
import { SIZE_CLASSES, sizeClass } from "./padding.js";
import { Tampered, TooLarge, type What } from "./problems.js";
import { sign, verify, type SigningKey } from "./signing.js";

/** Where an item belongs and who wrote it. */
export interface Header {
  readonly v: 1;
  /** Ids: 32 hex digits each. */
  readonly organisation: string;
  readonly case: string;
  readonly room: string;
  /** The room key under which the item is sealed: 1, 2, … */
  readonly epoch: number;
  /** The item's place in the room: 1, 2, …; 0 for a grant. */
  readonly sequence: number;
  /** SHA-256 of the item before, as sealed; 64 zeros when there is none. */
  readonly previous: string;
  /** The author's public signing key. */
  readonly author: string;
  readonly kind: string;
  /** YYYY-MM-DD, UTC. */
  readonly day: string;
}

export interface OpenedItem {
  readonly header: Header;
  readonly body: Json;
  /** SHA-256 of the sealed bytes: the next item's `previous`. */
  readonly hash: string;
  /** The author's, over header and body: 128 hex digits. It shows to others who wrote this, and where. */
  readonly signature: string;
}

/** What must be so for an item to be in its place. */
export type Place = Omit<Header, "author" | "kind" | "day">;

export const NO_PREVIOUS = "0".repeat(64);

const MAGIC = utf8("hoeder-envelope-v1\n");
const SIGNATURE = 64;

const isHeader = exactly({
  v: only(1),
  organisation: id,
  case: id,
  room: id,
  epoch: from(1),
  sequence: from(0),
  previous: hash,
  author: hash,
  kind: (value) => typeof value === "string" && /^[a-z][a-z-]{0,31}$/.test(value),
  day,
}) as (value: unknown) => value is Header;

export async function sealItem(
  header: Header,
  body: unknown,
  author: SigningKey,
  recipient: string,
): Promise<{ sealed: Uint8Array; hash: string }> {
  if (header.kind === "grant" || header.sequence === 0) throw new Error("a grant is no item");
  const sealed = await seal(await encode(header, body, author), recipient);
  return { sealed, hash: await sha256Hex(sealed) };
}

export async function openItem(
  sealed: Uint8Array,
  identity: string,
  expected: Place,
  trusted: ReadonlySet<string> | null,
): Promise<OpenedItem> {
  const opened = await decode(await open(sealed, identity));
  if (opened.header.kind === "grant") throw new Tampered("kind");
  checkPlace(opened.header, expected);
  checkAuthor(opened.header, trusted);
  return { ...opened, hash: await sha256Hex(sealed) };
}

/** docs/spec/envelope.md §4 */
export async function encode(
  header: Header,
  body: unknown,
  author: SigningKey,
  largest: number = SIZE_CLASSES[5],
): Promise<Uint8Array> {
  if (!isHeader(header)) throw new Error("not a header");
  if (header.author !== author.verify) throw new Error("the header names another author");
  const head = utf8(canonicalJson(header));
  const text = utf8(canonicalJson(body));
  const signed = concat(MAGIC, u32be(head.length), head, u32be(text.length), text);
  const size = sizeClass(signed.length + SIGNATURE);
  if (size === null || size > largest) throw new TooLarge();
  const plaintext = new Uint8Array(size);
  plaintext.set(signed);
  plaintext.set(await sign(signed, author), signed.length);
  return plaintext;
}

/** docs/spec/envelope.md §5, steps 3 to 8. Nothing of the body is read before the signature was checked. */
export async function decode(
  plaintext: Uint8Array,
): Promise<{ header: Header; body: Json; signature: string }> {
  if (sizeClass(plaintext.length) !== plaintext.length) throw new Tampered("padding");
  if (MAGIC.some((byte, i) => plaintext[i] !== byte)) throw new Tampered("header");
  const head = part(plaintext, MAGIC.length, "header");
  const header = json(head, "header");
  if (!isHeader(header)) throw new Tampered("header");
  const text = part(plaintext, MAGIC.length + 4 + head.length, "body");
  const end = MAGIC.length + 4 + head.length + 4 + text.length;
  const signature = plaintext.subarray(end, end + SIGNATURE);
  const good = await verify(signature, plaintext.subarray(0, end), header.author);
  if (!good) throw new Tampered("signature");
  if (!isZero(plaintext.subarray(end + SIGNATURE))) throw new Tampered("padding");
  return { header, body: json(text, "body"), signature: toHex(signature) };
}

function part(plaintext: Uint8Array, at: number, what: What): Uint8Array {
  // A canonical header is far shorter than the smallest class, so that `at` is always inside.
  const length = readU32be(plaintext, at);
  if (length > plaintext.length - at - 4 - SIGNATURE) throw new Tampered(what);
  return plaintext.subarray(at + 4, at + 4 + length);
}

function json(bytes: Uint8Array, what: What): Json {
  try {
    return parseCanonical(fromUtf8(bytes));
  } catch {
    throw new Tampered(what);
  }
}

/** The first member that differs is the one that is named. */
export function checkPlace(header: Header, expected: Partial<Place>): void {
  const places = ["organisation", "case", "room", "epoch", "sequence", "previous"] as const;
  for (const place of places) {
    if (place in expected && header[place] !== expected[place]) throw new Tampered(place);
  }
}

export function checkAuthor(header: Header, trusted: ReadonlySet<string> | null): void {
  if (trusted !== null && !trusted.has(header.author)) throw new Tampered("author");
}
