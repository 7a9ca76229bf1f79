/**
 * Records: canonical JSON, signed, padded to a length that says nothing, and sealed to one person
 * (docs/spec/identities.md §3). Shares, approvals, letters and the content of a box are all records.
 */

import { open, seal } from "./age.js";
import { concat, fromUtf8, isZero, readU32be, u32be, utf8 } from "./bytes.js";
import { canonicalJson, parseCanonical } from "./canonical.js";
import { Tampered, TooLarge, type What } from "./problems.js";
import { sign, verify, type SigningKey } from "./signing.js";
import type { Format } from "./statement.js";

export interface RecordFormat<T> extends Format<T> {
  /** The lengths that the plaintext may have, in ascending order. */
  readonly sizes: readonly number[];
}

const SIGNATURE = 64;

/** Every record names who signed it. */
interface Authored {
  readonly author: string;
}

export async function sealRecord<T extends Authored>(
  format: RecordFormat<T>,
  value: T,
  key: SigningKey,
  recipient: string,
): Promise<Uint8Array> {
  return seal(await encodeRecord(format, value, key), recipient);
}

/** @throws Tampered - `stanza`, `key`, `seal`, `padding`, `header`, `body` or `signature` */
export async function openRecord<T extends Authored>(
  format: RecordFormat<T>,
  sealed: Uint8Array,
  identity: string,
): Promise<T> {
  return decodeRecord(format, await open(sealed, identity));
}

export async function encodeRecord<T extends Authored>(
  { context, form, sizes }: RecordFormat<T>,
  value: T,
  key: SigningKey,
): Promise<Uint8Array> {
  if (!form(value)) throw new Error("not of this form");
  if (value.author !== key.verify) throw new Error("the record names another author");
  const json = utf8(canonicalJson(value));
  const signed = concat(utf8(context), u32be(json.length), json);
  const size = sizes.find((one) => one >= signed.length + SIGNATURE);
  if (size === undefined) throw new TooLarge();
  const plaintext = new Uint8Array(size);
  plaintext.set(signed);
  plaintext.set(await sign(signed, key), signed.length);
  return plaintext;
}

/** The order of checks is that of docs/spec/identities.md §3. */
export async function decodeRecord<T extends Authored>(
  { context, form, sizes }: RecordFormat<T>,
  plaintext: Uint8Array,
): Promise<T> {
  if (!sizes.includes(plaintext.length)) throw new Tampered("padding");
  const start = utf8(context);
  if (start.some((byte, i) => plaintext[i] !== byte)) throw new Tampered("header");
  const at = start.length + 4;
  const length = readU32be(plaintext, start.length);
  if (length > plaintext.length - at - SIGNATURE) throw new Tampered("body");
  const end = at + length;
  const value = json(plaintext.subarray(at, end));
  if (!form(value)) throw new Tampered("body");
  const record = value as T;
  const signature = plaintext.subarray(end, end + SIGNATURE);
  const good = await verify(signature, plaintext.subarray(0, end), record.author);
  if (!good) throw new Tampered("signature");
  if (!isZero(plaintext.subarray(end + SIGNATURE))) throw new Tampered("padding");
  return record;
}

function json(bytes: Uint8Array): unknown {
  try {
    return parseCanonical(fromUtf8(bytes));
  } catch {
    throw new Tampered("body");
  }
}

/**
 * The first member that differs is the one that is named.
 *
 * @throws Tampered
 */
export function checkMembers<K extends What>(
  record: Readonly<Record<K, unknown>>,
  expected: Readonly<Record<K, unknown>>,
  names: readonly K[],
): void {
  for (const name of names) if (record[name] !== expected[name]) throw new Tampered(name);
}
