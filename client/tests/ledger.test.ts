/** The client's check of the log finds what vectors/ledger/ says, and so does hoeder/ledger. */

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fromBase64, fromHex, toHex } from "../crypto/index.js";
import { verify } from "../crypto/signing.js";
import * as ledger from "../ledger.js";

type Fields = Readonly<Record<string, string>>;

const FOLDER = new URL("../../vectors/ledger/", import.meta.url);

/** Every field that a kind of vector may have. A field that is not here fails the suite. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  leaf: ["key", "n", "day", "event", "handle", "commit", "hash"],
  inclusion: ["index", "size", "hash", "root", "proof"],
  consistency: ["older", "newer", "older_root", "newer_root", "proof"],
  checkpoint: ["key", "origin", "size", "root"],
  // Where a tile is served: the server's matter. The client walks no tiles yet.
  path: ["level", "number", "width", "path"],
};

const proof = (fields: Fields): string[] => {
  const text = fields["proof"] ?? "";
  return text === "none" ? [] : text.split(" ");
};
const text = (fields: Fields, name: string): string => {
  const value = fields[name];
  if (value === undefined) throw new Error(`no field ${name}`);
  return value;
};
const whole = (fields: Fields, name: string): number => Number(text(fields, name));

const RUN: Readonly<Record<string, (fields: Fields, bytes: Uint8Array) => Promise<void> | void>> = {
  async leaf(fields, bytes) {
    const leaf = ledger.readLeaf(bytes);
    const [key, n] = [fromHex(text(fields, "key")), whole(fields, "n")];
    expect(leaf).toEqual({ day: fields["day"], handle: fields["handle"], commit: fields["commit"] });
    expect(await ledger.handle(key, n)).toBe(fields["handle"]);
    expect(await ledger.commit(key, n, text(fields, "event"))).toBe(fields["commit"]);
    const made = await ledger.leafOf(key, n, text(fields, "event"), text(fields, "day"));
    expect(toHex(made)).toBe(toHex(bytes));
    expect(await ledger.leafHash(bytes)).toBe(fields["hash"]);
  },
  inclusion(fields) {
    const [index, size] = [whole(fields, "index"), whole(fields, "size")];
    const [hash, root] = [text(fields, "hash"), text(fields, "root")];
    return ledger.checkInclusion(index, size, hash, proof(fields), root);
  },
  consistency(fields) {
    const [older, newer] = [whole(fields, "older"), whole(fields, "newer")];
    const [before, after] = [text(fields, "older_root"), text(fields, "newer_root")];
    return ledger.checkConsistency(older, newer, before, after, proof(fields));
  },
  async checkpoint(fields, bytes) {
    const note = new TextDecoder().decode(bytes);
    const said = await ledger.openCheckpoint(note, text(fields, "key"), verify);
    expect(said).toEqual({
      origin: fields["origin"],
      size: whole(fields, "size"),
      root: fields["root"],
    });
  },
};

function read(name: string): { kind: string; expected: string; fields: Fields; bytes: Uint8Array } {
  const [head = "", body = ""] = readFileSync(new URL(name, FOLDER), "utf8").split("\n\n");
  const kind = name.split(/[_.]/)[0] ?? "";
  const pairs = head
    .trimEnd()
    .split("\n")
    .map((line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)]);
  const fields = Object.fromEntries(pairs) as Record<string, string>;
  for (const field of Object.keys(fields)) {
    if (field !== "expect" && !FIELDS[kind]?.includes(field)) throw new Error(`${name}: ${field}`);
  }
  return { kind, expected: text(fields, "expect"), fields, bytes: fromBase64(body.replaceAll("\n", "")) };
}

test.each(readdirSync(FOLDER).toSorted())("vectors/ledger/%s", async (name) => {
  const { kind, expected, fields, bytes } = read(name);
  const run = RUN[kind];
  if (run === undefined) {
    expect(kind).toBe("path");
    return;
  }
  let found = "success";
  try {
    await run(fields, bytes);
  } catch (error) {
    if (!(error instanceof ledger.LogRefused)) throw error;
    found = `refused: ${error.reason}`;
  }
  expect(found).toBe(expected);
});

test("the root of all leaves is the root that proofs lead to", async () => {
  const hashes = await Promise.all(
    Array.from({ length: 13 }, (_, at) => ledger.leafHash(Uint8Array.of(at))),
  );
  const root = await ledger.rootOf(hashes);
  const [before, last] = [await ledger.rootOf(hashes.slice(0, 12)), hashes[12] ?? ""];
  // Twelve leaves are a complete eight and a complete four; the thirteenth stands alone.
  const [eight, four] = [
    await ledger.rootOf(hashes.slice(0, 8)),
    await ledger.rootOf(hashes.slice(8, 12)),
  ];
  await ledger.checkInclusion(12, 13, last, [four, eight], root);
  await ledger.checkConsistency(12, 13, before, root, [four, last, eight]);
});

test("an empty log has the root of RFC 6962", async () => {
  expect(await ledger.rootOf([])).toMatch(/^e3b0c44298fc1c14/);
});

test("a key of another length and a number below nought are refused", async () => {
  await expect(ledger.handle(new Uint8Array(31), 0)).rejects.toThrow(RangeError);
  await expect(async () => ledger.handle(new Uint8Array(32), -1)).rejects.toThrow(RangeError);
});

test.each(["", "name", "name+00000000+AQ==", "name+xyz+AQ=="])(
  "%j is no verifier key",
  async (key) => {
    await expect(ledger.openCheckpoint("a\n\n", key, verify)).rejects.toThrow("note");
  },
);
