/**
 * Builds what browsers load, into build/static: style.css, the entry points of each audience,
 * the word lists and the icon. `node client/build.mjs`
 *
 * Each kind of page is built by itself, so that none loads a chunk made for another. Chunks, which
 * JavaScript names itself, carry their hash in their name here; other names are hashed by Django's
 * manifest storage.
 */

import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";

const client = path.dirname(fileURLToPath(import.meta.url));
const target = path.join(client, "..", "build", "static");
const fresh = `${target}.${process.pid}`;

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });

const refuse = "() => { throw new Error('left out of this build'); }";

/**
 * Leave out what the libraries bring and we never call: the NIST curves, scrypt, and more below.
 *
 * client/crypto seals to and opens for `mlkem768x25519` only, and refuses everything else before
 * these would be reached. Should they be reached all the same, they throw.
 */
const withoutUnused = {
  name: "without-unused",
  setup(builder) {
    const curve = `{ lengths: { seed: 48, secretKey: 32, publicKey: 65, publicKeyUncompressed: 65 }, Point: { Fn: {} }, getSharedSecret: ${refuse}, getPublicKey: ${refuse} }`;
    const contents = {
      "@noble/curves/nist.js": ["p256", "p384", "p521"].map((name) => `export const ${name} = ${curve};`),
      "@noble/hashes/scrypt.js": ["scrypt", "scryptAsync"].map((name) => `export const ${name} = ${refuse};`),
      // Of what is printed nothing is encrypted, no picture is a PNG and no font a WOFF2.
      "@noble/ciphers/aes": ["cbc", "ecb"].map((name) => `export const ${name} = ${refuse};`),
      "png-js": [`export default ${refuse};`],
      "brotli/decompress.js": [`export default ${refuse};`],
    };
    for (const [library, lines] of Object.entries(contents)) {
      const filter = new RegExp(`^${library.replaceAll(/[./]/g, "\\$&")}$`);
      builder.onResolve({ filter }, () => ({ path: library, namespace: "unused", sideEffects: false }));
      builder.onLoad({ filter, namespace: "unused" }, () => ({ contents: lines.join("\n"), loader: "js" }));
    }
  },
};

/**
 * The same for parts of a file: age's recipients of passphrases and of hardware tags, and hybrids that
 * are made while the file loads, whether anybody asks for them or not.
 */
const withoutUnusedParts = {
  name: "without-unused-parts",
  setup(builder) {
    const imported = /import \{ (ScryptIdentity, ScryptRecipient|TagRecipient, HybridTagRecipient) \} from "\.\/recipients\.js";/g;
    const made = /^export const ((?:QSF|KitchenSink)_\w+) = (.+);$/gm;
    const changes = [
      [/age-encryption\/dist\/index\.js$/, imported, (_, names) => `const [${names}] = Array(2).fill(${refuse});`],
      [/@noble\/post-quantum\/hybrid\.js$/, made, "export const $1 = /* @__PURE__ */ (() => $2)();"],
    ];
    for (const [filter, looked, put] of changes) {
      builder.onLoad({ filter }, async ({ path: file }) => {
        const source = await readFile(file, "utf8");
        if ([...source.matchAll(looked)].length < 2) throw new Error(`${file} is written in another way now`);
        return { contents: source.replaceAll(looked, put), loader: "js" };
      });
    }
  },
};

/**
 * Put all that a page loads at once in one file, also what its later parts use of it: a small file
 * costs more in headers and in compression than it holds. Each later part asks for the page itself,
 * which is there already, so esbuild has no reason to split it.
 */
function inOneFile(page) {
  const entry = path.join(client, `${page}.ts`);
  return {
    name: "in-one-file",
    setup(builder) {
      builder.onResolve({ filter: /^\./ }, async ({ path: asked, kind, importer, resolveDir }) => {
        if (kind !== "dynamic-import") return undefined;
        const found = await builder.resolve(asked, { kind: "import-statement", importer, resolveDir });
        return { ...found, namespace: "later" };
      });
      builder.onLoad({ filter: /.*/, namespace: "later" }, ({ path: part }) => ({
        contents: `import ${JSON.stringify(entry)};\nexport * from ${JSON.stringify(part)};`,
        resolveDir: client,
      }));
    },
  };
}

/**
 * Bundle the decoders of scans (JBIG2, fax, JPEG 2000) that pdf.js would load later from an address:
 * the viewer has no network, and no WebAssembly.
 */
const withDecoders = {
  name: "with-decoders",
  setup(builder) {
    builder.onLoad({ filter: /pdf\.worker\.mjs$/ }, async ({ path: file }) => {
      const source = await readFile(file, "utf8");
      const asked = /await import\([^)]*_noWasmFilename\}`\)/;
      if (!asked.test(source)) throw new Error("pdf.js loads its decoders in another way now");
      const decoders = ["jbig2", "openjpeg"].map((name) => `${name}_nowasm_fallback.js`);
      const imports = decoders.map((name, n) => `import decoder${n} from "pdfjs-dist/wasm/${name}";`);
      const table = decoders.map((name, n) => `"${name}": decoder${n}`).join(", ");
      const bundled = source.replace(asked, `{ default: ({ ${table} })[this._noWasmFilename] }`);
      return { contents: `${imports.join("\n")}\n${bundled}`, loader: "js" };
    });
  },
};

const shared = {
  absWorkingDir: client,
  bundle: true,
  minify: true,
  legalComments: "none",
  outdir: fresh,
  target: ["chrome111", "firefox115", "safari16.4"],
  logLevel: "warning",
  plugins: [withoutUnused, withoutUnusedParts],
};

// The file that holds each page's script: hoeder/web/scripts.py reads it.
const moved = {};
for (const page of ["report", "back", "advice", "alarm-page", "desk"]) {
  const { metafile } = await build({
    ...shared,
    metafile: true,
    entryPoints: [`${page}.ts`],
    format: "esm",
    splitting: true,
    chunkNames: "[name]-[hash]",
    plugins: [...shared.plugins, inOneFile(page)],
    // The page is all side effects; that a later part asks for it is enough.
    logOverride: { "ignored-bare-import": "silent" },
  });
  const script = path.join(fresh, `${page}.js`);
  const stub = (await readFile(script, "utf8")).match(/^import"\.\/([a-z]+-[0-9A-Z]{8}\.js)";\n$/);
  if (stub === null) throw new Error(`${page}.js is no longer one file: ${Object.keys(metafile.outputs)}`);
  moved[page] = stub[1];
  await rm(script);
}
await writeFile(path.join(fresh, "scripts.json"), JSON.stringify(moved));
// These share nothing with what they load later, if anything.
for (const page of ["start", "worker", "worker-file"]) {
  await build({ ...shared, entryPoints: [`${page}.ts`], format: "esm", splitting: true, chunkNames: "[name]-[hash]" });
}
// The viewer has no origin, and pages without one load plain scripts only.
await build({
  ...shared,
  entryPoints: ["viewer.ts", { in: "viewer/worker.ts", out: "viewer-worker" }],
  format: "iife",
  legalComments: "inline",
  plugins: [withDecoders],
});
// The page that she saves holds this in itself: one file, which loads nothing.
await build({ ...shared, entryPoints: ["check.ts"], format: "iife" });
await build({ ...shared, entryPoints: [{ in: "viewer/viewer.css", out: "viewer" }] });
await build({ ...shared, entryPoints: [{ in: "style/style.css", out: "style" }] });
// What only the desk needs stays out of the reporter's first page.
await build({ ...shared, entryPoints: [{ in: "desk/desk.css", out: "desk" }] });

const words = path.join(client, "words");
const lists = existsSync(words) ? await readdir(words) : [];
for (const name of lists.filter((one) => /^[a-z]{2}\.txt$/.test(one))) {
  const list = await readFile(path.join(words, name), "utf8");
  await copyFile(path.join(words, name), path.join(fresh, `words-${name}`));
  const packed = `words-${name.replace(".txt", ".packed.txt")}`;
  await writeFile(path.join(fresh, packed), tailCoded(list.trim().split("\n")));
}
await copyFile(path.join(client, "style", "icon.svg"), path.join(fresh, "icon.svg"));
// The letters of what is printed (docs/decisions/0013-dossier-pdf.md). Only a printing page fetches them.
const serif = "@expo-google-fonts/source-serif-4";
const letters = {
  "print-regular.ttf": `${serif}/400Regular/SourceSerif4_400Regular.ttf`,
  "print-bold.ttf": `${serif}/600SemiBold/SourceSerif4_600SemiBold.ttf`,
  "print-code.woff": "@fontsource/source-code-pro/files/source-code-pro-latin-400-normal.woff",
};
for (const [name, from] of Object.entries(letters)) {
  await copyFile(path.join(client, "..", "node_modules", from), path.join(fresh, name));
}
// What stands in each dossier, in both languages, whatever language the page is in.
for (const language of ["nl", "en"]) {
  const readme = path.join(client, "..", "texts", language, "dossier-readme.md");
  await copyFile(readme, path.join(fresh, `dossier-readme.${language}.md`));
}

// Put in place at once: a server that collects files meanwhile sees the old build or the new one.
const old = `${fresh}.old`;
if (existsSync(target)) await rename(target, old);
await rename(fresh, target);
await rm(old, { recursive: true, force: true });

/**
 * A sorted list, put in the order of its words' ends, with each word as a digit, for how many letters
 * at the end it shares with the word before, and the letters before those: a third less to send after
 * compression. client/elements/reporter/words.ts reads it.
 */
function tailCoded(list) {
  if (list.some((word, n) => n > 0 && !(list[n - 1] < word))) throw new Error("a list of words is not sorted");
  const backwards = (word) => [...word].reverse().join("");
  let before = "";
  return list
    .map(backwards)
    .sort()
    .map((word) => {
      let same = 0;
      while (same < 9 && same < word.length && word[same] === before[same]) same += 1;
      before = word;
      return `${same}${backwards(word.slice(same))}`;
    })
    .join("");
}
