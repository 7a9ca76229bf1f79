/**
 * The client's check of the log finds what vectors/ledger/, vectors/cosignature/ and vectors/policy/ say, and so does
 * hoeder/ledger.
 */

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fromBase64, fromHex, toHex } from "../../crypto/index.js";
import { entriesPath } from "../../log/fetching.js";
import { commit, handle, leafOf, readLeaf } from "../../log/leaf.js";
import { WITNESS, cosignaturesIn, counted, openCheckpoint, readVerifier } from "../../log/note.js";
import { isMet, readPolicy } from "../../log/policy.js";
import { LogRefused } from "../../log/refused.js";
import { Tree, checkConsistency, checkInclusion, leafHash } from "../../log/tree.js";

type Fields = Readonly<Record<string, string>>;

const FOLDERS = ["ledger", "cosignature", "policy"];
const VECTORS = new URL("../../../vectors/", import.meta.url);

/** Every field that a kind of vector may have. A field that is not here fails the suite. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  leaf: ["key", "n", "day", "event", "handle", "commit", "hash"],
  inclusion: ["index", "size", "hash", "root", "proof"],
  consistency: ["older", "newer", "older_root", "newer_root", "proof"],
  checkpoint: ["key", "origin", "size", "root"],
  path: ["level", "number", "width", "path"],
  key: ["key", "name", "id", "type"],
  note: ["cosigners", "now", "counted"],
  policy: ["met", "not_met"],
};

const proof = (fields: Fields): Uint8Array[] => {
  const text = fields["proof"] ?? "";
  // What is no hash has no bytes either.
  return text === "none" ? [] : text.split(" ").map((one) => (/^[0-9a-f]{64}$/.test(one) ? fromHex(one) : new Uint8Array()));
};
const text = (fields: Fields, name: string): string => {
  const value = fields[name];
  if (value === undefined) throw new Error(`no field ${name}`);
  return value;
};
const whole = (fields: Fields, name: string): number => Number(text(fields, name));
const names = (text: string): Set<string> => new Set(text === "none" ? [] : text.split(" "));

const RUN: Readonly<Record<string, (fields: Fields, bytes: Uint8Array) => void>> = {
  leaf(fields, bytes) {
    const leaf = readLeaf(bytes);
    const [key, n] = [fromHex(text(fields, "key")), whole(fields, "n")];
    expect(leaf).toEqual({ day: fields["day"], handle: fields["handle"], commit: fields["commit"] });
    expect(toHex(handle(key, n))).toBe(fields["handle"]);
    expect(toHex(commit(key, n, text(fields, "event")))).toBe(fields["commit"]);
    expect(toHex(leafOf(key, n, text(fields, "event"), text(fields, "day")))).toBe(toHex(bytes));
    expect(toHex(leafHash(bytes))).toBe(fields["hash"]);
  },
  inclusion(fields) {
    const [index, size] = [whole(fields, "index"), whole(fields, "size")];
    checkInclusion(index, size, fromHex(text(fields, "hash")), proof(fields), fromHex(text(fields, "root")));
  },
  consistency(fields) {
    const [older, newer] = [whole(fields, "older"), whole(fields, "newer")];
    const [before, after] = [fromHex(text(fields, "older_root")), fromHex(text(fields, "newer_root"))];
    checkConsistency(older, newer, before, after, proof(fields));
  },
  checkpoint(fields, bytes) {
    const { origin, size, root } = openCheckpoint(new TextDecoder().decode(bytes), text(fields, "key"));
    expect({ origin, size: String(size), root: toHex(root) }).toEqual({
      origin: fields["origin"],
      size: fields["size"],
      root: fields["root"],
    });
  },
  path(fields) {
    // The client asks for leaves only, by paths that it writes itself.
    if (fields["level"] === "entries") expect(entriesPath(whole(fields, "number"), whole(fields, "width"))).toBe(fields["path"]);
  },
  key(fields) {
    const { name, id, type } = readVerifier(text(fields, "key"), WITNESS);
    expect({ name, id, type: `0${String(type)}` }).toEqual({ name: fields["name"], id: fields["id"], type: fields["type"] });
  },
  note(fields, bytes) {
    const witnesses = text(fields, "cosigners").split(" ").map((one) => readVerifier(one, WITNESS));
    const found = counted(cosignaturesIn(new TextDecoder().decode(bytes), witnesses), whole(fields, "now"));
    const told = found.map(({ name, id, time }) => {
      const key = text(fields, "cosigners").split(" ").find((one) => one.startsWith(`${name}+${id}+`));
      return `${key ?? ""}@${String(time)}`;
    });
    const said = text(fields, "counted") === "none" ? [] : text(fields, "counted").split(" ");
    const short = (one: string): string => `${one.split("+")[0]?.split("@")[0] ?? ""}@${one.split("@").at(-1) ?? ""}`;
    expect(told.map(short).toSorted()).toEqual(said.map(short).toSorted());
  },
  policy(fields, bytes) {
    const policy = readPolicy(new TextDecoder().decode(bytes));
    for (const one of text(fields, "met").split(" | ")) expect(isMet(policy, names(one)), one).toBe(true);
    const not = fields["not_met"];
    for (const one of not === undefined ? [] : not.split(" | ")) expect(isMet(policy, names(one)), one).toBe(false);
  },
};

function read(name: string): { kind: string; expected: string; fields: Fields; bytes: Uint8Array } {
  const [head = "", body = ""] = readFileSync(new URL(name, VECTORS), "utf8").split("\n\n");
  const kind = name.split("/")[1]?.split(/[_.]/)[0] ?? "";
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

const ALL = FOLDERS.flatMap((folder) =>
  readdirSync(new URL(folder, VECTORS)).toSorted().map((name) => `${folder}/${name}`),
);

test.each(ALL)("vectors/%s", (name) => {
  const { kind, expected, fields, bytes } = read(name);
  // Paths that must be refused are the server's matter.
  if (kind === "path" && expected !== "success") return;
  let found = "success";
  try {
    RUN[kind]?.(fields, bytes);
  } catch (error) {
    if (!(error instanceof LogRefused)) throw error;
    found = `refused: ${error.reason}`;
  }
  expect(found).toBe(expected);
});

test("the root of all leaves is the root that proofs lead to", () => {
  const leaves = Array.from({ length: 700 }, (_, at) => Uint8Array.of(at >> 8, at));
  const tree = new Tree();
  const roots = leaves.map((leaf, at) => {
    tree.add(leaf, true);
    return at % 256 < 14 || at % 256 > 240 || at === 699 ? tree.root() : leaf;
  });
  for (const [size, index] of [[1, 0], [13, 12], [256, 3], [257, 256], [511, 255], [512, 511], [700, 0], [700, 255], [700, 699]] as const) {
    expect(toHex(tree.root(size))).toBe(toHex(roots[size - 1] ?? new Uint8Array()));
    checkInclusion(index, size, leafHash(leaves[index] ?? new Uint8Array()), tree.inclusionOf(index, size), tree.root(size));
  }
});

test("a proof of a leaf that nobody asked for is refused, and so is one outside", () => {
  const tree = new Tree();
  for (let at = 0; at < 300; at += 1) tree.add(Uint8Array.of(at));
  expect(() => tree.inclusionOf(3)).toThrow(RangeError);
  expect(() => tree.inclusionOf(300)).toThrow(RangeError);
  expect(() => tree.root(301)).toThrow(RangeError);
  expect(tree.inclusionOf(299)).toHaveLength(5);
});

test("an empty log has the root of RFC 6962", () => {
  expect(toHex(new Tree().root())).toMatch(/^e3b0c44298fc1c14/);
});

test("a key of another length and a number below nought are refused", () => {
  expect(() => handle(new Uint8Array(31), 0)).toThrow(RangeError);
  expect(() => handle(new Uint8Array(32), -1)).toThrow(RangeError);
});

test.each(["", "name", "name+00000000+AQ==", "name+xyz+AQ=="])("%j is no verifier key", (key) => {
  expect(() => openCheckpoint("a\n\n", key)).toThrow("key");
});

test("every earlier tree is shown to be the beginning of the newer one", () => {
  const tree = new Tree();
  for (let at = 0; at < 520; at += 1) tree.add(Uint8Array.of(at % 256, at >> 8), true);
  for (const newer of [1, 2, 7, 8, 255, 256, 257, 300, 512, 520]) {
    for (const older of [0, 1, 2, 3, 6, 7, 8, 128, 200, 255, 256, 257, 299, 512, 519].filter((one) => one <= newer)) {
      const proof = tree.consistencyOf(older, newer);
      checkConsistency(older, newer, tree.root(older), tree.root(newer), proof);
      if (older > 0 && older < newer) {
        expect(() => { checkConsistency(older, newer, tree.root(older), tree.root(newer), proof.slice(1)); }).toThrow("proof");
      }
    }
  }
  expect(() => tree.consistencyOf(521)).toThrow(RangeError);
});
