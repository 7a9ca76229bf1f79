/** Small real pictures, built byte by byte, with metadata that must not survive. */

import { zlibSync } from "fflate";

import { concat, crc32, fromLatin1, number } from "../../clean/bytes.js";

/** Stands in every piece of metadata; if it is in the output, something was missed. */
export const SENTINEL = "Noor-Lissabon-4711";

export const bytes = (...values: number[]): Uint8Array => Uint8Array.of(...values);

export function contains(haystack: Uint8Array, needle: Uint8Array | string): boolean {
  const wanted = typeof needle === "string" ? fromLatin1(needle) : needle;
  return Buffer.from(haystack).includes(Buffer.from(wanted));
}

interface Entry {
  tag: number;
  type: number;
  count: number;
  value: Uint8Array;
}

const short = (tag: number, value: number): Entry => ({ tag, type: 3, count: 1, value: number(value, 2) });
const long = (tag: number, value: number): Entry => ({ tag, type: 4, count: 1, value: number(value, 4) });
const ascii = (tag: number, text: string): Entry => ({
  tag,
  type: 2,
  count: text.length + 1,
  value: fromLatin1(`${text}\0`),
});

function directory(entries: readonly Entry[], at: number, next: number): Uint8Array {
  let free = at + 2 + entries.length * 12 + 4;
  const heads: Uint8Array[] = [];
  const bodies: Uint8Array[] = [];
  for (const { tag, type, count, value } of entries) {
    heads.push(number(tag, 2), number(type, 2), number(count, 4));
    if (value.length <= 4) {
      heads.push(concat([value, new Uint8Array(4 - value.length)]));
      continue;
    }
    heads.push(number(free, 4));
    bodies.push(value);
    free += value.length;
  }
  return concat([number(entries.length, 2), ...heads, number(next, 4), ...bodies]);
}

/** A TIFF block with a camera, a name, a date, a place and a thumbnail. */
export function exifBlock(orientation = 6): Uint8Array {
  const gpsAt = 400;
  const exifAt = 600;
  const thumbnailAt = 800;
  const first = directory(
    [
      ascii(0x010f, SENTINEL),
      ascii(0x0110, SENTINEL),
      short(0x0112, orientation),
      ascii(0x0131, SENTINEL),
      ascii(0x0132, "2018:05:04 12:00:00"),
      ascii(0x013b, SENTINEL),
      long(0x8769, exifAt),
      long(0x8825, gpsAt),
    ],
    8,
    thumbnailAt,
  );
  const gps = directory([ascii(0x0001, "N"), ascii(0x0012, SENTINEL)], gpsAt, 0);
  const exif = directory([ascii(0x9003, "2018:05:04 12:00:00"), ascii(0xa431, SENTINEL)], exifAt, 0);
  const thumbnail = directory([ascii(0x010e, SENTINEL)], thumbnailAt, 0);
  const whole = new Uint8Array(1000);
  whole.set(concat([fromLatin1("MM"), number(42, 2), number(8, 4), first]));
  whole.set(gps, gpsAt);
  whole.set(exif, exifAt);
  whole.set(thumbnail, thumbnailAt);
  return whole;
}

export function segment(marker: number, data: Uint8Array): Uint8Array {
  return concat([bytes(0xff, marker), number(data.length + 2, 2), data]);
}

/** One grey block of eight by eight pixels: tables, frame and scan of a real baseline JPEG. */
export function jpegBody(): Uint8Array {
  const quantisation = segment(0xdb, concat([bytes(0), new Uint8Array(64).fill(16)]));
  const frame = segment(0xc0, bytes(8, 0, 8, 0, 8, 1, 1, 0x11, 0));
  const direct = segment(0xc4, concat([bytes(0x00, 1), new Uint8Array(15), bytes(0)]));
  const alternating = segment(0xc4, concat([bytes(0x10, 1), new Uint8Array(15), bytes(0)]));
  const scan = segment(0xda, bytes(1, 1, 0x00, 0, 63, 0));
  return concat([quantisation, frame, direct, alternating, scan, bytes(0x3f, 0xff, 0x00, 0x12)]);
}

export const JFIF = segment(0xe0, concat([fromLatin1("JFIF\0"), bytes(1, 1, 0, 0, 1, 0, 1, 0, 0)]));

export function jpeg(...segments: Uint8Array[]): Uint8Array {
  return concat([bytes(0xff, 0xd8), JFIF, ...segments, jpegBody(), bytes(0xff, 0xd9)]);
}

/** A JPEG with everything in it that a telephone, a program or an agency writes. */
export function tellingJpeg(orientation = 6): Uint8Array {
  const said = fromLatin1(SENTINEL);
  const whole = jpeg(
    segment(0xe1, concat([fromLatin1("Exif\0\0"), exifBlock(orientation)])),
    segment(0xe1, concat([fromLatin1("http://ns.adobe.com/xap/1.0/\0"), said])),
    segment(0xe2, concat([fromLatin1("MPF\0"), said])),
    segment(0xe2, concat([fromLatin1("ICC_PROFILE\0"), bytes(1, 1), profile(SENTINEL)])),
    segment(0xed, concat([fromLatin1("Photoshop 3.0\0"), said])),
    segment(0xe5, said),
    segment(0xfe, said),
  );
  return concat([whole, said]);
}

/** A colour profile of version 2 with this description and a maker's tag. */
export function profile(description: string): Uint8Array {
  const text = concat([
    fromLatin1("desc\0\0\0\0"),
    number(description.length + 1, 4),
    fromLatin1(`${description}\0`),
    new Uint8Array(78),
  ]);
  const tags: [string, Uint8Array][] = [
    ["desc", text],
    ["dmnd", fromLatin1(`text\0\0\0\0${SENTINEL}`)],
    ["wtpt", fromLatin1("XYZ \0\0\0\0white-point!")],
    ["rTRC", fromLatin1("curv\0\0\0\0\0\0\0\0")],
  ];
  const header = new Uint8Array(128);
  header.set(bytes(2), 8);
  header.set(fromLatin1("mntrRGB XYZ "), 12);
  header.set(fromLatin1("acsp"), 36);
  header.set(fromLatin1("NOOR"), 48);
  let at = 132 + tags.length * 12;
  const table = tags.map(([name, data]) => {
    const entry = concat([fromLatin1(name), number(at, 4), number(data.length, 4)]);
    at += data.length;
    return entry;
  });
  const whole = concat([header, number(tags.length, 4), ...table, ...tags.map(([, data]) => data)]);
  whole.set(number(whole.length, 4), 0);
  return whole;
}

export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const body = concat([fromLatin1(type), data]);
  return concat([number(data.length, 4), body, number(crc32(body), 4)]);
}

export const PNG_SIGNATURE = bytes(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);
export const IHDR = pngChunk("IHDR", concat([number(2, 4), number(2, 4), bytes(8, 0, 0, 0, 0)]));
export const IDAT = pngChunk("IDAT", zlibSync(bytes(0, 1, 2, 0, 3, 4)));
export const IEND = pngChunk("IEND", new Uint8Array());

export function png(...chunks: Uint8Array[]): Uint8Array {
  return concat([PNG_SIGNATURE, IHDR, ...chunks, IDAT, IEND]);
}

export function tellingPng(): Uint8Array {
  const said = fromLatin1(SENTINEL);
  const whole = png(
    pngChunk("iCCP", concat([fromLatin1("me\0\0"), zlibSync(profile(SENTINEL))])),
    pngChunk("tEXt", concat([fromLatin1("Author\0"), said])),
    pngChunk("zTXt", concat([fromLatin1("Comment\0\0"), zlibSync(said)])),
    pngChunk("iTXt", concat([fromLatin1("XML:com.adobe.xmp\0\0\0\0\0"), said])),
    pngChunk("eXIf", exifBlock(8)),
    pngChunk("tIME", bytes(7, 226, 5, 4, 12, 0, 0)),
    pngChunk("nooR", said),
    pngChunk("tRNS", bytes(0, 1)),
  );
  return concat([whole, said]);
}

export function riff(...chunks: [string, Uint8Array][]): Uint8Array {
  const parts = chunks.map(([type, data]) =>
    concat([fromLatin1(type), number(data.length, 4, true), data, new Uint8Array(data.length % 2)]),
  );
  const body = concat([fromLatin1("WEBP"), ...parts]);
  return concat([fromLatin1("RIFF"), number(body.length, 4, true), body]);
}

/** The smallest lossless picture: one pixel. */
export const VP8L = bytes(0x2f, 0, 0, 0, 0x10, 0x07, 0x10, 0x11, 0x11, 0x88, 0x88, 0xfe, 7);

export function tellingWebp(): Uint8Array {
  const said = fromLatin1(SENTINEL);
  const whole = riff(
    ["VP8X", bytes(0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
    ["ICCP", profile(SENTINEL)],
    ["VP8L", VP8L],
    ["EXIF", exifBlock(3)],
    ["XMP ", said],
    ["NOOR", said],
  );
  return concat([whole, said]);
}
