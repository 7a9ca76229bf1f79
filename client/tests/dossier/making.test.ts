/** A dossier holds all of it, and what proves it: docs/spec/dossier.md. */

import { Decrypter, generateX25519Identity, generateHybridIdentity, identityToRecipient } from "age-encryption";
import { unzipSync, strFromU8 } from "fflate";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { Problem } from "../../api.js";
import { AT_ONCE, isDossierSigned, sealOutside, toHex } from "../../crypto/index.js";
import { Archive } from "../../dossier/archive.js";
import type { Arm, Dossier } from "../../dossier/form.js";
import { filePath } from "../../dossier/gathering.js";
import { makeDossier, type Side, type Telling, type Told } from "../../dossier/making.js";
import { wanted } from "../../dossier/proving.js";
import { readmeOf } from "../../dossier/readme.js";
import { BlobSink, sealedSink } from "../../dossier/sinks.js";
import { commit, readLeaf } from "../../log/leaf.js";
import { checkProof, readProof } from "../../log/proof.js";
import { LOG, Signer } from "../log/log.js";
import { OFFICER } from "../protocol/cast.js";
import { theWorld } from "./world.js";

const KEY = Uint8Array.from({ length: 32 }, (_, at) => at);
const telling: Telling = {
  readmes: () => Promise.resolve(new Map([["README.nl.md", "Lees mij."], ["README.en.md", "Read me."]])),
  pdf: () => Promise.resolve(new TextEncoder().encode("%PDF-1.7")),
};
const quiet: Told = { opening: () => undefined, fetching: () => undefined, proving: () => undefined, writing: () => undefined };

async function made(side: Side): Promise<{ files: Record<string, Uint8Array>; dossier: Dossier }> {
  const sink = new BlobSink();
  const { dossier } = await makeDossier(side, telling, sink, quiet, new AbortController().signal);
  const files = unzipSync(new Uint8Array(await sink.blob("application/zip").arrayBuffer()));
  return { files, dossier };
}

function text(files: Record<string, Uint8Array>, path: string): string {
  return strFromU8(files[path] ?? new Uint8Array());
}

test("every file is named by its hash, and the maker signs that", async () => {
  const world = await theWorld(3, 100);
  const side = world.side();
  const { files, dossier } = await made(side);
  const manifest = JSON.parse(text(files, "manifest.json")) as { files: Record<string, string> };
  const others = Object.keys(files).filter((one) => !one.startsWith("manifest."));
  expect(Object.keys(manifest.files).sort()).toEqual(others.sort());
  for (const one of others) {
    expect(createHash("sha256").update(files[one] ?? "").digest("hex")).toBe(manifest.files[one]);
  }
  const signature = text(files, "manifest.sig").trim();
  expect(isDossierSigned(text(files, "manifest.json"), signature, side.author.verify)).toBe(true);
  expect(isDossierSigned(text(files, "manifest.json").replace("1", "2"), signature, side.author.verify)).toBe(false);
  expect(JSON.parse(text(files, "dossier.json"))).toEqual(JSON.parse(JSON.stringify(dossier)));
});

test("each event has a proof that stands alone, and opens its leaf and no other", async () => {
  const { files, dossier } = await made((await theWorld(3, 0)).side());
  expect(dossier.events.map((one) => one.leaf)).toEqual([0, 1, 2]);
  for (const { chain, n } of dossier.events) {
    const event = text(files, `log/events/${chain}/${String(n)}.json`);
    const proof = text(files, `log/proofs/${chain}/${String(n)}.tlog-proof`);
    const { extra, checkpoint } = readProof(proof);
    const leaf = (extra ?? new Uint8Array()).slice(0, 96);
    expect(checkpoint).toBe(text(files, "log/checkpoint"));
    expect(toHex(checkProof(proof, leaf, LOG.key).root)).toBe(dossier.head?.root);
    expect(readLeaf(leaf).commit).toBe(toHex(commit(KEY, n, event)));
  }
});

test("a file that cannot be had, or is not what was sent, is said, and all else is there", async () => {
  const world = await theWorld(4, 1000);
  const [gone = "", wrong = ""] = [...world.pieces.keys()];
  world.pieces.delete(gone);
  world.pieces.set(wrong, new Blob(["something else"]));
  const { files, dossier } = await made(world.side());
  expect(dossier.files.map((one) => one.why)).toEqual(["not-fetched", "broken", null, null]);
  expect(dossier.lacking).toEqual([{ what: "bijlage 1.bin", why: "not-fetched" }, { what: "bijlage 2.bin", why: "broken" }]);
  expect(files["files/3-bijlage 3.bin"]).toHaveLength(1000);
  expect(Object.keys(files).filter((one) => one.startsWith("originals/"))).toHaveLength(4 + 2);
});

test("a log that does not lead to its own checkpoint proves nothing; the events are there all the same", async () => {
  const world = await theWorld(2, 0);
  const side = world.side();
  const leaves = [...world.leaves];
  const lying: Side = {
    ...side,
    open: {
      ...side.open,
      getBytes: async (path) => {
        const bytes = await side.open.getBytes(path);
        if (path.includes("/tile/")) bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
        return bytes;
      },
    },
  };
  expect(leaves.length).toBeGreaterThan(2);
  const { files, dossier } = await made(lying);
  expect(dossier.head).toBeNull();
  expect(dossier.lacking).toEqual([{ what: "log/checkpoint", why: "proof" }]);
  expect(Object.keys(files).some((one) => one.startsWith("log/proofs/"))).toBe(false);
  expect(Object.keys(files).filter((one) => one.startsWith("log/events/"))).toHaveLength(2);
});

test("while the witnesses have not signed yet, all is proven by the log's own signature, and the dossier says so", async () => {
  const side = (await theWorld(2, 0)).side();
  const policy = `log ${LOG.key}\nwitness or ${new Signer("or.example/getuige", 4).key}\nquorum or\n`;
  const alone: Side = {
    ...side,
    directory: { ...side.directory, log: { ...side.directory.log, policy } },
    open: {
      ...side.open,
      getBytes: (path) => {
        if (path === "/log/checkpoint") return Promise.reject(new Problem(404, "not-found", "", {}));
        return side.open.getBytes(path === "/log/newest" ? "/log/checkpoint" : path);
      },
    },
  };
  const { files, dossier } = await made(alone);
  expect(dossier.lacking).toEqual([{ what: "log/checkpoint", why: "quorum" }]);
  expect(dossier.head?.size).toBe(72);
  expect(text(files, "log/policy")).toBe(policy);
  expect(Object.keys(files).filter((one) => one.startsWith("log/proofs/"))).toHaveLength(2);
});

test("an event that was taken away is named: she has the key of the chain, and sees every number", async () => {
  const side = (await theWorld(3, 0)).side();
  const { dossier } = await made({ ...side, api: { ...side.api, get: without(side.api, 1) } });
  const [chain] = dossier.chains;
  expect(chain?.length).toBe(3);
  expect(dossier.lacking).toEqual([{ what: `log/events/${chain?.id ?? ""}/1.json`, why: "taken-away" }]);
});

test("numbers that are the reporter's alone are not called taken away in the other side's dossier", async () => {
  const side = (await theWorld(3, 0)).side("officer");
  const { dossier } = await made({ ...side, api: { ...side.api, get: without(side.api, 1) } });
  expect(dossier.lacking).toEqual([]);
});

/** The api, whose journals lack an event. */
function without(api: Side["api"], n: number): Side["api"]["get"] {
  return async (path, query) => {
    const answer = await api.get(path, query);
    if (!path.endsWith("/journal")) return answer;
    const { events } = answer as { events: readonly { n: number }[] };
    return { events: events.filter((one) => one.n !== n) };
  };
}

const PRIVATE = /^(keys|files)\//;

test("law.md EVD-07: both sides have the same head, events, places and originals; the employer's has no keys", async () => {
  const world = await theWorld(3, 100);
  const [hers, theirs] = [await made(world.side()), await made(world.side("employer"))];
  expect(theirs.dossier.head).toEqual(hers.dossier.head);
  expect(theirs.dossier.events).toEqual(hers.dossier.events);
  const shared = Object.keys(theirs.files).filter((one) => /^(originals|log)\//.test(one));
  expect(shared.length).toBeGreaterThan(6 + 6);
  for (const one of shared) expect(theirs.files[one]).toEqual(hers.files[one]);
  expect(Object.keys(theirs.files).filter((one) => PRIVATE.test(one))).toEqual([]);
  expect(theirs.dossier.files.every((one) => one.why === "withheld" && one.opened === null)).toBe(true);
});

test("law.md EVD-07: who protects her takes along the same as she does, with the keys of the rooms that she may read", async () => {
  const world = await theWorld(3, 100);
  const [hers, theirs] = [await made(world.side()), await made(world.side("officer"))];
  expect(theirs.dossier.head).toEqual(hers.dossier.head);
  expect(theirs.dossier.events).toEqual(hers.dossier.events);
  expect(theirs.dossier.rooms).toEqual(hers.dossier.rooms);
  expect(theirs.dossier.files).toEqual(hers.dossier.files);
  const hersAlone = Object.keys(hers.files).filter((one) => !(one in theirs.files));
  expect(hersAlone).toEqual(["log/proof-of-report"]);
  const same = Object.keys(theirs.files).filter((one) => !/^(manifest|dossier)\./.test(one));
  for (const one of same) expect(theirs.files[one]).toEqual(hers.files[one]);
  expect(theirs.dossier.made_by).toEqual({ label: `officer:${OFFICER.ada}`, verify: world.side("officer").author.verify });
  expect(theirs.dossier.chains.map((one) => one.key)).toEqual([null]);
  expect([theirs.dossier.costs, theirs.dossier.lacking]).toEqual([[], []]);
});

test("names are taken out of what the employer's side opens, and of no other", async () => {
  const world = await theWorld(1, 0);
  const report = async (arm: Arm): Promise<{ body: { text: string }; redacted?: true; signature?: string }> => {
    const { files, dossier } = await made(world.side(arm));
    return JSON.parse(text(files, dossier.rooms[0]?.items[0]?.opened ?? "")) as Awaited<ReturnType<typeof report>>;
  };
  for (const arm of ["reporter", "officer"] as const) {
    expect(await report(arm)).toMatchObject({ body: { text: "Kuiper scheldt." }, signature: expect.any(String) as string });
  }
  const taken = await report("employer");
  expect(taken).toMatchObject({ body: { text: "\u2588\u2588\u2588\u2588\u2588 scheldt." }, redacted: true });
  expect(taken).not.toHaveProperty("signature");
});

test("what is stopped leaves nothing behind", async () => {
  const world = await theWorld(2, 100);
  const stop = new AbortController();
  const sink = new BlobSink();
  const told = { ...quiet, fetching: () => { stop.abort(); } };
  await expect(makeDossier(world.side(), telling, sink, told, stop.signal)).rejects.toThrow();
  expect(sink.blob("application/zip").size).toBe(0);
});

test.each(["X25519", "hybrid"])("law.md EXT-03: sealed for an authority with a key of %s, age opens it", async (kind) => {
  const identity = await (kind === "X25519" ? generateX25519Identity() : generateHybridIdentity());
  const out = new BlobSink();
  const sink = await sealedSink(await identityToRecipient(identity), out);
  const bytes = Uint8Array.from({ length: 200_000 }, (_, at) => at % 251);
  for (const [from, to] of [[0, 3], [3, 65_536], [65_536, 131_072], [131_072, 200_000]] as const) await sink.write(bytes.slice(from, to));
  await sink.close();
  const age = new Decrypter();
  age.addIdentity(identity);
  expect(await age.decrypt(new Uint8Array(await out.blob("").arrayBuffer()))).toEqual(bytes);
});

test.each(["", "age1", "age1pq1", "age1yubikey1qwe", "ssh-ed25519 AAAA", "AGE-SECRET-KEY-1QQ", "age1qqqq"])(
  "nothing is sealed to %j", async (recipient) => {
    await expect(sealOutside(recipient)).rejects.toThrow();
  },
);

test("a path is written once, and no name leads out of its folder", async () => {
  const archive = new Archive(new BlobSink());
  await archive.add("a.json", "{}");
  await expect(archive.add("a.json", "{}")).rejects.toThrow("twice");
  expect(filePath("../../etc/passwd", 1)).toBe("files/1-__.._etc_passwd");
  expect(filePath("a\u0000b:c?.pdf", 2)).toBe("files/2-a_b_c_.pdf");
  expect(filePath("", 3)).toBe("files/3-file");
});

test("a file has the same hash whole, in parts, in parts that come one by one, and longer than is hashed at once", async () => {
  const part = new Uint8Array(AT_ONCE / 4).fill(5);
  const parts = [part, part, part, part.subarray(1)];
  const archive = new Archive({ write: () => Promise.resolve(), close: () => Promise.resolve(), abort: () => Promise.resolve() });
  const oneByOne = async function* (of: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
    for (const one of of) yield Promise.resolve(one);
  };
  const expected = (of: readonly Uint8Array[]): string => of.reduce((hash, one) => hash.update(one), createHash("sha256")).digest("hex");
  expect(await archive.add("parts", parts)).toBe(expected(parts));
  expect(await archive.add("one by one", oneByOne(parts))).toBe(expected(parts));
  expect(await archive.add("whole", part)).toBe(expected([part]));
  const long = [...parts, part];
  expect(await archive.add("long", long)).toBe(expected(long));
});

test("of each event the first stamp after it is taken, and the newest", () => {
  const stamps = [10, 20, 30, 40].map((size) => ({ size, at: "" }));
  expect(wanted(stamps, [5, 12, 13], 35).map((one) => one.size)).toEqual([10, 20, 30]);
  expect(wanted(stamps, [50], 35).map((one) => one.size)).toEqual([30]);
  expect(wanted([], [5], 35)).toEqual([]);
});

test("a README says what is lacking, and that nothing is where nothing is", async () => {
  const { dossier } = await made((await theWorld(1, 0)).side());
  const source = "[nothing] Niets.\n# {made}\n\n{lacking}\n{unknown}\n";
  expect(readmeOf(source, dossier)).toBe(`# ${dossier.made_on}\n\nNiets.\n{unknown}\n`);
  expect(readmeOf(source, { ...dossier, lacking: [{ what: "files/1", why: "broken" }] })).toContain("- `files/1`: broken");
});
