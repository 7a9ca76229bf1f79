/** PNG (third edition, with APNG): keeps the chunks that pixels come from and drops the rest. */

import { unzlibSync, zlibSync } from "fflate";

import { Reader, concat, crc32, fromLatin1, latin1, number } from "./bytes.js";
import { orientationOnly, readExif } from "./exif.js";
import type { CleanedBytes, RemovedLabel } from "./labels.js";
import { malformed } from "./problems.js";
import { neutralProfile } from "./profile.js";

const SIGNATURE = "\x89PNG\r\n\x1a\n";
const NEEDED = new Set(
  "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD cICP mDCV cLLI acTL fcTL fdAT".split(" "),
);
const LABELS = new Map<string, RemovedLabel>([
  ["tEXt", "comments"],
  ["zTXt", "comments"],
  ["iTXt", "comments"],
  ["tIME", "dates"],
  ["eXIf", "exif"],
  ["pHYs", "unknown-data"],
]);
const LARGEST_PROFILE = 4 * 1024 * 1024;

export function cleanPng(file: Uint8Array): CleanedBytes {
  const reader = new Reader(file);
  if (latin1(reader.slice(0, 8)) !== SIGNATURE) malformed("no PNG signature");
  const removed = new Set<RemovedLabel>();
  const kept: Uint8Array[] = [reader.slice(0, 8)];
  const seen: string[] = [];
  let at = 8;
  let last = "";
  while (last !== "IEND") {
    const size = reader.u32(at);
    const type = reader.tag(at + 4);
    const data = reader.slice(at + 8, size);
    if (!/^[A-Za-z]{4}$/.test(type)) malformed("chunk without a name");
    if (crc32(reader.slice(at + 4, size + 4)) !== reader.u32(at + 8 + size)) malformed("checksum");
    if ((last === "") !== (type === "IHDR")) malformed("chunks out of order");
    if (type === "IDAT" && last !== "IDAT" && seen.includes("IDAT")) malformed("picture in pieces");
    const replacement = replace(type, data, removed);
    if (replacement) kept.push(chunk(type, replacement));
    else if (NEEDED.has(type)) kept.push(reader.slice(at, size + 12));
    else if (type[0] === type[0]?.toUpperCase()) malformed("unknown critical chunk");
    seen.push(type);
    last = type;
    at += size + 12;
  }
  if (!seen.includes("IDAT")) malformed("no picture");
  if (at < file.length) removed.add("trailing-data");
  return { cleaned: concat(kept), removed };
}

/** What stands in place of a chunk that is not simply kept, or nothing. */
function replace(type: string, data: Uint8Array, removed: Set<RemovedLabel>): Uint8Array | null {
  if (NEEDED.has(type)) return null;
  if (type === "iCCP") {
    const profile = neutralProfile(unpackProfile(data));
    if (profile) return concat([fromLatin1("-\0\0"), zlibSync(profile)]);
    removed.add("embedded-profile");
    return null;
  }
  if (type === "eXIf") {
    const exif = readExif(data);
    exif.labels.forEach((label) => removed.add(label));
    return exif.orientation === 1 ? null : orientationOnly(exif.orientation);
  }
  if (latin1(data.subarray(0, 17)) === "XML:com.adobe.xmp") removed.add("xmp");
  else removed.add(LABELS.get(type) ?? "unknown-data");
  return null;
}

function unpackProfile(data: Uint8Array): Uint8Array {
  const end = data.indexOf(0);
  if (end < 1 || end > 79) malformed("profile without a name");
  // A buffer of fixed size: a small chunk cannot unpack to more than this.
  const room = new Uint8Array(LARGEST_PROFILE);
  return unzlibSync(data.subarray(end + 2), { out: room });
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = concat([fromLatin1(type), data]);
  return concat([number(data.length, 4), body, number(crc32(body), 4)]);
}
