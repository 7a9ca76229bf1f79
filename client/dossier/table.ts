/** Tables whose rows break over pages; each page begins with their heads. */

import type { StructureElement } from "pdfkit";
import { LINE, QUIET, STYLES, type Paper, type Style } from "./paper.js";

export interface Table {
  /** Empty when the first column names the row. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The first cell of a row names it. */
  readonly named?: boolean;
}

const GAP = 12;
const PAD = 3.5;

/** Draw a table under what stands there. */
export function drawTable(paper: Paper, table: Table): void {
  const columns = Math.max(table.head.length, ...table.rows.map((row) => row.length));
  if (columns === 0) return;
  const widths = widthsOf(paper, table, columns);
  const places = widths.map((_, n) => paper.left + widths.slice(0, n).reduce((sum, one) => sum + one + GAP, 0));
  const element = paper.element("Table");
  const grid = new Grid(paper, element, widths, places, table);
  grid.draw();
  element.end();
  paper.y += 9;
}

interface Row {
  readonly lines: readonly (readonly string[])[];
  readonly height: number;
}

class Grid {
  readonly #paper: Paper;
  readonly #element: StructureElement;
  readonly #widths: readonly number[];
  readonly #places: readonly number[];
  readonly #table: Table;
  readonly #head: Row | null;

  constructor(paper: Paper, element: StructureElement, widths: readonly number[], places: readonly number[], table: Table) {
    this.#paper = paper;
    this.#element = element;
    this.#widths = widths;
    this.#places = places;
    this.#table = table;
    this.#head = table.head.length === 0 ? null : this.#row(table.head, () => STYLES.head);
  }

  draw(): void {
    this.#begin();
    for (const cells of this.#table.rows) this.#place(this.#row(cells, (n) => this.#styleOf(n)));
  }

  /** The heads, which stay with the beginning of the first row. */
  #begin(): void {
    const paper = this.#paper;
    const leading = STYLES.cell.leading;
    paper.need((this.#head?.height ?? 0) + 2 * leading + 2 * PAD);
    if (this.#head !== null) this.#segment(this.#head, 0, Number.POSITIVE_INFINITY, this.#cells("TH", "Column"), STYLES.head);
    paper.unread("Layout", () => {
      paper.rule(paper.y, this.#head === null ? 0.4 : 0.9, this.#head === null ? LINE : STYLES.head.colour);
    });
  }

  /** A row that fits on a page of its own and not here goes to the next, unless it is long. */
  #place(row: Row): void {
    const paper = this.#paper;
    const all = Math.max(1, ...row.lines.map((one) => one.length));
    const leading = STYLES.cell.leading;
    if (row.height > paper.room && all <= 12) this.#turn();
    const cells = this.#cells("TD", "Row");
    let at = 0;
    while (at < all) {
      const count = Math.floor((paper.room - 2 * PAD) / leading);
      if (count < Math.min(2, all - at)) {
        this.#turn();
        if (at > 0) this.#remind(row, at);
        continue;
      }
      this.#segment(row, at, count, cells, null);
      at += count;
      paper.unread("Layout", () => { paper.rule(paper.y, 0.4); });
    }
    for (const cell of cells) cell.end();
  }

  #turn(): void {
    const head = this.#head;
    const paper = this.#paper;
    paper.turn();
    if (head === null) return;
    // Told once already: those who hear the document do not hear it on each page.
    paper.unread("Pagination", () => {
      this.#lines(head, 0, Number.POSITIVE_INFINITY, STYLES.head);
      paper.y += head.height;
      paper.rule(paper.y, 0.9, STYLES.head.colour);
    });
  }

  /** What row runs on: the cells that have ended begin again, in quiet letters. */
  #remind(row: Row, from: number): void {
    this.#paper.unread("Pagination", () => {
      for (const [n, lines] of row.lines.entries()) {
        if (lines.length <= from) this.#cell(lines.slice(0, 1), n, { ...STYLES.cell, colour: QUIET });
      }
    });
  }

  /** The elements of a row's cells. */
  #cells(tag: "TH" | "TD", scope: "Row" | "Column"): StructureElement[] {
    const row = this.#paper.element("TR", this.#element);
    return this.#widths.map((_, n) => {
      const heads = tag === "TH" || (n === 0 && this.#table.named === true);
      return this.#paper.element(heads ? "TH" : "TD", row, heads ? { scope } : {});
    });
  }

  /** Some lines of a row, cell after cell. */
  #segment(row: Row, from: number, count: number, cells: readonly StructureElement[], style: Style | null): void {
    const paper = this.#paper;
    const all = Math.max(1, ...row.lines.map((one) => one.length));
    for (const [n, cell] of cells.entries()) {
      const lines = (row.lines[n] ?? []).slice(from, from + count);
      if (lines.length > 0) paper.marked(cell, "Span", () => { this.#cell(lines, n, style ?? this.#styleOf(n)); });
    }
    paper.y += Math.min(count, all - from) * STYLES.cell.leading + 2 * PAD;
  }

  #lines(row: Row, from: number, count: number, style: Style): void {
    for (const [n, lines] of row.lines.entries()) this.#cell(lines.slice(from, from + count), n, style);
  }

  #cell(lines: readonly string[], column: number, style: Style): void {
    const x = this.#places[column] ?? this.#paper.left;
    for (const [n, line] of lines.entries()) this.#paper.line(line, x, this.#paper.y + PAD + n * style.leading, style);
  }

  #row(cells: readonly string[], style: (column: number) => Style): Row {
    const lines = this.#widths.map((width, n) => this.#paper.lines(cells[n] ?? "", width, style(n)));
    const most = Math.max(1, ...lines.map((one) => one.length));
    return { lines, height: most * STYLES.cell.leading + 2 * PAD };
  }

  #styleOf(column: number): Style {
    return column === 0 && this.#table.named === true ? STYLES.head : STYLES.cell;
  }
}

/**
 * Each column as wide as its longest line, when all fit. Else the room is shared out evenly, and what a narrow column
 * does not need goes to the others. Names keep their width, and the last column takes what is over.
 */
function widthsOf(paper: Paper, table: Table, columns: number): number[] {
  const room = paper.width - (columns - 1) * GAP;
  const cells = [table.head, ...table.rows];
  const wanted = Array.from({ length: columns }, (_, n) =>
    Math.max(8, ...cells.flatMap((row) => (row[n] ?? "").split("\n")).map((line) => paper.widthOf(line, STYLES.head) + 1)),
  );
  const widths = shared(wanted, room);
  const before = widths.slice(0, -1);
  return [...before, room - sum(before)];
}

/** Share room out: who wants less than an even part gets what it wants, and the others an even part of the rest. */
export function shared(wanted: readonly number[], room: number): number[] {
  const widths = wanted.map(() => 0);
  let left = room;
  const order = wanted.map((want, n) => ({ want, n })).sort((a, b) => a.want - b.want);
  for (const [at, { want, n }] of order.entries()) {
    const width = Math.min(want, left / (order.length - at));
    widths[n] = width;
    left -= width;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
