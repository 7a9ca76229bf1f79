/** `<alarm-form>`: the alarm about a report made elsewhere, up to the receipt. */

import { SealedAlarm } from "../../alarm.js";
import { TooLarge, newReceipt, type Directory, type Receipt } from "../../crypto/index.js";
import { commissionOf } from "../../own-rooms.js";
import { choose, copyOf, deployment, directory, explained, goTo, language, part, parts, texts, type Say } from "./page.js";
import { nameWithRoles } from "./people.js";
import { ReceiptCard } from "./receipt-card.js";
import { guardLeaving } from "./unsent.js";
import { wordList } from "./words.js";

type Officer = Directory["officers"][number];

export class AlarmForm extends HTMLElement {
  #say: Say = () => "";
  #offered: readonly Officer[] = [];
  #receipt: Receipt | null = null;
  #sealed: { readonly alarm: SealedAlarm; readonly of: string } | null = null;
  #busy = false;
  #sent = false;

  static define(): void {
    customElements.define("alarm-form", AlarmForm);
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
    return part(this, "form[data-alarm]", HTMLFormElement);
  }

  get #text(): HTMLTextAreaElement {
    return part(this, "#alarm-text", HTMLTextAreaElement);
  }

  get #card(): ReceiptCard {
    return part(this, "receipt-card", ReceiptCard);
  }

  get #home(): string {
    return document.documentElement.dataset["body"] ?? "";
  }

  get #chosen(): readonly Officer[] {
    const ticked = new Set(
      [...this.querySelectorAll<HTMLInputElement>("input[name=reader]:checked")].map((one) => one.value),
    );
    return this.#offered.filter((one) => ticked.has(one.id));
  }

  async #load(): Promise<void> {
    choose(this, "when", "loading");
    try {
      const left = new Set(
        [...this.querySelectorAll<HTMLInputElement>("input[name=reader]:not(:checked)")].map((one) => one.value),
      );
      const found = await directory();
      this.#offered = commissionOf(found, this.#home, new Set());
      part(this, "[data-commission]", HTMLElement).replaceChildren(
        ...this.#offered.map((one) => {
          const row = copyOf(this, "[data-choice]");
          part(row, "[data-name]", HTMLElement).textContent = nameWithRoles(one, found, this.#home, this.#say);
          const tick = part(row, "input", HTMLInputElement);
          tick.value = one.id;
          tick.checked = !left.has(one.id);
          return row;
        }),
      );
      choose(this, "when", this.#offered.length === 0 ? "nobody" : "ready");
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
      const wrong = this.#text.value.trim() === "" ? "empty" : this.#chosen.length === 0 ? "reader" : null;
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
    // Before anything is sent, all that the receipt needs must be here.
    await wordList(language());
    this.#receipt ??= newReceipt();
    const text = this.#text.value;
    const readers = this.#chosen;
    // The very same alarm is sealed once: sending again delivers the same bytes.
    const of = JSON.stringify([text, readers.map((one) => [one.id, one.key?.id])]);
    if (this.#sealed?.of !== of) {
      const alarm = await SealedAlarm.make(deployment(), this.#home, readers, text, this.#receipt);
      this.#sealed = { alarm, of };
    }
    const { told } = await this.#sealed.alarm.deliver();
    this.#sent = true;
    this.#text.value = "";
    this.#form.hidden = true;
    const done = part(this, "[data-done]", HTMLElement);
    done.hidden = false;
    part(done, "[data-told]", HTMLElement).textContent = this.#say("told", { n: told });
    const heading = part(done, "h1", HTMLElement);
    document.title = heading.textContent;
    await this.#card.show(this.#receipt, null);
    goTo(heading);
  }
}
