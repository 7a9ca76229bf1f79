/**
 * ZIP packages (APPNOTE 6.3.10), as far as office files use them: no encryption, no ZIP64, no
 * second disk. Everything is checked before it is unpacked, so that a bomb costs nothing.
 */

import { inflateSync, zipSync } from "fflate";
import type { Zippable } from "fflate";

import { Reader, crc32, latin1 } from "./bytes.js";
import { CannotBeCleaned, malformed } from "./problems.js";

const MOST_PARTS = 10_000;
/** What all parts together may unpack to. */
export const LARGEST_UNPACKED = 384 * 1024 * 1024;
/** Deflate cannot do better than this; a part that claims more is lying about its size. */
const BEST_RATIO = 1032;
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

/** How much may still be unpacked, shared by a package and the packages inside it. */
export interface Budget {
  left: number;
}

interface Entry {
  readonly name: string;
  readonly stored: boolean;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

/** Unpack a package: its parts by name, in their order. */
export function unpack(file: Uint8Array, budget: Budget): Map<string, Uint8Array> {
  const reader = new Reader(file, true);
  const entries = readEntries(reader);
  budget.left -= entries.reduce((sum, entry) => sum + entry.size, 0);
  if (budget.left < 0) throw new CannotBeCleaned("too-large", "unpacked parts");
  const parts = new Map<string, Uint8Array>();
  const seen = new Set<string>();
  for (const entry of entries) {
    if (seen.has(entry.name.toLowerCase())) malformed("two parts of one name");
    seen.add(entry.name.toLowerCase());
    if (entry.name.endsWith("/") && entry.size === 0) continue;
    if (!/^[^/\\:\0]+(\/[^/\\:\0]+)*$/.test(entry.name) || /(^|\/)\.\.?(\/|$)/.test(entry.name)) {
      malformed("a part's name");
    }
    parts.set(entry.name, readPart(reader, entry));
  }
  return parts;
}

/** Pack parts without dates or the name of a system, in an order that tells nothing. */
export function pack(parts: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const first = "[Content_Types].xml";
  const names = [...parts.keys()].sort((a, b) =>
    a === first ? -1 : b === first ? 1 : a < b ? -1 : 1,
  );
  const zip: Zippable = {};
  for (const name of names) {
    const part = parts.get(name);
    if (part) zip[name] = part;
  }
  return zipSync(zip, { level: 6, mtime: new Date(1980, 0, 1), os: 0 });
}

function readEntries(reader: Reader): Entry[] {
  const end = findEnd(reader);
  const count = reader.u16(end + 10);
  if (reader.u16(end + 4) !== 0 || reader.u16(end + 8) !== count) malformed("several disks");
  if (count === 0xffff) throw new CannotBeCleaned("too-large", "ZIP64");
  if (count > MOST_PARTS) throw new CannotBeCleaned("too-large", "parts");
  const entries: Entry[] = [];
  let at = reader.u32(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (reader.u32(at) !== ENTRY) malformed("directory");
    const flags = reader.u16(at + 8);
    const method = reader.u16(at + 10);
    if (flags & 1) throw new CannotBeCleaned("encrypted", "part");
    if (method !== 0 && method !== 8) malformed("unknown compression");
    const [nameSize, extraSize, noteSize] = [28, 30, 32].map((offset) => reader.u16(at + offset));
    const name = reader.slice(at + 46, nameSize ?? 0);
    entries.push({
      name: flags & 0x800 ? new TextDecoder("utf-8", { fatal: true }).decode(name) : latin1(name),
      stored: method === 0,
      crc: reader.u32(at + 16),
      packed: reader.u32(at + 20),
      size: reader.u32(at + 24),
      at: reader.u32(at + 42),
    });
    at += 46 + (nameSize ?? 0) + (extraSize ?? 0) + (noteSize ?? 0);
  }
  return entries;
}

function findEnd(reader: Reader): number {
  const size = reader.bytes.length;
  for (let at = size - 22; at >= 0 && at >= size - 22 - 0xffff; at -= 1) {
    if (reader.u32(at) === END && at + 22 + reader.u16(at + 20) <= size) return at;
  }
  return malformed("no directory");
}

function readPart(reader: Reader, entry: Entry): Uint8Array {
  if (reader.u32(entry.at) !== LOCAL) malformed("part is missing");
  const start = entry.at + 30 + reader.u16(entry.at + 26) + reader.u16(entry.at + 28);
  const data = reader.slice(start, entry.packed);
  if (entry.stored ? entry.size !== entry.packed : entry.size > data.length * BEST_RATIO) {
    malformed("a part's size");
  }
  // A buffer of the size that was promised and checked; more is never written.
  const part = entry.stored ? data : inflateSync(data, { out: new Uint8Array(entry.size) });
  if (part.length !== entry.size || crc32(part) !== entry.crc) malformed("a part's checksum");
  return part;
}
