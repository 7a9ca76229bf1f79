import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attachmentSize, newId, openAttachment, sealAttachment, Tampered, toHex, type Manifest } from "../../crypto/index.js";
import { concat, sha256Hex } from "../../crypto/bytes.js";
import { padme } from "../../crypto/padding.js";
import { room, streamOf } from "./cast.js";

const PIECE = 4_194_304;

interface Sealed {
  readonly manifest: Manifest;
  readonly pieces: readonly Uint8Array[];
}

async function sealed(size: number, ...chunks: Uint8Array[]): Promise<Sealed> {
  const kept: Uint8Array[] = [];
  const made = await sealAttachment(streamOf(...chunks), size, room.recipient, async (n, piece, digest) => {
    expect(n).toBe(kept.length);
    expect(digest).toBe(await sha256Hex(piece));
    kept.push(piece);
  });
  const manifest = {
    id: newId(),
    name: "sluisdeur.jpg",
    type: "image/jpeg",
    size,
    epoch: 1,
    original: true,
    removed: [],
    ...made,
  };
  return { manifest, pieces: kept };
}

function from(pieces: readonly Uint8Array[]): (n: number) => Promise<Uint8Array> {
  return (n) => Promise.resolve(pieces[n] ?? new Uint8Array());
}

describe("a file", () => {
  test("comes back as it went, whatever its size and chunks", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 70_000, size: "max" }), { maxLength: 4 }), async (chunks) => {
        const file = concat(...chunks);
        const { manifest, pieces } = await sealed(file.length, ...chunks);
        expect(attachmentSize(file.length)).toEqual({
          sealed_size: manifest.sealed_size,
          pieces: pieces.length,
        });
        const opened = await openAttachment(from(pieces), manifest, room.identity);
        expect(await sha256Hex(concat(...opened))).toBe(await sha256Hex(file));
      }),
      { numRuns: 15 },
    );
  });

  test("of 9 MB goes in pieces of 4 MiB, all full but the last", async () => {
    const file = crypto.getRandomValues(new Uint8Array(65_536));
    const chunks = Array.from({ length: 140 }, () => file);
    const { manifest, pieces } = await sealed(140 * 65_536, ...chunks);
    expect(pieces.map((piece) => piece.length === PIECE)).toEqual([true, true, false]);
    expect(pieces.reduce((sum, piece) => sum + piece.length, 0)).toBe(manifest.sealed_size);
    const opened = await openAttachment(from(pieces), manifest, room.identity);
    expect(toHex(concat(...opened).subarray(-64))).toBe(toHex(file.subarray(-64)));
    const swapped = from([pieces[1], pieces[0], pieces[2]] as Uint8Array[]);
    await expect(openAttachment(swapped, manifest, room.identity)).rejects.toMatchObject({ what: "piece" });
  });

  test("is never ahead of what was sent by more than a piece", async () => {
    const chunk = new Uint8Array(65_536);
    const size = 8 * PIECE;
    let read = 0;
    let sent = 0;
    let most = 0;
    const source = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        read += chunk.length;
        most = Math.max(most, read - sent);
        controller.enqueue(chunk);
        if (read === size) controller.close();
      },
    });
    await sealAttachment(source, size, room.recipient, (_n, piece) => {
      sent += piece.length;
      return Promise.resolve();
    });
    // One piece that is being filled, and what the stream itself reads ahead.
    expect(most).toBeLessThanOrEqual(PIECE + 4 * chunk.length);
    expect(read).toBe(size);
    expect(attachmentSize(1_000_000_000).pieces).toBe(241);
  });

  test("is not released when its last chunk is missing, even if the manifest says so", async () => {
    const size = padme(300_000);
    const { manifest, pieces } = await sealed(size, new Uint8Array(size).fill(1));
    const whole = pieces[0] ?? new Uint8Array();
    const step = 65_536 + 16;
    const cut = whole.subarray(0, 1627 + 16 + 2 * step);
    const shorter = padme(2 * 65_536);
    expect(attachmentSize(shorter).sealed_size).toBe(cut.length);
    const lying = { ...manifest, size: shorter, sealed_size: cut.length, pieces: [await sha256Hex(cut)] };
    await expect(openAttachment(from([cut]), lying, room.identity)).rejects.toMatchObject({ what: "seal" });
  });

  test.each([
    ["longer", 10],
    ["shorter", 100],
  ])("that is %s than was said is not sealed", async (what, size) => {
    await expect(sealed(size, new Uint8Array(50))).rejects.toThrow(what);
  });

  test("that cannot be read on is reported as it is, and let go", async () => {
    const lost = new Error("the telephone was unplugged");
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.error(lost);
      },
    });
    const made = sealAttachment(broken, 10, room.recipient, () => Promise.resolve());
    await expect(made).rejects.toBe(lost);
  });

  test("that cannot be sent on is reported as it is, and its source is let go", async () => {
    const lost = new Error("connection lost");
    let cancelled: unknown = null;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.enqueue(new Uint8Array(1_000_000));
      },
      cancel: (reason) => {
        cancelled = reason;
      },
    });
    const made = sealAttachment(endless, 20_000_000, room.recipient, () => Promise.reject(lost));
    await expect(made).rejects.toBe(lost);
    expect(cancelled).toBe(lost);
  });

  test("whose piece cannot be fetched is reported as it is", async () => {
    const { manifest, pieces } = await sealed(PIECE, new Uint8Array(PIECE));
    const lost = new Error("connection lost");
    for (const missing of [0, 1]) {
      const fetch = (n: number): Promise<Uint8Array> =>
        n === missing ? Promise.reject(lost) : from(pieces)(n);
      await expect(openAttachment(fetch, manifest, room.identity)).rejects.toBe(lost);
    }
  });

  test("with a manifest that is not one is refused before anything is fetched", async () => {
    const { manifest } = await sealed(10, new Uint8Array(10));
    const never = (): Promise<Uint8Array> => Promise.reject(new Error("fetched"));
    for (const change of [
      { id: "1" },
      { name: 1 },
      { type: null },
      { size: -1 },
      { size: 1.5 },
      { epoch: 0 },
      { original: "no" },
      { removed: [1] },
      { removed: "gps" },
      { pieces: "" },
      { pieces: ["0"] },
      { pieces: [] },
      { sealed_size: 1 },
      { more: 1 },
    ]) {
      const wrong = { ...manifest, ...change } as Manifest;
      await expect(openAttachment(never, wrong, room.identity)).rejects.toThrow(Tampered);
    }
  });
});
