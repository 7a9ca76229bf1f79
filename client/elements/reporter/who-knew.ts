/** `<who-knew>`: she ticks what came out, and sees how many could have known all of it. Never a verdict. */

import { evidence, type Evidence } from "../../alarm.js";
import { dayIn } from "../../days.js";
import type { Entry, Read } from "../../items.js";
import { couldHaveKnown, type Fact } from "../../knowers.js";
import type { MyReport } from "../../mine.js";
import { kindOf, textOf } from "./entries.js";
import { copyOf, dayInWords, explained, goTo, language, part, parts, texts, type Say } from "./page.js";
import { nameWithRoles } from "./people.js";

/** As much of one's own words is shown to recognise them by. */
const SHOWN = 80;

interface Choice {
  readonly label: string;
  readonly fact: Fact;
}

export class WhoKnew extends HTMLElement {
  #say: Say = () => "";
  #choices: readonly Choice[] = [];
  #evidence: Evidence | null = null;

  static define(): void {
    customElements.define("who-knew", WhoKnew);
  }

  show(mine: MyReport): void {
    // What items are called stands with the conversation, elsewhere on the page.
    this.#say = texts(document);
    const details = part(this, "details", HTMLDetailsElement);
    details.addEventListener("toggle", () => {
      if (details.open) void this.#prepare(mine);
    });
    const day = part(this, "input[type=date]", HTMLInputElement);
    day.value = dayIn();
    day.max = dayIn();
    part(this, "form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      this.#count(mine);
    });
  }

  async #prepare(mine: MyReport): Promise<void> {
    const status = part(this, "[data-status]", HTMLElement);
    try {
      this.#evidence = await evidence(mine.api);
      status.textContent = "";
    } catch (error) {
      status.textContent = explained(error, this.#say);
      return;
    }
    const ticked = new Set(parts(this, "input:checked").map((one) => (one as HTMLInputElement).value));
    this.#choices = this.#offered(mine, this.#evidence);
    part(this, "[data-facts]", HTMLElement).replaceChildren(
      ...this.#choices.map(({ label, fact }, at) => {
        const row = copyOf(this, "[data-fact]");
        part(row, "[data-label]", HTMLElement).textContent = label;
        const box = part(row, "input", HTMLInputElement);
        box.value = String(at);
        box.checked = ticked.has(String(at)) && fact.kind !== "alias";
        return row;
      }),
    );
  }

  #offered(mine: MyReport, { aliases }: Evidence): Choice[] {
    const hers = mine.dialogue.trust.reporter?.verify;
    const own = mine.dialogue.entries.filter((one): one is Read & Entry => one.state === "read" && one.header.author === hers);
    return [
      { label: this.#say("fact-name"), fact: { kind: "name" } },
      ...own.map((entry): Choice => ({
        label: this.#say("fact-item", {
          kind: kindOf(entry, this.#say),
          day: dayInWords(entry.header.day),
          begin: textOf(entry.body, "text").slice(0, SHOWN),
        }),
        fact: { kind: "item", room: mine.dialogue.state.id, sequence: entry.sequence, by: "reporter" },
      })),
      ...aliases.map(({ holder, alias }): Choice => ({
        label: this.#say("fact-alias", { alias }),
        fact: { kind: "alias", holder },
      })),
    ];
  }

  #count(mine: MyReport): void {
    const problem = part(this, "[data-problem]", HTMLElement);
    const chosen = parts(this, "input:checked").map((one) => this.#choices[Number((one as HTMLInputElement).value)]);
    const facts = chosen.filter((one) => one !== undefined);
    const before = part(this, "input[type=date]", HTMLInputElement).value;
    const wrong = facts.length === 0 ? "fact-none" : before === "" ? "fact-day" : null;
    problem.hidden = wrong === null;
    problem.textContent = wrong === null ? "" : this.#say(wrong);
    if (wrong !== null || this.#evidence === null) return;
    const { fetches, circle, aliases } = this.#evidence;
    const found = couldHaveKnown(facts.map((one) => one.fact), before, fetches, circle);
    const result = part(this, "[data-result]", HTMLElement);
    part(result, "[data-number]", HTMLElement).textContent = this.#say("candidates", { n: found.candidates.length });
    const list = part(result, "[data-candidates]", HTMLElement);
    list.hidden = found.candidates.length === 0;
    list.replaceChildren(...found.candidates.map((holder) => row(this.#nameOf(holder, mine, aliases))));
    part(result, "[data-per-fact]", HTMLElement).replaceChildren(
      ...facts.map(({ label }, at) => row(this.#say("per-fact", { label, number: found.perFact[at] ?? 0 }))),
    );
    result.hidden = false;
    goTo(part(result, "h4", HTMLElement));
  }

  #nameOf(holder: string, { directory, case: { body } }: MyReport, aliases: Evidence["aliases"]): string {
    const officer = directory.officers.find((one) => `officer:${one.id}` === holder);
    const place = directory.functions.find((one) => `function:${one.id}` === holder);
    const name =
      officer !== undefined ? nameWithRoles(officer, directory, body, this.#say)
      : place !== undefined ? place.titles[language()]
      : holder === "other" ? this.#say("somebody-else")
      : this.#say("unknown-officer");
    const alias = aliases.find((one) => one.holder === holder)?.alias;
    return alias === undefined ? name : this.#say("candidate-alias", { name, alias });
  }
}

function row(text: string): HTMLElement {
  const made = document.createElement("li");
  made.textContent = text;
  return made;
}
