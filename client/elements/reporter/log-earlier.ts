/** What she kept from before, to be compared with: a saved log, or only a checkpoint. */

import type { Evidence } from "../../log/checking.js";
import { readEntries } from "../../log/entries.js";
import { readFolder, type Given } from "../../log/folder.js";

/** Read what was chosen; null when nothing was. A file that is no saved log is taken as a checkpoint. */
export async function earlierIn(files: readonly Given[]): Promise<Evidence["earlier"]> {
  const [first] = files;
  if (first === undefined) return null;
  const isFolder = files.length > 1 || first.name.toLowerCase().endsWith(".zip");
  if (!isFolder) return { checkpoint: new TextDecoder().decode(await first.arrayBuffer()), shown: [] };
  const { texts } = await readFolder(files);
  const entries = texts.get("entries.json");
  return { checkpoint: texts.get("checkpoint") ?? "", shown: entries === undefined ? [] : readEntries(entries).events };
}

/** What she pasted, with a line feed at its end; null when it is empty. */
export function pasted(text: string): string | null {
  const trimmed = text.replaceAll("\r\n", "\n").trim();
  return trimmed === "" ? null : `${trimmed}\n`;
}
