import { describe, expect, test } from "vitest";

import { concat, fromLatin1, number } from "../../clean/bytes.js";
import { readExif } from "../../clean/exif.js";
import { CannotBeCleaned, clean } from "../../clean/index.js";
import { neutralProfile } from "../../clean/profile.js";
import {
  IDAT, IEND, IHDR, JFIF, PNG_SIGNATURE, SENTINEL, VP8L, bytes, contains, exifBlock, jpeg, jpegBody,
  png, pngChunk, profile, riff, segment, tellingJpeg, tellingPng, tellingWebp,
} from "./pictures.js";

const refused = (file: Uint8Array): Promise<void> =>
  expect(clean(file, "foto")).rejects.toThrow(CannotBeCleaned);

describe("a JPEG", () => {
  test("loses everything that tells who made it, and says what", async () => {
    const file = tellingJpeg();
    expect(contains(file, SENTINEL)).toBe(true);
    const before = file.slice();
    const { type, cleaned, removed } = await clean(file, "IMG_1.jpg");
    expect(type).toBe("image/jpeg");
    expect(contains(cleaned, SENTINEL)).toBe(false);
    expect(contains(cleaned, "2018:05:04")).toBe(false);
    expect(removed).toEqual([
      "author", "camera", "comments", "dates", "embedded-profile", "exif", "gps", "iptc", "software",
      "thumbnail", "trailing-data", "unknown-data", "xmp",
    ]);
    expect(file).toEqual(before);
  });

  test("keeps its picture byte for byte, and which side is up", async () => {
    const { cleaned } = await clean(tellingJpeg(6), "a.jpg");
    const body = jpegBody();
    expect(cleaned.subarray(-body.length - 2, -2)).toEqual(body);
    const exif = cleaned.subarray(2 + JFIF.length + 10);
    expect(readExif(exif).orientation).toBe(6);
    expect(readExif(exif).labels).toEqual(new Set(["exif"]));
  });

  test("without metadata comes back as it was, and nothing was removed", async () => {
    const file = jpeg();
    const { cleaned, removed } = await clean(file, "a.jpg");
    expect(cleaned).toEqual(file);
    expect(removed).toEqual([]);
  });

  test("that was cleaned is not changed by cleaning it again", async () => {
    const once = await clean(tellingJpeg(), "a.jpg");
    const twice = await clean(once.cleaned, "a.jpg");
    expect(twice.cleaned).toEqual(once.cleaned);
  });

  test("keeps restart markers, stuffing, several scans and fill bytes", async () => {
    const scan = segment(0xda, bytes(1, 1, 0, 0, 63, 0));
    const more = concat([bytes(0xff, 0xd0, 0x11, 0xff, 0), scan, bytes(1, 2, 0xff, 0xd7, 3)]);
    const file = concat([bytes(0xff, 0xd8), jpegBody(), more, bytes(0xff, 0xff, 0xd9)]);
    const { cleaned } = await clean(file, "a.jpg");
    expect(contains(cleaned, more)).toBe(true);
  });

  test("loses the thumbnail in its JFIF header and keeps the rest of it", async () => {
    const header = concat([fromLatin1("JFIF\0"), bytes(1, 2, 1, 0, 72, 0, 72, 1, 1), bytes(1, 2, 3)]);
    const file = concat([bytes(0xff, 0xd8), segment(0xe0, header), jpegBody(), bytes(0xff, 0xd9)]);
    const { cleaned, removed } = await clean(file, "a.jpg");
    expect(removed).toEqual(["thumbnail"]);
    expect(contains(cleaned, bytes(1, 2, 1, 0, 72, 0, 72, 0, 0))).toBe(true);
  });

  test("keeps the colour coding that Adobe's segment tells, and an ordinary colour profile", async () => {
    const adobe = concat([fromLatin1("Adobe"), bytes(0, 100, 0, 0, 0, 0, 1)]);
    const icc = concat([fromLatin1("ICC_PROFILE\0"), bytes(1, 1), profile("sRGB IEC61966-2.1")]);
    const file = jpeg(segment(0xee, concat([adobe, fromLatin1(SENTINEL)])), segment(0xe2, icc));
    const { cleaned, removed } = await clean(file, "a.jpg");
    expect(removed).toEqual([]);
    expect(contains(cleaned, adobe)).toBe(true);
    expect(contains(cleaned, "white-point!")).toBe(true);
    expect(contains(cleaned, SENTINEL)).toBe(false);
    expect(contains(cleaned, "NOOR")).toBe(false);
  });

  test("that ends anywhere too early is refused", async () => {
    const file = tellingJpeg().subarray(0, -SENTINEL.length);
    for (let size = 3; size < file.length; size += 1) await refused(file.subarray(0, size));
  });

  test.each([
    ["a second frame", jpeg(segment(0xc0, bytes(8, 0, 8, 0, 8, 1, 1, 0x11, 0)))],
    ["no frame", concat([bytes(0xff, 0xd8, 0xff, 0xd9)])],
    ["a reserved segment", jpeg(segment(0xf0, bytes(1)))],
    ["a segment that is too short", jpeg(bytes(0xff, 0xe1, 0, 1))],
    ["more in a table than belongs there", jpeg(segment(0xdb, new Uint8Array(66)))],
    ["more in a Huffman table than belongs there", jpeg(segment(0xc4, new Uint8Array(18)))],
    ["more in a restart interval than belongs there", jpeg(segment(0xdd, new Uint8Array(3)))],
    ["picture data before the frame", jpeg(segment(0xda, bytes(1, 1, 0, 0, 63, 0)))],
    ["no marker", jpeg(bytes(0x12))],
  ])("with %s is refused", (_, file) => refused(file));
});

describe("a PNG", () => {
  test("loses everything that tells who made it, and keeps its picture and which side is up", async () => {
    const { type, cleaned, removed } = await clean(tellingPng(), "a.png");
    expect(type).toBe("image/png");
    expect(contains(cleaned, SENTINEL)).toBe(false);
    expect(contains(cleaned, IDAT)).toBe(true);
    expect(contains(cleaned, pngChunk("tRNS", bytes(0, 1)))).toBe(true);
    expect(removed).toEqual([
      "author", "camera", "comments", "dates", "embedded-profile", "exif", "gps", "software",
      "thumbnail", "trailing-data", "unknown-data", "xmp",
    ]);
    const at = Buffer.from(cleaned).indexOf("eXIf") + 4;
    expect(readExif(cleaned.subarray(at)).orientation).toBe(8);
    expect(contains(cleaned, zipped())).toBe(false);
  });

  test("without metadata comes back as it was", async () => {
    const { cleaned, removed } = await clean(png(), "a.png");
    expect(cleaned).toEqual(png());
    expect(removed).toEqual([]);
  });

  test("that ends anywhere too early is refused", async () => {
    const file = png(pngChunk("tEXt", fromLatin1(`a\0${SENTINEL}`)));
    for (let size = 8; size < file.length; size += 1) await refused(file.subarray(0, size));
  });

  test.each([
    ["a wrong checksum", concat([png().subarray(0, 29), bytes(1, 2, 3, 4), png().subarray(33)])],
    ["an unknown critical chunk", png(pngChunk("NOOR", bytes(1)))],
    ["its picture in two places", png(IDAT, pngChunk("tEXt", fromLatin1("a\0b")))],
    ["no header", concat([PNG_SIGNATURE, IDAT, IEND])],
    ["two headers", png(IHDR)],
    ["no picture", concat([PNG_SIGNATURE, IHDR, IEND])],
    ["a chunk without a name", png(pngChunk("a\0bc", bytes(1)))],
    ["a profile that does not unpack", png(pngChunk("iCCP", fromLatin1("a\0\0broken")))],
  ])("with %s is refused", (_, file) => refused(file));
});

describe("a WebP", () => {
  test("loses everything that tells who made it, and its flags say so", async () => {
    const { type, cleaned, removed } = await clean(tellingWebp(), "a.webp");
    expect(type).toBe("image/webp");
    expect(contains(cleaned, SENTINEL)).toBe(false);
    expect(contains(cleaned, VP8L)).toBe(true);
    expect(removed).toContain("gps");
    expect(removed).toContain("xmp");
    expect(removed).toContain("trailing-data");
    expect(cleaned[20]).toBe(0x08); // Only the orientation is left.
    expect(cleaned.length).toBe(new DataView(cleaned.buffer).getUint32(4, true) + 8);
  });

  test("loses unknown chunks inside the frames of an animation", async () => {
    const still = concat([fromLatin1("VP8L"), number(VP8L.length, 4, true), VP8L, bytes(0)]);
    const odd = concat([fromLatin1("NOOR"), number(4, 4, true), fromLatin1("Noor")]);
    const file = riff(
      ["VP8X", bytes(2, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
      ["ANIM", new Uint8Array(6)],
      ["ANMF", concat([new Uint8Array(16), odd, still])],
    );
    const { cleaned, removed } = await clean(file, "a.webp");
    expect(removed).toEqual(["unknown-data"]);
    expect(contains(cleaned, "Noor")).toBe(false);
    expect(contains(cleaned, still)).toBe(true);
  });

  test("without metadata comes back as it was", async () => {
    const file = riff(["VP8L", VP8L]);
    expect((await clean(file, "a.webp")).cleaned).toEqual(file);
  });

  test("that ends anywhere too early is refused", async () => {
    const file = tellingWebp().subarray(0, -SENTINEL.length);
    for (let size = 12; size < file.length; size += 1) await refused(file.subarray(0, size));
  });

  test.each([
    ["no picture", riff(["XMP ", bytes(1, 2)])],
    ["a header in the wrong place", riff(["VP8L", VP8L], ["VP8X", new Uint8Array(10)])],
    ["a frame that is too short", riff(["ANMF", new Uint8Array(8)])],
  ])("with %s is refused", (_, file) => refused(file));
});

describe("a colour profile", () => {
  test("of one particular screen goes", () => {
    expect(neutralProfile(profile("Noor's screen 4711"))).toBeNull();
  });

  test("that is ordinary stays without its maker, and cleaning it again changes nothing", () => {
    const once = neutralProfile(profile("Display P3"));
    expect(once).not.toBeNull();
    expect(contains(once ?? bytes(), SENTINEL)).toBe(false);
    expect(contains(once ?? bytes(), "white-point!")).toBe(true);
  });

  test("that is broken goes", () => {
    const whole = profile("sRGB");
    for (let size = 0; size < whole.length - 8; size += 7) {
      expect(neutralProfile(whole.subarray(0, size))).toBeNull();
    }
  });
});

test("a broken Exif block is read as far as it goes and is never a reason to stop", () => {
  const block = exifBlock(6);
  for (let size = 0; size < block.length; size += 3) readExif(block.subarray(0, size));
  expect(readExif(block).labels).toContain("gps");
});

function zipped(): Uint8Array {
  return fromLatin1("me\0\0");
}
