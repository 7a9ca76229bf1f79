/** Hashes at once are those of the platform; a witness's signature holds or does not, whatever its length. */

import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";
import { expect, test } from "vitest";
import { hmacNow, sha256Hex, sha256Into, sha256Now, toHex, verifiesEd25519, verifiesMlDsa44 } from "../../crypto/index.js";
import { newSigningKey, sign } from "../../crypto/signing.js";

test("hashes at once are those of the platform, also into memory that was used before", async () => {
  const target = new Uint8Array(40).fill(7);
  for (let length = 0; length < 200; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 31) % 251);
    sha256Into(target, bytes);
    expect(toHex(target.subarray(0, 32))).toBe(await sha256Hex(bytes));
    expect(toHex(sha256Now(bytes))).toBe(await sha256Hex(bytes));
    expect([...target.subarray(32)]).toEqual(Array<number>(8).fill(7));
  }
});

test("HMAC-SHA-256 is that of RFC 4231, test case 1", () => {
  const mac = hmacNow(new Uint8Array(20).fill(0x0b), new TextEncoder().encode("Hi There"));
  expect(toHex(mac)).toBe("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
});

test("a signature holds over its own message, by its own key, whole", async () => {
  const message = new TextEncoder().encode("a checkpoint");
  const key = newSigningKey();
  const signature = await sign(message, key);
  expect(verifiesEd25519(signature, message, key.verify)).toBe(true);
  expect(verifiesEd25519(signature.slice(1), message, key.verify)).toBe(false);
  const { publicKey, secretKey } = ml_dsa44.keygen(new Uint8Array(32));
  const long = ml_dsa44.sign(message, secretKey);
  expect(verifiesMlDsa44(long, message, publicKey)).toBe(true);
  expect(verifiesMlDsa44(long, message.slice(1), publicKey)).toBe(false);
  expect(verifiesMlDsa44(long.slice(1), message, publicKey)).toBe(false);
});
