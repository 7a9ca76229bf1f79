/** `<desk-asked>` tells that one is asked to account; `<desk-accounts>` is where one does. */

import { account, listAsked, readersOf, type Asked } from "../../desk/incidents.js";
import { AboveList } from "./above.js";
import type { Frame } from "./desk-app.js";
import { dayInWords, find, names, onSubmit, part, say, showFault, showMistake, stamp, stampOne, valueOf, write } from "./page.js";

export class DeskAsked extends AboveList {
  static define(): void {
    customElements.define("desk-asked", DeskAsked);
  }

  protected override async load(frame: Frame): Promise<void> {
    const waiting = (await listAsked(frame.desk)).filter((one) => one.answered_on === null);
    if (waiting.length === 0 || !this.isConnected) return;
    const made = stampOne("asked");
    find(made, "a", HTMLAnchorElement).href = frame.hrefOf({ view: "accounts" });
    this.append(made);
  }
}

export class DeskAccounts extends HTMLElement {
  static define(): void {
    customElements.define("desk-accounts", DeskAccounts);
  }

  frame: Frame | null = null;

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("accounts"));
    void this.#load(frame);
  }

  async #load(frame: Frame): Promise<void> {
    const where = part(this, "accounts");
    try {
      const asked = await listAsked(frame.desk);
      if (asked.length === 0) {
        where.replaceChildren(stamp("accounts-empty"));
        return;
      }
      where.replaceChildren(...asked.map((one, at) => this.#shown(frame, one, at)));
    } catch (error) {
      showFault(where, error);
    }
  }

  #shown(frame: Frame, asked: Asked, at: number): HTMLElement {
    const made = stampOne("account");
    const title = find(made, "h2", HTMLElement);
    title.id = `desk-account-${String(at)}`;
    made.setAttribute("aria-labelledby", title.id);
    title.textContent = say("account.title", { n: at + 1, day: dayInWords(asked.asked_on) });
    const form = find(made, "form", HTMLFormElement);
    const field = find(form, "textarea", HTMLTextAreaElement);
    field.id = `desk-account-text-${String(at)}`;
    find(form, "label", HTMLLabelElement).htmlFor = field.id;
    const { directory, me } = frame.desk;
    const commission = readersOf(directory, asked.body, me.officer.id, null).map(
      ({ holder }) => directory.officers.find((one) => `officer:${one.id}` === holder)?.name ?? "",
    );
    const word = asked.holds ? "account.readers" : "account.readers-without";
    write(made, "readers", say(word, { names: names(commission) }));
    const given = asked.answered_on;
    form.hidden = given !== null;
    write(made, "given", given === null ? "" : say("account.given", { day: dayInWords(given) }));
    const { drafts } = frame.desk;
    const draft = `${asked.incident}/account`;
    field.value = drafts.get(draft);
    field.addEventListener("input", () => { drafts.set(draft, field.value); });
    onSubmit(form, async () => {
      const text = valueOf(form, "text").trim();
      if (text === "") {
        showMistake(part(form, "error"), "error.empty", field);
        return;
      }
      const hers = await account(frame.desk, asked, text);
      drafts.clear(draft);
      form.hidden = true;
      const said = say(hers ? "account.sent" : "account.sent-without");
      write(made, "given", said);
      frame.announce(said);
    });
    return made;
  }
}
