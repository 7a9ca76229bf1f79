/**
 * `<clean-text>` around a text field: takes hidden signs out of what is pasted, and says which.
 *
 * After each paste the whole field is looked at; typing alone changes nothing.
 */

import { part, texts } from "./page.js";

export class CleanText extends HTMLElement {
  static define(): void {
    customElements.define("clean-text", CleanText);
  }

  connectedCallback(): void {
    this.#field.addEventListener("paste", () => {
      // The field holds the pasted text only after this event.
      setTimeout(() => void this.#clean(), 0);
    });
  }

  get #field(): HTMLTextAreaElement {
    return part(this, "textarea", HTMLTextAreaElement);
  }

  async #clean(): Promise<void> {
    const { cleanText } = await import("../../clean/index.js");
    const field = this.#field;
    const { text, removed } = cleanText(field.value);
    if (text === field.value) return;
    const caret = cleanText(field.value.slice(0, field.selectionEnd)).text.length;
    field.value = text;
    field.setSelectionRange(caret, caret);
    this.#show(removed);
  }

  #show(removed: readonly { readonly kind: string }[]): void {
    const say = texts(this);
    const counts = new Map<string, number>();
    for (const { kind } of removed) {
      const known = say(`removed-${kind}`) === "" ? "other" : kind;
      counts.set(known, (counts.get(known) ?? 0) + 1);
    }
    part(this, "[data-removed]", HTMLElement).replaceChildren(
      ...[...counts].map(([kind, n]) => {
        const row = document.createElement("li");
        row.textContent = say(`removed-${kind}`, { n });
        return row;
      }),
    );
    part(this, "[data-cleaned]", HTMLElement).hidden = false;
  }
}
