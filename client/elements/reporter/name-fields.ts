/** The three fields of a name in a form (reporter/name-fields.html), with what is wrong in its place. */

import type { Identity } from "../../crypto/index.js";
import { identityFrom, type NameField, type WrongName } from "./naming.js";
import { part, parts, type Say } from "./page.js";

const FIELDS: readonly NameField[] = ["name", "contact", "number"];

export class NameFields {
  readonly #root: HTMLElement;

  /** @param root - holds the parts of reporter/name-fields.html */
  constructor(root: HTMLElement) {
    this.#root = root;
  }

  input(field: NameField): HTMLInputElement {
    return part(this.#root, `input[data-field=${field}]`, HTMLInputElement);
  }

  get identity(): Identity {
    return identityFrom((field) => this.input(field).value);
  }

  get isEmpty(): boolean {
    return FIELDS.every((field) => this.input(field).value.trim() === "");
  }

  clear(): void {
    for (const field of FIELDS) this.input(field).value = "";
  }

  /** Mark the field that must be mended, or none; return the sentence that says how. */
  mark(wrong: WrongName | null, say: Say): string {
    for (const one of parts(this.#root, "[data-field-error]")) one.hidden = true;
    for (const field of FIELDS) this.input(field).removeAttribute("aria-invalid");
    if (wrong === null) return "";
    const { field, most } = wrong;
    const text = most === null ? say("name-empty") : say(`name-long-${field}`, { most });
    const error = part(this.#root, `[data-field-error=${field}]`, HTMLElement);
    error.textContent = text;
    error.hidden = false;
    this.input(field).setAttribute("aria-invalid", "true");
    return text;
  }
}
