import { argon2Sync } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const SALT = new Uint8Array(16).fill(7);
const SECRET = new TextEncoder().encode("acht sluizen en een brug");

/** As Node's own Argon2 has it. */
function expected({ t, m, p }: { t: number; m: number; p: number }): Uint8Array {
  return new Uint8Array(argon2Sync("argon2id", {
    ...{ message: SECRET, nonce: SALT, tagLength: 32 },
    ...{ passes: t, memory: m, parallelism: p },
  }));
}

beforeEach(() => { vi.resetModules(); });
afterEach(() => {
  vi.unstubAllGlobals();
  vi.doUnmock("hash-wasm");
});

test.each([
  { t: 3, m: 65_536, p: 1 },
  { t: 1, m: 64, p: 1 },
])("WebAssembly stretches to the bytes of Node: %o", async (cost) => {
  const { stretch } = await import("../../crypto/stretch.js");
  const heard = vi.fn();
  expect(await stretch(SECRET, SALT, cost, heard)).toEqual(expected(cost));
  expect(heard).not.toHaveBeenCalled();
});

test.each([
  ["has no WebAssembly", () => vi.stubGlobal("WebAssembly", undefined)],
  // The library keeps a module once it was compiled, so what a policy makes of it is said here.
  ["forbids it", () => { vi.doMock("hash-wasm", () => ({ argon2id: () => Promise.reject(new WebAssembly.CompileError()) })); }],
])("a browser that %s stretches to the same bytes, and hears how far it is", async (_, be) => {
  be();
  const { stretch } = await import("../../crypto/stretch.js");
  const cost = { t: 1, m: 1024, p: 1 };
  const heard: number[] = [];
  expect(await stretch(SECRET, SALT, cost, (done) => { heard.push(done); })).toEqual(expected(cost));
  expect(heard.length).toBeGreaterThan(10);
  expect(await stretch(SECRET, SALT, cost)).toEqual(expected(cost));
});
