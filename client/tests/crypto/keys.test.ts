import { argon2Sync } from "node:crypto";
import { expect, test } from "vitest";
import { fingerprint, newId, newOfficerKeys, openDirectory, unwrapOfficerKeys, wrapOfficerKeys } from "../../crypto/index.js";
import { identityFromSeed, keyOf, seal } from "../../crypto/age.js";
import { toBase64, utf8 } from "../../crypto/bytes.js";
import { canonicalJson } from "../../crypto/canonical.js";

test("an officer's keys come back with the passphrase, and the page hears when it is done", async () => {
  const keys = await newOfficerKeys();
  const officer = newId();
  const heard: number[] = [];
  const wrap = await wrapOfficerKeys(keys, "acht sluizen", officer, (done) => heard.push(done));
  expect(heard.at(-1)).toBe(1);
  expect(wrap).not.toContain(keys.identity);
  expect(await unwrapOfficerKeys(wrap, "acht sluizen", officer)).toEqual(keys);
});

const COST = { t: 3, m: 65_536, p: 1 };
/** Made by Node: if our own Argon2 were another one, the reason would be another one too. */
const STRETCHED = argon2Sync("argon2id", {
  ...{ message: "acht sluizen", nonce: new Uint8Array(16), tagLength: 32 },
  ...{ passes: COST.t, memory: COST.m, parallelism: COST.p },
});

test.each([
  ["another length", "{}"],
  ["other members", "{}".padEnd(1024, "\0")],
])("a wrap with %s inside is refused", async (_, inner) => {
  const { recipient } = await keyOf(identityFromSeed(STRETCHED));
  const sealed = toBase64(await seal(utf8(inner), recipient));
  const wrap = canonicalJson({ v: 1, kdf: "argon2id", ...COST, salt: "0".repeat(32), sealed });
  const opened = unwrapOfficerKeys(wrap, "acht sluizen", newId());
  await expect(opened).rejects.toMatchObject({ what: "wrap" });
});

test("a wrap with a shorter salt is refused before any work is done", async () => {
  const wrap = canonicalJson({ v: 1, kdf: "argon2id", ...COST, salt: "0".repeat(30), sealed: "" });
  const opened = unwrapOfficerKeys(wrap, "acht sluizen", newId());
  await expect(opened).rejects.toMatchObject({ what: "wrap" });
});

test("a fingerprint has ten groups of four, and changes with either key", () => {
  const one = fingerprint("age1pq1a", "b");
  expect(one).toMatch(/^([0-9a-f]{4} ){9}[0-9a-f]{4}$/);
  expect(fingerprint("age1pq1a", "c")).not.toBe(one);
  expect(fingerprint("age1pq1c", "b")).not.toBe(one);
});

test("a directory whose signature or root is not even hex is refused", () => {
  for (const [signature, root] of [["zz", "0".repeat(64)], ["0".repeat(128), "zz"]] as const) {
    expect(() => openDirectory({ document: "{}", signature }, root, 0)).toThrow("signature");
  }
});
