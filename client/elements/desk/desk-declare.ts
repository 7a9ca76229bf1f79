/** `<desk-declare>`: asks for a conflict of interest before anything of a case is fetched. */

import type { OpenCase } from "../../desk/case.js";
import { declare } from "../../desk/conflicts.js";
import type { Frame } from "./desk-app.js";
import { find, part, say, showFault, stamp } from "./page.js";

export class DeskDeclare extends HTMLElement {
  static define(): void {
    customElements.define("desk-declare", DeskDeclare);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  declared: () => void = () => undefined;
  #busy = false;

  connectedCallback(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount > 0) return;
    this.append(stamp("declare"));
    this.#on("none", async () => {
      await declare(frame.desk, opened);
      this.remove();
      this.declared();
    });
    this.#on("maybe", async () => {
      const { number } = opened.detail;
      await opened.recuse();
      frame.go({ view: "inbox", page: 1 });
      frame.announce(say("done.aside", { number }));
    });
    find(this, "h2", HTMLElement).focus();
  }

  #on(name: string, act: () => Promise<void>): void {
    find(this, `[data-do="${name}"]`, HTMLButtonElement).addEventListener("click", () => {
      // Pressed twice is done once.
      if (this.#busy) return;
      this.#busy = true;
      act()
        .catch((error: unknown) => { showFault(part(this, "error"), error); })
        .finally(() => { this.#busy = false; });
    });
  }
}
