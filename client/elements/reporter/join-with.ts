/**
 * `<join-with>`: the four words of somebody with whom she reports together, and as whom she does so.
 * Fires `change` when the words open something.
 */

import { Problem } from "../../api.js";
import { ReceiptProblem } from "../../crypto/index.js";
import type { Joint } from "../../joining.js";
import type { Standing } from "../../sending.js";
import { deployment, explained, part, texts } from "./page.js";
import { explainReceipt, readTypedCode } from "./words.js";

export class JoinWith extends HTMLElement {
  #joint: Joint | null = null;
  #busy = false;

  static define(): void {
    customElements.define("join-with", JoinWith);
  }

  connectedCallback(): void {
    part(this, "[data-use]", HTMLElement).addEventListener("click", () => void this.look());
  }

  /** What the words open; null when there are none. */
  get joint(): Joint | null {
    return this.#joint;
  }

  get standing(): Standing {
    const chosen = part(this, "select", HTMLSelectElement).value as Standing;
    return this.#joint === null ? "reporter" : chosen;
  }

  /** Look what the words open, also again: those who read may have changed. */
  async look(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const say = texts(this);
    const status = part(this, "[data-status]", HTMLElement);
    status.textContent = say("join-looking");
    try {
      const code = await readTypedCode(part(this, "textarea", HTMLTextAreaElement).value);
      const { openJoint } = await import("../../joining.js");
      this.#joint = await openJoint(deployment(), code);
      status.textContent = say("join-found");
      this.dispatchEvent(new Event("change"));
    } catch (error) {
      const unknown = error instanceof Problem && error.kind === "not-found";
      status.textContent =
        error instanceof ReceiptProblem
          ? explainReceipt(error, say)
          : unknown
            ? say("join-unknown")
            : explained(error, say);
    } finally {
      this.#busy = false;
    }
  }
}
