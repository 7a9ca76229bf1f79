/** `<my-openings>`: who asks to know who she is, why, and her answer. */

import type { Directory } from "../../crypto/index.js";
import { agree, myOpenings, refuse, withdraw, type MyBox, type MyOpening, type ReadLetter } from "../../mybox.js";
import { whyNot, type Identified } from "./my-identity.js";
import { copyOf, dayInWords, part, parts, type Say } from "./page.js";
import { nameWithRoles } from "./people.js";
import { actionsOf, sentenceOf } from "./openings.js";

/** One line of a list of facts. */
type Fact = readonly [label: string, text: string];

export class MyOpenings extends HTMLElement {
  static define(): void {
    customElements.define("my-openings", MyOpenings);
  }

  async show(shown: Identified): Promise<void> {
    const { mine, box, say } = shown;
    const openings = box === null ? [] : await myOpenings(mine, box);
    this.hidden = openings.length === 0;
    if (box === null) return;
    const rows = openings.map((one) => this.#row(shown, box, one));
    part(this, "[data-openings]", HTMLElement).replaceChildren(...rows);
    part(this, "[data-count]", HTMLElement).textContent = say("openings-count", { n: openings.length });
  }

  #row(shown: Identified, box: MyBox, opening: MyOpening): HTMLElement {
    const { mine: { directory }, say } = shown;
    const row = copyOf(this, "[data-opening]");
    row.dataset["id"] = opening.shown.id;
    const { shown: one, letters, strange } = opening;
    const person = nameOf(one.to, directory, say);
    const heading = part(row, "h3", HTMLElement);
    heading.textContent = say(`opening-${one.kind}`, { person });
    const values = { ...days(opening), person, approved: one.approved, need: one.need };
    part(row, "[data-state]", HTMLElement).textContent = say(sentenceOf(one), values);
    const late = part(row, "[data-deferred]", HTMLElement);
    late.hidden = one.deferred_until === null;
    late.textContent = say("opening-deferred", values);
    write(part(row, "[data-facts]", HTMLElement), factsOf(opening, directory, say));
    part(row, "[data-letters]", HTMLElement).append(...letters.map((letter) => this.#letter(letter, directory, say)));
    part(row, "[data-strange]", HTMLElement).hidden = !strange;
    row.classList.toggle("notice--warn", one.state === "asked" || one.kind === "override");
    part(row, "[data-objecting]", HTMLElement).hidden = one.kind !== "override";
    this.#answers(row, shown, box, opening);
    return row;
  }

  #answers(row: HTMLElement, shown: Identified, box: MyBox, opening: MyOpening): void {
    const possible = opening.strange ? [] : actionsOf(opening.shown);
    const acts = {
      agree: () => agree(shown.mine, box, opening),
      refuse: () => refuse(shown.mine, opening),
      withdraw: () => withdraw(shown.mine, opening),
    };
    let busy = false;
    for (const button of parts(row, "[data-do]")) {
      const name = button.dataset["do"] as keyof typeof acts;
      button.hidden = !possible.includes(name);
      button.addEventListener("click", () => {
        // Pressed twice is said once.
        if (busy) return;
        busy = true;
        void this.#act(row, shown, opening.shown.id, acts[name]).finally(() => { busy = false; });
      });
    }
    part(row, "[data-answers]", HTMLElement).hidden = possible.length === 0;
    part(row, "[data-meaning]", HTMLElement).hidden = !possible.includes("agree");
  }

  async #act(row: HTMLElement, shown: Identified, id: string, act: () => Promise<void>): Promise<void> {
    const problem = part(row, "[data-problem]", HTMLElement);
    const status = part(row, "[data-status]", HTMLElement);
    problem.hidden = true;
    status.textContent = shown.say("sending");
    try {
      await act();
      await shown.refresh();
      // The row was drawn anew: what came of it is read out.
      const fresh = parts(this, "[data-openings] > *").find((one) => one.dataset["id"] === id);
      part(fresh ?? this, fresh === undefined ? "h2" : "h3", HTMLElement).focus();
    } catch (error) {
      status.textContent = "";
      problem.textContent = whyNot(error, shown.say);
      problem.hidden = false;
    }
  }

  #letter({ kind, from, day, fields }: ReadLetter, directory: Directory, say: Say): HTMLElement {
    const letter = copyOf(this, "[data-letter]");
    const values = { name: nameOf(from, directory, say), day: dayInWords(day) };
    part(letter, "[data-from]", HTMLElement).textContent = say(`letter-${kind}`, values) || say("letter-other", values);
    part(letter, "[data-broken]", HTMLElement).hidden = fields !== null;
    const facts = Object.entries(fields ?? {}).filter(([, text]) => text.trim() !== "");
    write(
      part(letter, "[data-fields]", HTMLElement),
      facts.map(([name, text]) => [say(`field-${name}`) || say("field-other"), text]),
    );
    return letter;
  }
}

function days({ shown }: MyOpening): Record<string, string> {
  const { opens_on, not_after, deferred_until } = shown;
  return {
    opens: dayInWords(opens_on ?? ""),
    until: dayInWords(not_after),
    deferred: dayInWords(deferred_until ?? ""),
  };
}

function nameOf(id: string, directory: Directory, say: Say): string {
  const officer = directory.officers.find((one) => one.id === id);
  return officer === undefined ? say("unknown-officer") : nameWithRoles(officer, directory, officer.body, say);
}

function factsOf({ shown: one }: MyOpening, directory: Directory, say: Say): Fact[] {
  const facts: Fact[] = [
    [say("fact-to"), nameOf(one.to, directory, say)],
    [say("fact-by"), one.requested_by === one.to ? "" : nameOf(one.requested_by, directory, say)],
    [say("fact-purpose"), one.purpose === null ? "" : say(`purpose-${one.purpose}`)],
    [say("fact-ground"), one.ground === null ? "" : say(`ground-${one.ground}`)],
    [say("fact-authority"), one.authority_name ?? ""],
    [say("fact-law"), one.legal_basis ?? ""],
    [say("fact-asked"), dayInWords(one.requested_on)],
    [say("fact-until"), dayInWords(one.not_after)],
  ];
  return facts.filter(([, text]) => text !== "");
}

function write(list: HTMLElement, facts: readonly Fact[]): void {
  list.hidden = facts.length === 0;
  list.replaceChildren(
    ...facts.flatMap(([label, text]) => {
      const term = document.createElement("dt");
      term.textContent = label;
      const said = document.createElement("dd");
      said.className = "summary__text";
      said.textContent = text;
      return [term, said];
    }),
  );
}
