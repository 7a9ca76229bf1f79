/**
 * `<name-choice>`: whether a reporter gives her name, and who keeps the key of her box.
 *
 * Nothing is fetched here and nothing leaves the page: what is sent later has the same form and length
 * whatever she chooses.
 */

import { NOBODY, keepers, TooFewCustodians, type Keepers } from "../../boxes.js";
import type { Directory } from "../../crypto/index.js";
import type { Remaining } from "../../readers.js";
import type { Naming } from "../../sending.js";
import { NameFields } from "./name-fields.js";
import { wrongWithName } from "./naming.js";
import { choose, fill, part, parts, type Say } from "./page.js";
import { showOfficers } from "./people.js";

/** Why there is no box: the body has no custody, or she left out too many of those who keep shares. */
type NoBox = "none" | "few";

export class NameChoice extends HTMLElement {
  #keepers: Keepers | NoBox = "none";
  #say: Say = () => "";

  static define(): void {
    customElements.define("name-choice", NameChoice);
  }

  connectedCallback(): void {
    for (const radio of this.#radios) radio.addEventListener("change", () => { this.#changed(); });
    const jump = part(this, "[data-error=name] a", HTMLAnchorElement);
    jump.addEventListener("click", (event) => {
      event.preventDefault();
      part(this, "[aria-invalid=true]", HTMLElement).focus();
    });
  }

  /** What she chose. Without keepers there is nothing to choose: she stays anonymous. */
  get naming(): Naming {
    const known = this.#radios.find((one) => one.checked)?.value;
    const possible = typeof this.#keepers !== "string";
    if (!possible || (known !== "sealed" && known !== "handlers")) {
      return { known: "anonymous", identity: NOBODY };
    }
    return { known, identity: this.#fields.identity };
  }

  /** The name of the error summary, if something must be mended. */
  get wrong(): string | null {
    const wrong = wrongWithName(this.naming);
    const text = this.#fields.mark(wrong, this.#say);
    part(this, "[data-error=name] a", HTMLElement).textContent = text;
    return wrong === null ? null : "name";
  }

  get hasContent(): boolean {
    return !this.#fields.isEmpty;
  }

  /** Show who keeps the shares, now that it is known whom she leaves out. */
  offer(directory: Directory, left: Remaining, say: Say): void {
    this.#say = say;
    this.#keepers = keepersOf(directory, left);
    const found = this.#keepers;
    choose(this, "custody", typeof found === "string" ? found : "kept");
    if (typeof found !== "string") showKeepers(this, found, directory, say);
    this.#changed();
  }

  /** What she chose, and who keeps the shares, before she sends. */
  review(section: HTMLElement, directory: Directory, say: Say): void {
    const { known, identity } = this.naming;
    const lines = [say(`known-${known}`), identity.name, identity.contact, identity.number];
    part(section, "[data-naming]", HTMLElement).textContent = lines.filter((one) => one !== "").join("\n");
    const found = this.#keepers;
    for (const one of parts(section, "[data-with-keepers]")) one.hidden = typeof found === "string";
    if (typeof found !== "string") showKeepers(section, found, directory, say);
  }

  /** Empty the fields. */
  clear(): void {
    this.#fields.clear();
  }

  get #fields(): NameFields {
    return new NameFields(this);
  }

  get #radios(): HTMLInputElement[] {
    return parts(this, "input[name=known]").filter((one) => one instanceof HTMLInputElement);
  }

  #changed(): void {
    const { known } = this.naming;
    part(this, "[data-name-fields]", HTMLElement).hidden = known === "anonymous";
    this.#fields.mark(null, this.#say);
  }
}

function keepersOf(directory: Directory, { body, out }: Remaining): Keepers | NoBox {
  try {
    return keepers(directory, body?.id ?? "", out) ?? "none";
  } catch (error) {
    if (error instanceof TooFewCustodians) return "few";
    throw error;
  }
}

/** The list of those who keep a share, and the authority. */
export function showKeepers(
  root: ParentNode,
  { custodians, authority }: Keepers,
  directory: Directory,
  say: Say,
): void {
  const home = document.documentElement.dataset["body"] ?? "";
  const named = (id: string): Directory["officers"] => directory.officers.filter((one) => one.id === id);
  const officers = custodians.flatMap(({ officer }) => named(officer));
  showOfficers(part(root, "[data-keepers]", HTMLElement), officers, directory, home, say);
  const [last] = named(authority.officer);
  for (const one of parts(root, "[data-authority]")) fill(one, { authority: last?.name ?? "" });
}
