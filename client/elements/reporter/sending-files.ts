/** Sends a list of files and then their manifests: used after a report, and from "My report". */

import type { Api } from "../../api.js";
import type { Manifest } from "../../crypto/index.js";
import type { Room } from "../../rooms.js";
import { sendFile, type OnStalled, type Upload } from "../../transfer.js";

/** So many files are announced in one item: a lost page loses at most these. */
const TOGETHER = 20;

/** Told how far one file is. */
export type OnFile = (n: number, upload: Upload, part: number) => void;

/**
 * Send files into a room.
 *
 * @param stalled - called when something could not be sent; resolves when to try again
 */
export async function sendFiles(
  api: Api,
  room: Room,
  uploads: readonly Upload[],
  progress: OnFile,
  stalled: OnStalled,
): Promise<void> {
  for (let start = 0; start < uploads.length; start += TOGETHER) {
    const manifests: Manifest[] = [];
    for (const [n, upload] of uploads.slice(start, start + TOGETHER).entries()) {
      const number = start + n + 1;
      progress(number, upload, 0);
      const told = (sent: number, total: number): void => { progress(number, upload, sent / total); };
      manifests.push(await sendFile(api, room, upload, told, stalled));
    }
    await insist(() => room.send("files", { text: "", files: manifests }), stalled);
  }
}

async function insist(act: () => Promise<void>, stalled: OnStalled): Promise<void> {
  for (;;) {
    try {
      await act();
      return;
    } catch (error) {
      await stalled(error);
    }
  }
}
