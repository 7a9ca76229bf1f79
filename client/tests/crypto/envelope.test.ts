import * as fc from "fast-check";
import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  newRoomKey,
  NO_PREVIOUS,
  openGrant,
  openItem,
  RecipientRefused,
  sealGrant,
  sealItem,
  sha256Hex,
  Tampered,
  TooLarge,
} from "../../crypto/index.js";
import { identityFromSeed, isRecipient, keyOf, sealedLength } from "../../crypto/age.js";
import { newSigningKey, sign, verify } from "../../crypto/signing.js";
import { SIZE_CLASSES } from "../../crypto/padding.js";
import { ada, eve, header, noor, room, trusted } from "./cast.js";

const place = { organisation: header.organisation, case: header.case, room: header.room };

afterEach(() => {
  vi.restoreAllMocks();
});

/** A browser without Ed25519 in WebCrypto. */
function withoutWebCrypto(): void {
  vi.spyOn(crypto.subtle, "importKey").mockRejectedValue(new DOMException("", "NotSupportedError"));
}

describe("an item", () => {
  test("comes back as it went, whatever was written", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 6000 }), async (text) => {
        const { sealed, hash } = await sealItem(header, { text }, noor.author, room.recipient);
        const item = await openItem(sealed, room.identity, header, trusted);
        expect(item).toEqual({ header, body: { text }, hash, signature: item.signature });
        expect(item.signature).toMatch(/^[0-9a-f]{128}$/);
        expect(hash).toBe(await sha256Hex(sealed));
      }),
      { numRuns: 15 },
    );
  });

  test("has the length of a size class, so that two of a class cannot be told apart", async () => {
    const lengths = SIZE_CLASSES.map((size) => sealedLength(size));
    for (const [n, size] of [[0, 0], [3000, 0], [4000, 1], [60_000, 2], [2_000_000, 5]] as const) {
      const { sealed } = await sealItem(header, { text: "m".repeat(n) }, noor.author, room.recipient);
      expect(sealed.length).toBe(lengths[size]);
    }
  });

  test("beyond 4 MiB is refused before anything is sealed", async () => {
    const body = { text: "m".repeat(4_194_304) };
    await expect(sealItem(header, body, noor.author, room.recipient)).rejects.toThrow(TooLarge);
  });

  test("with any bit changed is refused", async () => {
    const { sealed } = await sealItem(header, { text: "kolk 2" }, noor.author, room.recipient);
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.nat(7), async (at, bit) => {
        const altered = sealed.slice();
        altered[at] = (altered[at] ?? 0) ^ (1 << bit);
        await expect(openItem(altered, room.identity, header, trusted)).rejects.toThrow(Tampered);
      }),
      { numRuns: 30 },
    );
  });

  test("opens with the ordinary age library, outside our code", async () => {
    const { sealed } = await sealItem(header, { text: "kolk 2" }, noor.author, room.recipient);
    const decrypter = new Decrypter();
    decrypter.addIdentity(room.identity);
    const plaintext = await decrypter.decrypt(sealed, "text");
    expect(plaintext.startsWith("hoeder-envelope-v1\n")).toBe(true);
    expect(plaintext).toContain('{"text":"kolk 2"}');
  });

  test("is not sealed under a header that is wrong", async () => {
    const wrong = [
      { kind: "grant" },
      { sequence: 0 },
      { epoch: 0 },
      { author: ada.author.verify },
      { day: "today" },
      { case: "1" },
    ];
    for (const change of wrong) {
      const made = sealItem({ ...header, ...change }, {}, noor.author, room.recipient);
      await expect(made).rejects.toThrow();
    }
  });

  test("is not opened with a classic identity", async () => {
    const { sealed } = await sealItem(header, {}, noor.author, room.recipient);
    const classic = await generateX25519Identity();
    await expect(openItem(sealed, classic, header, trusted)).rejects.toThrow("not a hybrid");
    await expect(keyOf(classic)).rejects.toThrow("not a hybrid");
  });

  test("by Eve is refused, unless the caller says that anyone may write", async () => {
    const hers = { ...header, author: eve.author.verify };
    const { sealed } = await sealItem(hers, {}, eve.author, room.recipient);
    await expect(openItem(sealed, room.identity, hers, trusted)).rejects.toMatchObject({ what: "author" });
    expect((await openItem(sealed, room.identity, hers, null)).header.author).toBe(eve.author.verify);
  });
});

describe("the guard", () => {
  test("seals to one hybrid recipient or not at all", async () => {
    const classic = await identityToRecipient(await generateX25519Identity());
    for (const [recipient, reason] of [
      ["", "none"],
      [classic, "classic"],
      ["age1pq1qqqq", "malformed"],
      ["ada", "malformed"],
      [`${room.recipient} ${classic}`, "malformed"],
    ] as const) {
      const made = sealItem(header, {}, noor.author, recipient);
      await expect(made).rejects.toThrow(RecipientRefused);
      await expect(made).rejects.toMatchObject({ reason });
    }
  });

  test("knows a recipient when it sees one", () => {
    expect(isRecipient(room.recipient)).toBe(true);
    expect(isRecipient(room.identity)).toBe(false);
    expect(isRecipient(null)).toBe(false);
    expect(isRecipient([room.recipient])).toBe(false);
  });

  test("an identity has a seed of 32 bytes", () => {
    expect(() => identityFromSeed(new Uint8Array(31))).toThrow("32 bytes");
  });
});

describe("a grant", () => {
  const to = "officer:" + "a".repeat(32);

  test("gives a member the keys of a room, and their recipients", async () => {
    const next = await newRoomKey();
    const epochs = [
      { number: 2, identity: next.identity },
      { number: 1, identity: room.identity },
    ];
    const sealed = await sealGrant(place, { to, epochs }, noor.author, ada.recipient);
    const opened = await openGrant(sealed, ada.identity, { ...place, to }, trusted);
    expect(opened.author).toBe(noor.author.verify);
    expect(opened.day).toBe(new Date().toISOString().slice(0, 10));
    expect(opened.epochs).toEqual([
      { number: 1, ...room },
      { number: 2, ...next },
    ]);
  });

  test("is not made when it grants nothing, or to nobody", async () => {
    const one = { number: 1, identity: room.identity };
    for (const grant of [
      { to, epochs: [] },
      { to: "Ada", epochs: [one] },
      { to, epochs: [one, one] },
    ]) {
      await expect(sealGrant(place, grant, noor.author, ada.recipient)).rejects.toThrow("not a grant");
    }
  });

  test("of more than 16 KiB is refused", async () => {
    const epochs = Array.from({ length: 200 }, (_, i) => ({ number: i + 1, identity: room.identity }));
    const made = sealGrant(place, { to, epochs }, noor.author, ada.recipient);
    await expect(made).rejects.toThrow(TooLarge);
  });
});

describe("Ed25519 by the platform and by noble", () => {
  const key = newSigningKey();
  const message = new Uint8Array([1, 2, 3]);

  test("give the same bytes, and each verifies the other's", async () => {
    const native = await sign(message, key);
    expect(await verify(native, message, key.verify)).toBe(true);
    withoutWebCrypto();
    const fallback = await sign(message, key);
    expect(fallback).toEqual(native);
    expect(await verify(native, message, key.verify)).toBe(true);
    vi.restoreAllMocks();
    expect(await verify(fallback, message, key.verify)).toBe(true);
  });

  test.each(["with WebCrypto", "without WebCrypto"])("refuse alike, %s", async (how) => {
    if (how === "without WebCrypto") withoutWebCrypto();
    const good = await sign(message, key);
    expect(await verify(good.with(0, (good[0] ?? 0) ^ 1), message, key.verify)).toBe(false);
    expect(await verify(good, new Uint8Array([1, 2]), key.verify)).toBe(false);
    expect(await verify(good, message, newSigningKey().verify)).toBe(false);
    expect(await verify(good.subarray(1), message, key.verify)).toBe(false);
    expect(await verify(good, message, "f".repeat(64))).toBe(false);
    // S + L: the same signature in another spelling, which RFC 8032 §5.1.7 refuses.
    expect(await verify(malleated(good), message, key.verify)).toBe(false);
  });

  test("an item sealed without WebCrypto opens with it", async () => {
    withoutWebCrypto();
    const { sealed } = await sealItem(header, { text: "kolk 2" }, noor.author, room.recipient);
    vi.restoreAllMocks();
    expect((await openItem(sealed, room.identity, header, trusted)).body).toEqual({ text: "kolk 2" });
    expect(header.previous).toBe(NO_PREVIOUS);
  });
});

function malleated(signature: Uint8Array): Uint8Array {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  let s = order;
  signature.subarray(32).forEach((byte, i) => (s += BigInt(byte) << BigInt(8 * i)));
  return Uint8Array.from(signature, (byte, i) => (i < 32 ? byte : Number((s >> BigInt(8 * (i - 32))) & 255n)));
}
