/** `<desk-board>`: bodies and their overdue duties; `<desk-duties>`: those of one body. No content. */

import { barsOf } from "../../desk/bars.js";
import { dayIn } from "../../days.js";
import { daysBetween } from "../../desk/inbox.js";
import { COLUMNS, seeBoard, seeDuties, type Board, type BoardRow, type Duty, type Pattern } from "../../desk/oversight.js";
import { faultOf } from "../../desk/trouble.js";
import type { Frame } from "./desk-app.js";
import { DeskProcedures } from "./desk-procedures.js";
import { dayInWords, find, number, part, say, sayCount, sayOr, showFault, stamp, stampOne, write } from "./page.js";
import { bodyName, unitName } from "./places.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 600;
const ROW = 30;

export class DeskBoard extends HTMLElement {
  static define(): void {
    customElements.define("desk-board", DeskBoard);
  }

  frame: Frame | null = null;

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("board"));
    const procedures = new DeskProcedures();
    procedures.frame = frame;
    this.append(procedures);
    void this.#load(frame);
  }

  async #load(frame: Frame): Promise<void> {
    const where = part(this, "board");
    try {
      const board = await seeBoard(frame.desk);
      where.replaceChildren(board.bodies.length === 0 ? stamp("board-empty") : drawn(frame, board));
    } catch (error) {
      showFault(where, error);
    }
  }
}

function drawn(frame: Frame, { bodies, patterns }: Board): HTMLElement {
  const made = stampOne("board-drawn");
  const sum = bodies.reduce((all, one) => all + one.total, 0);
  write(made, "sum", sum === 0 ? say("board.nothing") : sayCount("board.sum", sum));
  chart(frame, made, bodies);
  find(made, "tbody", HTMLElement).append(...bodies.map((one) => tableRow(frame, one)));
  part(made, "patterns").append(...patterns.map((one) => patternRow(frame, one)));
  part(made, "no-patterns").hidden = patterns.length > 0;
  return made;
}

/** The chart looks at what is most; the table beside it says everything in words. */
function chart(frame: Frame, made: HTMLElement, bodies: readonly BoardRow[]): void {
  const bars = barsOf(bodies, COLUMNS);
  part(made, "figure").hidden = bars.length === 0;
  write(made, "caption", say("board.caption"));
  const svg = find(made, "svg", SVGSVGElement);
  svg.setAttribute("viewBox", `0 0 ${String(WIDTH)} ${String(Math.max(1, bars.length) * ROW)}`);
  svg.setAttribute("aria-label", bars.map((one) => say("board.bar", { body: bodyName(frame, one.body), n: one.total })).join(", "));
  for (const [at, bar] of bars.entries()) {
    for (const piece of bar.pieces) {
      const rect = document.createElementNS(SVG, "rect");
      rect.setAttribute("class", `desk-board__piece desk-board__piece--${piece.column}`);
      rect.setAttribute("x", String(piece.from * WIDTH));
      rect.setAttribute("y", String(at * ROW + 4));
      rect.setAttribute("width", String(Math.max(2, piece.length * WIDTH - 1)));
      rect.setAttribute("height", String(ROW - 8));
      svg.append(rect);
    }
  }
}

function tableRow(frame: Frame, row: BoardRow): HTMLElement {
  const made = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  const link = document.createElement("a");
  link.href = frame.hrefOf({ view: "duties", id: row.body });
  link.textContent = bodyName(frame, row.body);
  head.append(link);
  const counts = new Map(row.counts.map(({ column, count }) => [column, count]));
  const cells = [...COLUMNS.map((one) => counts.get(one) ?? 0), row.total].map((count) => {
    const cell = document.createElement("td");
    cell.className = count > 0 ? "desk-number desk-number--some" : "desk-number";
    cell.textContent = number(count);
    return cell;
  });
  const oldest = document.createElement("td");
  oldest.textContent = row.oldest === null ? "" : say("board.oldest", { day: dayInWords(row.oldest) });
  made.append(head, ...cells, oldest);
  return made;
}

function patternRow(frame: Frame, one: Pattern): HTMLElement {
  const item = document.createElement("li");
  const unit = one.unit === null ? "" : unitName(frame, one.unit);
  item.textContent = say(`pattern.${["unit", "leak", "retaliation"].includes(one.repeats) ? one.repeats : "other"}`, {
    body: bodyName(frame, one.body), unit, n: one.cases,
  });
  return item;
}

export class DeskDuties extends HTMLElement {
  static define(): void {
    customElements.define("desk-duties", DeskDuties);
  }

  frame: Frame | null = null;
  bodyId = "";

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("duties"));
    write(this, "body", bodyName(frame, this.bodyId));
    void this.#load(frame);
  }

  async #load(frame: Frame): Promise<void> {
    const where = part(this, "duties");
    try {
      const duties = await seeDuties(frame.desk, this.bodyId);
      if (duties.length === 0) {
        where.replaceChildren(stamp("duties-empty"));
        return;
      }
      const table = stampOne("duties-table");
      const day = dayIn(frame.desk.timeZone);
      find(table, "tbody", HTMLElement).append(...duties.map((one) => dutyRow(one, day)));
      where.replaceChildren(table);
    } catch (error) {
      if (faultOf(error).code !== "not-found") {
        showFault(where, error);
        return;
      }
      this.replaceChildren(stamp("absent"));
      frame.entitle("absent");
    }
  }
}

function dutyRow(duty: Duty, day: string): HTMLElement {
  const row = stampOne("duties-row");
  const about = duty.kind === "procedure" ? "case.none" : "case.elsewhere";
  write(row, "case", duty.number === null ? say(about) : say("case.of", { n: duty.number }));
  write(row, "kind", sayOr("o-clock", duty.kind));
  write(row, "due", dayInWords(duty.due_on));
  write(row, "late", sayCount("late.days", Math.max(0, daysBetween(duty.due_on, day))));
  write(row, "side", sayOr("o-side", duty.side));
  return row;
}
