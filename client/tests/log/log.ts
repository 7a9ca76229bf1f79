/** A log made for tests: dummies, the events of a chain among them, a log key and witnesses. */

import { ed25519 } from "@noble/curves/ed25519.js";
import { concat, sha256Now, toBase64, toHex, utf8 } from "../../crypto/index.js";
import { u64be } from "../../log/bytes.js";
import { leafOf } from "../../log/leaf.js";
import { Tree } from "../../log/tree.js";

export const ORIGIN = "meldpunt.example/log";

/** Random-looking bytes that are the same each time. */
export function noise(seed: string, length: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at * 32 < length; at += 1) parts.push(sha256Now(utf8(`${seed} ${String(at)}`)));
  return concat(...parts).slice(0, length);
}

/** An Ed25519 key under a name, for a log (type 1) or a witness (type 4). */
export class Signer {
  readonly name: string;
  readonly type: number;
  readonly seed: Uint8Array;

  constructor(name: string, type: 1 | 4) {
    this.name = name;
    this.type = type;
    this.seed = sha256Now(utf8(name));
  }

  get #data(): Uint8Array {
    return concat(Uint8Array.of(this.type), ed25519.getPublicKey(this.seed));
  }

  get #id(): Uint8Array {
    return sha256Now(concat(utf8(`${this.name}\n`), this.#data)).slice(0, 4);
  }

  /** The verifier key. */
  get key(): string {
    return `${this.name}+${toHex(this.#id)}+${toBase64(this.#data)}`;
  }

  /** The signature line under a note's text. */
  line(text: string): string {
    return this.#line(ed25519.sign(utf8(text), this.seed));
  }

  /** The cosignature line of this time. */
  cosigned(text: string, time: number): string {
    const message = utf8(`cosignature/v1\ntime ${String(time)}\n${text}`);
    return this.#line(concat(u64be(time), ed25519.sign(message, this.seed)));
  }

  #line(signature: Uint8Array): string {
    return `\u2014 ${this.name} ${toBase64(concat(this.#id, signature))}\n`;
  }
}

export const LOG = new Signer(ORIGIN, 1);

/** The leaf of no event. */
export function dummy(seed: string, day: string): Uint8Array {
  return concat(leafOf(new Uint8Array(32), 0, "", day).slice(0, 32), noise(seed, 64));
}

/** The note of a checkpoint over these leaves. */
export function checkpoint(leaves: readonly Uint8Array[], cosign: (text: string) => string = () => ""): string {
  const tree = new Tree();
  for (const leaf of leaves) tree.add(leaf);
  const text = `${ORIGIN}\n${String(leaves.length)}\n${toBase64(tree.root())}\n`;
  return `${text}\n${LOG.line(text)}${cosign(text)}`;
}
