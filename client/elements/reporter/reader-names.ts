/** The names behind `<who-reads>`: loaded when they are asked for. */

import { remaining } from "../../readers.js";
import { channel, choose, directory, explained, part, texts } from "./page.js";
import { showOfficers } from "./people.js";

/** Fetch and verify the directory, and write the readers of this page's channel into `root`. */
export async function show(root: HTMLElement): Promise<void> {
  const say = texts(root);
  try {
    const found = await directory();
    const { readers, body } = remaining(found, channel(), []);
    showOfficers(part(root, "[data-readers]", HTMLElement), readers, found, body?.id ?? "", say);
    choose(root, "when", readers.length === 0 ? "nobody" : "ready");
  } catch (error) {
    part(root, "[data-when=failed]", HTMLElement).textContent = explained(error, say);
    choose(root, "when", "failed");
  }
}
