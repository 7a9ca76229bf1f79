/** `<my-certificate>`: one page for a court or an authority, made on this device. */

import { ProofRefused } from "../../crypto/index.js";
import { today } from "../../days.js";
import { LogRefused } from "../../log/refused.js";
import type { MyErased, MyReport } from "../../mine.js";
import { dayInWords, explained, language, part, texts, type Say } from "./page.js";
import { saveAs } from "./saved-file.js";

export class MyCertificate extends HTMLElement {
  #say: Say = () => "";

  static define(): void {
    customElements.define("my-certificate", MyCertificate);
  }

  /** Offer it, where the service gave its proof. */
  show(mine: MyReport | MyErased): void {
    this.#say = texts(this);
    this.hidden = mine.proof === null;
    const form = part(this, "form", HTMLFormElement);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#make(mine);
    });
  }

  async #make(mine: MyReport | MyErased): Promise<void> {
    const button = part(this, "[type=submit]", HTMLButtonElement);
    const status = part(this, "[data-status]", HTMLElement);
    const problem = part(this, "[data-problem]", HTMLElement);
    const bar = part(this, "progress", HTMLProgressElement);
    const say = this.#say;
    const name = part(this, "#certificate-name", HTMLInputElement).value.trim();
    if (!bar.hidden) return;
    button.setAttribute("aria-disabled", "true");
    problem.hidden = true;
    bar.hidden = false;
    status.textContent = say("certificate-making");
    try {
      const { certify } = await import("../../certificate/index.js");
      const words = { language: language(), say, days: dayInWords };
      const { bytes, logged } = await certify(mine, name, words, (read, all) => { bar.value = read / Math.max(1, all); });
      saveAs(`${say("certificate-file")}-${today()}.pdf`, new Blob([new Uint8Array(bytes)], { type: "application/pdf" }));
      status.textContent = say(logged ? "certificate-saved" : "certificate-waits");
    } catch (error) {
      const wrong = error instanceof LogRefused || error instanceof ProofRefused;
      status.textContent = "";
      problem.textContent = wrong ? say("certificate-wrong") : explained(error, say);
      problem.hidden = false;
    } finally {
      bar.hidden = true;
      button.removeAttribute("aria-disabled");
    }
  }
}
