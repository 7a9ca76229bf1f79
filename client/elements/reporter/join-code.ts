/** `<join-code>`: makes four words with which somebody else reports together with her. */

import type { Api } from "../../api.js";
import { joinWords } from "../../crypto/index.js";
import { makeJoinCode } from "../../joining.js";
import { deployment, explained, language, part, texts } from "./page.js";
import { wordList } from "./words.js";

export class JoinCode extends HTMLElement {
  #busy = false;

  static define(): void {
    customElements.define("join-code", JoinCode);
  }

  /** Offer it, once it is known who asks. */
  offer(api: Api): void {
    part(this, "[data-make]", HTMLElement).addEventListener("click", () => void this.#make(api));
  }

  async #make(api: Api): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const say = texts(this);
    const status = part(this, "[data-status]", HTMLElement);
    status.textContent = say("join-making");
    try {
      // Without the list nothing could be shown of what was made.
      const list = await wordList(language());
      const words = joinWords(await makeJoinCode(api, deployment()), list);
      part(this, "[data-code]", HTMLElement).replaceChildren(
        ...words.map((word) => {
          const row = document.createElement("li");
          row.textContent = word;
          return row;
        }),
      );
      part(this, "[data-made]", HTMLElement).hidden = false;
      status.textContent = say("join-made");
    } catch (error) {
      status.textContent = explained(error, say);
    } finally {
      this.#busy = false;
    }
  }
}
