/**
 * What an Exif block says about its maker, and the one thing of it that is kept: which side is up.
 *
 * Exif 2.32, on top of TIFF 6.0 §2.
 */

import { Reader, concat, fromLatin1, latin1, number } from "./bytes.js";
import type { RemovedLabel } from "./labels.js";
import { CannotBeCleaned } from "./problems.js";

const ORIENTATION = 0x0112;
const EXIF_DIRECTORY = 0x8769;
const GPS_DIRECTORY = 0x8825;

const LABELS = new Map<number, RemovedLabel>([
  [0x010e, "description"],
  [0x010f, "camera"],
  [0x0110, "camera"],
  [0x0131, "software"],
  [0x0132, "dates"],
  [0x013b, "author"],
  [0x013c, "camera"],
  [0x8298, "author"],
  [GPS_DIRECTORY, "gps"],
  [0x9003, "dates"],
  [0x9004, "dates"],
  [0x927c, "camera"],
  [0x9286, "comments"],
  [0x9c9b, "description"],
  [0x9c9c, "comments"],
  [0x9c9d, "author"],
  [0x9c9e, "description"],
  [0x9c9f, "description"],
  [0xa420, "identifier"],
  [0xa430, "author"],
  [0xa431, "camera"],
  [0xa433, "camera"],
  [0xa434, "camera"],
  [0xa435, "camera"],
]);

export interface Exif {
  /** 1 to 8; 1 is upright and needs no word. */
  readonly orientation: number;
  readonly labels: ReadonlySet<RemovedLabel>;
}

/**
 * Read the TIFF block of an Exif segment. The block is thrown away in any case, so a broken one is
 * no reason to refuse the picture: what could be read before the break is reported.
 */
export function readExif(tiff: Uint8Array): Exif {
  const labels = new Set<RemovedLabel>(["exif"]);
  let orientation = 1;
  try {
    const order = new Reader(tiff).u16(0);
    if (order !== 0x4949 && order !== 0x4d4d) return { orientation, labels };
    const reader = new Reader(tiff, order === 0x4949);
    const first = reader.u32(4);
    const next = readDirectory(reader, first, labels, (value) => (orientation = value));
    if (next !== 0 && next !== first) labels.add("thumbnail");
    // What this folder wrote itself is nothing to report.
    if (latin1(tiff) === latin1(orientationOnly(orientation))) labels.clear();
  } catch (problem) {
    if (!(problem instanceof CannotBeCleaned)) throw problem;
  }
  return { orientation, labels };
}

/** Read the first directory and, one level down, the Exif directory. Answers where the next one is. */
function readDirectory(
  reader: Reader,
  at: number,
  labels: Set<RemovedLabel>,
  turned: ((orientation: number) => void) | null,
): number {
  const count = reader.u16(at);
  for (let index = 0; index < count; index += 1) {
    const entry = at + 2 + index * 12;
    const tag = reader.u16(entry);
    const label = LABELS.get(tag);
    if (label) labels.add(label);
    if (!turned) continue;
    if (tag === ORIENTATION && reader.u16(entry + 2) === 3) {
      const value = reader.u16(entry + 8);
      if (value >= 1 && value <= 8) turned(value);
    }
    if (tag === EXIF_DIRECTORY) readDirectory(reader, reader.u32(entry + 8), labels, null);
  }
  return reader.u32(at + 2 + count * 12);
}

/** The smallest Exif block: one directory with the orientation and nothing else. */
export function orientationOnly(orientation: number): Uint8Array {
  return concat([
    fromLatin1("MM"),
    number(42, 2),
    number(8, 4),
    number(1, 2),
    number(ORIENTATION, 2),
    number(3, 2),
    number(1, 4),
    number(orientation, 2),
    number(0, 2),
    number(0, 4),
  ]);
}
