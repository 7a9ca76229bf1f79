/** `<my-circle>`: who knows who she is, who promised secrecy, and who fetched what. */

import type { Directory } from "../../crypto/index.js";
import { dayIn } from "../../days.js";
import { myCircle, tellCircle, type Circle, type CircleRow } from "../../mybox.js";
import { NotYet, sendWith } from "./conversation.js";
import { fetchedBy, knowerName, knowers, type FetchedBy } from "./knowing.js";
import { whyNot, type Identified } from "./my-identity.js";
import { dayInWords, language, part, parts, type Say } from "./page.js";

export class MyCircle extends HTMLElement {
  #shown: Identified | null = null;

  static define(): void {
    customElements.define("my-circle", MyCircle);
  }

  async show(shown: Identified): Promise<void> {
    const first = this.#shown === null;
    this.#shown = shown;
    const { mine, say } = shown;
    const circle = await myCircle(mine);
    this.hidden = false;
    this.#draw(circle, mine.directory, say);
    if (!first) return;
    this.#offer(mine.directory);
    sendWith(part(this, "form", HTMLFormElement), say, () => this.#tell(), (error) =>
      error instanceof NotYet ? say(error.message) : whyNot(error, say));
  }

  #draw({ rows, pledges, aliases, fetches }: Circle, directory: Directory, say: Say): void {
    list(this, "rows", rows.map((row) => rowLine(row, directory, say)));
    const name = (id: string): string => knowerName(`officer:${id}`, directory, language()) ?? say("unknown-officer");
    list(this, "pledges", pledges.map(({ officer, day, holds }) =>
      say(holds ? "pledge" : "pledge-broken", { name: name(officer), day: dayInWords(day) })));
    part(this, "[data-pledges-broken]", HTMLElement).hidden = pledges.every((one) => one.holds);
    list(this, "aliases", aliases.map((one) => say("alias", { who: who(one, say), alias: one.alias })));
    list(this, "fetches", fetchedBy(fetches).map((one) => fetchLine(one, say)));
  }

  #offer(directory: Directory): void {
    const select = part(this, "select[name=knower]", HTMLSelectElement);
    const groups = { officer: part(select, "[data-officers]", HTMLElement), function: part(select, "[data-functions]", HTMLElement) };
    for (const { knower, name } of knowers(directory, language())) {
      groups[knower.startsWith("officer:") ? "officer" : "function"].append(new Option(name, knower));
    }
    part(this, "input[name=since]", HTMLInputElement).max = dayIn();
  }

  async #tell(): Promise<void> {
    const shown = this.#shown;
    if (shown === null) return;
    const knower = part(this, "select[name=knower]", HTMLSelectElement);
    const since = part(this, "input[name=since]", HTMLInputElement);
    const how = part(this, "select[name=how]", HTMLSelectElement);
    for (const one of [knower, since]) one.toggleAttribute("aria-invalid", false);
    for (const [field, problem] of [[knower, "who-empty"], [since, "since-empty"]] as const) {
      if (field.value !== "") continue;
      field.setAttribute("aria-invalid", "true");
      field.focus();
      throw new NotYet(problem);
    }
    await tellCircle(shown.mine, { knower: knower.value, how: how.value, since: since.value });
    knower.value = since.value = "";
    await shown.refresh();
  }
}

function list(root: HTMLElement, name: string, lines: readonly string[]): void {
  const at = part(root, `[data-${name}]`, HTMLElement);
  at.replaceChildren(
    ...lines.map((line) => {
      const row = document.createElement("li");
      row.textContent = line;
      return row;
    }),
  );
  at.hidden = lines.length === 0;
  for (const one of parts(root, `[data-no-${name}]`)) one.hidden = lines.length > 0;
  for (const one of parts(root, `[data-with-${name}]`)) one.hidden = lines.length === 0;
}

function rowLine({ knower, how, since, declared_by }: CircleRow, directory: Directory, say: Say): string {
  const name = knowerName(knower, directory, language()) ?? say(knower === "other" ? "somebody-else" : "unknown-officer");
  const by = how === "opened" ? "" : say(declared_by === "reporter" ? "said-by-you" : "said-by-them");
  return say("knows", { name, how: say(`how-${how}`), day: dayInWords(since), by }).trim();
}

function who({ name, roles }: { readonly name: string | null; readonly roles: readonly string[] }, say: Say): string {
  const called = roles.map((role) => say(`role-${role}`)).filter((role) => role !== "").join(", ");
  if (name !== null) return called === "" ? name : say("reader", { name, roles: called });
  return called === "" ? say("unknown-officer") : called;
}

function fetchLine({ who: person, kinds }: FetchedBy, say: Say): string {
  const alias = person.alias === null ? "" : say("as-alias", { alias: person.alias });
  const took = kinds.map(({ what, days }) =>
    say("fetched", { what: say(`fetch-${what}`) || what, days: days.map(dayInWords).join("; ") }));
  return [`${who(person, say)}${alias}:`, took.join(". ")].join(" ");
}
