/** Draws the clocks of a case: bars to look at, and the same as a table to read. */

import { chart, type Bar, type ClockState } from "../../desk/chart.js";
import type { CaseDetail } from "../../desk/case.js";
import {
  dayInWords, find, part, say, sayCount, sayOr, stamp, stampOne, write,
} from "./page.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 600;
const ROW = 28;
const TOP = 6;

const TONE: Readonly<Record<ClockState, string>> = {
  met: "badge badge--good",
  late: "badge badge--bad",
  missed: "badge badge--bad",
  today: "badge badge--bad",
  soon: "badge badge--warn",
  running: "badge",
};

export function drawClocks(where: HTMLElement, detail: CaseDetail, day: string): void {
  if (detail.clocks.length === 0) {
    where.replaceChildren(stamp("clocks-none"));
    return;
  }
  const drawn = chart(detail.clocks, detail.received_on, day);
  const made = stamp("clocks");
  const svg = find(made, "svg", SVGSVGElement);
  svg.setAttribute("viewBox", `0 0 ${String(WIDTH)} ${String(drawn.bars.length * ROW + TOP * 2)}`);
  for (const [at, bar] of drawn.bars.entries()) svg.append(...drawBar(bar, TOP + at * ROW));
  const now = shape("line", "desk-clocks__today");
  const x = String(drawn.today * WIDTH);
  set(now, { x1: x, x2: x, y1: "0", y2: String(drawn.bars.length * ROW + TOP * 2) });
  svg.append(now);
  const days = [...detail.clocks.map((one) => one.due_on), day].sort();
  const to = dayInWords(days.at(-1) ?? day);
  write(made, "scale", say("clock.scale", { from: dayInWords(detail.received_on), to }));
  find(made, "tbody", HTMLElement).append(...drawn.bars.map(drawRow));
  where.replaceChildren(made);
}

function drawBar(bar: Bar, top: number): SVGElement[] {
  const whole = shape("rect", "desk-clocks__whole");
  set(whole, {
    x: "0", y: String(top), width: String(Math.max(2, bar.due * WIDTH)), height: String(ROW - 10), rx: "3",
  });
  const reached = shape("rect", `desk-clocks__reached desk-clocks__reached--${bar.state}`);
  const length = bar.state === "missed" || bar.state === "late" ? bar.reached : Math.min(bar.reached, bar.due);
  set(reached, {
    x: "0", y: String(top), width: String(Math.max(2, length * WIDTH)), height: String(ROW - 10), rx: "3",
  });
  return [whole, reached];
}

function drawRow(bar: Bar): HTMLElement {
  const row = stampOne("clocks-row");
  write(row, "kind", sayOr("duty", bar.kind));
  const law = bar.law_on === null ? "" : ` ${say("clock.law-day", { day: dayInWords(bar.law_on) })}`;
  write(row, "due", dayInWords(bar.due_on) + law);
  write(row, "met", bar.met_on === null ? say("never") : dayInWords(bar.met_on));
  const state = part(row, "state");
  state.className = TONE[bar.state];
  state.textContent = say(`clock.${bar.state}`);
  write(row, "left", bar.met_on === null && bar.left > 0 ? sayCount("clock.left", bar.left) : "");
  return row;
}

function shape(name: "line" | "rect", className: string): SVGElement {
  const made = document.createElementNS(SVG, name);
  made.setAttribute("class", className);
  return made;
}

function set(on: SVGElement, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) on.setAttribute(name, value);
}
