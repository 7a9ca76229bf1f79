/** The proof that one entry is in the log, as a text that others can check (C2SP tlog-proof). */

import { toBase64 } from "../crypto/index.js";
import { decoded } from "./bytes.js";
import { openCheckpoint, type Statement } from "./note.js";
import { LogRefused } from "./refused.js";
import { HASH_SIZE, checkInclusion, leafHash } from "./tree.js";

const FIRST_LINE = "c2sp.org/tlog-proof@v1";

/** A proof taken apart; nothing of it is checked yet. */
export interface Proof {
  readonly extra: Uint8Array | null;
  readonly index: number;
  readonly path: readonly Uint8Array[];
  /** The signed checkpoint, as it was. */
  readonly checkpoint: string;
}

/** Write a proof. The extra line proves nothing: nobody signs it. */
export function writeProof({ extra, index, path, checkpoint }: Proof): string {
  const lines = [
    FIRST_LINE,
    ...(extra === null ? [] : [`extra ${toBase64(extra)}`]),
    `index ${String(index)}`,
    ...path.map(toBase64),
  ];
  return `${lines.join("\n")}\n\n${checkpoint}`;
}

/** Read a proof strictly. */
export function readProof(text: string): Proof {
  const end = text.indexOf("\n\n");
  const [first, ...lines] = text.slice(0, Math.max(end, 0)).split("\n");
  if (first !== FIRST_LINE) throw new LogRefused("proof");
  const extra = lines[0]?.startsWith("extra ") === true ? bytesOf(lines.shift()?.slice(6) ?? "") : null;
  const [, index = ""] = /^index (0|[1-9][0-9]{0,14})$/.exec(lines.shift() ?? "") ?? [];
  if (index === "") throw new LogRefused("proof");
  const path = lines.map(bytesOf);
  if (!path.every((one) => one.length === HASH_SIZE)) throw new LogRefused("proof");
  return { extra, index: Number(index), path, checkpoint: text.slice(end + 2) };
}

/** What the log had signed when this leaf was in it; throws LogRefused when the proof does not show that. */
export function checkProof(text: string, leaf: Uint8Array, key: string): Statement {
  const { index, path, checkpoint } = readProof(text);
  const statement = openCheckpoint(checkpoint, key);
  checkInclusion(index, statement.size, leafHash(leaf), path, statement.root);
  return statement;
}

function bytesOf(base64: string): Uint8Array {
  const bytes = decoded(base64);
  if (bytes === null || base64 === "") throw new LogRefused("proof");
  return bytes;
}
