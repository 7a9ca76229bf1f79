/** What bench/checking.py measures: her check of a long log, as the page does it, bundle by bundle. */

import { check } from "../client/log/checking.js";
import { LEAF_SIZE, leafOf } from "../client/log/leaf.js";
import { reading } from "../client/log/reading.js";
import { toBase64 } from "../client/crypto/index.js";
import { LOG, ORIGIN } from "../client/tests/log/log.js";

const CHAIN = new Uint8Array(32).fill(7);
const DAY = "2026-11-23";
const BUNDLE = 256;

const event = (n: number): string =>
  JSON.stringify({ actor: "system", day: DAY, detail: {}, kind: "case.acknowledged", n, v: 1 });

/** Leaves of noise, made anew for each pass so that none is kept; an event of hers in each hundredth bundle. */
async function* leaves(size: number, dummy: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < size; start += BUNDLE) {
    const bundle = new Uint8Array(Math.min(BUNDLE, size - start) * LEAF_SIZE);
    for (let at = 0; at < bundle.length; at += LEAF_SIZE) {
      bundle.set(dummy, at);
      new DataView(bundle.buffer).setUint32(at + 60, start * LEAF_SIZE + at);
    }
    const n = start / BUNDLE / 100;
    if (Number.isInteger(n)) bundle.set(leafOf(CHAIN, n, event(n), DAY), 0);
    await Promise.resolve();
    yield bundle;
  }
}

async function run(size: number): Promise<{ ms: number; proven: number; problems: number; longest: number }> {
  const dummy = leafOf(new Uint8Array(32), 0, "", DAY);
  const { tree } = await reading(leaves(size, dummy), size, { handles: [] }, () => undefined);
  const text = `${ORIGIN}\n${String(size)}\n${toBase64(tree.root())}\n`;
  const shown = Array.from({ length: Math.ceil(size / BUNDLE / 100) }, (_, n) => ({ n, leaf: n * 100 * BUNDLE, event: event(n) }));
  let [longest, since] = [0, performance.now()];
  const start = since;
  const { proven, problems } = await check({
    ...{ key: LOG.key, policy: null, beside: { key: null, policy: null }, checkpoint: `${text}\n${LOG.line(text)}` },
    ...{ leaves: (all: number) => leaves(all, dummy), chain: CHAIN, case: null, shown, proof: null, earlier: null, newest: null },
    ...{ live: false, now: Date.now() / 1000 },
  }, () => {
    longest = Math.max(longest, performance.now() - since);
    since = performance.now();
  });
  return { ms: performance.now() - start, proven, problems: problems.length, longest };
}

Object.assign(globalThis, { checking: { run } });
