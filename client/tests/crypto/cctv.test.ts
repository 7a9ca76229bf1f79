/**
 * The CCTV test vectors of the age format (C2SP) against our door, all 143.
 *
 * Our door is narrower than age on purpose, so that each vector falls into one of three classes:
 *
 * 1. Exactly one stanza, and it is `mlkem768x25519` with canonical fields: judged as CCTV says.
 *    `success` opens with the named payload; `no match` is refused as `key`; `header failure`,
 *    `HMAC failure` and `payload failure` are refused as `seal`, or as `stanza` where the shape shows it.
 * 2. Hybrid, but with company (a classic stanza, grease, several recipients) or in armour: age opens
 *    these, we refuse them as `stanza`.
 * 3. No hybrid stanza at all (X25519, scrypt, …): whatever CCTV expects, we refuse as `stanza`.
 *
 * The payload classes of CCTV are made with X25519 stanzas. Class 3 alone would leave our STREAM handling
 * untested, so each of them is run a second time behind a hybrid stanza that wraps the same file key.
 */

import * as cctv from "cctv-age";
import { describe, expect, test } from "vitest";
import { inflateSync } from "node:zlib";
import { Encrypter } from "age-encryption";
import { AGE_HEADER, newRoomKey, open, openStream, SourceFailed } from "../../crypto/age.js";
import { concat, sha256Hex } from "../../crypto/bytes.js";
import { Tampered } from "../../crypto/index.js";
import { streamOf } from "./cast.js";

interface Vector {
  readonly name: string;
  readonly expect: string;
  readonly payload: string;
  readonly fileKey: Uint8Array;
  readonly identities: readonly string[];
  readonly armored: boolean;
  readonly age: Uint8Array;
}

function parse(name: string, bytes: Uint8Array): Vector {
  const text = Buffer.from(bytes).toString("latin1");
  const end = text.indexOf("\n\n");
  const lines = text.slice(0, end).split("\n").map((line) => line.split(": ") as [string, string]);
  const known = ["expect", "payload", "file key", "identity", "passphrase", "armored", "comment", "compressed"];
  for (const [field] of lines) expect(known).toContain(field);
  const all = (field: string): string[] => lines.flatMap(([one, value]) => (one === field ? [value] : []));
  const rest = bytes.subarray(end + 2);
  return {
    name,
    expect: all("expect")[0] ?? "",
    payload: all("payload")[0] ?? "",
    fileKey: new Uint8Array(Buffer.from(all("file key")[0] ?? "", "hex")),
    identities: all("identity"),
    armored: all("armored").includes("yes"),
    age: all("compressed").includes("zlib") ? new Uint8Array(inflateSync(rest)) : rest,
  };
}

const vectors = Object.entries(cctv).map(([name, bytes]) => parse(name, bytes));

/** Recognised on its own terms: a header that lists stanzas, of which one is ours and none another's. */
function isOurs(vector: Vector): boolean {
  const header = Buffer.from(vector.age).toString("latin1").split("\n---")[0] ?? "";
  const types = [...header.matchAll(/^-> (\S+)/gm)].map((match) => match[1]);
  return !vector.armored && types.length === 1 && types[0] === "mlkem768x25519";
}

/** What our door may answer to each expectation in class 1. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  success: ["success"],
  "no match": ["key"],
  "header failure": ["stanza", "seal"],
  "HMAC failure": ["seal"],
  "payload failure": ["seal"],
};

async function whole(age: Uint8Array, identity: string, payload: string): Promise<string> {
  try {
    const plaintext = await open(age, identity);
    return (await sha256Hex(plaintext)) === payload ? "success" : "another payload";
  } catch (error) {
    if (error instanceof Tampered) return error.what;
    throw error;
  }
}

/** The same, fed byte by byte (or in odd steps where that would take long). */
async function streamed(age: Uint8Array, identity: string, payload: string): Promise<string> {
  const step = age.length > 10_000 ? 997 : 1;
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < age.length; at += step) chunks.push(age.subarray(at, at + step));
  try {
    const plaintext = await openStream(age.subarray(0, AGE_HEADER), streamOf(...chunks), identity);
    return (await sha256Hex(concat(...plaintext))) === payload ? "success" : "another payload";
  } catch (error) {
    if (error instanceof Tampered) return error.what;
    throw error;
  }
}

const stranger = await newRoomKey();

function identityOf(vector: Vector): string {
  return vector.identities.find((one) => one.startsWith("AGE-SECRET-KEY-PQ-1")) ?? stranger.identity;
}

describe("CCTV age vectors", () => {
  test("there are 143 of them", () => {
    expect(vectors).toHaveLength(143);
    expect(vectors.filter(isOurs).map((one) => one.name)).toHaveLength(13);
  });

  test.each(vectors.filter(isOurs).map((one) => [one.name, one] as const))(
    "class 1, one hybrid stanza: %s",
    async (_, vector) => {
      const answers = ANSWERS[vector.expect];
      expect(answers).toContain(await whole(vector.age, identityOf(vector), vector.payload));
      expect(answers).toContain(await streamed(vector.age, identityOf(vector), vector.payload));
    },
  );

  test.each(vectors.filter((one) => !isOurs(one)).map((one) => [one.name, one] as const))(
    "class 2 and 3, anything else is refused: %s",
    async (_, vector) => {
      expect(await whole(vector.age, identityOf(vector), vector.payload)).toBe("stanza");
      expect(await streamed(vector.age, identityOf(vector), vector.payload)).toBe("stanza");
    },
  );
});

/** Where a binary age file's payload (nonce and chunks) begins. */
function payloadAt(age: Uint8Array): number {
  const text = Buffer.from(age).toString("latin1");
  return text.indexOf("\n", text.indexOf("\n--- ") + 1) + 1;
}

const payloads = vectors.filter(
  (one) =>
    !one.armored &&
    one.fileKey.length === 16 &&
    (one.expect === "payload failure" || (one.expect === "success" && one.name.startsWith("stream"))),
);

describe("CCTV payloads behind a hybrid stanza", async () => {
  const room = await newRoomKey();

  async function behind(vector: Vector): Promise<Uint8Array> {
    const encrypter = new Encrypter();
    // The library draws its file key at random. A first recipient, which adds no stanza, puts the
    // vector's in its place before the second wraps it.
    encrypter.addRecipient({
      wrapFileKey: (fileKey) => {
        fileKey.set(vector.fileKey);
        return [];
      },
    });
    encrypter.addRecipient(room.recipient);
    const sealed = await encrypter.encrypt(new Uint8Array());
    return concat(sealed.subarray(0, AGE_HEADER), vector.age.subarray(payloadAt(vector.age)));
  }

  test("there are enough of them", () => {
    expect(payloads.length).toBeGreaterThan(20);
  });

  test.each(payloads.map((one) => [one.name, one] as const))("%s", async (_, vector) => {
    const age = await behind(vector);
    const answer = vector.expect === "success" ? "success" : "seal";
    expect(await whole(age, room.identity, vector.payload)).toBe(answer);
    expect(await streamed(age, room.identity, vector.payload)).toBe(answer);
  });
});

test("a failing source is thrown on as it is", async () => {
  const first = vectors.find((one) => one.name === "hybrid");
  const age = first?.age ?? new Uint8Array();
  const lost = new Error("connection lost");
  const source = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      controller.error(new SourceFailed(lost));
    },
  });
  const identity = first?.identities[0] ?? "";
  await expect(openStream(age.subarray(0, AGE_HEADER), source, identity)).rejects.toBe(lost);
});
