/** Files: padded, sealed as a stream, cut in pieces (docs/spec/envelope.md §6). */

import {
  AGE_HEADER,
  beginSealing,
  CHUNK,
  openStream,
  sealedLength,
  SourceFailed,
  TAG,
} from "./age.js";
import { isZero, sha256Hex } from "./bytes.js";
import { hasExactly } from "./canonical.js";
import { padme } from "./padding.js";
import { Tampered } from "./problems.js";

/** What a reader must know of a file. Stands inside a sealed item. */
export interface Manifest {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Of the file itself, without padding. */
  readonly size: number;
  readonly sealed_size: number;
  /** Of the room key to which the file is sealed. */
  readonly epoch: number;
  /** SHA-256 of each piece as sealed. */
  readonly pieces: readonly string[];
  /** Whether this is the untouched original. */
  readonly original: boolean;
  /** What was removed from it before sealing. */
  readonly removed: readonly string[];
}

export const PIECE = 4 * 1024 * 1024;

export function attachmentSize(size: number): { sealed_size: number; pieces: number } {
  const sealed_size = sealedLength(padme(size));
  return { sealed_size, pieces: Math.ceil(sealed_size / PIECE) };
}

export async function sealAttachment(
  file: ReadableStream<Uint8Array>,
  size: number,
  recipient: string,
  onPiece: (n: number, piece: Uint8Array, digest: string) => Promise<void>,
): Promise<{ sealed_size: number; pieces: string[] }> {
  const { sealed_size } = attachmentSize(size);
  const sealing = await beginSealing(recipient);
  const source = new Source(file, size);
  const cutter = new Cutter(sealed_size, onPiece);
  try {
    await cutter.write(sealing.start);
    const sealed = new Uint8Array(CHUNK + TAG);
    const plaintext = new Uint8Array(CHUNK);
    let left = padme(size);
    do {
      const n = Math.min(left, CHUNK);
      left -= n;
      await source.fill(plaintext.subarray(0, n));
      sealing.chunk(plaintext.subarray(0, n), left === 0, sealed.subarray(0, n + TAG));
      await cutter.write(sealed.subarray(0, n + TAG));
    } while (left > 0);
    await source.end();
  } catch (error) {
    await source.cancel(error);
    throw error;
  }
  return { sealed_size, pieces: await cutter.end() };
}

/** The file, exactly as long as was said, and zeros after it. */
class Source {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array();
  #left: number;

  constructor(file: ReadableStream<Uint8Array>, size: number) {
    this.#reader = file.getReader();
    this.#left = size;
  }

  async fill(target: Uint8Array): Promise<void> {
    const wanted = Math.min(target.length, this.#left);
    for (let filled = 0; filled < wanted; ) {
      if (this.#chunk.length === 0) {
        const next = await this.#reader.read();
        if (next.done) throw new Error("the file is shorter than was said");
        this.#chunk = next.value;
        continue;
      }
      const n = Math.min(this.#chunk.length, wanted - filled);
      target.set(this.#chunk.subarray(0, n), filled);
      this.#chunk = this.#chunk.subarray(n);
      filled += n;
    }
    this.#left -= wanted;
    target.fill(0, wanted);
  }

  async end(): Promise<void> {
    let more = this.#chunk.length > 0;
    for (let done = false; !done && !more; ) {
      const next = await this.#reader.read();
      done = next.done;
      more = next.value !== undefined && next.value.length > 0;
    }
    if (more) throw new Error("the file is longer than was said");
  }

  async cancel(reason: unknown): Promise<void> {
    await this.#reader.cancel(reason).catch(() => undefined);
  }
}

/** Cuts sealed bytes in pieces, and holds the last one back until the whole file is known to be right. */
class Cutter {
  readonly #onPiece: (n: number, piece: Uint8Array, digest: string) => Promise<void>;
  readonly #digests: string[] = [];
  #piece: Uint8Array<ArrayBuffer>;
  #filled = 0;
  #left: number;

  constructor(
    size: number,
    onPiece: (n: number, piece: Uint8Array, digest: string) => Promise<void>,
  ) {
    this.#onPiece = onPiece;
    this.#left = size;
    this.#piece = new Uint8Array(Math.min(size, PIECE));
  }

  async write(bytes: Uint8Array): Promise<void> {
    const n = Math.min(bytes.length, this.#piece.length - this.#filled);
    this.#piece.set(bytes.subarray(0, n), this.#filled);
    this.#filled += n;
    if (n === bytes.length) return;
    await this.#hand();
    this.#piece.set(bytes.subarray(n));
    this.#filled = bytes.length - n;
  }

  async end(): Promise<string[]> {
    await this.#hand();
    return this.#digests;
  }

  async #hand(): Promise<void> {
    const piece = this.#piece;
    const digest = await sha256Hex(piece);
    await this.#onPiece(this.#digests.length, piece, digest);
    this.#digests.push(digest);
    this.#left -= piece.length;
    // A new one each time: the caller may still be sending the last.
    this.#piece = new Uint8Array(Math.min(this.#left, PIECE));
  }
}

export async function openAttachment(
  pieces: (n: number) => Promise<Uint8Array>,
  manifest: Manifest,
  identity: string,
): Promise<Uint8Array[]> {
  readManifest(manifest);
  const first = await checkedPiece(pieces, manifest, 0);
  const chunks = await openStream(first.subarray(0, AGE_HEADER), source(first, pieces, manifest), identity);
  return unpadded(chunks, manifest.size);
}

function source(
  first: Uint8Array,
  pieces: (n: number) => Promise<Uint8Array>,
  manifest: Manifest,
): ReadableStream<Uint8Array> {
  let n = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (n === manifest.pieces.length) {
          controller.close();
          return;
        }
        try {
          controller.enqueue(n === 0 ? first : await checkedPiece(pieces, manifest, n));
          n += 1;
        } catch (error) {
          throw new SourceFailed(error);
        }
      },
    },
    { highWaterMark: 0 },
  );
}

async function checkedPiece(
  pieces: (n: number) => Promise<Uint8Array>,
  manifest: Manifest,
  n: number,
): Promise<Uint8Array> {
  const piece = await pieces(n);
  const length = Math.min(PIECE, manifest.sealed_size - n * PIECE);
  if (piece.length !== length || (await sha256Hex(piece)) !== manifest.pieces[n]) {
    throw new Tampered("piece");
  }
  return piece;
}

/** Cut the padding off, which must be nothing but zeros. */
function unpadded(chunks: readonly Uint8Array[], size: number): Uint8Array[] {
  const file: Uint8Array[] = [];
  let left = size;
  for (const chunk of chunks) {
    if (!isZero(chunk.subarray(left))) throw new Tampered("padding");
    if (left > 0) file.push(chunk.subarray(0, left));
    left = Math.max(0, left - chunk.length);
  }
  return file;
}

const MEMBERS = [
  "id",
  "name",
  "type",
  "size",
  "sealed_size",
  "epoch",
  "pieces",
  "original",
  "removed",
] as const;

export function readManifest(value: unknown): Manifest {
  if (!hasExactly(value, MEMBERS) || !isManifest(value)) throw new Tampered("manifest");
  return value;
}

function isManifest(value: Readonly<Record<string, unknown>>): value is Manifest & typeof value {
  const { id, name, type, size, sealed_size, epoch, pieces, original, removed } = value;
  if (!isHex(id, 32) || typeof name !== "string" || typeof type !== "string") return false;
  if (!isCount(size) || !isCount(epoch) || epoch < 1 || typeof original !== "boolean") return false;
  const expected = attachmentSize(size);
  return (
    sealed_size === expected.sealed_size &&
    Array.isArray(pieces) &&
    pieces.length === expected.pieces &&
    pieces.every((one) => isHex(one, 64)) &&
    Array.isArray(removed) &&
    removed.every((one) => typeof one === "string")
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isHex(value: unknown, length: number): boolean {
  return typeof value === "string" && value.length === length && /^[0-9a-f]*$/.test(value);
}
