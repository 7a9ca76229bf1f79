/** One file of an item: its name, its size, and a button that fetches, verifies and saves it. */

import { Tampered, type Manifest } from "../../crypto/index.js";
import { copyOf, explained, part, sizeInWords, type Say } from "./page.js";

/**
 * Make the row of a file.
 *
 * @param root - holds the template `data-file`
 * @param fetch - gives all of the file, or throws
 */
export function fileRow(
  root: HTMLElement,
  file: Manifest,
  say: Say,
  fetch: () => Promise<readonly Uint8Array[]>,
): HTMLElement {
  const row = copyOf(root, "[data-file]");
  part(row, "[data-name]", HTMLElement).textContent = file.name;
  part(row, "[data-name-again]", HTMLElement).textContent = file.name;
  part(row, "[data-size]", HTMLElement).textContent = sizeInWords(file.size);
  part(row, "[data-save]", HTMLElement).addEventListener("click", () => {
    void save(file.name, part(row, "[data-status]", HTMLElement), say, fetch);
  });
  return row;
}

async function save(
  name: string,
  status: HTMLElement,
  say: Say,
  fetch: () => Promise<readonly Uint8Array[]>,
): Promise<void> {
  status.textContent = say("file-fetching", { name });
  try {
    const chunks = await fetch();
    // Never shown by the browser itself: a file can hold more than it seems.
    saveAs(name, new Blob(chunks.map((one) => new Uint8Array(one)), { type: "application/octet-stream" }));
    status.textContent = say("file-saved", { name });
  } catch (error) {
    status.textContent = error instanceof Tampered ? say("file-broken", { name }) : explained(error, say);
  }
}

/** Let the browser save something on this device. */
export function saveAs(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => { URL.revokeObjectURL(link.href); }, 60_000);
}
