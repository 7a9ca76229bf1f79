/** A log as files, loose or in one ZIP: docs/spec/ledger.md §13. */

import { Zip, ZipPassThrough, unzipSync } from "fflate";
import { utf8 } from "../crypto/index.js";
import { LEAF_SIZE } from "./leaf.js";
import { LogRefused } from "./refused.js";

/** Larger ZIPs are not unpacked in memory: their files can be given loose, which are read as streams. */
const LARGEST_ZIP = 400_000_000;
/** Memory is handed to the browser, which may put it on disk, in pieces of this size. */
const PIECE = 8_000_000;
const LEAVES = "leaves.bin";
const TEXTS = ["checkpoint", "policy", "key", "directory.json", "entries.json"] as const;

export type TextName = (typeof TEXTS)[number];

/** A folder that was given: its texts, and its leaves as a stream. */
export interface Folder {
  readonly texts: ReadonlyMap<TextName, string>;
  readonly leaves: (size: number) => AsyncIterable<Uint8Array>;
}

/** A file as a page gets it. */
export type Given = Pick<File, "name" | "size" | "arrayBuffer" | "stream">;

/**
 * Read what was given: one ZIP, or the files of the folder.
 *
 * @throws LogRefused - `folder` when it is neither, `large` for a ZIP that must be unpacked first
 */
export async function readFolder(files: readonly Given[]): Promise<Folder> {
  const [zip] = files.filter((one) => one.name.toLowerCase().endsWith(".zip"));
  const folder = zip === undefined ? await loose(files) : await packed(zip);
  if (!folder.texts.has("checkpoint")) throw new LogRefused("folder");
  return folder;
}

async function loose(files: readonly Given[]): Promise<Folder> {
  const texts = new Map<TextName, string>();
  for (const name of TEXTS) {
    const file = files.find((one) => one.name === name);
    if (file !== undefined) texts.set(name, textOf(new Uint8Array(await file.arrayBuffer())));
  }
  const leaves = files.find((one) => one.name === LEAVES);
  return { texts, leaves: () => (leaves === undefined ? refused() : streamed(leaves)) };
}

async function packed(zip: Given): Promise<Folder> {
  if (zip.size > LARGEST_ZIP) throw new LogRefused("large");
  const all = unpacked(new Uint8Array(await zip.arrayBuffer()));
  // Packed again by another program, the files may lie in a folder.
  const bytesOf = (name: string): Uint8Array | undefined =>
    all[name] ?? Object.entries(all).find(([path]) => path.endsWith(`/${name}`))?.[1];
  const texts = new Map(TEXTS.flatMap((name) => {
    const bytes = bytesOf(name);
    return bytes === undefined ? [] : [[name, textOf(bytes)] as const];
  }));
  const leaves = bytesOf(LEAVES);
  return { texts, leaves: () => (leaves === undefined ? refused() : whole(leaves)) };
}

function unpacked(zip: Uint8Array): Record<string, Uint8Array> {
  const wanted = new Set<string>([LEAVES, ...TEXTS]);
  try {
    return unzipSync(zip, { filter: ({ name }) => wanted.has(name.split("/").at(-1) ?? "") });
  } catch {
    throw new LogRefused("folder");
  }
}

async function* streamed(file: Given): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield bytes;
}

async function* refused(): AsyncGenerator<Uint8Array> {
  await Promise.reject(new LogRefused("bundle"));
  yield new Uint8Array();
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/**
 * Write a folder as one ZIP, whose leaves pass by.
 *
 * @param leaves - all of them, in order
 */
export async function writeFolder(
  texts: ReadonlyMap<string, string>, leaves: AsyncIterable<Uint8Array>, progress: (written: number) => void,
): Promise<Blob> {
  const blobs: Blob[] = [];
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const flush = (): void => {
    blobs.push(new Blob(waiting));
    [waiting, size] = [[], 0];
  };
  const zip = new Zip((error, piece) => {
    if (error !== null) throw error;
    waiting.push(piece.slice());
    size += piece.length;
    if (size >= PIECE) flush();
  });
  for (const [name, text] of texts) {
    const file = new ZipPassThrough(name);
    zip.add(file);
    file.push(utf8(text), true);
  }
  const file = new ZipPassThrough(LEAVES);
  zip.add(file);
  let written = 0;
  for await (const piece of leaves) {
    file.push(piece);
    written += piece.length / LEAF_SIZE;
    progress(written);
  }
  file.push(new Uint8Array(), true);
  zip.end();
  flush();
  return new Blob(blobs, { type: "application/zip" });
}
