/**
 * `<report-form>`: the way from "Is it safe here?" to the receipt, all in one document.
 *
 * One step is shown at a time; the browser's Back goes a step back. Everything typed stays in the
 * fields, so that nothing is lost by going back, by a lost connection or by a refusal.
 */

import { Problem } from "../../api.js";
import { TooLarge, newReceipt, type Receipt } from "../../crypto/index.js";
import type { MyReport } from "../../mine.js";
import { SealedReport, type Account } from "../../sending.js";
import type { Upload } from "../../transfer.js";
import { AskedBefore } from "./asked-before.js";
import { ExcludeReaders, showLevel } from "./exclude-readers.js";
import { FilePicker } from "./file-picker.js";
import { JoinWith } from "./join-with.js";
import { NameChoice } from "./name-choice.js";
import { deployment, directory, explained, fill, filled, goTo, language, part, parts, texts, type Say } from "./page.js";
import { showOfficers } from "./people.js";
import type { Pushed } from "./quick-exit.js";
import { ReceiptCard, type Arrived } from "./receipt-card.js";
import { MOST_BYTES, STEPS, beside, bytesOf, hasContent, isStep, wrongWith, type Step } from "./steps.js";
import { guardLeaving } from "./unsent.js";
import { wordList } from "./words.js";

/** What one entry in the tab's history remembers. */
interface Place extends Pushed {
  step?: Step;
}

/** The list of officers is not what it was: look again at who can read. */
const READERS_CHANGED = new Set(["directory-changed", "no-key", "no-channel"]);

export class ReportForm extends HTMLElement {
  #step: Step = "safety";
  #say: Say = () => "";
  #sealed: { readonly report: SealedReport; readonly of: string } | null = null;
  #receipt: Receipt | null = null;
  #sending = false;
  #sent = false;
  #filesLeft = false;

  static define(): void {
    customElements.define("report-form", ReportForm);
  }

  connectedCallback(): void {
    this.#say = texts(this);
    part(this, "[data-starting]", HTMLElement).hidden = true;
    for (const form of this.querySelectorAll<HTMLFormElement>("form[data-step]")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#next();
      });
    }
    for (const back of parts(this, "[data-back]")) {
      back.addEventListener("click", () => { history.back(); });
    }
    for (const change of parts(this, "[data-change]")) {
      change.addEventListener("click", () => { this.#change(change); });
    }
    addEventListener("popstate", (event) => { this.#arrive(event.state as Place | null); });
    guardLeaving(() => this.#wouldLose());
    // After a reload nothing is filled in any more, so it begins again; the tab's history stays.
    history.replaceState({ hoeder: this.#depth, step: "safety" } satisfies Place, "");
    this.#show("safety", false);
    this.#asked.addEventListener("change", () => {
      const adviser = this.#asked.asked?.adviser;
      if (adviser !== undefined) this.#readers.but = new Set([adviser]);
    });
    this.#join.addEventListener("change", () => { this.#readers.joint = this.#join.joint; });
    void this.#readers.load();
  }

  get #join(): JoinWith {
    return part(this, "join-with", JoinWith);
  }

  get #asked(): AskedBefore {
    return part(this, "asked-before", AskedBefore);
  }

  get #depth(): number {
    return (history.state as Place | null)?.hoeder ?? 0;
  }

  get #readers(): ExcludeReaders {
    return part(this, "exclude-readers", ExcludeReaders);
  }

  get #files(): FilePicker {
    return part(this, "file-picker", FilePicker);
  }

  get #name(): NameChoice {
    return part(this, "name-choice", NameChoice);
  }

  get #card(): ReceiptCard {
    return part(this, "receipt-card", ReceiptCard);
  }

  get #account(): Account {
    const answer = (name: string): string =>
      part(this, `textarea[name=${name}]`, HTMLTextAreaElement).value;
    return {
      text: answer("text"),
      who: answer("who"),
      where: answer("where"),
      when: answer("when"),
      told: answer("told"),
    };
  }

  #wouldLose(): boolean {
    if (this.#sent) return this.#filesLeft || !this.#card.kept;
    return hasContent(this.#account) || this.#files.names.length > 0 || this.#name.hasContent;
  }

  #section(step: Step | "receipt"): HTMLElement {
    return part(this, `[data-step=${step}]`, HTMLElement);
  }

  #show(step: Step, focus: boolean): void {
    this.#step = step;
    for (const one of parts(this, "[data-step]")) one.hidden = one.dataset["step"] !== step;
    for (const one of parts(this, "[data-error]")) one.hidden = true;
    const heading = part(this.#section(step), "h1", HTMLElement);
    const values = { n: STEPS.indexOf(step) + 1, all: STEPS.length };
    const line = part(this, "[data-steps]", HTMLElement);
    line.hidden = false;
    part(line, "[data-step-text]", HTMLElement).textContent = this.#say("step", values);
    part(line, "progress", HTMLProgressElement).value = values.n;
    document.title = filled(this.dataset["title"] ?? "", { ...values, step: heading.textContent });
    if (step === "name") this.#offerBox();
    if (step === "check") this.#review();
    if (focus) goTo(heading);
  }

  #go(step: Step): void {
    history.pushState({ hoeder: this.#depth + 1, step } satisfies Place, "");
    this.#show(step, true);
  }

  #arrive(place: Place | null): void {
    // What was sent is sent: going back does not bring the questions back.
    if (this.#sent || this.#sending) return;
    if (isStep(place?.step)) this.#show(place.step, true);
  }

  #change(button: HTMLElement): void {
    const { change, field } = button.dataset;
    if (!isStep(change) || this.#sending) return;
    this.#go(change);
    if (field !== undefined) part(this, `textarea[name=${field}]`, HTMLElement).focus();
  }

  #next(): void {
    const wrong = this.#wrong(this.#step);
    if (wrong !== null) this.#refuse(wrong);
    else if (this.#step === "check") void this.#send();
    else this.#go(beside(this.#step, 1));
  }

  /** The name of the error summary to show, if this step cannot be left. */
  #wrong(step: Step): string | null {
    if (step === "exclude") {
      const left = this.#readers.remaining;
      if (left === null) return "list";
      return left.readers.length === 0 ? "nobody" : null;
    }
    if (step === "tell") {
      const text = part(this, "#text", HTMLTextAreaElement);
      const wrong = wrongWith({ ...this.#account });
      part(this, "#text-error", HTMLElement).hidden = wrong !== "text";
      if (wrong === "text") text.setAttribute("aria-invalid", "true");
      else text.removeAttribute("aria-invalid");
      text.setAttribute("aria-describedby", wrong === "text" ? "text-error text-hint" : "text-hint");
      return wrong;
    }
    if (step === "files") return this.#files.busy ? "busy" : null;
    if (step === "name") return this.#name.wrong;
    return null;
  }

  #refuse(name: string, text?: string): void {
    const summary = part(this, `[data-error=${name}]`, HTMLElement);
    if (text !== undefined) part(summary, "[data-problem]", HTMLElement).textContent = text;
    if (name === "long") {
      const number = new Intl.NumberFormat(language());
      const values = { n: number.format(bytesOf(this.#account)), most: number.format(MOST_BYTES) };
      fill(part(summary, "a", HTMLElement), values);
    }
    summary.hidden = false;
    goTo(summary);
  }

  /** Who keeps the shares follows from whom she left out. */
  #offerBox(): void {
    const [found, left] = [this.#readers.directory, this.#readers.remaining];
    if (found !== null && left !== null) this.#name.offer(found, left, this.#say);
  }

  #review(): void {
    const section = this.#section("check");
    const [found, left] = [this.#readers.directory, this.#readers.remaining];
    if (found !== null && left !== null) {
      const home = document.documentElement.dataset["body"] ?? "";
      showLevel(section, found, left, home);
      const list = part(section, "[data-readers]", HTMLElement);
      showOfficers(list, left.readers, found, home, this.#say);
      this.#offerBox();
      this.#name.review(section, found, this.#say);
    }
    part(section, "[data-excluded]", HTMLElement).textContent =
      this.#readers.names.join("; ") || this.#say("excluded-none");
    const files = this.#files.names;
    const answers: Record<string, string> = {
      ...this.#account,
      files: files.length === 0 ? "" : [this.#say("files", { n: files.length }), ...files].join("\n"),
    };
    for (const one of parts(section, "[data-answer]")) {
      one.textContent = answers[one.dataset["answer"] ?? ""]?.trim() || this.#say("empty");
    }
  }

  async #send(): Promise<void> {
    if (this.#sending || this.#sent) return;
    for (const step of STEPS) {
      const wrong = this.#wrong(step);
      if (wrong === null) continue;
      this.#go(step);
      this.#refuse(wrong);
      return;
    }
    this.#busy(true);
    try {
      await this.#deliver();
    } catch (error) {
      await this.#failed(error);
    } finally {
      this.#busy(false);
    }
  }

  #busy(busy: boolean): void {
    this.#sending = busy;
    const section = this.#section("check");
    part(section, "[data-sending]", HTMLElement).hidden = !busy;
    part(section, "[data-send]", HTMLElement).setAttribute("aria-disabled", String(busy));
    if (busy) part(section, "[data-error=send]", HTMLElement).hidden = true;
  }

  #progress(key: string): void {
    part(this, "[data-progress-text]", HTMLElement).textContent = this.#say(key);
  }

  async #deliver(): Promise<void> {
    const [found, left] = [this.#readers.directory, this.#readers.remaining];
    if (found === null || left === null) return;
    // Before anything is sent, all that the receipt needs must be here.
    this.#progress("sending-words");
    await wordList(language());
    const { asked } = this.#asked;
    this.#receipt ??= asked?.receipt ?? newReceipt();
    this.#progress("sending-seal");
    // The very same answers are sealed once: sending again delivers the same bytes.
    const { joint, standing } = this.#join;
    const more = {
      naming: this.#name.naming,
      ...(asked === null ? {} : { case: asked.case }),
      ...(joint === null ? {} : { joint: joint.id, standing }),
    };
    const chosen = [left.readers.map((one) => one.id), [...left.out]];
    const of = JSON.stringify([this.#account, chosen, found.version, more]);
    if (this.#sealed?.of !== of) {
      const at = deployment();
      const report = await SealedReport.make(at, found, left, this.#account, this.#receipt, more);
      this.#sealed = { report, of };
    }
    this.#progress("sending-report");
    const { report } = this.#sealed;
    const accepted = await report.deliver();
    await this.#arrived(this.#receipt, { ...accepted, log: found.log.key, proven: (note) => report.proven(note) });
  }

  async #failed(error: unknown): Promise<void> {
    if (error instanceof Problem && error.kind === "receipt-used" && this.#receipt !== null) {
      // A try whose answer was lost had arrived, with what was written then.
      const note = part(this, "[data-note]", HTMLElement);
      note.textContent = this.#say("arrived-before");
      note.hidden = false;
      await this.#arrived(this.#receipt, null);
      return;
    }
    let text = explained(error, this.#say);
    if (error instanceof Problem && READERS_CHANGED.has(error.kind)) {
      text = this.#say("readers-changed");
      this.#sealed = null;
      if (this.#join.joint !== null) await this.#join.look();
      await this.#readers.load().catch((problem: unknown) => {
        text = explained(problem, this.#say);
      });
      this.#review();
    }
    if (error instanceof TooLarge) this.#refuse("long");
    else this.#refuse("send", text);
  }

  async #arrived(receipt: Receipt, accepted: Arrived | null): Promise<void> {
    const uploads = this.#files.uploads;
    this.#sent = true;
    this.#filesLeft = uploads.length > 0;
    for (const one of parts(this, "[data-step]")) one.hidden = one.dataset["step"] !== "receipt";
    part(this, "[data-steps]", HTMLElement).hidden = true;
    for (const field of this.querySelectorAll("textarea")) field.value = "";
    this.#name.clear();
    const heading = part(this.#section("receipt"), "h1", HTMLElement);
    document.title = heading.textContent;
    part(this, "[data-same-words]", HTMLElement).hidden = this.#asked.asked === null;
    await this.#card.show(receipt, accepted);
    goTo(heading);
    if (uploads.length > 0) void this.#sendFiles(receipt, uploads);
  }

  async #sendFiles(receipt: Receipt, uploads: readonly Upload[]): Promise<void> {
    const box = part(this, "[data-files]", HTMLElement);
    box.hidden = false;
    const text = part(box, "[data-files-text]", HTMLElement);
    const bar = part(box, "progress", HTMLProgressElement);
    const mine = await this.#open(receipt);
    const { sendFiles } = await this.#loaded(() => import("./sending-files.js"));
    await sendFiles(
      mine.api,
      mine.dialogue,
      uploads,
      (n, upload, done) => {
        // Read out once for each file, not for each piece.
        const line = this.#say("files-sending", { n, all: uploads.length, name: upload.name });
        if (text.textContent !== line) text.textContent = line;
        bar.value = (n - 1 + done) / uploads.length;
      },
      (error) => this.#stalled(error),
    );
    this.#filesLeft = false;
    bar.hidden = true;
    box.className = "notice notice--good";
    text.textContent = this.#say("files-sent", { n: uploads.length });
    this.#files.clear();
  }

  async #open(receipt: Receipt): Promise<MyReport> {
    return this.#loaded(async () => {
      const { openMyReport } = await import("../../mine.js");
      return openMyReport(deployment(), receipt, await directory());
    });
  }

  /** What only files need is loaded when there are some, as often as it takes. */
  async #loaded<T>(load: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await load();
      } catch (error) {
        await this.#stalled(error);
      }
    }
  }

  /** Say why the files do not go on, and wait until she tries again. */
  #stalled(error: unknown): Promise<void> {
    const box = part(this, "[data-files]", HTMLElement);
    const [problem, retry] = [
      part(box, "[data-problem]", HTMLElement),
      part(box, "[data-retry]", HTMLElement),
    ];
    part(box, "[data-files-text]", HTMLElement).textContent = this.#say("files-stalled");
    problem.textContent = explained(error, this.#say);
    problem.hidden = retry.hidden = false;
    return new Promise((resume) => {
      retry.addEventListener(
        "click",
        () => {
          problem.hidden = retry.hidden = true;
          resume();
        },
        { once: true },
      );
    });
  }
}
