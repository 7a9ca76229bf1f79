/** Where a dossier goes on this device: to a file that is chosen first, or where the browser saves. */

import { BlobSink, FileSink, type Sink } from "./sinks.js";

/** Where a file can be chosen before anything is written. Not every browser has it. */
type Choosing = (of: { suggestedName: string }) => Promise<{ createWritable(): Promise<FileSystemWritableFileStream> }>;

/** Bytes on their way, and how they are saved where the browser did not write them already. */
export interface Saving {
  readonly sink: Sink;
  readonly save: () => void;
}

/**
 * Ask where it goes, while the press still counts as one; null when nowhere was chosen.
 *
 * @param saveAs - lets the browser save something
 */
export async function chosen(name: string, saveAs: (name: string, blob: Blob) => void): Promise<Saving | null> {
  const choose = (window as { showSaveFilePicker?: Choosing }).showSaveFilePicker;
  if (choose !== undefined) {
    try {
      const file = await choose.call(window, { suggestedName: name });
      return { sink: new FileSink(await file.createWritable()), save: () => undefined };
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return null;
      // The browser may not choose here: it saves where it always does.
    }
  }
  const sink = new BlobSink();
  return { sink, save: () => { saveAs(name, sink.blob("application/octet-stream")); } };
}
