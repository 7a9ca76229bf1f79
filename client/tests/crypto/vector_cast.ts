/** Who and what the vectors speak of. Keys follow from names, so that they are the same in each run. */

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { identityFromSeed, keyOf, type RoomKey } from "../../crypto/age.js";
import { toBase64, toHex } from "../../crypto/bytes.js";
import { encode, NO_PREVIOUS, type Header } from "../../crypto/envelope.js";
import { signingKey, type SigningKey } from "../../crypto/signing.js";

export const root = process.argv[2] ?? "vectors";

export type Fields = readonly (readonly [string, string | number])[];

export function write(kind: string, name: string, fields: Fields, bytes?: Uint8Array): void {
  const path = `${root}/${kind}/${name}.txt`;
  if (existsSync(path)) return;
  mkdirSync(`${root}/${kind}`, { recursive: true });
  const lines = fields.map(([key, value]) => `${key}: ${String(value)}`);
  const body =
    bytes === undefined ? "" : `\n${toBase64(bytes).replace(/.{76}(?=.)/g, "$&\n")}\n`;
  writeFileSync(path, `${lines.join("\n")}\n${body}`);
}

export function seed(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(`hoeder vector: ${name}`).digest());
}

export function id(name: string): string {
  return toHex(seed(name).subarray(0, 16));
}

export function pair(name: string): Promise<RoomKey> {
  return keyOf(identityFromSeed(seed(`${name} age`)));
}

export function author(name: string): SigningKey {
  return signingKey(seed(`${name} ed25519`));
}

export const noor = author("Noor");
export const ada = author("Ada");
export const eve = author("Eve");
export const room = await pair("room");
export const otherRoom = await pair("other room");
export const adaKey = await pair("Ada");
export const noorKey = await pair("Noor");

export const header: Header = {
  v: 1,
  organisation: id("Kustdienst"),
  case: id("case"),
  room: id("room"),
  epoch: 1,
  sequence: 1,
  previous: NO_PREVIOUS,
  author: noor.verify,
  kind: "report",
  day: "2026-11-20",
};
export const report = {
  text: "De sluisdeur van kolk 2 is goedgekeurd zonder dat iemand is gaan kijken.",
  who: "",
  where: "kolk 2",
  when: "",
  language: "nl",
  reporter: { recipient: noorKey.recipient, verify: noor.verify },
  readers: [id("Ada"), id("Omar")].toSorted(),
};

/** The report, sealed by nobody yet. */
export const whole = await encode(header, report, noor);

/** The recipient of an age key that is not post-quantum. */
export const classic = await identityToRecipient(await generateX25519Identity());

/** The report in an age file of any kind. */
export async function age(add: (encrypter: Encrypter) => void): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  add(encrypter);
  return encrypter.encrypt(whole);
}

/** The same bytes with one bit changed. */
export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
