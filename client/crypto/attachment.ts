/** Files: padded, sealed as a stream, cut in pieces (docs/spec/envelope.md §6). */

import { AGE_HEADER, openStream, sealedLength, sealStream, SourceFailed } from "./age.js";
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
const ZEROS = 64 * 1024;

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
  const sealed = (await sealStream(padded(file, size), recipient)).getReader();
  const pieces: string[] = [];
  let left = sealed_size;
  let piece = new Uint8Array(Math.min(left, PIECE));
  let filled = 0;
  try {
    for (let next = await sealed.read(); !next.done; next = await sealed.read()) {
      for (let chunk = next.value; chunk.length > 0; ) {
        const n = Math.min(chunk.length, piece.length - filled);
        piece.set(chunk.subarray(0, n), filled);
        chunk = chunk.subarray(n);
        filled += n;
        if (filled < piece.length) continue;
        const digest = await sha256Hex(piece);
        await onPiece(pieces.length, piece, digest);
        pieces.push(digest);
        left -= filled;
        // A new one each time: the caller may still be sending the last.
        piece = new Uint8Array(Math.min(left, PIECE));
        filled = 0;
      }
    }
  } catch (error) {
    await sealed.cancel(error).catch(() => undefined);
    throw error instanceof SourceFailed ? error.reason : error;
  }
  return { sealed_size, pieces };
}

/** The file, exactly as long as was said, and zeros up to its padded length. */
function padded(file: ReadableStream<Uint8Array>, size: number): ReadableStream<Uint8Array> {
  const reader = file.getReader();
  let left = size;
  let zeros = padme(size) - size;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await reader.read().catch((error: unknown) => {
          throw new SourceFailed(error);
        });
        if (!next.done) {
          left -= next.value.length;
          if (left < 0) throw new SourceFailed(new Error("the file is longer than was said"));
          // An empty chunk would leave the pull without an answer.
          controller.enqueue(next.value);
          return;
        }
        if (left > 0) throw new SourceFailed(new Error("the file is shorter than was said"));
        if (zeros === 0) {
          controller.close();
          return;
        }
        const n = Math.min(zeros, ZEROS);
        zeros -= n;
        controller.enqueue(new Uint8Array(n));
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
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
