/** Makes a dossier of a large case in a page: bench/dossier.py measures it. */

import { BlobSink } from "../client/dossier/sinks.js";
import { makeDossier } from "../client/dossier/making.js";
import { documentOf, type Words } from "../client/dossier/telling.js";
import { printed } from "../client/dossier/printed.js";
import { theWorld, type World } from "../client/tests/dossier/world.js";

let world: World | null = null;
let most = 0;

function look(): void {
  const { memory } = performance as unknown as { memory?: { usedJSHeapSize: number } };
  most = Math.max(most, memory?.usedJSHeapSize ?? 0);
}

const words: Words = {
  say: (key) => key, event: (kind) => kind, day: (day) => day, locale: "nl-NL", named: (label) => label,
  item: (entry) => ({ title: String(entry.sequence), text: entry.state === "read" ? (entry.body as { text: string }).text : "", facts: [] }),
};

Object.assign(globalThis, {
  dossier: {
    /** Make the case: sealed beforehand, as it would lie on a server. */
    prepare: async (items: number, bytes: number): Promise<void> => { world = await theWorld(items, Math.floor(bytes / items)); },
    /** Milliseconds, the largest heap in bytes, and how large it became. */
    make: async (fonts: Record<"regular" | "bold" | "code", string>): Promise<{ time: number; heap: number; size: number; lacking: number }> => {
      if (world === null) throw new Error("no case");
      const letters = async (name: "regular" | "bold" | "code"): Promise<Uint8Array> => new Uint8Array(await (await fetch(fonts[name])).arrayBuffer());
      most = 0;
      const watching = setInterval(look, 20);
      const began = performance.now();
      const sink = new BlobSink();
      const made = await makeDossier(world.side(), {
        readmes: () => Promise.resolve(new Map([["README.nl.md", "Lees mij."], ["README.en.md", "Read me."]])),
        pdf: async (of, rooms) => printed(documentOf(of, rooms, words), { regular: await letters("regular"), bold: await letters("bold"), code: await letters("code") }),
      }, sink, { opening: look, fetching: look, proving: look, writing: look }, new AbortController().signal);
      const { size } = sink.blob("application/zip");
      const time = performance.now() - began;
      clearInterval(watching);
      return { time, heap: most, size, lacking: made.dossier.lacking.length };
    },
  },
});
