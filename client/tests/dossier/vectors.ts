/** Reads the vectors of the dossier, and makes what they hold. */

import { strFromU8, strToU8, unzipSync } from "fflate";
import { makeDossier, type Side } from "../../dossier/making.js";
import { BlobSink } from "../../dossier/sinks.js";

export type Files = Readonly<Record<string, Uint8Array>>;

export const fromText = (text: string): Uint8Array => strToU8(text);
export const toText = (bytes: Uint8Array | undefined): string => strFromU8(bytes ?? new Uint8Array());

/** The files of this side's dossier, with a PDF and READMEs that say nothing. */
export async function madeFor(side: Side): Promise<Files> {
  const sink = new BlobSink();
  const nothing = (): void => undefined;
  await makeDossier(side, {
    readmes: () => Promise.resolve(new Map([["README.nl.md", "Lees mij.\n"], ["README.en.md", "Read me.\n"]])),
    pdf: () => Promise.resolve(fromText("%PDF-1.7\n")),
  }, sink, { opening: nothing, fetching: nothing, proving: nothing, writing: nothing }, new AbortController().signal);
  return unzipSync(new Uint8Array(await sink.blob("application/zip").arrayBuffer()));
}

/** A vector's files: whole, or a whole one with what was changed in it. */
export function filesOf(bytes: Uint8Array, of: Files = {}, without: readonly string[] = []): Files {
  const all = { ...of, ...unzipSync(bytes) };
  return Object.fromEntries(Object.entries(all).filter(([path]) => !without.includes(path)));
}
