/**
 * `<who-reads>`: the names of those who read reports, out of the signed directory.
 *
 * Until the directory is here, and when there is no connection, the page's own sentence stands.
 */

import { DirectoryRefused } from "../../crypto/index.js";
import { remaining } from "../../readers.js";
import { channel, choose, directory, part, texts } from "./page.js";
import { showOfficers } from "./people.js";

export class WhoReads extends HTMLElement {
  static define(): void {
    customElements.define("who-reads", WhoReads);
  }

  connectedCallback(): void {
    void this.#show();
  }

  async #show(): Promise<void> {
    try {
      const found = await directory();
      const { readers, body } = remaining(found, channel(), []);
      if (readers.length === 0) return;
      const list = part(this, "[data-readers]", HTMLElement);
      showOfficers(list, readers, found, body?.id ?? "", texts(this));
      choose(this, "when", "ready");
    } catch (error) {
      if (error instanceof DirectoryRefused) choose(this, "when", "refused");
    }
  }
}
