/** `<desk-inbox>`: the cases of one officer, what is due first on top, and search over what was opened. */

import type { InboxPage } from "../../desk/desk.js";
import { dayIn } from "../../days.js";
import {
  applyFilter, daysBetween, EVERYTHING, sortByDue, urgency, type CaseRow, type Filter, type Urgency,
} from "../../desk/inbox.js";
import type { Frame } from "./desk-app.js";
import { toneOf } from "./desk-care.js";
import {
  dayInWords, find, isTicked, number, part, Progress, say, sayCount, sayOr, showFault, stamp, stampOne, valueOf, write,
} from "./page.js";

export class DeskInbox extends HTMLElement {
  static define(): void {
    customElements.define("desk-inbox", DeskInbox);
  }

  frame: Frame | null = null;
  page = 1;
  #rows: readonly CaseRow[] = [];
  #total = 0;
  /** Rows of all pages that were seen here, for the names of what search finds. */
  readonly #known = new Map<string, CaseRow>();
  #widening = false;

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("inbox"));
    const form = this.#form;
    form.addEventListener("submit", (event) => { event.preventDefault(); });
    form.addEventListener("input", () => { this.#draw(frame); });
    find(this, '[data-do="widen"]', HTMLElement).addEventListener("click", () => { void this.#widen(frame); });
    find(this, '[data-do="stop"]', HTMLElement).addEventListener("click", () => { this.#widening = false; });
    void this.#load(frame);
  }

  disconnectedCallback(): void {
    this.#widening = false;
  }

  get #form(): HTMLFormElement {
    return find(this, "form", HTMLFormElement);
  }

  async #load(frame: Frame): Promise<void> {
    const where = part(this, "cases");
    try {
      const page = await frame.desk.inbox(this.page);
      this.#rows = sortByDue(page.cases);
      this.#total = page.total;
      this.#remember(page.cases);
      write(this, "summary", page.total === 0 ? "" : sayCount("inbox.summary", page.total));
      this.#drawStatuses();
      this.#drawPages(frame, page);
      this.#draw(frame);
    } catch (error) {
      showFault(where, error);
    }
  }

  #remember(rows: readonly CaseRow[]): void {
    for (const row of rows) this.#known.set(row.id, row);
  }

  #drawStatuses(): void {
    const select = find(this.#form, "select", HTMLSelectElement);
    for (const status of new Set(this.#rows.map((row) => row.status))) {
      select.append(new Option(sayOr("status", status), status));
    }
  }

  #drawPages(frame: Frame, page: InboxPage): void {
    const pages = part(this, "pages");
    pages.hidden = page.pages <= 1;
    write(pages, "where", say("inbox.where", { n: number(page.page), total: number(page.pages) }));
    for (const [name, to] of [["previous", page.page - 1], ["next", page.page + 1]] as const) {
      const link = find(pages, `[data-part="${name}"]`, HTMLAnchorElement);
      link.hidden = to < 1 || to > page.pages;
      link.href = frame.hrefOf({ view: "inbox", page: Math.max(1, to) });
    }
  }

  get #filter(): Filter {
    const form = this.#form;
    const status = valueOf(form, "status");
    return {
      ...EVERYTHING,
      unread: isTicked(form, "unread"),
      due: isTicked(form, "due"),
      statuses: status === "" ? [] : [status],
    };
  }

  #draw(frame: Frame): void {
    const query = valueOf(this.#form, "query").trim();
    const searching = query !== "";
    part(this, "cases").hidden = searching;
    part(this, "results").hidden = !searching;
    part(this, "wider").hidden = !searching;
    if (searching) this.#drawFound(frame, query);
    else this.#drawCases(frame);
  }

  #drawCases(frame: Frame): void {
    write(this, "found", "");
    const where = part(this, "cases");
    if (this.#total === 0) {
      where.replaceChildren(stamp("inbox-empty"));
      return;
    }
    const day = dayIn(frame.desk.timeZone);
    const rows = applyFilter(this.#rows, this.#filter, day);
    if (rows.length === 0) {
      where.replaceChildren(stamp("inbox-none"));
      return;
    }
    const table = stampOne("inbox-table");
    find(table, "tbody", HTMLElement).append(...rows.map((row) => this.#row(frame, row, day)));
    where.replaceChildren(table);
  }

  #row(frame: Frame, row: CaseRow, day: string): HTMLElement {
    const made = stampOne("inbox-row");
    const link = find(made, "a", HTMLAnchorElement);
    link.textContent = row.number;
    link.href = frame.hrefOf({ view: "case", id: row.id });
    drawDue(made, row, day);
    const unread = part(made, "unread");
    if (row.unread > 0) {
      const badge = document.createElement("span");
      badge.className = "badge badge--info";
      badge.textContent = sayCount("unread", row.unread);
      unread.append(badge);
      made.classList.add("desk-row--unread");
    } else {
      unread.textContent = say("unread.none");
      unread.classList.add("quiet");
    }
    write(made, "status", sayOr("status", row.status));
    const risk = part(made, "risk");
    risk.textContent = sayOr("risk", row.risk ?? "needed");
    risk.className = toneOf(row.risk ?? "needed");
    write(made, "last", row.last_on === null ? say("never") : dayInWords(row.last_on));
    return made;
  }

  #drawFound(frame: Frame, query: string): void {
    const { index } = frame.desk;
    const day = dayIn(frame.desk.timeZone);
    const fits = new Set(
      applyFilter([...this.#known.values()], this.#filter, day).map((row) => row.id),
    );
    const hits = index.find(query).filter((hit) => fits.has(hit.id) || !this.#known.has(hit.id));
    // The number of a case can be searched for too.
    const byNumber = [...this.#known.values()].filter(
      (row) => fits.has(row.id) && row.number.toLowerCase().includes(query.toLowerCase()),
    );
    const list = document.createElement("ul");
    list.className = "desk-hits";
    for (const row of byNumber) {
      if (!hits.some((hit) => hit.id === row.id)) list.append(this.#hit(frame, row.id, [], 0));
    }
    for (const hit of hits) list.append(this.#hit(frame, hit.id, hit.excerpt, hit.matches));
    part(this, "results").replaceChildren(list);
    write(this, "found", sayCount("inbox.found", list.childElementCount));
    const unopened = this.#total - [...this.#known.keys()].filter((id) => index.knows(id)).length;
    write(this, "wider-text", unopened > 0 ? sayCount("inbox.unopened", unopened) : say("inbox.widened"));
    find(this, '[data-do="widen"]', HTMLElement).hidden = unopened <= 0 || this.#widening;
  }

  #hit(frame: Frame, id: string, excerpt: readonly string[], matches: number): HTMLElement {
    const made = stampOne("inbox-hit");
    const link = find(made, "a", HTMLAnchorElement);
    link.textContent = this.#known.get(id)?.number ?? say("title.case", { number: id.slice(0, 8) });
    link.href = frame.hrefOf({ view: "case", id });
    write(made, "matches", matches > 0 ? sayCount("inbox.matches", matches) : "");
    const where = part(made, "excerpt");
    for (const [at, piece] of excerpt.entries()) {
      if (at % 2 === 1) {
        const mark = document.createElement("mark");
        mark.textContent = piece;
        where.append(mark);
      } else {
        where.append(piece);
      }
    }
    where.hidden = excerpt.length === 0;
    return made;
  }

  /** Open all cases of all pages, one after the other, so that search finds them too. */
  async #widen(frame: Frame): Promise<void> {
    const { desk } = frame;
    const stop = find(this, '[data-do="stop"]', HTMLElement);
    const where = part(this, "progress");
    const progress = new Progress(where);
    this.#widening = true;
    stop.hidden = false;
    stop.focus();
    find(this, '[data-do="widen"]', HTMLElement).hidden = true;
    try {
      let pages = 1;
      for (let page = 1; page <= pages && this.#goesOn(); page += 1) {
        const read = await desk.inbox(page);
        pages = read.pages;
        this.#total = read.total;
        this.#remember(read.cases);
        for (const row of read.cases) {
          if (!this.#goesOn()) break;
          if (!desk.index.knows(row.id)) {
            const opened = await desk.openCase(row.id);
            await opened.refresh();
            frame.busy();
          }
          const done = [...this.#known.keys()].filter((id) => desk.index.knows(id)).length;
          progress.show(
            done / read.total,
            say("progress.cases", { n: number(done), total: number(read.total) }),
          );
          this.#draw(frame);
        }
      }
      progress.end();
    } catch (error) {
      showFault(where, error);
    } finally {
      this.#widening = false;
      stop.hidden = true;
      if (this.isConnected) this.#draw(frame);
    }
  }

  #goesOn(): boolean {
    return this.#widening && this.isConnected;
  }
}

const TONE: Readonly<Record<Urgency, string>> = {
  past: "badge badge--bad",
  today: "badge badge--bad",
  soon: "badge badge--warn",
  later: "badge",
  none: "quiet",
};

/** The next date of a case: in words first, with a colour that says the same. */
export function drawDue(where: ParentNode, row: CaseRow, day: string): void {
  const pressing = urgency(row.next, day);
  const badge = part(where, "due");
  badge.className = TONE[pressing];
  if (row.next === null) {
    badge.textContent = say("due.none");
    write(where, "due-what", "");
    return;
  }
  const days = Math.abs(daysBetween(day, row.next.due_on));
  badge.textContent = pressing === "today" ? say("due.today") : sayCount(`due.${pressing}`, days);
  const duty = sayOr("duty", row.next.kind);
  write(where, "due-what", say("due.what", { duty, day: dayInWords(row.next.due_on) }));
}
