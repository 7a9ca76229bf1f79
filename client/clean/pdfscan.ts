/**
 * A look at the bytes of a PDF before a parser sees it, for what would make that parser unpack or
 * search without end: object streams that unpack to far more than they should, and long runs of
 * blanks, comments or digits that its search for objects would walk through again and again.
 */

import { Unzlib } from "fflate";

import { latin1 } from "./bytes.js";
import { CannotBeCleaned, malformed } from "./problems.js";

/** What all object and reference streams together may unpack to. */
const LARGEST_STRUCTURE = 96 * 1024 * 1024;
const LONGEST_RUN = 16_384;
/** A stream's dictionary is looked for in this many bytes before the word `stream`. */
const DICTIONARY = 8192;

export interface Scan {
  /** How many times the file was saved by adding to its end. */
  readonly revisions: number;
}

export function scanPdf(file: Uint8Array): Scan {
  checkEncryption(file);
  let budget = LARGEST_STRUCTURE;
  let revisions = 0;
  let at = 0;
  while (at < file.length) {
    const keyword = streamAt(file, at);
    const outside = file.subarray(at, keyword < 0 ? file.length : keyword);
    checkRuns(outside);
    revisions += count(outside, "startxref");
    if (keyword < 0) break;
    const end = find(file, "endstream", keyword);
    if (end < 0) malformed("stream does not end");
    const start = keyword + (file[keyword + 6] === 13 ? 8 : 7);
    budget -= structureSize(outside.subarray(-DICTIONARY), file.subarray(start, end), budget);
    at = end + 9;
  }
  if (revisions === 0 || !latin1(file.subarray(-2048)).includes("%%EOF")) malformed("no end of file");
  return { revisions };
}

/** Where the next stream begins: the word after a dictionary and before a line's end. */
function streamAt(file: Uint8Array, from: number): number {
  for (let at = find(file, "stream", from); at >= 0; at = find(file, "stream", at + 6)) {
    const next = file[at + 6];
    if ((next === 10 || next === 13) && />>(\s|%[^\r\n]*[\r\n])*$/.test(latin1(file.subarray(Math.max(from, at - 256), at)))) return at;
  }
  return -1;
}

function find(file: Uint8Array, text: string, from: number): number {
  const first = text.charCodeAt(0);
  for (let at = file.indexOf(first, from); at >= 0; at = file.indexOf(first, at + 1)) {
    let same = 1;
    while (same < text.length && file[at + same] === text.charCodeAt(same)) same += 1;
    if (same === text.length) return at;
  }
  return -1;
}

function count(bytes: Uint8Array, text: string): number {
  let found = 0;
  for (let at = find(bytes, text, 0); at >= 0; at = find(bytes, text, at + 1)) found += 1;
  return found;
}

/** With a password, even the objects that hold the document together cannot be read. */
function checkEncryption(bytes: Uint8Array): void {
  for (let at = find(bytes, "/Encrypt", 0); at >= 0; at = find(bytes, "/Encrypt", at + 1)) {
    const after = latin1(bytes.subarray(at + 8, at + 40));
    if (/^\s*(\d+\s+\d+\s+R|<<)/.test(after)) throw new CannotBeCleaned("encrypted", "PDF");
  }
}

function checkRuns(bytes: Uint8Array): void {
  let blanks = 0;
  let digits = 0;
  let comment = false;
  for (const byte of bytes) {
    if (comment) comment = byte !== 10 && byte !== 13;
    else comment = byte === 0x25;
    const blank = comment || byte === 0 || byte === 9 || byte === 10 || byte === 12 || byte === 13 || byte === 32;
    blanks = blank ? blanks + 1 : 0;
    digits = byte >= 0x30 && byte <= 0x39 ? digits + 1 : 0;
    if (blanks > LONGEST_RUN || digits > LONGEST_RUN) malformed("endless run");
  }
}

/** What an object or reference stream unpacks to; nought for all others, which stay packed. */
function structureSize(before: Uint8Array, data: Uint8Array, budget: number): number {
  const text = latin1(before);
  const dictionary = text
    .slice(text.lastIndexOf(" obj") + 1)
    .replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  if (!/\/(ObjStm|XRef)\b/.test(dictionary)) return 0;
  const filters = dictionary.match(/\/(Flate|LZW|ASCII85|ASCIIHex|RunLength)Decode|\/(Fl|LZW|A85|AHx|RL)\b/g) ?? [];
  if (filters.length === 0) return data.length;
  if (filters.length > 1 || filters[0] !== "/FlateDecode") {
    throw new CannotBeCleaned("unsupported", "object stream");
  }
  let size = 0;
  const inflate = new Unzlib((chunk) => {
    size += chunk.length;
    if (size > budget) throw new CannotBeCleaned("too-large", "object streams");
  });
  for (let at = 0; at < data.length; at += 16_384) {
    inflate.push(data.subarray(at, at + 16_384), false);
  }
  return size;
}
