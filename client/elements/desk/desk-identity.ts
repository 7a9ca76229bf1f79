/** `<desk-identity>`: who the reporter is, as far as this officer may know: an alias, and how to ask. */

import type { OpenCase } from "../../desk/case.js";
import { today } from "../../days.js";
import {
  announce, circleOf, declareKnowledge, mayBeTold, openingsOf, pledge, request,
  type Asking, type Ground, type How, type Purpose,
} from "../../desk/openings.js";
import { CONSENT_DAYS, CONSENT_USUAL_DAYS } from "../../terms.js";
import type { Frame } from "./desk-app.js";
import { nameOfOfficer, openingCard } from "./openings.js";
import {
  dayInWords, find, isTicked, onSubmit, part, say, sayOr, showFault, showMistake, stamp, stampOne, valueOf, write,
} from "./page.js";

const DAY = 86_400_000;

export class DeskIdentity extends HTMLElement {
  static define(): void {
    customElements.define("desk-identity", DeskIdentity);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;

  connectedCallback(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount > 0) return;
    this.append(stamp("identity"));
    write(this, "alias", say("identity.alias", { alias: opened.detail.alias }));
    const { box } = opened.detail;
    part(this, "no-box").hidden = box !== null;
    // Who is only in the investigation room has no key of the reporter's to write to.
    part(this, "ask").hidden = part(this, "override").hidden = box === null || opened.dialogue === null;
    this.#prepare(frame, opened);
    void this.#load(frame, opened);
  }

  #prepare(frame: Frame, opened: OpenCase): void {
    const { directory, me } = frame.desk;
    const roles = new Set(me.officer.roles);
    if (!roles.has("handler") && !roles.has("commission_member")) part(this, "override").remove();
    const choices = part(this, "choices");
    for (const officer of mayBeTold(directory, opened.detail.body, opened.talk.report)) {
      const made = stampOne("candidate");
      find(made, "input", HTMLInputElement).value = officer.id;
      write(made, "name", officer.name);
      write(made, "about", officer.roles.map((role) => sayOr("role", role)).join(", "));
      choices.append(made);
    }
    for (const field of this.querySelectorAll<HTMLInputElement>('input[type="date"]')) {
      const past = field.name === "since";
      field.min = past ? "" : dayFromNow(0);
      field.max = past ? dayFromNow(0) : dayFromNow(CONSENT_DAYS);
    }
    const ask = this.#form("ask");
    find(ask, '[name="not_after"]', HTMLInputElement).value = dayFromNow(CONSENT_USUAL_DAYS);
    onSubmit(ask, () => this.#ask(frame, opened, ask));
    const override = this.querySelector<HTMLFormElement>('[data-form="override"]');
    if (override !== null) {
      onSubmit(override, () => this.#announce(frame, opened, override));
      const later = find(override, '[name="later"]', HTMLInputElement);
      later.addEventListener("change", () => { part(override, "deferral").hidden = !later.checked; });
    }
    const know = this.#form("know");
    onSubmit(know, () => this.#know(frame, opened, know));
  }

  #form(name: string): HTMLFormElement {
    return find(this, `[data-form="${name}"]`, HTMLFormElement);
  }

  #asking(opened: OpenCase): Asking {
    const { id, body, box } = opened.detail;
    const reporter = opened.dialogue?.trust.reporter ?? null;
    if (box === null || reporter === null) throw new Error("no box, or the reporter's keys are not known");
    return { case: id, body, box, reporter };
  }

  async #ask(frame: Frame, opened: OpenCase, form: HTMLFormElement): Promise<void> {
    const [to, purpose, notAfter, reasons] = ["to", "purpose", "not_after", "reasons"].map((name) =>
      name === "to" ? (form.querySelector<HTMLInputElement>('[name="to"]:checked')?.value ?? "") : valueOf(form, name),
    ) as [string, string, string, string];
    if (!this.#complete(form, [
      [to, "error.no-person", "to"], [purpose, "error.purpose", "purpose"],
      [notAfter, "error.no-until", "not_after"], [reasons, "error.reasons", "reasons"],
    ])) return;
    const wish = { to, purpose: purpose as Purpose, notAfter, reasons };
    await request(frame.desk, this.#asking(opened), wish);
    form.reset();
    find(form, '[name="not_after"]', HTMLInputElement).value = dayFromNow(CONSENT_USUAL_DAYS);
    await this.#done(frame, opened, form, "done.asked");
  }

  async #announce(frame: Frame, opened: OpenCase, form: HTMLFormElement): Promise<void> {
    const value = (name: string): string => valueOf(form, name);
    const later = isTicked(form, "later");
    if (!this.#complete(form, [
      [value("ground"), "error.ground", "ground"],
      [value("authority"), "error.authority", "authority"],
      [value("basis"), "error.basis", "basis"],
      [value("reasons"), "error.reasons", "reasons"],
      [later ? value("deferred_until") : "-", "error.deferred", "deferred_until"],
      [later ? value("deferral") : "-", "error.deferral", "deferral"],
      [isTicked(form, "sure") ? "yes" : "", "error.override", "sure"],
    ])) return;
    await announce(frame.desk, this.#asking(opened), {
      ground: value("ground") as Ground,
      authorityName: value("authority"),
      legalBasis: value("basis"),
      reasons: value("reasons"),
      deferred: later ? { until: value("deferred_until"), reasons: value("deferral") } : null,
    });
    form.reset();
    part(form, "deferral").hidden = true;
    await this.#done(frame, opened, form, "done.announced");
  }

  async #know(frame: Frame, opened: OpenCase, form: HTMLFormElement): Promise<void> {
    const how = valueOf(form, "how");
    const since = valueOf(form, "since");
    if (!this.#complete(form, [
      [how, "error.how", "how"], [since, "error.since", "since"],
      [isTicked(form, "promised") ? "yes" : "", "error.pledge", "promised"],
    ])) return;
    const text = part(form, "pledge").textContent.trim();
    await pledge(frame.desk, opened.id, text, today());
    await declareKnowledge(frame.desk, opened.id, how as How, since);
    form.reset();
    await this.#done(frame, opened, form, "done.known");
  }

  /** Say what is missing first, at its own field; typed text stays. */
  #complete(form: HTMLFormElement, needed: readonly (readonly [string, string, string])[]): boolean {
    const missing = needed.find(([value]) => value.trim() === "");
    if (missing === undefined) return true;
    showMistake(part(form, "error"), missing[1], form.querySelector(`[name="${missing[2]}"]`));
    return false;
  }

  async #done(frame: Frame, opened: OpenCase, form: HTMLFormElement, word: string): Promise<void> {
    const step = form.closest("details");
    if (step !== null) step.open = false;
    part(this, "done").textContent = say(word);
    await this.#load(frame, opened);
  }

  async #load(frame: Frame, opened: OpenCase): Promise<void> {
    const where = part(this, "openings");
    try {
      const rows = await openingsOf(frame.desk, opened.id);
      const { author } = opened;
      where.replaceChildren(...rows.toReversed().map((row) => openingCard(frame, row, author)));
      if (rows.length === 0) where.append(stamp("openings-none"));
    } catch (error) {
      showFault(where, error);
    }
    const roles = frame.desk.me.officer.roles;
    if (roles.includes("protection_officer") || roles.includes("commission_member")) {
      await this.#drawCircle(frame, opened);
    }
  }

  async #drawCircle(frame: Frame, opened: OpenCase): Promise<void> {
    const where = part(this, "circle");
    try {
      const circle = await circleOf(frame.desk, opened.id);
      const made = stampOne("circle");
      part(made, "nobody").hidden = circle.rows.length > 0;
      find(made, ".table-wrap", HTMLElement).hidden = circle.rows.length === 0;
      for (const one of circle.rows) {
        const row = stampOne("circle-row");
        write(row, "who", whoKnows(frame, one.knower));
        write(row, "since", dayInWords(one.since));
        write(row, "how", sayOr("how", one.how));
        const promised = circle.pledges.find(({ officer }) => `officer:${officer}` === one.knower);
        write(row, "pledge", promised === undefined ? say("circle.none") : dayInWords(promised.day));
        find(made, "tbody", HTMLElement).append(row);
      }
      where.replaceChildren(made);
    } catch (error) {
      showFault(where, error);
    }
  }
}

/** Who knows, in words: an officer, a function of the directory, or somebody else. */
function whoKnows(frame: Frame, knower: string): string {
  const [kind, id = ""] = knower.split(":");
  if (kind === "officer") return nameOfOfficer(frame.desk, id);
  const found = frame.desk.directory.functions.find((one) => one.id === id);
  if (found === undefined) return say("circle.other");
  const title = found.titles[document.documentElement.lang === "nl" ? "nl" : "en"];
  return found.holder_name === null ? title : `${found.holder_name} (${title})`;
}

function dayFromNow(days: number): string {
  return new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
}
