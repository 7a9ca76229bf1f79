/** Draws report, knowledge and detriment on one line, and the same as a table. */

import type { Moment, Row } from "../../file/timeline.js";
import type { Tongue } from "../../file/facts.js";
import { part } from "./page.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHTS: Readonly<Record<Row, number>> = { report: 30, knowledge: 75, detriment: 120 };
const [LEFT, WIDTH] = [20, 560];

function shape(name: string, values: Readonly<Record<string, string | number>>): SVGElement {
  const one = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) one.setAttribute(key, String(value));
  return one;
}

/** How one moment is told. */
export function momentText({ labels, count }: Moment, { say }: Tongue): string {
  const label = labels.join("; ");
  return count > labels.length ? say("line-count", { label, n: count }) : label;
}

/** The day of a moment in words; roughly, it is a month. */
export function momentDay({ day, roughly }: Moment, { say, day: inWords, locale }: Tongue): string {
  if (!roughly) return inWords(day);
  const format = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
  return say("in-month", { month: format.format(new Date(`${day}T00:00:00Z`)) });
}

/** Draw all moments. */
export function drawTimeline(section: HTMLElement, moments: readonly Moment[], tongue: Tongue): void {
  section.hidden = moments.length === 0;
  const lines = Object.values(HEIGHTS).map((y) =>
    shape("line", { x1: LEFT, x2: LEFT + WIDTH, y1: y, y2: y, class: "timeline__line" }),
  );
  const dots = moments.map((one) => {
    const dot = shape("circle", {
      ...{ cx: LEFT + one.at * WIDTH, cy: HEIGHTS[one.row], r: Math.min(14, 6 + Math.log2(one.count)) },
      class: `timeline__dot timeline__dot--${one.row}`,
    });
    const title = document.createElementNS(SVG, "title");
    title.textContent = `${momentDay(one, tongue)}: ${momentText(one, tongue)}`;
    dot.append(title);
    return dot;
  });
  part(section, "svg", SVGElement).replaceChildren(...lines, ...dots);
  part(section, "[data-moments]", HTMLElement).replaceChildren(...momentRows(moments, tongue));
}

/** The table that says the same. */
export function momentRows(moments: readonly Moment[], tongue: Tongue): HTMLElement[] {
  return moments.map((one) => row(momentDay(one, tongue), momentText(one, tongue)));
}

/** A row of two cells. */
export function row(first: string, second: string): HTMLElement {
  const line = document.createElement("tr");
  const name = document.createElement("th");
  name.scope = "row";
  name.textContent = first;
  const value = document.createElement("td");
  value.textContent = second;
  line.append(name, value);
  return line;
}
