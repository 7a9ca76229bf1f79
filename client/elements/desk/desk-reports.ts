/** `<desk-reports>`: yearly reports: read, saved, and published once by the commission. */

import { listReports, type YearlyReport } from "../../desk/oversight.js";
import type { Frame } from "./desk-app.js";
import {
  dayInWords, find, isTicked, number, onSubmit, part, say, sayOr, showFault, showMistake, stamp, stampOne, valueOf, write,
} from "./page.js";
import { bodyName } from "./places.js";

const TYPES = { pdf: "application/pdf", csv: "text/csv" } as const;

export class DeskReports extends HTMLElement {
  static define(): void {
    customElements.define("desk-reports", DeskReports);
  }

  frame: Frame | null = null;
  #year = 0;

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("reports"));
    const form = find(this, "form", HTMLFormElement);
    onSubmit(form, async () => {
      if (!isTicked(form, "sure")) {
        showMistake(part(form, "error"), "error.publish-sure", find(form, '[name="sure"]', HTMLElement));
        return;
      }
      await frame.desk.api.post("/api/desk/reports", { body: valueOf(form, "body"), year: this.#year });
      await this.#load(frame);
      write(this, "done", say("report.done"));
      frame.announce(say("report.done"));
    });
    void this.#load(frame);
  }

  async #load(frame: Frame): Promise<void> {
    const where = part(this, "reports");
    try {
      const { reports, to_publish, year } = await listReports(frame.desk);
      this.#year = year;
      const form = find(this, "form", HTMLFormElement);
      form.hidden = to_publish.length === 0;
      form.reset();
      write(this, "publish-label", say("report.publish", { year }));
      find(form, "select", HTMLSelectElement).replaceChildren(
        ...to_publish.map((body) => new Option(bodyName(frame, body), body)),
      );
      where.replaceChildren(
        ...(reports.length === 0 ? [stamp("reports-empty")] : reports.map((one) => drawn(frame, one))),
      );
    } catch (error) {
      showFault(where, error);
    }
  }
}

function drawn(frame: Frame, report: YearlyReport): HTMLElement {
  const made = stampOne("yearly");
  const title = say("report.title", { body: bodyName(frame, report.body), year: report.year });
  write(made, "title", title);
  find(made, ".desk-wide", HTMLElement).setAttribute("aria-label", title);
  write(made, "published", say("report.published", { day: dayInWords(report.published_on) }));
  find(made, "tbody", HTMLElement).append(
    ...report.figures.map(({ figure, least, most }) => {
      const row = document.createElement("tr");
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = sayOr("o-figure", figure);
      const cell = document.createElement("td");
      cell.textContent =
        least === 0 ? say("report.few", { k: most + 1 }) : say("report.band", { least: number(least), most: number(most) });
      row.append(head, cell);
      return row;
    }),
  );
  for (const kind of ["pdf", "csv"] as const) {
    find(made, `[data-do="${kind}"]`, HTMLElement).addEventListener("click", () => {
      save(frame, report, kind).catch((error: unknown) => { showFault(part(made, "error"), error); });
    });
  }
  return made;
}

async function save(frame: Frame, report: YearlyReport, kind: keyof typeof TYPES): Promise<void> {
  const bytes = await frame.desk.api.getBytes(`/api/desk/reports/${report.id}/${kind}`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: TYPES[kind] }));
  link.download = `${String(report.year)}-${report.body.slice(0, 8)}.${kind}`;
  link.click();
  setTimeout(() => { URL.revokeObjectURL(link.href); }, 60_000);
  frame.announce(say("report.saved"));
}
