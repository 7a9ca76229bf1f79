/**
 * JPEG (ITU-T T.81 annex B): keeps the segments that pixels are decoded from, byte for byte, and
 * drops the rest.
 */

import { Reader, concat, fromLatin1, latin1, number, startsWith } from "./bytes.js";
import { orientationOnly, readExif } from "./exif.js";
import { checkSize, isFrame, isNeeded } from "./jpegsegments.js";
import type { CleanedBytes, RemovedLabel } from "./labels.js";
import { malformed } from "./problems.js";
import { neutralProfile } from "./profile.js";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const COM = 0xfe;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP13 = 0xed;
const APP14 = 0xee;

const EXIF = "Exif\0";
const XMP = "http://ns.adobe.com/";
const PROFILE = "ICC_PROFILE\0";

interface Found {
  readonly removed: Set<RemovedLabel>;
  orientation: number;
  jfif: Uint8Array | null;
  adobe: Uint8Array | null;
  readonly profile: Map<number, Uint8Array>;
}

export function cleanJpeg(file: Uint8Array): CleanedBytes {
  const reader = new Reader(file);
  if (reader.u16(0) !== 0xff00 + SOI) malformed("no start of image");
  const found: Found = {
    removed: new Set(),
    orientation: 1,
    jfif: null,
    adobe: null,
    profile: new Map(),
  };
  const kept: Uint8Array[] = [];
  let at = 2;
  let frames = 0;
  let scans = 0;
  for (;;) {
    if (reader.u8(at) !== 0xff) malformed("no marker where one must be");
    const marker = reader.u8(at + 1);
    if (marker === 0xff) {
      at += 1; // A fill byte.
      continue;
    }
    if (marker === EOI) break;
    const size = reader.u16(at + 2);
    if (size < 2) malformed("segment too short");
    const whole = reader.slice(at, 2 + size);
    if (marker === SOS || isNeeded(marker)) checkSize(marker, whole.subarray(4));
    if (marker === SOS) {
      if (frames === 0) malformed("picture data before the frame");
      const end = endOfScan(file, at + whole.length);
      kept.push(file.subarray(at, end));
      scans += 1;
      at = end;
      continue;
    }
    if (isNeeded(marker)) kept.push(whole);
    else if (marker === COM || (marker >= APP0 && marker <= 0xef)) {
      inspect(marker, whole.subarray(4), found);
    } else malformed("unknown segment");
    if (isFrame(marker)) frames += 1;
    at += whole.length;
  }
  if (frames !== 1 || scans === 0) malformed("no picture");
  if (at + 2 < file.length) found.removed.add("trailing-data");
  return {
    cleaned: concat([
      Uint8Array.of(0xff, SOI),
      ...heading(found),
      ...kept,
      Uint8Array.of(0xff, EOI),
    ]),
    removed: found.removed,
  };
}

/** Where the entropy-coded data ends: at the first marker that is neither stuffing nor a restart. */
function endOfScan(file: Uint8Array, from: number): number {
  for (let at = file.indexOf(0xff, from); at >= 0; at = file.indexOf(0xff, at)) {
    const next = file[at + 1];
    if (next === undefined) break;
    if (next === 0xff) at += 1;
    else if (next === 0 || (next >= 0xd0 && next <= 0xd7)) at += 2;
    else return at;
  }
  return malformed("picture data ends too early");
}

/** Decide what an application segment or a comment was, and remember the little that is kept. */
function inspect(marker: number, data: Uint8Array, found: Found): void {
  const { removed } = found;
  if (marker === COM) removed.add("comments");
  else if (marker === APP0 && startsWith(data, "JFIF\0")) {
    if (data.length < 14) malformed("JFIF header too short");
    if (data.length > 14) removed.add("thumbnail");
    found.jfif = data.slice(0, 14);
    found.jfif.fill(0, 12); // No thumbnail: nought by nought.
  } else if (marker === APP0 && startsWith(data, "JFXX\0")) removed.add("thumbnail");
  else if (marker === APP1 && startsWith(data, EXIF)) {
    const exif = readExif(data.subarray(6));
    exif.labels.forEach((label) => removed.add(label));
    if (exif.orientation !== 1) found.orientation = exif.orientation;
  } else if (marker === APP1 && startsWith(data, XMP)) removed.add("xmp");
  else if (marker === APP2 && startsWith(data, PROFILE)) {
    if (data.length < 14) malformed("colour profile too short");
    found.profile.set(data[12] ?? 0, data.subarray(14));
  } else if (marker === APP2 && latin1(data.subarray(0, 4)) === "MPF\0") removed.add("thumbnail");
  else if (marker === APP13) removed.add("iptc");
  else if (marker === APP14 && startsWith(data, "Adobe") && data.length >= 12) {
    found.adobe = data.subarray(0, 12); // Says how colours are coded; without it they turn.
  } else removed.add("unknown-data");
}

function heading(found: Found): Uint8Array[] {
  const segments: Uint8Array[] = [];
  if (found.jfif) segments.push(segment(APP0, found.jfif));
  if (found.orientation !== 1) {
    const tiff = orientationOnly(found.orientation);
    segments.push(segment(APP1, concat([fromLatin1("Exif\0\0"), tiff])));
  }
  segments.push(...profileSegments(found));
  if (found.adobe) segments.push(segment(APP14, found.adobe));
  return segments;
}

function profileSegments(found: Found): Uint8Array[] {
  if (found.profile.size === 0) return [];
  const numbers = [...found.profile.keys()].sort((a, b) => a - b);
  const neutral = neutralProfile(concat(numbers.map((n) => found.profile.get(n) ?? malformed("profile"))));
  if (!neutral) {
    found.removed.add("embedded-profile");
    return [];
  }
  const most = 65_519;
  const count = Math.ceil(neutral.length / most);
  return Array.from({ length: count }, (_, index) =>
    segment(
      APP2,
      concat([
        fromLatin1(PROFILE),
        Uint8Array.of(index + 1, count),
        neutral.subarray(index * most, (index + 1) * most),
      ]),
    ),
  );
}

function segment(marker: number, data: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(0xff, marker), number(data.length + 2, 2), data]);
}
