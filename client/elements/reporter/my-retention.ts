/** `<my-retention>`: how long her case is kept, her own copy of it before it goes, and her stop. */

import { wellFormed } from "../../crypto/index.js";
import { offered, standOf, type Retention } from "../../keeping.js";
import type { MyErased, MyReport } from "../../mine.js";
import { NotYet, sendWith } from "./conversation.js";
import { choose, dayInWords, explained, fill, part, parts, texts, type Say } from "./page.js";

export class MyRetention extends HTMLElement {
  #say: Say = () => "";

  static define(): void {
    customElements.define("my-retention", MyRetention);
  }

  /**
   * @param open - her case while its conversation is there, or null
   * @param done - what to draw again once she wrote something
   */
  async show(mine: MyReport | MyErased, open: MyReport | null, done: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    this.#say = texts(this);
    await this.#look(mine, open);
    part(this, "[data-packing]", HTMLElement).hidden = open === null;
    if (open === null) return;
    const why = (error: unknown): string =>
      error instanceof NotYet ? this.#say(error.message) : explained(error, this.#say);
    sendWith(part(this, "[data-hold]", HTMLFormElement), this.#say, async () => {
      await this.#hold(open);
      await this.#look(mine, open);
      await done();
    }, why);
    sendWith(part(this, "[data-lift]", HTMLFormElement), this.#say, async () => {
      await open.dialogue.send("keeping", { step: "lifted", text: "" }, "/api/my/hold/lift");
      await this.#look(mine, open);
      await done();
    }, why);
  }

  async #look(mine: MyReport | MyErased, open: MyReport | null): Promise<void> {
    this.#draw((await mine.api.get("/api/my/retention")) as Retention, open !== null);
  }

  #draw(of: Retention, isOpen: boolean): void {
    const stand = !isOpen ? "erased" : of.closed_on === null ? "open" : of.fixed ? "fixed" : "review";
    choose(this, "on", stand);
    for (const one of parts(this, "[data-on]")) fill(one, { closed: dayInWords(of.closed_on ?? "") });
    this.#drawOffer(of, isOpen);
    const rows = of.records.flatMap((one) => {
      const values = {
        day: dayInWords(one.destroyed_on ?? one.destroy_on ?? one.not_before),
        gone: dayInWords(one.gone_on ?? ""),
        review: dayInWords(of.review_on ?? ""),
      };
      const leaf = one.leaf === null ? "" : this.#say("stand-leaf", { leaf: one.leaf });
      const [name, text] = [document.createElement("dt"), document.createElement("dd")];
      name.textContent = this.#named(one.record);
      text.textContent = `${this.#say(`stand-${standOf(one, of.review_on)}`, values)} ${leaf}`.trim();
      return [name, text];
    });
    part(this, "[data-records]", HTMLElement).replaceChildren(...rows);
    const mine = of.holds.some((one) => one.by === "reporter");
    part(this, "[data-holds]", HTMLElement).replaceChildren(...of.holds.map((one) => {
      const row = document.createElement("li");
      const since = this.#say(one.by === "reporter" ? "hold-mine" : "hold-other", { day: dayInWords(one.since) });
      row.textContent = one.lift_by === null ? since : `${since} ${this.#say("hold-lifting")}`;
      return row;
    }));
    part(this, "[data-hold-ask]", HTMLElement).hidden = mine || !isOpen;
    part(this, "[data-lift]", HTMLElement).hidden = !mine || !isOpen;
  }

  #drawOffer(of: Retention, isOpen: boolean): void {
    const going = offered(of);
    const notice = part(this, "[data-offer]", HTMLElement);
    notice.hidden = going.length === 0 || !isOpen || of.holds.length > 0;
    const days = going.map((one) => one.destroy_on ?? "").sort();
    const what = new Intl.ListFormat(document.documentElement.lang).format(going.map((one) => this.#named(one.record)));
    fill(part(this, "[data-going]", HTMLElement), { day: dayInWords(days[0] ?? ""), what });
  }

  #named(record: string): string {
    return this.#say(`record-${record}`) || this.#say("record-other");
  }

  async #hold(open: MyReport): Promise<void> {
    const field = part(this, "#hold-text", HTMLTextAreaElement);
    const text = field.value.trim();
    if (text === "") {
      field.focus();
      throw new NotYet("hold-why");
    }
    await open.dialogue.send("keeping", { step: "held", text: wellFormed(text) }, "/api/my/hold");
    field.value = "";
  }
}
