/** Where the bytes of a dossier go: to a file that she chose, or into the browser's own store until it is saved. */

import { sealOutside } from "../crypto/index.js";

/** Takes bytes in order. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
  /** Throw away what was written. */
  abort(): Promise<void>;
}

/** So many bytes are kept at hand; the browser keeps the rest, where it wants. */
const AT_HAND = 4 * 1024 * 1024;

/** Keeps bytes outside the page's memory until all are there. */
export class BlobSink implements Sink {
  #parts: Blob[] = [];
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #size = 0;

  write(bytes: Uint8Array): Promise<void> {
    this.#waiting.push(new Uint8Array(bytes));
    this.#size += bytes.length;
    if (this.#size >= AT_HAND) this.#put();
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#put();
    return Promise.resolve();
  }

  abort(): Promise<void> {
    this.#parts = [];
    this.#waiting = [];
    return Promise.resolve();
  }

  /** All of it, once it was closed. */
  blob(type: string): Blob {
    return new Blob(this.#parts, { type });
  }

  #put(): void {
    if (this.#waiting.length === 0) return;
    this.#parts.push(new Blob(this.#waiting));
    this.#waiting = [];
    this.#size = 0;
  }
}

/** A file that is being written. Nothing stands in its place before it is closed. */
type Writable = Pick<FileSystemWritableFileStream, "write" | "close" | "abort">;

/** Writes to a file that was chosen. */
export class FileSink implements Sink {
  readonly #file: Writable;

  constructor(file: Writable) {
    this.#file = file;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#file.write(new Uint8Array(bytes));
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  abort(): Promise<void> {
    return this.#file.abort();
  }
}

/**
 * Seals all that passes to one recipient outside (docs/spec/dossier.md §8).
 *
 * @throws RecipientRefused - when it is not one that age knows
 */
export async function sealedSink(recipient: string, to: Sink): Promise<Sink> {
  const sealed = await sealOutside(recipient);
  const put = async (bytes: Uint8Array): Promise<void> => {
    if (bytes.length > 0) await to.write(bytes);
  };
  return {
    write: (bytes) => put(sealed.add(bytes)),
    close: async () => {
      await put(sealed.end());
      await to.close();
    },
    abort: () => to.abort(),
  };
}
