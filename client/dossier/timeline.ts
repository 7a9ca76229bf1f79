/** What happened, who knew, what followed: rows over one line of time, as a picture. */

import { INK, LINE, QUIET, STYLES, type Paper } from "./paper.js";

export interface Mark {
  readonly day: string;
  readonly label: string;
}

export interface Lane {
  readonly name: string;
  readonly marks: readonly Mark[];
}

/** A mark with its number: in the order of days, over all rows. */
export interface Numbered extends Mark {
  readonly n: number;
  readonly lane: number;
}

const LANE = 34;
const AXIS = 26;
const COLOURS = ["#0b5566", "#7a4b00", "#a4161a"] as const;
const DAY = 86_400_000;
/** So few days have no first of a month that tells anything. */
const NEAR = 31;

/** Every mark in the order of days; of one day, in the order of the rows. */
export function numbered(lanes: readonly Lane[]): Numbered[] {
  return lanes
    .flatMap(({ marks }, lane) => marks.map((mark) => ({ ...mark, lane })))
    .sort((a, b) => (a.day === b.day ? a.lane - b.lane : a.day < b.day ? -1 : 1))
    .map((mark, at) => ({ ...mark, n: at + 1 }));
}

/** Draw the picture. The table of what it shows follows it: `numbered` gives its rows. */
export function drawTimeline(paper: Paper, lanes: readonly Lane[], caption: string, language: string): void {
  const marks = numbered(lanes);
  if (marks.length === 0) return;
  const height = lanes.length * LANE + AXIS;
  paper.need(height + 40);
  const names = Math.min(120, Math.max(...lanes.map(({ name }) => paper.widthOf(name, STYLES.head)))) + 14;
  const from = paper.left + names;
  const scale = scaleOf(marks, from, paper.left + paper.width - 8);
  const top = paper.y;
  const box = [paper.left, top, paper.left + paper.width, top + height];
  const figure = paper.element("Figure", null, { alt: caption, bbox: box });
  paper.marked(figure, "Figure", () => {
    drawAxis(paper, scale, top + lanes.length * LANE, language);
    for (const [n, lane] of lanes.entries()) {
      const y = top + n * LANE + LANE * 0.62;
      const [name = ""] = paper.lines(lane.name, names - 10, STYLES.head);
      paper.line(name, paper.left, y - STYLES.head.leading / 2, STYLES.head);
      paper.rule(y, 0.6, LINE, from);
      drawMarks(paper, marks.filter((mark) => mark.lane === n), y, scale, n);
    }
  });
  figure.end();
  paper.y = top + height + 6;
}

interface Scale {
  readonly first: number;
  readonly last: number;
  readonly from: number;
  readonly to: number;
  readonly at: (day: string) => number;
}

function scaleOf(marks: readonly Mark[], from: number, to: number): Scale {
  const days = marks.map(({ day }) => Date.parse(day) / DAY);
  const first = Math.min(...days);
  const last = Math.max(...days);
  // One day alone stands in the middle.
  const span = last - first;
  const at = (day: string): number =>
    span === 0 ? (from + to) / 2 : from + 8 + ((Date.parse(day) / DAY - first) / span) * (to - from - 16);
  return { first, last, from, to, at };
}

/** Ticks at the first of months or years, as many as can be read; of a month or less, at its first and last day. */
function drawAxis(paper: Paper, scale: Scale, y: number, language: string): void {
  paper.rule(y, 0.9, QUIET, scale.from, scale.to);
  const months = ((scale.last - scale.first) / 30.4) | 0;
  const step = [1, 2, 3, 6, 12, 24, 60, 120].find((one) => months / one <= 8) ?? 240;
  const near = scale.last - scale.first < NEAR;
  const words = new Intl.DateTimeFormat(language, { ...(near ? { day: "numeric" } : {}), month: "short", year: "numeric", timeZone: "UTC" });
  let drawn = Number.NEGATIVE_INFINITY;
  for (const day of firsts(scale, step)) {
    const x = scale.at(day);
    paper.document.save().lineWidth(0.9).strokeColor(QUIET).moveTo(x, y).lineTo(x, y + 4).stroke().restore();
    const text = words.format(new Date(day));
    const wide = paper.widthOf(text, STYLES.small);
    const left = Math.min(x - wide / 2, scale.to - wide);
    if (left < drawn + 8) continue;
    paper.line(text, left, y + 5, STYLES.small);
    drawn = left + wide;
  }
}

function firsts({ first, last }: Scale, step: number): string[] {
  if (last - first < NEAR) return [...new Set([first, last])].map((day) => new Date(day * DAY).toISOString().slice(0, 10));
  const found: string[] = [];
  const start = new Date(first * DAY);
  for (let month = Math.ceil((start.getUTCMonth() + 1) / step) * step; ; month += step) {
    const day = Date.UTC(start.getUTCFullYear(), month, 1);
    if (day / DAY > last) return found;
    found.push(new Date(day).toISOString().slice(0, 10));
  }
}

/** A sign for each mark, and its number above where there is room: two rows of numbers at most. */
function drawMarks(paper: Paper, marks: readonly Numbered[], y: number, scale: Scale, lane: number): void {
  const { document } = paper;
  const ends = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const mark of marks) {
    const x = scale.at(mark.day);
    document.save().fillColor(COLOURS[lane % COLOURS.length] ?? INK).lineWidth(0.8).strokeColor("#ffffff");
    sign(paper, x, y, lane);
    document.restore();
    const text = String(mark.n);
    const wide = paper.widthOf(text, STYLES.small);
    const row = ends.findIndex((end) => x - wide / 2 > end + 1.5);
    if (row < 0) continue;
    paper.line(text, x - wide / 2, y - 17 - row * 8, { ...STYLES.small, size: 7.5 });
    ends[row] = x + wide / 2;
  }
}

/** A disc, a square or a triangle: rows differ without colour too. */
function sign(paper: Paper, x: number, y: number, lane: number): void {
  const { document } = paper;
  const shape = lane % 3;
  if (shape === 0) document.circle(x, y, 4).fillAndStroke();
  else if (shape === 1) document.rect(x - 3.6, y - 3.6, 7.2, 7.2).fillAndStroke();
  else document.polygon([x, y - 4.6], [x + 4.6, y + 3.8], [x - 4.6, y + 3.8]).fillAndStroke();
}
