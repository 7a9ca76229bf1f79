/** law.md EVD-01: any one byte that is changed in a saved log is found, and named. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../log/checking.js";
import { readEntries, writeEntries } from "../../log/entries.js";
import { readFolder, writeFolder, type Folder, type Given } from "../../log/folder.js";
import { LogRefused } from "../../log/refused.js";
import { CASE, GOOD, LEAVES, POLICY, SHOWN, cosigned, cut } from "./story.js";
import { LOG } from "./log.js";

const FILES: ReadonlyMap<string, string> = new Map([
  ["checkpoint", cosigned(LEAVES)],
  ["key", `${LOG.key}\n`],
  ["policy", POLICY],
  ["entries.json", writeEntries({ case: CASE, events: SHOWN, key: null })],
]);
const LEAF_BYTES = Uint8Array.from(LEAVES.flatMap((one) => [...one]));

function given(name: string, bytes: Uint8Array): Given {
  return new File([bytes.slice()], name);
}

/** What a check of these files finds wrong; what cannot be read at all is named too. */
async function wrong(files: readonly Given[]): Promise<string[]> {
  try {
    const folder: Folder = await readFolder(files);
    const entries = readEntries(folder.texts.get("entries.json") ?? "");
    const { problems } = await check({
      ...GOOD,
      beside: { key: folder.texts.get("key") ?? null, policy: folder.texts.get("policy") ?? null },
      ...{ checkpoint: folder.texts.get("checkpoint") ?? "", leaves: folder.leaves },
      ...{ shown: entries.events, case: entries.case },
    }, () => undefined);
    return problems.map((one) => one.code);
  } catch (error) {
    if (!(error instanceof LogRefused)) throw error;
    return [error.reason];
  }
}

const bytesOf = (name: string): Uint8Array => (name === "leaves.bin" ? LEAF_BYTES : new TextEncoder().encode(FILES.get(name) ?? ""));
const NAMES = [...FILES.keys(), "leaves.bin"];

test("as it is, nothing is wrong, loose or in one ZIP", async () => {
  expect(await wrong(NAMES.map((name) => given(name, bytesOf(name))))).toEqual([]);
  const zip = await writeFolder(FILES, cut(LEAVES)(LEAVES.length), () => undefined);
  expect(await wrong([given("log.zip", new Uint8Array(await zip.arrayBuffer()))])).toEqual([]);
});

test.each(NAMES)("any byte of %s that is changed is found", async (name) => {
  const bytes = bytesOf(name);
  // White space of JSON says nothing; all else does.
  const says = [...bytes.keys()].filter((at) => name !== "entries.json" || ![0x20, 0x0a].includes(bytes[at] ?? 0));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...says), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const altered = bytes.slice();
      altered[at] = (bytes[at] ?? 0) ^ change;
      const files = NAMES.map((one) => given(one, one === name ? altered : bytesOf(one)));
      expect(await wrong(files)).not.toEqual([]);
    }),
    // Of a line feed at the end this makes what looks like none.
    { numRuns: 25, examples: [[bytes.length - 1, 1]] },
  );
}, 240_000);

test.each(NAMES.filter((name) => name !== "policy" && name !== "key"))("a log without %s is refused or named", async (name) => {
  expect(await wrong(NAMES.filter((one) => one !== name).map((one) => given(one, bytesOf(one))))).not.toEqual([]);
});

test("what is no ZIP, and one that is too large to unpack here, is refused", async () => {
  expect(await wrong([given("log.zip", new Uint8Array(9))])).toEqual(["folder"]);
  const large = Object.assign(given("log.zip", new Uint8Array(9)), {});
  Object.defineProperty(large, "size", { value: 500_000_000 });
  expect(await wrong([large])).toEqual(["large"]);
});
