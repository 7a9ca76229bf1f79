/** `<my-promises>`: what was promised to her, who keeps it, by when, and what cannot wait. */

import { newId, type Directory } from "../../crypto/index.js";
import { dayAt, type MyReport } from "../../mine.js";
import {
  askNow,
  askOther,
  confirmKept,
  deciders,
  disputeKept,
  myPromises,
  refuseProposal,
  sealOffer,
  type MyPromise,
  type MyPromises as Found,
  type Offer,
} from "../../mypromises.js";
import { ownersOf, type Terms } from "../../promises.js";
import { NotYet, sendWith } from "./conversation.js";
import { copyOf, dayInWords, explained, part, type Say } from "./page.js";
import { nameWithRoles, showOfficers } from "./people.js";
import { sentenceOf, stepsOf, toneOf } from "./promises.js";

export class MyPromises extends HTMLElement {
  #mine: MyReport | null = null;
  #say: Say = () => "";
  /** What was sealed for the words in the form: sent again, it is the same promise. */
  #sealed: { readonly of: string; readonly offer: Offer } | null = null;
  #asking: { readonly of: string; readonly id: string } | null = null;

  static define(): void {
    customElements.define("my-promises", MyPromises);
  }

  async show(mine: MyReport, say: Say): Promise<void> {
    this.#mine = mine;
    this.#say = say;
    this.hidden = false;
    this.#offer(mine);
    await this.#refresh();
  }

  async #refresh(): Promise<void> {
    const mine = this.#mine;
    if (mine === null) return;
    const problem = part(this, "[data-promises-problem]", HTMLElement);
    problem.hidden = true;
    try {
      this.#draw(mine, await myPromises(mine));
    } catch (error) {
      problem.textContent = explained(error, this.#say);
      problem.hidden = false;
    }
  }

  #draw(mine: MyReport, { promises, emergencies, duties, answers, accounts }: Found): void {
    const n = promises.length;
    part(this, "[data-count]", HTMLElement).textContent = n === 0 ? "" : this.#say("promises-count", { n });
    part(this, "[data-none]", HTMLElement).hidden = n > 0;
    part(this, "[data-promises]", HTMLElement).replaceChildren(...promises.map((one) => this.#row(mine, one)));
    lines(part(this, "[data-duties]", HTMLElement), duties.map(({ id, due_on, done_on, missed_on }) => {
      const text = accounts.get(id);
      const word = text !== undefined ? "read" : done_on !== null ? "done" : missed_on !== null ? "missed" : "open";
      return this.#say(`duty-${word}`, { due: dayInWords(due_on), done: dayInWords(done_on ?? ""), text: text ?? "" });
    }));
    lines(part(this, "[data-emergencies]", HTMLElement), emergencies.map((one) => {
      const values = {
        ...{ asked: dayInWords(one.asked_on), due: dayInWords(one.decide_by) },
        ...{ decided: dayInWords(one.decided_on ?? ""), ground: this.#say(`ground-${one.ground ?? ""}`) },
      };
      const late = one.decision !== null && one.missed_on !== null ? this.#say("emergency-late") : "";
      const said = answers.get(one.id) ?? "";
      const sentence = this.#say(sentenceOf(one), values);
      return [`${this.#say(`thing-${one.kind}`)}.`, sentence, late, said].filter((text) => text !== "").join(" ");
    }));
  }

  #row(mine: MyReport, promise: MyPromise): HTMLElement {
    const { shown, words, proposal } = promise;
    const say = this.#say;
    const row = copyOf(this, "[data-promise]");
    row.dataset["id"] = shown.id;
    part(row, "[data-kind]", HTMLElement).textContent = say(`thing-${shown.kind}`) || say("thing-other");
    const standing = part(row, "[data-standing]", HTMLElement);
    standing.textContent = say(`standing-${shown.standing}`);
    standing.classList.add(`badge--${toneOf(shown.standing)}`);
    row.classList.toggle("notice--bad", toneOf(shown.standing) === "bad");
    row.classList.toggle("notice--warn", toneOf(shown.standing) === "warn");
    const owner = nameOf(shown.owner, mine.directory, mine.case.body, say);
    part(row, "[data-tells]", HTMLElement).textContent = say(`tells-${shown.standing}`, {
      owner,
      due: dayInWords(shown.due_on),
      answer: dayInWords(shown.answer_by ?? shown.due_on),
      answered: dayInWords(shown.answered_on ?? ""),
      claimed: dayInWords(shown.claimed_on ?? ""),
      settled: dayInWords(shown.settled_on ?? ""),
    });
    const closed = part(row, "[data-closed]", HTMLElement);
    closed.hidden = words !== null || shown.state === "proposed" || shown.state === "refused";
    closed.textContent = say("promise-closed");
    const said = words ?? proposal;
    const facts: (readonly [string, string])[] = [
      [say("fact-words"), said?.text ?? ""],
      [say("fact-said"), said?.saidBy ?? ""],
      [say("fact-said-on"), shown.promised_on === null ? "" : dayInWords(shown.promised_on)],
      [say("fact-owner"), owner],
      [say("fact-due"), dayInWords(shown.due_on)],
      ...(words?.later ?? []).map(({ kind, text }) => [say(`fact-${kind}`) || say("fact-message"), text] as const),
    ];
    writeFacts(part(row, "[data-facts]", HTMLElement), facts);
    this.#steps(row, mine, promise);
    return row;
  }

  #steps(row: HTMLElement, mine: MyReport, promise: MyPromise): void {
    const { shown, proposal } = promise;
    const steps = stepsOf(promise);
    const on = (name: "yes" | "no" | "kept" | "dispute" | "other", act: (form: HTMLFormElement) => Promise<void>): void => {
      const form = part(row, `[data-${name}]`, HTMLFormElement);
      form.hidden = !steps.includes(name);
      sendWith(form, this.#say, async () => {
        await act(form);
        await this.#refresh();
        this.querySelector<HTMLElement>(`[data-id="${shown.id}"] h3`)?.focus();
      }, (error) => this.#whyNot(error));
    };
    const label = (form: Element, field: Element): void => {
      field.id = `promise-${shown.id}-${field.getAttribute("name") ?? ""}`;
      part(form, "[data-label]", HTMLLabelElement).htmlFor = field.id;
    };
    on("yes", async () => {
      const { kind, owner, due_on, promised_on } = shown;
      const words = { text: proposal?.text ?? "", said_by: proposal?.saidBy ?? "" };
      const offer = await sealOffer(mine, { kind, owner: owner ?? "", due_on, promised_on, ...words }, shown.id);
      await offer.send();
    });
    on("no", () => refuseProposal(mine, shown.id));
    on("kept", () => confirmKept(mine, shown.id));
    on("dispute", async (form) => {
      const why = part(form, "textarea", HTMLTextAreaElement).value.trim();
      if (why === "") throw new NotYet("promise-empty-why");
      await disputeKept(promise, why);
    });
    on("other", (form) => askOther(mine, promise, part(form, "select", HTMLSelectElement).value));
    const [dispute, other] = [part(row, "[data-dispute]", HTMLElement), part(row, "[data-other]", HTMLElement)];
    label(dispute, part(dispute, "textarea", HTMLElement));
    const select = part(other, "select", HTMLSelectElement);
    label(other, select);
    select.append(...this.#options(mine));
    if (shown.owner !== null && !promise.ownerReads) select.value = shown.owner;
  }

  #options({ directory, case: { body, excluded }, dialogue }: MyReport): HTMLOptionElement[] {
    const held = dialogue.state.members.map(({ holder }) => holder.replace("officer:", ""));
    return ownersOf(directory, body, new Set([...excluded, ...held])).map(
      (one) => new Option(nameWithRoles(one, directory, body, this.#say), one.id),
    );
  }

  #offer(mine: MyReport): void {
    const form = part(this, "[data-promise-form]", HTMLFormElement);
    part(form, "[name=owner]", HTMLSelectElement).append(...this.#options(mine));
    part(form, "[name=due_on]", HTMLInputElement).min = dayAt(mine);
    part(form, "[name=promised_on]", HTMLInputElement).max = dayAt(mine);
    sendWith(form, this.#say, () => this.#send(mine, form), (error) => this.#whyNot(error));
    const above = deciders(mine);
    const now = part(this, "[data-now-form]", HTMLFormElement);
    showOfficers(part(now, "[data-deciders]", HTMLElement), above, mine.directory, mine.case.body, this.#say);
    now.hidden = above.length === 0;
    part(this, "[data-no-deciders]", HTMLElement).hidden = above.length > 0;
    sendWith(now, this.#say, () => this.#askNow(mine, now), (error) => this.#whyNot(error));
  }

  async #send(mine: MyReport, form: HTMLFormElement): Promise<void> {
    const terms: Terms = {
      kind: filled(form, "kind", "promise-empty-kind"),
      text: filled(form, "text", "promise-empty-text"),
      owner: filled(form, "owner", "promise-empty-owner"),
      due_on: filled(form, "due_on", "promise-empty-due"),
      said_by: valueOf(form, "said_by"),
      promised_on: valueOf(form, "promised_on") || null,
    };
    const of = JSON.stringify(terms);
    if (this.#sealed?.of !== of) this.#sealed = { of, offer: await sealOffer(mine, terms) };
    await this.#sealed.offer.send();
    this.#sealed = null;
    form.reset();
    await this.#refresh();
  }

  async #askNow(mine: MyReport, form: HTMLFormElement): Promise<void> {
    const kind = filled(form, "kind", "promise-empty-kind");
    const text = filled(form, "text", "now-empty-text");
    const of = JSON.stringify([kind, text]);
    if (this.#asking?.of !== of) this.#asking = { of, id: newId() };
    await askNow(mine, kind, text, this.#asking.id);
    this.#asking = null;
    form.reset();
    await this.#refresh();
  }

  #whyNot(error: unknown): string {
    return error instanceof NotYet ? this.#say(error.message) : explained(error, this.#say);
  }
}

function valueOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value.trim() : "";
}

/** What stands in a field; without it, the field gets the focus and a sentence says what is missing. */
function filled(form: HTMLFormElement, name: string, problem: string): string {
  const field = part(form, `[name=${name}]`, HTMLElement);
  const value = valueOf(form, name);
  field.toggleAttribute("aria-invalid", false);
  if (value !== "") return value;
  field.setAttribute("aria-invalid", "true");
  field.focus();
  throw new NotYet(problem);
}

function lines(list: HTMLElement, texts: readonly string[]): void {
  list.hidden = texts.length === 0;
  list.replaceChildren(
    ...texts.map((text) => {
      const row = document.createElement("li");
      row.textContent = text;
      return row;
    }),
  );
}

function writeFacts(list: HTMLElement, facts: readonly (readonly [string, string])[]): void {
  list.replaceChildren(
    ...facts.filter(([, text]) => text.trim() !== "").flatMap(([label, text]) => {
      const term = document.createElement("dt");
      term.textContent = label;
      const said = document.createElement("dd");
      said.className = "summary__text";
      said.textContent = text;
      return [term, said];
    }),
  );
}

function nameOf(id: string | null, directory: Directory, home: string, say: Say): string {
  if (id === null) return say("nobody-owns");
  const officer = directory.officers.find((one) => one.id === id);
  return officer === undefined ? say("unknown-officer") : nameWithRoles(officer, directory, home, say);
}
