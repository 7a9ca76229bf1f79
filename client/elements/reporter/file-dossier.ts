/** What a lawyer gets: one page that opens without this website, with the same as data inside it. */

import { factsOf, textOf, titleOf, whenInWords, type Tongue } from "../../file/facts.js";
import { inEuros } from "../../file/money.js";
import { totalsOf, type Recorded } from "../../file/records.js";
import type { Moment } from "../../file/timeline.js";
import { today } from "../../days.js";
import { drawFacts, shownVersion, versionLine } from "./file-record.js";
import { momentRows, row } from "./file-timeline.js";
import { part } from "./page.js";

function element(name: string, text: string): HTMLElement {
  const one = document.createElement(name);
  one.textContent = text;
  return one;
}

/**
 * Make the page of these things, every version of each.
 *
 * @param template - the empty page, in the words of the site
 * @param style - how it looks; put in as text, since this site's own pages allow no inline style
 */
export function dossier(
  template: HTMLTemplateElement,
  style: string,
  things: readonly Recorded[],
  entryBy: (hash: string) => Recorded | null,
  moments: readonly Moment[],
  tongue: Tongue,
): Blob {
  const page = new DOMParser().parseFromString(template.innerHTML, "text/html");
  page.documentElement.lang = document.documentElement.lang;
  part(page, "[data-saved]", Element).textContent = tongue.day(today());
  part(page, "[data-articles]", Element).append(...things.map((one) => article(one, entryBy, tongue)));
  part(page, "[data-totals]", Element).append(...totalRows(things, tongue));
  part(page, "[data-moments]", Element).append(...momentRows(moments, tongue));
  const data = page.createElement("script");
  data.type = "application/json";
  // Inside a script only `<` could end it.
  data.textContent = JSON.stringify({ v: 1, saved: today(), items: things }).replaceAll("<", "\\u003c");
  page.body.append(data);
  const html = page.documentElement.outerHTML.replace("</head>", () => `<style>${style}</style></head>`);
  return new Blob([`<!doctype html>\n${html}`], { type: "text/html" });
}

function article(thing: Recorded, entryBy: (hash: string) => Recorded | null, tongue: Tongue): HTMLElement {
  const { say } = tongue;
  const one = document.createElement("article");
  const { body } = shownVersion(thing);
  if (body === null) return one;
  const day = "when" in body ? ` – ${whenInWords(body.when, tongue)}` : "";
  const title = element("h2", `${titleOf(thing.kind, body, tongue)}${day}`);
  if (thing.versions[0]?.body === null) title.className = "struck";
  one.append(title, element("p", say(`kind-${thing.kind}`)));
  for (const version of thing.versions) {
    one.append(element("h3", versionLine(version, tongue)));
    if (version.body !== null) {
      const facts = document.createElement("dl");
      drawFacts(facts, factsOf(thing.kind, version.body, tongue, entryBy));
      one.append(element("p", textOf(thing.kind, version.body)), facts);
      const names = version.body.files.map((file) => file.name).join(", ");
      if (names !== "") one.append(element("p", say("dossier-files", { names })));
    }
    const { sequence, hash } = version;
    one.append(element("code", say("dossier-hash", { item: sequence, hash })));
  }
  return one;
}

/** Costs per class and together, a row each. */
export function totalRows(things: readonly Recorded[], { say, locale }: Tongue): HTMLElement[] {
  const { all, perClass } = totalsOf(things);
  const rows = [...perClass].map(([one, sum]) => row(say(`class-${one}`), inEuros(sum, locale)));
  return rows.length === 0 ? [] : [...rows, row(say("total"), inEuros(all, locale))];
}
