/**
 * A ZIP that is written as it grows: each file is hashed, put in, and forgotten (docs/spec/dossier.md §2).
 *
 * fflate writes the format. What is sealed or a file of hers is stored as it is; texts are compressed.
 */

import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import { canonicalJson, hashing, hashOf, sha256Hex } from "../crypto/index.js";
import type { Sink } from "./sinks.js";

/** A ZIP of the plain kind counts its files in 16 bits and its bytes in 32. */
const MOST_FILES = 65_000;
const MOST_BYTES = 2 ** 32 - 2 ** 26;
/** Compressing less than this costs more memory than it saves. */
const SMALL = 2048;
/** Some bytes around each file: its head, its end, its line in the list. */
const AROUND = 512;

/** There is no room for it: a ZIP holds 4 GiB and 65 535 files. */
export class Full extends Error {
  override readonly name = "Full";
}

/** A text, or bytes: whole, in parts that follow each other, or in parts that come one by one. */
type Content = string | Uint8Array | readonly Uint8Array[] | AsyncIterable<Uint8Array>;

export class Archive {
  readonly #sink: Sink;
  readonly #zip: Zip;
  readonly #hashes = new Map<string, string>();
  #waiting: Uint8Array[] = [];
  #failed: Error | null = null;
  #size = 0;
  /** One file after the other, whoever calls. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#zip = new Zip((error, bytes) => {
      if (error !== null) this.#failed = error;
      else this.#waiting.push(bytes);
    });
  }

  /** How many bytes were written. */
  get size(): number {
    return this.#size;
  }

  has(path: string): boolean {
    return this.#hashes.has(path);
  }

  /** Whether a file of this size still fits, and the rest behind it. */
  fits(bytes: number): boolean {
    return this.#size + bytes + AROUND < MOST_BYTES && this.#hashes.size < MOST_FILES;
  }

  /**
   * Put a file in.
   *
   * @param hash - its SHA-256, where it was computed already
   * @returns its SHA-256
   * @throws Full - before anything of it was written, where its size is known
   */
  add(path: string, content: Content, hash?: string): Promise<string> {
    const act = this.#turn.then(() => this.#add(path, content, hash));
    this.#turn = act.catch(() => undefined);
    return act;
  }

  /**
   * Name every file with its hash, sign that, and end.
   *
   * @param sign - gives the signature of the manifest
   */
  async finish(sign: (manifest: string) => Promise<string>): Promise<void> {
    const manifest = canonicalJson({ v: 1, files: Object.fromEntries(this.#hashes) });
    await this.add("manifest.json", manifest);
    await this.add("manifest.sig", `${await sign(manifest)}\n`);
    this.#zip.end();
    await this.#flush();
    await this.#sink.close();
  }

  /** Throw away what was written. */
  async abort(): Promise<void> {
    await this.#turn;
    this.#zip.terminate();
    this.#waiting = [];
    await this.#sink.abort();
  }

  async #add(path: string, content: Content, hash?: string): Promise<string> {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const known = bytes instanceof Uint8Array ? bytes.length : 0;
    if (!this.fits(known)) throw new Full(path);
    if (this.#hashes.has(path)) throw new Error(`twice in the dossier: ${path}`);
    const isText = /\.(json|md|tlog-proof)$/.test(path) && !path.startsWith("files/") && known > SMALL;
    const file = isText ? new ZipDeflate(path, { level: 6 }) : new ZipPassThrough(path);
    // No time of saving and no system in it.
    file.mtime = new Date(1980, 0, 1);
    file.os = 0;
    this.#zip.add(file);
    // By the platform where all of it is at hand; else while it passes.
    let found = hash ?? (await hashAtOnce(bytes));
    const running = found === null ? hashing() : null;
    for await (const part of bytes instanceof Uint8Array ? [bytes] : bytes) {
      running?.add(part);
      file.push(part, false);
      await this.#flush();
    }
    file.push(new Uint8Array(), true);
    await this.#flush();
    found ??= running?.end() ?? "";
    this.#hashes.set(path, found);
    return found;
  }

  async #flush(): Promise<void> {
    const out = this.#waiting;
    this.#waiting = [];
    if (this.#failed !== null) throw this.#failed;
    for (const bytes of out) {
      this.#size += bytes.length;
      await this.#sink.write(bytes);
    }
  }
}

async function hashAtOnce(bytes: Exclude<Content, string>): Promise<string | null> {
  if (bytes instanceof Uint8Array) return sha256Hex(bytes);
  return Symbol.asyncIterator in bytes ? null : hashOf(bytes);
}
