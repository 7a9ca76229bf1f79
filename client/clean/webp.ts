/** WebP (RFC 9649): keeps the picture, its frames and its colours, and drops EXIF, XMP and the rest. */

import { Reader, concat, fromLatin1, number, startsWith } from "./bytes.js";
import { orientationOnly, readExif } from "./exif.js";
import type { CleanedBytes, RemovedLabel } from "./labels.js";
import { malformed } from "./problems.js";
import { neutralProfile } from "./profile.js";

const PICTURE = new Set(["VP8 ", "VP8L", "ALPH"]);
const HAS_PROFILE = 0x20;
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

export function cleanWebp(file: Uint8Array): CleanedBytes {
  const reader = new Reader(file, true);
  if (reader.tag(0) !== "RIFF" || reader.tag(8) !== "WEBP") malformed("no WebP signature");
  const end = reader.u32(4) + 8;
  const removed = new Set<RemovedLabel>();
  // One odd byte at the very end is padding that some writers leave out of the size.
  if (end < file.length) removed.add("trailing-data");
  const kept: Chunk[] = [];
  let orientation = 1;
  for (const chunk of chunks(reader.slice(12, end - 12))) {
    if (chunk.type === "EXIF") {
      const exif = readExif(chunk.data.subarray(startsWith(chunk.data, "Exif\0\0") ? 6 : 0));
      exif.labels.forEach((label) => removed.add(label));
      orientation = exif.orientation;
    } else keep(chunk, kept, removed);
  }
  if (!kept.some(({ type }) => type === "VP8 " || type === "VP8L" || type === "ANMF")) {
    malformed("no picture");
  }
  if (orientation !== 1) kept.push({ type: "EXIF", data: orientationOnly(orientation) });
  return { cleaned: write(kept), removed };
}

function* chunks(bytes: Uint8Array): Generator<Chunk> {
  const reader = new Reader(bytes, true);
  for (let at = 0; at < bytes.length; ) {
    const size = reader.u32(at + 4);
    yield { type: reader.tag(at), data: reader.slice(at + 8, size) };
    at += 8 + size + (size % 2);
  }
}

function keep(chunk: Chunk, kept: Chunk[], removed: Set<RemovedLabel>): void {
  const { type, data } = chunk;
  if (type === "XMP ") removed.add("xmp");
  else if (type === "ICCP") {
    const profile = neutralProfile(data);
    if (profile) kept.push({ type, data: profile });
    else removed.add("embedded-profile");
  } else if (type === "VP8X") {
    if (data.length !== 10 || kept.length > 0) malformed("VP8X");
    kept.push(chunk);
  } else if (type === "ANMF") kept.push({ type, data: frame(data, removed) });
  else if (PICTURE.has(type) || type === "ANIM") kept.push(chunk);
  else removed.add("unknown-data");
}

/** A frame of an animation holds chunks of its own after a header of 16 bytes. */
function frame(data: Uint8Array, removed: Set<RemovedLabel>): Uint8Array {
  const reader = new Reader(data);
  const parts = [reader.slice(0, 16)];
  for (const chunk of chunks(data.subarray(16))) {
    if (PICTURE.has(chunk.type)) parts.push(encode(chunk));
    else removed.add("unknown-data");
  }
  return concat(parts);
}

function encode({ type, data }: Chunk): Uint8Array {
  const padding = new Uint8Array(data.length % 2);
  return concat([fromLatin1(type), number(data.length, 4, true), data, padding]);
}

function write(kept: readonly Chunk[]): Uint8Array {
  const has = (type: string): boolean => kept.some((chunk) => chunk.type === type);
  const parts = kept.map((chunk) => {
    if (chunk.type !== "VP8X") return encode(chunk);
    const data = chunk.data.slice();
    let flags = (data[0] ?? 0) & ~(HAS_PROFILE | HAS_EXIF | HAS_XMP);
    if (has("ICCP")) flags |= HAS_PROFILE;
    if (has("EXIF")) flags |= HAS_EXIF;
    data[0] = flags;
    return encode({ type: "VP8X", data });
  });
  const body = concat([fromLatin1("WEBP"), ...parts]);
  return concat([fromLatin1("RIFF"), number(body.length, 4, true), body]);
}
