/** Makes a chosen file ready to be sealed: without traces of its maker, where the type is known. */

import type { Upload } from "../transfer.js";

/** Larger files are sent as they are: cleaning needs all of a file in memory. */
const LARGEST_CLEANED = 64 * 1024 * 1024;

/** @param file - the file as it was chosen; it is never changed */
export async function prepare(file: File): Promise<Upload> {
  if (file.size <= LARGEST_CLEANED) {
    // Loaded only when somebody sends a file.
    const { clean, CannotBeCleaned } = await import("../clean/index.js");
    try {
      const cleaned = await clean(new Uint8Array(await file.arrayBuffer()), file.name);
      const bytes = new Uint8Array(cleaned.cleaned);
      return upload(new Blob([bytes]), cleaned.name, file.type, cleaned.removed);
    } catch (error) {
      if (!(error instanceof CannotBeCleaned)) throw error;
      // Broken or encrypted: an officer may have to pass on exactly that. It goes as it is.
    }
  }
  return upload(file, file.name, file.type, []);
}

function upload(bytes: Blob, name: string, type: string, removed: readonly string[]): Upload {
  return { name, type, size: bytes.size, removed, original: false, stream: () => bytes.stream() };
}
