/**
 * `<receipt-card>`: the nine words, shown once, to copy, print and practise.
 *
 * The words stand only in this page. `kept` tells whether she says that she has them.
 */

import { ReceiptProblem, receiptWords, type Language, type Receipt } from "../../crypto/index.js";
import type { Accepted } from "../../sending.js";
import { dayInWords, explained, fill, language, part, texts } from "./page.js";
import { ReportProof, type Proven } from "./report-proof.js";
import { explainReceipt, readTyped, wordList } from "./words.js";

/** What the server answered when it took a report, and what its proof is held against. */
export type Arrived = Accepted & Proven;

export class ReceiptCard extends HTMLElement {
  #receipt: Receipt | null = null;
  #words: readonly string[] = [];

  static define(): void {
    customElements.define("receipt-card", ReceiptCard);
  }

  connectedCallback(): void {
    const choice = part(this, "[data-language-choice]", HTMLSelectElement);
    choice.value = language();
    choice.addEventListener("change", () => void this.#write());
    part(this, "[data-retry]", HTMLElement).addEventListener("click", () => void this.#write());
    part(this, "[data-copy]", HTMLElement).addEventListener("click", () => void this.#copy());
    part(this, "[data-print]", HTMLElement).addEventListener("click", () => {
      document.body.classList.add("print-receipt");
      print();
      document.body.classList.remove("print-receipt");
    });
    part(this, "[data-practise]", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#practise();
    });
  }

  /** Whether she says that she has kept the words. */
  get kept(): boolean {
    return part(this, "[data-kept]", HTMLInputElement).checked;
  }

  /** Show a receipt, and the dates that were promised with it. */
  async show(receipt: Receipt, accepted: Arrived | null): Promise<void> {
    this.#receipt = receipt;
    const dates = part(this, "[data-dates]", HTMLElement);
    dates.hidden = accepted === null;
    if (accepted !== null) {
      const { acknowledge_by, feedback_by } = accepted;
      fill(dates, {
        acknowledge: dayInWords(acknowledge_by),
        feedback: dayInWords(feedback_by),
      });
    }
    // Only where something can be reported is there a place for its proof.
    const proof = this.querySelector("report-proof");
    if (proof instanceof ReportProof) proof.show(accepted);
    await this.#write();
  }

  async #write(): Promise<void> {
    if (this.#receipt === null) return;
    const say = texts(this.closest("report-form") ?? this);
    const failed = part(this, "[data-words-failed]", HTMLElement);
    const of = part(this, "[data-language-choice]", HTMLSelectElement).value as Language;
    try {
      this.#words = receiptWords(this.#receipt, await wordList(of));
    } catch (error) {
      part(failed, "[data-problem]", HTMLElement).textContent =
        `${say("words-failed")} ${explained(error, say)}`;
      failed.hidden = false;
      return;
    }
    failed.hidden = true;
    const list = part(this, "[data-words]", HTMLElement);
    list.lang = of;
    list.replaceChildren(
      ...this.#words.map((word) => {
        const row = document.createElement("li");
        row.textContent = word;
        return row;
      }),
    );
  }

  async #copy(): Promise<void> {
    const say = texts(this);
    const status = part(this, "[data-status]", HTMLElement);
    try {
      await navigator.clipboard.writeText(this.#words.join(" "));
      status.textContent = say("copied");
    } catch {
      status.textContent = say("copy-failed");
    }
  }

  async #practise(): Promise<void> {
    const say = texts(this.closest("report-form") ?? this);
    const result = part(this, "[data-practise-result]", HTMLElement);
    try {
      const typed = await readTyped(part(this, "#practise", HTMLTextAreaElement).value);
      const same = typed.indices.every((index, n) => index === this.#receipt?.indices[n]);
      result.textContent = say(same ? "practise-right" : "practise-other");
      if (same) part(this, "[data-kept]", HTMLInputElement).checked = true;
    } catch (error) {
      result.textContent =
        error instanceof ReceiptProblem ? explainReceipt(error, say) : explained(error, say);
    }
  }
}
