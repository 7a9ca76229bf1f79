/** `<my-name>`: the box as it looks from outside, and another name for what is in it. */

import { TooFewCustodians, keepers } from "../../boxes.js";
import type { Directory } from "../../crypto/index.js";
import { makeBox, putName, type MyBox } from "../../mybox.js";
import { NotYet, sendWith } from "./conversation.js";
import { whyNot, type Identified } from "./my-identity.js";
import { NameFields } from "./name-fields.js";
import { wrongWithName } from "./naming.js";
import { choose, copyOf, fill, part, parts, type Say } from "./page.js";
import { nameWithRoles } from "./people.js";
import { guardLeaving } from "./unsent.js";

export class MyName extends HTMLElement {
  #shown: Identified | null = null;

  static define(): void {
    customElements.define("my-name", MyName);
  }

  show(shown: Identified): void {
    const first = this.#shown === null;
    this.#shown = shown;
    this.hidden = false;
    const { box, mine, say } = shown;
    choose(this, "box", box === null ? withoutBox(shown) : "kept");
    part(this, "[data-form-of-name]", HTMLElement).hidden = box === null && withoutBox(shown) !== "make";
    if (box !== null) this.#showBox(box, mine.directory, say);
    if (!first) return;
    if (box === null) this.#offerToLeaveOut(shown);
    guardLeaving(() => !this.#fields.isEmpty);
    const form = part(this, "form", HTMLFormElement);
    sendWith(form, say, () => this.#send(), (error) =>
      error instanceof NotYet ? error.message
        : error instanceof TooFewCustodians ? say("too-few-keepers") : whyNot(error, say));
  }

  get #leftOut(): string[] {
    const boxes = parts(this, "[data-leave-out] input") as HTMLInputElement[];
    return boxes.filter((one) => one.checked).map((one) => one.value);
  }

  /** All who might keep a share, deputies too: she ticks those who must not. */
  #offerToLeaveOut({ mine: { directory, case: { body, excluded } }, say }: Identified): void {
    const custody = directory.custody.find((one) => one.id === body);
    const ids = [...(custody?.custodians ?? []), ...(custody?.deputies ?? [])];
    const able = directory.officers.filter(({ id }) => ids.includes(id) && !excluded.includes(id));
    part(this, "[data-leave-out]", HTMLElement).append(
      ...able.map((officer) => {
        const row = copyOf(this, "[data-choice]");
        part(row, "input", HTMLInputElement).value = officer.id;
        part(row, "[data-name]", HTMLElement).textContent = nameWithRoles(officer, directory, body, say);
        return row;
      }),
    );
  }

  get #fields(): NameFields {
    return new NameFields(this);
  }

  #showBox({ statement, working, need }: MyBox, directory: Directory, say: Say): void {
    const list = part(this, "[data-keepers]", HTMLElement);
    list.replaceChildren(
      ...statement.shares.map(({ custodian, index }) => {
        const row = document.createElement("li");
        const officer = directory.officers.find((one) => one.id === custodian);
        const name = officer === undefined ? say("unknown-officer") : nameWithRoles(officer, directory, officer.body, say);
        row.textContent = working.includes(index) ? name : say("share-lost", { name });
        return row;
      }),
    );
    const authority = directory.officers.find((one) => one.id === statement.authority.id)?.name;
    const values = { working: working.length, of: statement.of, authority: authority ?? say("unknown-officer") };
    for (const one of parts(this, "[data-numbers]")) fill(one, values);
    part(this, "[data-too-few]", HTMLElement).hidden = working.length >= need;
  }

  async #send(): Promise<void> {
    const shown = this.#shown;
    if (shown === null) return;
    const { mine, box, say } = shown;
    const fields = this.#fields;
    const { identity, isEmpty } = fields;
    // Without a name the box is empty; something without a name is a slip.
    const wrong = wrongWithName({ known: isEmpty ? "anonymous" : "sealed", identity });
    const text = fields.mark(wrong, say);
    if (wrong !== null) {
      fields.input(wrong.field).focus();
      throw new NotYet(text);
    }
    if (box === null) await makeBox(mine, identity, this.#leftOut);
    else await putName(mine, box, identity);
    fields.clear();
    await shown.refresh();
  }
}

/** Why there is no box: she can make it now, too few are left to keep it, or nobody keeps any here. */
function withoutBox({ mine: { directory, case: { body, excluded } } }: Identified): "make" | "few" | "none" {
  try {
    return keepers(directory, body, new Set(excluded)) === null ? "none" : "make";
  } catch (error) {
    if (error instanceof TooFewCustodians) return "few";
    throw error;
  }
}
