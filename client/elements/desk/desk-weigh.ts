/** `<desk-weigh>`: decisions against the reporter, weighed with what the employer put on record of everybody. */

import type { OpenCase } from "../../desk/case.js";
import {
  listMonths, listReviews, openMonth, weigh, type Decided, type Review,
} from "../../desk/grounds.js";
import { factsOf, titleOf } from "../../file/facts.js";
import { readCopy } from "../../file/sharing.js";
import { decidedRow } from "./desk-grounds.js";
import type { Frame } from "./desk-app.js";
import { TONGUE } from "./lines.js";
import {
  dayInWords, find, onSubmit, part, say, sayOr, showFault, showMistake, stamp, stampOne, valueOf, write,
} from "./page.js";

export class DeskWeigh extends HTMLElement {
  static define(): void {
    customElements.define("desk-weigh", DeskWeigh);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  changed: () => void = () => undefined;
  #record: Promise<readonly Decided[]> | null = null;

  connectedCallback(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount > 0) return;
    void this.#load(frame, opened);
  }

  async #load(frame: Frame, opened: OpenCase, word = ""): Promise<void> {
    try {
      const reviews = await listReviews(opened);
      if (reviews.length === 0) return;
      this.replaceChildren(stamp("weigh"));
      part(this, "reviews").append(...reviews.map((one, at) => this.#review(frame, opened, one, at)));
      if (word !== "") write(this, "said", say(word));
    } catch (error) {
      showFault(this, error);
    }
  }

  #review(frame: Frame, opened: OpenCase, review: Review, at: number): HTMLElement {
    const made = stampOne("weigh-one");
    const shared = sharedBy(opened, review);
    write(made, "title", shared?.title ?? say("weigh.unreadable"));
    write(made, "facts", shared?.facts ?? "");
    write(made, "state", review.weighed !== null
      ? say("weigh.done", { day: dayInWords(review.weighed_on ?? ""), weighed: sayOr("care-code", `weighed-${review.weighed}`) })
      : say(review.missed_on === null ? "weigh.due" : "weigh.missed", { day: dayInWords(review.due_on) }));
    const form = find(made, "form", HTMLFormElement);
    form.hidden = review.weighed !== null || shared === null;
    if (form.hidden) return made;
    for (const name of ["of", "weighed", "reasons"]) {
      const field = find(form, `[name=${name}]`, HTMLElement);
      field.id = `desk-weigh-${name}-${String(at)}`;
      find(form, `label[data-for="${name}"]`, HTMLLabelElement).htmlFor = field.id;
    }
    void this.#offerRecord(frame, opened, form);
    onSubmit(form, async () => {
      const [of, weighed, reasons] = [valueOf(form, "of"), valueOf(form, "weighed"), valueOf(form, "reasons").trim()];
      const wrong = weighed === "" ? "weighed" : weighed !== "no-grounds" && of === "" ? "of" : reasons === "" ? "reasons" : "";
      if (wrong !== "") {
        showMistake(part(form, "error"), `error.weigh-${wrong}`, find(form, `[name=${wrong}]`, HTMLElement));
        return;
      }
      const found = (await this.#onRecord(frame)).find(({ hash }) => hash === of) ?? null;
      await weigh(opened, review, { weighed, reasons, record: found === null ? say("weigh.no-record") : quoted(found), of: found });
      this.changed();
      await this.#load(frame, opened, "weigh.said");
    });
    return made;
  }

  /** What the employer put on record, of everybody: which of it is hers is found here and nowhere else. */
  #onRecord(frame: Frame): Promise<readonly Decided[]> {
    this.#record ??= (async () => {
      const months = await Promise.all((await listMonths(frame.desk)).map((one) => openMonth(frame.desk, one)));
      return months.flatMap(({ decided }) => decided);
    })();
    return this.#record;
  }

  async #offerRecord(frame: Frame, opened: OpenCase, form: HTMLFormElement): Promise<void> {
    const select = find(form, "[name=of]", HTMLSelectElement);
    try {
      const record = await this.#onRecord(frame);
      select.append(...record.map((one) => new Option(
        say("grounds.decided", { about: one.about, kind: sayOr("grounds-kind", one.kind), day: dayInWords(one.decided_on) }), one.hash,
      )));
      select.addEventListener("change", () => {
        const chosen = record.find(({ hash }) => hash === select.value);
        const list = part(form, "chosen");
        list.replaceChildren(...(chosen === undefined ? [] : [shownOnly(chosen, opened.detail.received_on)]));
      });
    } catch (error) {
      showFault(part(form, "error"), error);
    }
  }
}

function shownOnly(one: Decided, reported_on: string): HTMLElement {
  const row = decidedRow(one, reported_on);
  part(row, "choice").remove();
  write(row, "by", say("weigh.recorded", { day: dayInWords(one.recorded_on) }));
  return row;
}

/** The employer's words with their days, as the reporter gets them. */
function quoted(one: Decided): string {
  const dated = one.grounds_on === "" ? say("grounds.grounds-undated") : say("grounds.dated", { day: dayInWords(one.grounds_on) });
  return [
    say("weigh.quoted", { decided: dayInWords(one.decided_on), recorded: dayInWords(one.recorded_on), who: one.who }), dated, one.grounds,
  ].join("\n");
}

function sharedBy(opened: OpenCase, review: Review): { title: string; facts: string } | null {
  const room = opened.ownRooms.find(({ state }) => state.kind === review.room_kind);
  const entry = room?.entries.find((one) => one.state === "read" && one.id === review.id);
  if (entry?.state !== "read") return null;
  try {
    const { kind, body } = readCopy(entry.body);
    const facts = factsOf(kind, body, TONGUE, () => null);
    return { title: titleOf(kind, body, TONGUE), facts: facts.map(({ label, text }) => `${label}: ${text}`).join("\n") };
  } catch {
    return null;
  }
}
