/** `<desk-register>`: a report that was told to this officer, up to the paper with the reporter's words. */

import { publicApi } from "../../api.js";
import { fromHex, receiptWords, type Receipt } from "../../crypto/index.js";
import { Registering, channelFor, readersOf, type Dates } from "../../desk/registering.js";
import type { Named } from "../../readers.js";
import type { Frame } from "./desk-app.js";
import { dayInWords, find, onSubmit, part, say, showMistake, stamp, valueOf, write } from "./page.js";

export class DeskRegister extends HTMLElement {
  static define(): void {
    customElements.define("desk-register", DeskRegister);
  }

  frame: Frame | null = null;
  #sealed: { readonly registering: Registering; readonly of: string } | null = null;

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("register"));
    const form = find(this, "form", HTMLFormElement);
    const day = find(form, '[name="first"]', HTMLInputElement);
    day.max = new Date().toISOString().slice(0, 10);
    this.#offer(frame);
    form.addEventListener("change", () => { this.#draw(frame); });
    this.#draw(frame);
    onSubmit(form, () => this.#send(frame, form));
  }

  get #named(): Named[] {
    return [...this.querySelectorAll<HTMLInputElement>("input[name=named]:checked")].map(
      ({ value }) => ({ kind: "function", id: value }),
    );
  }

  /** Everybody whom it may be about, by function. */
  #offer(frame: Frame): void {
    const lang = document.documentElement.lang === "nl" ? "nl" : "en";
    const { functions, units } = frame.desk.directory;
    const unit = new Map(units.map((one) => [one.id, one.names[lang]]));
    const rows = functions.map((one) => {
      const label = document.createElement("label");
      label.className = "choice";
      const box = document.createElement("input");
      box.type = "checkbox";
      box.name = "named";
      box.value = one.id;
      const text = document.createElement("span");
      text.className = "choice__text";
      const words = [one.titles[lang], one.holder_name ?? "", unit.get(one.unit) ?? ""];
      text.textContent = words.filter(Boolean).join(", ");
      label.append(box, text);
      return label;
    });
    part(this, "functions").append(...rows);
  }

  #draw(frame: Frame): void {
    const channel = channelFor(frame.desk);
    const left = channel === null ? null : readersOf(frame.desk, channel, this.#named);
    const readers = left?.readers ?? [];
    part(this, "readers").replaceChildren(
      ...readers.map(({ name }) => {
        const row = document.createElement("li");
        row.textContent = name;
        return row;
      }),
    );
    part(this, "nobody").hidden = readers.length > 0;
  }

  async #send(frame: Frame, form: HTMLFormElement): Promise<void> {
    const where = part(form, "error");
    const told = {
      text: valueOf(form, "text").trim(),
      who: valueOf(form, "who").trim(),
      first_contact: valueOf(form, "first"),
    };
    if (told.first_contact === "") {
      showMistake(where, "register.first", find(form, '[name="first"]', HTMLElement));
      return;
    }
    if (told.text === "") {
      showMistake(where, "error.empty", find(form, '[name="text"]', HTMLElement));
      return;
    }
    const channel = channelFor(frame.desk);
    const left = channel === null ? null : readersOf(frame.desk, channel, this.#named);
    if (left === null || left.readers.length === 0) {
      showMistake(where, "register.nobody", null);
      return;
    }
    const list = await this.#words();
    // The very same words are sealed once: pressing again hands over the same report.
    const of = JSON.stringify([told, left.readers.map((one) => one.id), frame.desk.directory.version]);
    if (this.#sealed?.of !== of) {
      const deployment = fromHex(find(document, "desk-app", HTMLElement).dataset["deployment"] ?? "");
      this.#sealed = { registering: await Registering.seal(frame.desk, left, told, deployment), of };
    }
    const { registering } = this.#sealed;
    const dates = await registering.deliver();
    this.#done(frame, registering.receipt, list, dates);
  }

  /** The words of the page's language, before anything is sent. */
  async #words(): Promise<readonly string[]> {
    const path = find(document, "desk-app", HTMLElement).dataset["words"] ?? "";
    const bytes = await publicApi(location.origin, document.documentElement.lang).getBytes(path);
    return new TextDecoder().decode(bytes).trim().split("\n");
  }

  #done(frame: Frame, receipt: Receipt, list: readonly string[], dates: Dates): void {
    this.replaceChildren(stamp("registered"));
    part(this, "words").replaceChildren(
      ...receiptWords(receipt, list).map((word) => {
        const row = document.createElement("li");
        row.textContent = word;
        return row;
      }),
    );
    write(this, "dates", say("register.dates", {
      first: dayInWords(dates.received_on),
      acknowledge: dayInWords(dates.acknowledge_by),
      feedback: dayInWords(dates.feedback_by),
    }));
    const button = find(this, '[data-do="print"]', HTMLButtonElement);
    button.addEventListener("click", () => {
      document.body.classList.add("print-receipt");
      print();
      document.body.classList.remove("print-receipt");
      // Printed once: whoever registers keeps nothing.
      button.remove();
      part(this, "words").replaceChildren();
      part(this, "printed").hidden = false;
    });
    this.#sealed = null;
    frame.announce(say("register.done"));
    find(this, "h1", HTMLElement).focus();
  }
}
