/**
 * Builds what browsers load, into build/static: style.css, the entry points of each audience,
 * the word lists and the icon. `node client/build.mjs`
 *
 * Entry points are built one by one, so that no audience loads a chunk made for another. Their
 * names are hashed by Django's manifest storage; chunks, which JavaScript names itself, carry
 * their hash in their name here.
 */

import { build } from "esbuild";
import { copyFile, mkdir, readdir, rename, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";

const client = path.dirname(fileURLToPath(import.meta.url));
const target = path.join(client, "..", "build", "static");
const fresh = `${target}.${process.pid}`;

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });

const shared = {
  absWorkingDir: client,
  bundle: true,
  minify: true,
  legalComments: "none",
  outdir: fresh,
  target: ["chrome111", "firefox115", "safari16.4"],
  logLevel: "warning",
};

const entries = ["reporter.ts", "desk.ts", "worker.ts"].filter((name) => existsSync(path.join(client, name)));
for (const entry of entries) {
  await build({
    ...shared,
    entryPoints: [entry],
    format: "esm",
    splitting: true,
    chunkNames: "[name]-[hash]",
  });
}
await build({ ...shared, entryPoints: [{ in: "style/style.css", out: "style" }] });
// What only the desk needs stays out of the reporter's first page.
await build({ ...shared, entryPoints: [{ in: "desk/desk.css", out: "desk" }] });

const words = path.join(client, "words");
const lists = existsSync(words) ? await readdir(words) : [];
for (const name of lists.filter((one) => /^[a-z]{2}\.txt$/.test(one))) {
  await copyFile(path.join(words, name), path.join(fresh, `words-${name}`));
}
await copyFile(path.join(client, "style", "icon.svg"), path.join(fresh, "icon.svg"));

// Put in place at once: a server that collects files meanwhile sees the old build or the new one.
const old = `${fresh}.old`;
if (existsSync(target)) await rename(target, old);
await rename(fresh, target);
await rm(old, { recursive: true, force: true });
