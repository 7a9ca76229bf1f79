/** `<ask-form>`: a question to one confidential adviser, up to the receipt. Not a report. */

import { SealedQuestion, advisers } from "../../asking.js";
import { TooLarge, newReceipt, type Directory, type Receipt } from "../../crypto/index.js";
import { choose, copyOf, deployment, directory, explained, goTo, language, part, parts, texts, type Say } from "./page.js";
import { nameWithRoles } from "./people.js";
import { ReceiptCard } from "./receipt-card.js";
import { guardLeaving } from "./unsent.js";
import { wordList } from "./words.js";

export class AskForm extends HTMLElement {
  #say: Say = () => "";
  #directory: Directory | null = null;
  #receipt: Receipt | null = null;
  #sealed: { readonly question: SealedQuestion; readonly of: string } | null = null;
  #busy = false;
  #sent = false;

  static define(): void {
    customElements.define("ask-form", AskForm);
  }

  connectedCallback(): void {
    this.#say = texts(this);
    part(this, "[data-starting]", HTMLElement).hidden = true;
    this.#form.hidden = false;
    part(this, "[data-again]", HTMLElement).addEventListener("click", () => void this.#load());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
    guardLeaving(() => (this.#sent ? !this.#card.kept : this.#text.value.trim() !== ""));
    void this.#load();
  }

  get #form(): HTMLFormElement {
    return part(this, "form[data-ask]", HTMLFormElement);
  }

  get #text(): HTMLTextAreaElement {
    return part(this, "#question", HTMLTextAreaElement);
  }

  get #card(): ReceiptCard {
    return part(this, "receipt-card", ReceiptCard);
  }

  get #chosen(): string | null {
    return this.querySelector<HTMLInputElement>("input[name=adviser]:checked")?.value ?? null;
  }

  async #load(): Promise<void> {
    choose(this, "when", "loading");
    try {
      const before = this.#chosen;
      const found = await directory();
      this.#directory = found;
      const home = document.documentElement.dataset["body"] ?? "";
      const offered = advisers(found, home);
      part(this, "[data-advisers]", HTMLElement).replaceChildren(
        ...offered.map((one) => {
          const row = copyOf(this, "[data-choice]");
          part(row, "[data-name]", HTMLElement).textContent = nameWithRoles(one, found, home, this.#say);
          const radio = part(row, "input", HTMLInputElement);
          radio.value = one.id;
          radio.checked = one.id === before || offered.length === 1;
          return row;
        }),
      );
      choose(this, "when", offered.length === 0 ? "nobody" : "ready");
    } catch (error) {
      part(this, "[data-list-problem]", HTMLElement).textContent = explained(error, this.#say);
      choose(this, "when", "failed");
    }
  }

  async #send(): Promise<void> {
    if (this.#busy || this.#sent) return;
    this.#busy = true;
    for (const one of parts(this, "[data-error]")) one.hidden = true;
    const status = part(this, "[data-progress]", HTMLElement);
    try {
      const wrong = this.#chosen === null ? "adviser" : this.#text.value.trim() === "" ? "empty" : null;
      if (wrong !== null) {
        this.#refuse(wrong);
        return;
      }
      status.textContent = this.#say("sealing");
      await this.#deliver();
    } catch (error) {
      this.#refuse(error instanceof TooLarge ? "long" : "send", explained(error, this.#say));
    } finally {
      status.textContent = "";
      this.#busy = false;
    }
  }

  #refuse(name: string, text?: string): void {
    const summary = part(this, `[data-error=${name}]`, HTMLElement);
    if (name === "send") part(summary, "[data-problem]", HTMLElement).textContent = text ?? "";
    summary.hidden = false;
    goTo(summary);
  }

  async #deliver(): Promise<void> {
    const adviser = this.#directory?.officers.find((one) => one.id === this.#chosen);
    if (adviser === undefined) throw new Error("nobody was chosen");
    // Before anything is sent, all that the receipt needs must be here.
    await wordList(language());
    this.#receipt ??= newReceipt();
    const text = this.#text.value;
    // The very same question is sealed once: sending again delivers the same bytes.
    const of = JSON.stringify([text, adviser.id, adviser.key?.id]);
    if (this.#sealed?.of !== of) {
      const question = await SealedQuestion.make(deployment(), adviser, text, this.#receipt);
      this.#sealed = { question, of };
    }
    await this.#sealed.question.deliver();
    this.#sent = true;
    this.#text.value = "";
    this.#form.hidden = true;
    const done = part(this, "[data-done]", HTMLElement);
    done.hidden = false;
    const heading = part(done, "h1", HTMLElement);
    document.title = heading.textContent;
    await this.#card.show(this.#receipt, null);
    goTo(heading);
  }
}
