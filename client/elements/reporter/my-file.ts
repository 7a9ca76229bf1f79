/** `<my-file>`: what was done to her, kept by her alone. */

import { openItem, TooLarge, type Directory, type Manifest } from "../../crypto/index.js";
import { Opening } from "../../desk/opening.js";
import { titleOf, type Tongue } from "../../file/facts.js";
import { ITEM_KINDS } from "../../file/forms.js";
import { OwnFile, type Owner } from "../../file/own-file.js";
import { Records, type Recorded } from "../../file/records.js";
import { datedEntries, timeline, type Dated, type Moment } from "../../file/timeline.js";
import { bodyOf } from "../../file/writing.js";
import type { Entry } from "../../items.js";
import type { Mine } from "../../mine.js";
import { myCircle } from "../../mybox.js";
import { NoKey } from "../../roomstate.js";
import { fetchFile, sendFile } from "../../transfer.js";
import { NotYet, sendWith } from "./conversation.js";
import { troubleOf } from "./entries.js";
import { dossier, totalRows } from "./file-dossier.js";
import { FileForm } from "./file-form.js";
import { recordRow, shownVersion, type Drawing } from "./file-record.js";
import { FileShare, type Weighed } from "./file-share.js";
import { drawTimeline } from "./file-timeline.js";
import { knowerName } from "./knowing.js";
import { dayInWords, explained, language, part, parts, texts, type Say } from "./page.js";
import { fileRow, saveAs } from "./saved-file.js";
import { guardLeaving } from "./unsent.js";

/** So many things are drawn before the page may breathe, and so many are shown at a press. */
const [CHUNK, SHOWN] = [40, 200];

const LOCALES = { nl: "nl-NL", en: "en-GB" };

export class MyFile extends HTMLElement {
  #say: Say = () => "";
  #mine: Mine = { report: null, talk: null, alarm: null, erased: null };
  #file: OwnFile | null = null;
  #share: FileShare | null = null;
  #records = new Records();
  #forms: FileForm[] = [];
  #troubles: Entry[] = [];
  #known: readonly Dated[] = [];
  #wanted = SHOWN;
  #drawing: Promise<void> = Promise.resolve();
  /** Files that arrived, by form, while what they belong to has not. */
  readonly #sent = new Map<FileForm, Map<string, Manifest>>();

  static define(): void {
    customElements.define("my-file", MyFile);
  }

  /** Open the file that goes with a receipt, and make it at the first visit. */
  async show(mine: Mine): Promise<void> {
    this.#say = texts(this);
    this.#mine = mine;
    this.hidden = false;
    const again = part(this, "[data-read-again]", HTMLElement);
    again.addEventListener("click", () => void this.#read());
    this.#forms = [...this.querySelectorAll<HTMLFormElement>("form[data-kind]")].map((form) => new FileForm(form, this.#say));
    for (const form of this.#forms) sendWith(form.form, this.#say, () => this.#write(form), (error) => this.#whyNot(error));
    part(this, "[data-older]", HTMLElement).addEventListener("click", () => {
      this.#wanted += SHOWN;
      void this.#draw();
    });
    for (const one of parts(this, "[data-save]")) one.addEventListener("click", () => { this.#save(one.dataset["save"] === "all"); });
    guardLeaving(() => this.#forms.some((one) => one.dirty));
    await this.#read();
  }

  get #all(): Recorded[] {
    return this.#records.of(...ITEM_KINDS);
  }

  get #tongue(): Tongue {
    return { say: this.#say, day: dayInWords, locale: LOCALES[language()] };
  }

  #owner(): (Owner & { readonly directory: Directory }) | null {
    const { report, talk, alarm, erased } = this.#mine;
    const mine = report ?? alarm ?? talk ?? erased;
    if (mine === null) return null;
    const { api, keys, directory } = mine;
    return { api, keys, directory, organisation: directory.organisation.id };
  }

  /** Read all of it, the newest page first. After a lost line, where it stopped. */
  async #read(): Promise<void> {
    const [status, again, problem] = [
      part(this, "[data-read-status]", HTMLElement),
      part(this, "[data-read-again]", HTMLElement),
      part(this, "[data-file-problem]", HTMLElement),
    ];
    again.hidden = problem.hidden = true;
    const workers = new Opening(
      () => new Worker(this.dataset["worker"] ?? "", { type: "module" }),
      Math.min(4, navigator.hardwareConcurrency),
    );
    try {
      if (this.#file === null) status.textContent = this.#say("file-opening");
      await this.#open(workers);
      await this.#readPages(status);
      status.textContent = "";
    } catch (error) {
      status.textContent = "";
      problem.textContent = error instanceof NoKey ? this.#say("file-no-key") : explained(error, this.#say);
      again.hidden = problem.hidden = false;
    } finally {
      workers.end();
    }
  }

  async #open(workers: Opening): Promise<void> {
    const owner = this.#owner();
    if (owner === null) return;
    if (this.#file === null) {
      this.#file = await OwnFile.open(owner);
      this.#offerPeople(owner.directory);
      this.#share = new FileShare(part(this, "[data-share-form]", HTMLFormElement), this.#say, this.#mine, this.#file);
    }
    this.#file.opener = workers.open;
  }

  async #readPages(status: HTMLElement): Promise<void> {
    const file = this.#file;
    if (file === null) return;
    const bar = part(this, "[data-read-bar]", HTMLProgressElement);
    for (let page = 0; !file.whole; page += 1) {
      this.#take(await file.readOlder());
      part(this, "[data-file-open]", HTMLElement).hidden = false;
      bar.hidden = file.read === file.length;
      bar.value = file.read / Math.max(1, file.length);
      if (!bar.hidden) status.textContent = this.#say("file-reading", { done: file.read, all: file.length });
      if (page === 0) await this.#draw();
    }
    file.opener = openItem;
    await this.#draw();
    await this.#lookAround();
  }

  /** With whom was shared, and who knows: not needed to write, so it may come late or fail. */
  async #lookAround(): Promise<void> {
    await this.#share?.look();
    const { report, alarm } = this.#mine;
    const known: Dated[] = [];
    if (report !== null) {
      known.push({ row: "report", day: report.case.received_on, roughly: false, label: this.#say("line-report") });
      const { rows } = await myCircle(report);
      for (const { knower, since } of rows) {
        const name = knowerName(knower, report.directory, language()) ?? this.#say("line-somebody");
        known.push({ row: "knowledge", day: since, roughly: false, label: this.#say("line-knowledge", { name }) });
      }
    } else if (alarm !== null) {
      const [first] = alarm.room.entries;
      if (first?.state === "read") known.push({ row: "report", day: first.header.day, roughly: false, label: this.#say("line-alarm") });
    }
    this.#known = known;
    await this.#draw();
  }

  #take(entries: readonly Entry[]): void {
    for (const one of entries) {
      if (one.state === "read") this.#records.add(one);
      else this.#troubles.push(one);
    }
  }

  /** Names and functions of the directory, to choose from or not. */
  #offerPeople(directory: Directory): void {
    const names = [
      ...directory.functions.flatMap(({ titles, holder_name }) => [titles[language()], holder_name ?? ""]),
      ...directory.officers.map((one) => one.name),
    ];
    const options = [...new Set(names)].filter((name) => name !== "").map((name) => new Option("", name));
    part(this, "#file-people", HTMLElement).replaceChildren(...options);
  }

  async #write(form: FileForm): Promise<void> {
    const file = this.#file;
    if (file === null) return;
    form.check();
    const { correcting, kind, typed, why } = form;
    const files = form.strikes && correcting !== null ? [] : await this.#sendFiles(form, file);
    const said = kind === "note" && (typed["text"] ?? "").trim() === "" ? "attachment" : kind;
    const body = form.strikes && correcting !== null ? null : bodyOf(correcting?.kind ?? said, typed, [...form.oldFiles, ...files]);
    const written =
      correcting === null
        ? await file.write(said, body)
        : await file.write("correction", {
            of: { sequence: correcting.first.sequence, hash: correcting.first.hash },
            ...{ why, kind: correcting.kind, body },
          });
    this.#take(written);
    this.#sent.delete(form);
    form.clear();
    await this.#draw(correcting?.first.hash);
    part(form.form, ":scope > [data-status]", HTMLElement).textContent = "";
    const newest = written.at(-1);
    const hash = correcting?.first.hash ?? (newest?.state === "read" ? newest.hash : "");
    // What she wrote stands in the list now: she is taken to it, and it is read out.
    this.#rowOf(hash)?.querySelector<HTMLElement>("h4")?.focus();
  }

  /** Send the files of a form. Those that arrived are not sent again after a lost line. */
  async #sendFiles(form: FileForm, file: OwnFile): Promise<readonly Manifest[]> {
    const uploads = form.picker?.uploads ?? [];
    const owner = this.#owner();
    if (owner === null || uploads.length === 0) return [];
    const arrived = this.#sent.get(form) ?? new Map<string, Manifest>();
    this.#sent.set(form, arrived);
    const [status, bar] = [part(form.form, ":scope > [data-status]", HTMLElement), part(form.form, "progress", HTMLProgressElement)];
    bar.hidden = false;
    try {
      const manifests: Manifest[] = [];
      for (const [at, upload] of uploads.entries()) {
        const { name, size, original } = upload;
        const key = JSON.stringify([at, name, size, original]);
        status.textContent = this.#say("files-sending", { n: at + 1, all: uploads.length, name });
        const progress = (sent: number, total: number): void => { bar.value = (at + sent / total) / uploads.length; };
        const manifest = arrived.get(key) ?? (await sendFile(owner.api, file, upload, progress, throwOn));
        arrived.set(key, manifest);
        manifests.push(manifest);
      }
      return manifests;
    } finally {
      bar.hidden = true;
    }
  }

  #whyNot(error: unknown): string {
    if (error instanceof NotYet) return error.message.split(" ").map((key) => this.#say(key)).join(" ");
    return error instanceof TooLarge ? this.#say("too-long") : explained(error, this.#say);
  }

  #rowOf(hash: string): HTMLElement | null {
    return parts(this, "[data-records] > [data-hash]").find((one) => one.dataset["hash"] === hash) ?? null;
  }

  /**
   * Draw what stands in the file, the newest first, a little at a time.
   *
   * @param changed - the one thing that is not as it was drawn before
   */
  #draw(changed?: string): Promise<void> {
    this.#drawing = this.#drawing.then(() => this.#drawNow(changed));
    return this.#drawing;
  }

  async #drawNow(changed?: string): Promise<void> {
    const list = part(this, "[data-records]", HTMLElement);
    const all = this.#all;
    const drawn = new Map(parts(list, ":scope > [data-hash]").map((row) => [row.dataset["hash"], row]));
    const wanted = all.slice(0, this.#wanted);
    let before: HTMLElement | null = null;
    for (const [at, thing] of wanted.entries()) {
      const { hash } = thing.first;
      const versions = String(thing.versions.length);
      const shared = this.#sharedWith(thing).join();
      const there = drawn.get(hash);
      const same = there?.dataset["versions"] === versions && there.dataset["shared"] === shared && hash !== changed;
      const row: HTMLElement = same ? there : recordRow(thing, this.#around());
      if (!same) {
        [row.dataset["versions"], row.dataset["shared"]] = [versions, shared];
        const ticked = there?.querySelector<HTMLInputElement>("[data-tick]")?.checked ?? false;
        part(row, "[data-tick]", HTMLInputElement).checked = ticked;
        there?.remove();
      }
      if (row.previousElementSibling !== before || row.parentElement !== list) {
        if (before === null) list.prepend(row);
        else before.after(row);
      }
      before = row;
      // The page stays answerable while a long list is drawn.
      if (at % CHUNK === CHUNK - 1) await new Promise((resume) => setTimeout(resume));
    }
    this.#drawEnds(all, wanted.length);
  }

  #drawEnds(all: readonly Recorded[], shown: number): void {
    part(this, "[data-empty]", HTMLElement).hidden = all.length > 0;
    part(this, "[data-older]", HTMLElement).hidden = shown >= all.length;
    part(this, "[data-shown]", HTMLElement).textContent =
      shown < all.length ? this.#say("file-shown", { shown, all: all.length }) : "";
    const odd = [
      ...this.#troubles.map((one) => (one.state === "trouble" ? troubleOf(one, this.#say) : "")),
      ...this.#records.odd.map(({ sequence }) => this.#say("odd-item", { item: sequence })),
    ];
    const list = part(this, "[data-odd]", HTMLElement);
    list.hidden = odd.length === 0;
    list.replaceChildren(...odd.map((text) => line("li", text)));
    this.#offerEntries(all);
    const totals = totalRows(all, this.#tongue);
    part(this, "[data-costs]", HTMLElement).hidden = totals.length === 0;
    part(this, "[data-totals]", HTMLElement).replaceChildren(...totals);
    const { moments, undated } = this.#moments(all);
    const section = part(this, "[data-timeline]", HTMLElement);
    drawTimeline(section, moments, this.#tongue);
    const note = part(section, "[data-undated]", HTMLElement);
    note.hidden = undated === 0;
    note.textContent = this.#say("undated", { n: undated });
  }

  #moments(of: readonly Recorded[]): { readonly moments: readonly Moment[]; readonly undated: number } {
    const { dated, undated } = datedEntries(of.filter((one) => one.kind === "entry"), (body) => titleOf("entry", body, this.#tongue));
    return { moments: timeline([...this.#known, ...dated]), undated };
  }

  /** The newest entries, for a cost or a note to belong to. */
  #offerEntries(all: readonly Recorded[]): void {
    const options = all.filter((one) => one.kind === "entry").slice(0, SHOWN).map((one) => {
      const { body } = shownVersion(one);
      return new Option(body === null ? "" : titleOf(one.kind, body, this.#tongue), one.first.hash);
    });
    for (const select of this.querySelectorAll<HTMLSelectElement>("select[data-entries]")) {
      const [nothing] = select.options;
      const { value } = select;
      select.replaceChildren(...(nothing === undefined ? [] : [nothing]), ...options.map((one) => one.cloneNode(true)));
      select.value = value;
    }
  }

  #sharedWith(thing: Recorded): readonly string[] {
    return thing.versions.flatMap((version, at) =>
      (this.#share?.sharedOn(version.hash) ?? []).flatMap(([kind, day, weighed]) => {
        const text = this.#say(`shared-${kind}`, { day: dayInWords(day) });
        const shown = at === 0 ? text : `${text} ${this.#say("shared-old")}`;
        return weighed === null ? [shown] : [shown, weighedIn(weighed, this.#say)];
      }),
    );
  }

  #around(): Drawing {
    const share = this.#share;
    return {
      root: this,
      tongue: this.#tongue,
      entryBy: (hash) => this.#records.by(hash),
      fileRow: (file) => this.#fileRow(file),
      sharedWith: (thing) => this.#sharedWith(thing),
      onCorrect: (thing) => {
        const kind = thing.kind === "attachment" ? "note" : thing.kind;
        this.#forms.find((form) => form.kind === kind)?.correct(thing);
      },
      onShare: share === null ? null : (thing, row) => {
        const { body } = shownVersion(thing);
        const title = body === null ? "" : titleOf(thing.kind, body, this.#tongue);
        share.offer(thing, row, title, (done) => {
          part(this, "[data-read-status]", HTMLElement).textContent = this.#say("shared-now");
          void this.#draw(done.first.hash);
        });
      },
    };
  }

  #fileRow(manifest: Manifest): HTMLElement {
    return fileRow(this, manifest, this.#say, async () => {
      const [owner, file] = [this.#owner(), this.#file];
      if (owner === null || file === null) return [];
      return fetchFile(owner.api, file, manifest, () => undefined);
    });
  }

  /** Save for a lawyer: all of it, or what she ticked. */
  #save(everything: boolean): void {
    const status = part(this, "[data-save-status]", HTMLElement);
    const all = this.#all.toReversed();
    const ticked = new Set(
      parts(this, "[data-records] > [data-hash]")
        .filter((row) => part(row, "[data-tick]", HTMLInputElement).checked)
        .map((row) => row.dataset["hash"]),
    );
    const things = everything ? all : all.filter((one) => ticked.has(one.first.hash));
    if (this.#file?.whole !== true) status.textContent = this.#say("dossier-waiting");
    else if (things.length === 0) status.textContent = this.#say("dossier-none");
    else {
      const page = part(this, "[data-dossier]", HTMLTemplateElement);
      const { moments } = this.#moments(things);
      const style = part(this, "[data-dossier-style]", HTMLTemplateElement).content.textContent;
      saveAs(`${this.#say("dossier-name")}.html`, dossier(page, style, things, (hash) => this.#records.by(hash), moments, this.#tongue));
      status.textContent = this.#say("dossier-saved");
    }
  }
}

function throwOn(error: unknown): Promise<void> {
  throw error;
}

function line(name: string, text: string): HTMLElement {
  const one = document.createElement(name);
  one.textContent = text;
  return one;
}

/** How far the weighing of a decision has come, in a sentence. The reasons stand in the room. */
function weighedIn({ due_on, missed_on, weighed, weighed_on }: Weighed, say: Say): string {
  if (weighed !== null) return say(`weighed-${weighed}`, { day: dayInWords(weighed_on ?? "") }) || say("weighed-other");
  return say(missed_on === null ? "weigh-due" : "weigh-missed", { day: dayInWords(due_on) });
}
