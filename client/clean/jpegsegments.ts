/**
 * The sizes that ITU-T T.81 B.2 allows for segments that are kept. A segment that is longer than
 * its own fields could carry something else behind them.
 */

import { Reader } from "./bytes.js";
import { malformed } from "./problems.js";

export const isFrame = (marker: number): boolean =>
  // SOF0 to SOF15 without DHT, JPG and DAC, which lie between them.
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** DHT, DAC, DQT, DNL, DRI and frames: what decoding needs. */
export const isNeeded = (marker: number): boolean =>
  isFrame(marker) || [0xc4, 0xcc, 0xdb, 0xdc, 0xdd].includes(marker);

/** Refuse a segment whose size is not that of its fields; `data` is what follows the length. */
export function checkSize(marker: number, data: Uint8Array): void {
  const reader = new Reader(data);
  const size = data.length;
  let expected: number;
  if (isFrame(marker)) expected = 6 + 3 * reader.u8(5);
  else if (marker === 0xda) expected = 4 + 2 * reader.u8(0);
  else if (marker === 0xdb) expected = sumOf(reader, (at) => ((reader.u8(at) >> 4) + 1) * 64 + 1);
  else if (marker === 0xc4) expected = sumOf(reader, (at) => huffman(reader, at));
  else if (marker === 0xcc) expected = Math.min(size - (size % 2), 16); // At most eight pairs.
  else expected = 2;
  if (size !== expected || size === 0) malformed("a segment's size");
}

/** Tables stand one behind the other until the segment ends. */
function sumOf(reader: Reader, sizeAt: (at: number) => number): number {
  let at = 0;
  while (at < reader.bytes.length) at += sizeAt(at);
  return at;
}

/** A Huffman table: one byte, how many codes of each length, and a value for each code. */
function huffman(reader: Reader, at: number): number {
  return reader.slice(at + 1, 16).reduce((sum, count) => sum + count, 17);
}
