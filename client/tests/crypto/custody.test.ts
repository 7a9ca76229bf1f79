import { expect, test } from "vitest";
import { canonicalJson, openDirectory, toHex, type Directory } from "../../crypto/index.js";
import { utf8 } from "../../crypto/bytes.js";
import { sign, signingKey } from "../../crypto/signing.js";

const root = signingKey(new Uint8Array(32).fill(7));
const id = (digit: string): string => digit.repeat(32);
const five = ["1", "2", "3", "4", "5"].map(id);
const directory = {
  v: 1,
  organisation: { id: id("a"), slug: "ministerie", names: { nl: "Ministerie", en: "Ministry" }, root: root.verify },
  version: 1,
  day: "2026-11-23",
  log: { origin: "log", key: "key" },
  bodies: [],
  units: [],
  functions: [],
  officers: [],
  channels: [],
};

async function opened(custody?: unknown): Promise<Directory> {
  const document = canonicalJson(custody === undefined ? directory : { ...directory, custody: custody as string });
  const signature = toHex(await sign(utf8(`hoeder-directory-v1\n${document}`), root));
  return openDirectory({ document, signature }, root.verify, 0);
}

test("a directory says who keeps the shares of a body, in their order", async () => {
  const custody = [{ id: id("b"), custodians: five.toReversed(), deputies: [id("6")], authority: id("7") }];
  expect((await opened(custody)).custody).toEqual(custody);
});

test("a directory of before there was custody has none", async () => {
  expect((await opened()).custody).toEqual([]);
});

test.each([
  ["four custodians", [{ id: id("b"), custodians: five.slice(1), deputies: [], authority: id("7") }]],
  ["no authority", [{ id: id("b"), custodians: five, deputies: [], authority: null }]],
  ["one body twice", [1, 2].map(() => ({ id: id("b"), custodians: five, deputies: [], authority: id("7") }))],
])("a custody with %s is refused", async (_what, custody) => {
  await expect(opened(custody)).rejects.toThrow("malformed");
});
