/**
 * The only door of this folder: takes out of a file, and out of pasted text, what tells who made it.
 *
 * Pure functions on bytes: no page, no network, never a canvas (Tor Browser answers canvases with
 * random pixels). Pictures are not decoded; their compressed data stays byte for byte.
 */

import type { FileType, LeftLabel, RemovedLabel } from "./labels.js";
import { latin1, startsWith } from "./bytes.js";
import { cleanName } from "./name.js";
import { cleanPicture } from "./picture.js";
import { CannotBeCleaned } from "./problems.js";

export { REMOVED_LABELS } from "./labels.js";
export type { FileType, LeftLabel, RemovedLabel } from "./labels.js";
export { CannotBeCleaned } from "./problems.js";
export type { Reason } from "./problems.js";
export { cleanText } from "./text.js";
export type { CleanedText, RemovedCharacter } from "./text.js";

/** What {@link clean} answers. */
export interface Cleaned {
  /** The type that the bytes show, whatever the name says; `unknown` when nothing was done. */
  readonly type: FileType | "unknown";
  /** The file without what tells who made it. For `unknown` these are the very bytes handed in. */
  readonly cleaned: Uint8Array;
  /** What was taken out, sorted; empty when there was nothing. */
  readonly removed: RemovedLabel[];
  /** What stands in the file and could not be cleaned, such as a film in a presentation. */
  readonly left: LeftLabel[];
  /** The name without folders and hidden characters. What it says stays the reporter's choice. */
  readonly name: string;
}

/** Larger files are refused: cleaning needs the whole file in memory, several times over. */
export const LARGEST_FILE = 256 * 1024 * 1024;

const OLD_OFFICE = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/**
 * Remove what tells who made a file, where and with what.
 *
 * @param file - the bytes as the reporter chose them; they are never changed
 * @param name - the file's name
 * @returns the cleaned bytes with the list of what was removed. For a type that is not known here,
 * `type` is `unknown` and the page must say that nothing was removed.
 * @throws {@link CannotBeCleaned}, and nothing else, when the file is broken, encrypted or too large
 */
export async function clean(file: Uint8Array, name: string): Promise<Cleaned> {
  try {
    if (file.length > LARGEST_FILE) throw new CannotBeCleaned("too-large", "file");
    return await cleanOne(file, name);
  } catch (problem) {
    if (problem instanceof CannotBeCleaned) throw problem;
    throw new CannotBeCleaned("malformed", problem instanceof Error ? problem.message : "?");
  }
}

async function cleanOne(file: Uint8Array, name: string): Promise<Cleaned> {
  const head = latin1(file.subarray(0, 16));
  const answer = (
    type: Cleaned["type"],
    result: { cleaned: Uint8Array; removed: Iterable<RemovedLabel>; left?: Iterable<LeftLabel> },
  ): Cleaned => ({
    type,
    cleaned: result.cleaned,
    removed: [...result.removed].sort(),
    left: [...(result.left ?? [])].sort(),
    name: cleanName(name),
  });
  const picture = cleanPicture(file);
  if (picture) return answer(picture.type, picture);
  if (latin1(file.subarray(0, 1024)).includes("%PDF-")) {
    const { cleanPdf } = await import("./pdf.js");
    return answer("application/pdf", await cleanPdf(file));
  }
  if (head.startsWith("PK\x03\x04") && mentions(file, "[Content_Types].xml")) {
    const { cleanOffice } = await import("./office.js");
    const result = cleanOffice(file);
    if (result) return answer(result.type, result);
  }
  if (startsWith(file, OLD_OFFICE) && /\.(doc|xls|ppt)x$/i.test(name)) {
    throw new CannotBeCleaned("encrypted", "office file with a password");
  }
  return answer("unknown", { cleaned: file, removed: [] });
}

/** Whether a package names this part near its beginning or in the directory at its end. */
function mentions(file: Uint8Array, part: string): boolean {
  return [file.subarray(0, 65_536), file.subarray(-2_097_152)].some((piece) =>
    latin1(piece).includes(part),
  );
}
