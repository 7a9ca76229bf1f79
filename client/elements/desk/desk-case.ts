/** `<desk-case>`: one case, panel by panel. */

import type { OpenCase } from "../../desk/case.js";
import { dayIn } from "../../days.js";
import { holdings } from "../../desk/people.js";
import type { Talk } from "../../desk/talk.js";
import { faultOf } from "../../desk/trouble.js";
import { drawClocks } from "./clocks.js";
import type { Frame } from "./desk-app.js";
import { DeskCalled } from "./desk-called.js";
import { DeskClosing } from "./desk-closing.js";
import { DeskCare } from "./desk-care.js";
import { DeskDeclare } from "./desk-declare.js";
import { DeskDossier } from "./desk-dossier.js";
import { DeskForward } from "./desk-forward.js";
import { DeskHearing } from "./desk-hearing.js";
import { DeskIdentity } from "./desk-identity.js";
import { DeskInvestigation } from "./desk-investigation.js";
import { DeskMeeting } from "./desk-meeting.js";
import { DeskNamed } from "./desk-named.js";
import { DeskPromises } from "./desk-promises.js";
import { DeskOwnRoom } from "./desk-own-room.js";
import { DeskPeople, nameOf } from "./desk-people.js";
import { DeskRetention } from "./desk-retention.js";
import { DeskUpload } from "./desk-upload.js";
import { DeskWeigh } from "./desk-weigh.js";
import { DeskWrite } from "./desk-write.js";
import { Lines } from "./lines.js";
import {
  banner, dayInWords, find, names, number, part, Progress, say, sayCount, sayOr, showFault, stamp, stampOne, write,
} from "./page.js";
import { aboutFile, SealedFile, type RoomKind } from "./sealed-file.js";

/** As many of the latest events are drawn at first. */
const EVENTS_DRAWN = 15;

/** After as many items a long case is drawn, while the rest is still being opened. */
const EARLY = 30;

/** How often the case is looked at while somebody has it before them. */
const LOOK_EVERY = 60_000;

export class DeskCase extends HTMLElement {
  static define(): void {
    customElements.define("desk-case", DeskCase);
  }

  frame: Frame | null = null;
  caseId = "";
  #opened: OpenCase | null = null;
  #talk: Lines | null = null;
  #looking: ReturnType<typeof setInterval> | null = null;
  #history = -1;
  readonly #files = new Map<string, HTMLElement>();
  #own: readonly DeskOwnRoom[] = [];
  readonly #write = new DeskWrite();
  readonly #people = new DeskPeople();
  readonly #named = new DeskNamed();
  readonly #called = new DeskCalled();
  readonly #closing = new DeskClosing();
  readonly #meeting = new DeskMeeting();
  readonly #retention = new DeskRetention();
  readonly #dossier = new DeskDossier();
  readonly #forward = new DeskForward();
  readonly #hearing = new DeskHearing();
  readonly #investigation = new DeskInvestigation();
  readonly #identity = new DeskIdentity();
  readonly #care = new DeskCare();
  readonly #promises = new DeskPromises();
  readonly #upload = new DeskUpload();
  readonly #lookNow = (): void => {
    if (document.visibilityState === "visible") void this.#look();
  };

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("case"));
    write(this, "number", say("case.opening"));
    void this.#open(frame);
  }

  disconnectedCallback(): void {
    if (this.#looking !== null) clearInterval(this.#looking);
    document.removeEventListener("visibilitychange", this.#lookNow);
  }

  async #open(frame: Frame): Promise<void> {
    const panels = find(this, ".desk-case", HTMLElement);
    panels.hidden = true;
    const where = part(this, "opening");
    try {
      const again = frame.desk.knowsCase(this.caseId);
      const opened = await frame.desk.openCase(this.caseId);
      this.#opened = opened;
      this.#drawHead(frame, opened);
      if (!opened.detail.declared) {
        this.#askFirst(frame, opened, where);
        return;
      }
      panels.hidden = false;
      drawClocks(part(this, "panel-clocks"), opened.detail, this.#today(frame));
      await this.#readAll(frame, opened, where);
      if (!this.isConnected) return;
      this.#prepare(frame, opened);
      this.#draw();
      this.classList.add("desk-read");
      this.#looking = setInterval(this.#lookNow, LOOK_EVERY);
      document.addEventListener("visibilitychange", this.#lookNow);
      if (again) this.#lookNow();
      if (location.hash !== "") this.querySelector(location.hash)?.scrollIntoView();
    } catch (error) {
      panels.hidden = true;
      if (faultOf(error).code === "not-found") {
        this.replaceChildren(stamp("absent"));
        frame.entitle("absent");
        find(this, "h1", HTMLElement).focus();
        return;
      }
      showFault(where, error);
      const again = document.createElement("button");
      again.type = "button";
      again.className = "button button--secondary";
      again.textContent = say("retry");
      again.addEventListener("click", () => {
        where.replaceChildren();
        void this.#open(frame);
      });
      where.append(again);
    }
  }

  /** Nothing of the case is fetched before this officer has declared to be impartial. */
  #askFirst(frame: Frame, opened: OpenCase, where: HTMLElement): void {
    const ask = new DeskDeclare();
    ask.frame = frame;
    ask.opened = opened;
    ask.declared = () => { void this.#open(frame); };
    where.replaceChildren(ask);
  }

  /** Open the items with a bar that shows only when it takes long enough to be seen. */
  async #readAll(frame: Frame, opened: OpenCase, where: HTMLElement): Promise<void> {
    const total = opened.total;
    let progress: Progress | null = null;
    let read = 0;
    const began = performance.now();
    try {
      await opened.refresh(() => {
        read += 1;
        if (read === EARLY && this.isConnected) {
          // The newest were opened first, after the report: they can be read already.
          this.#prepare(frame, opened);
          this.#draw();
        }
        if (performance.now() - began < 300) return;
        progress ??= new Progress(where);
        progress.show(read / Math.max(1, total), say("progress.opening", { n: number(read), total: number(total) }));
        frame.busy();
      });
    } finally {
      where.replaceChildren();
    }
  }

  #prepare(frame: Frame, opened: OpenCase): void {
    if (this.#talk !== null) return;
    const list = document.createElement("ol");
    list.className = "talk desk-talk";
    part(this, "panel-talk").append(list);
    this.#talk = new Lines(list, "talk-empty");
    const draw = (): void => { this.#draw(); };
    for (const panel of [this.#people, this.#named, this.#called, this.#closing, this.#meeting, this.#forward, this.#dossier, this.#retention, this.#hearing, this.#investigation, this.#upload]) {
      panel.frame = frame;
      panel.opened = opened;
      panel.changed = draw;
    }
    this.#identity.frame = frame;
    this.#identity.opened = opened;
    Object.assign(this.#care, { frame, opened, changed: draw });
    this.#write.frame = frame;
    this.#write.opened = opened;
    this.#write.sent = draw;
    if (opened.dialogue !== null) {
      part(this, "panel-write").append(this.#write);
      part(this, "panel-people").append(this.#people, this.#named);
      part(this, "panel-called").append(this.#called);
      part(this, "panel-closing").append(this.#closing, this.#forward);
      part(this, "panel-meeting").append(this.#meeting);
      part(this, "panel-hearing").append(this.#hearing);
      part(this, "panel-upload").append(this.#upload);
    } else {
      for (const id of ["report", "talk", "meeting", "people", "called", "closing", "hearing", "reporter-sees"]) this.#hidePanel(id);
      if (opened.investigation !== null) part(this, "panel-upload").append(this.#upload);
      else for (const id of ["investigation", "files"]) this.#hidePanel(id);
    }
    part(this, "panel-identity").append(this.#identity);
    part(this, "panel-retention").append(this.#retention, this.#dossier);
    part(this, "panel-care").append(this.#care);
    part(this, "panel-promises").append(Object.assign(this.#promises, { frame, opened }));
    part(this, "panel-investigation").append(this.#investigation);
    const panels = find(this, ".desk-panels", HTMLElement);
    this.#own = opened.ownRooms.map((room) => {
      const own = new DeskOwnRoom();
      Object.assign(own, { frame, opened, room, changed: draw });
      return own;
    });
    const weigh = Object.assign(new DeskWeigh(), { frame, opened, changed: draw });
    panels.prepend(...this.#own, ...(this.#own.length === 0 ? [] : [weigh]));
  }

  /** An investigator holds only the investigation room: the other panels have nothing for them. */
  #hidePanel(id: string): void {
    find(this, `#${id}`, HTMLElement).hidden = true;
    const link = this.querySelector(`.desk-contents a[href="#${id}"]`)?.closest("li");
    if (link instanceof HTMLElement) link.hidden = true;
  }

  /** Draw what changed. Forms, open frames and the place of the focus stay as they are. */
  #draw(): void {
    const { frame } = this;
    const opened = this.#opened;
    if (frame === null || opened === null || !this.isConnected) return;
    const { talk, notes } = opened;
    this.#drawHead(frame, opened);
    this.#drawAlerts(opened, talk, notes);
    drawClocks(part(this, "panel-clocks"), opened.detail, this.#today(frame));
    this.#drawReport(frame, talk);
    this.#talk?.draw(talk);
    this.#write.update();
    this.#people.update();
    this.#called.update();
    this.#closing.update();
    this.#promises.update();
    this.#meeting.update();
    this.#retention.update();
    this.#dossier.update();
    this.#forward.update();
    this.#hearing.update();
    this.#investigation.update();
    this.#upload.update();
    for (const own of this.#own) own.update();
    this.#drawFiles(opened, talk, notes);
    this.#drawSees(frame, opened, talk);
    void this.#drawHistory(opened);
  }

  #today(frame: Frame): string {
    return dayIn(frame.desk.timeZone);
  }

  #drawHead(frame: Frame, opened: OpenCase): void {
    const { detail } = opened;
    const head = find(this, "header", HTMLElement);
    write(head, "number", say("case.title", { number: detail.number }));
    frame.entitle("case", { number: detail.number });
    write(head, "status", sayOr("status", detail.status));
    write(head, "received", say("case.received", { day: dayInWords(detail.received_on) }));
    const others = detail.together.map((one) => one.number);
    write(head, "together", say("case.together", { numbers: names(others) }));
    part(head, "together").hidden = others.length === 0;
    const handler = frame.desk.directory.officers.find((one) => one.id === detail.handler);
    write(
      head, "handler",
      opened.isHandler ? say("case.handler.me")
      : detail.handler === null ? say(detail.status === "received" ? "case.handler.none" : "case.handler.gone")
      : say("case.handler", { name: handler?.name ?? say("person.unknown") }),
    );
  }

  #drawAlerts(opened: OpenCase, talk: Talk, notes: Talk): void {
    const own = opened.ownRooms.map((room) => opened.ownTalk(room).damage.length);
    const damage = [talk.damage.length, notes.damage.length, ...own].reduce((sum, one) => sum + one, 0);
    const alerts: HTMLElement[] = [];
    if (damage > 0) {
      alerts.push(banner(sayCount("damage.title", damage), say("damage.text")));
    }
    if (opened.closed.length > 0) alerts.push(banner(say("closed.title"), say("closed.text")));
    if (opened.rooms.some((one) => one.strangers.length > 0)) {
      alerts.push(banner(say("strangers.title"), say("fault.not-let-in")));
    }
    const where = part(this, "alerts");
    // An alert that stands already is not announced again.
    const text = alerts.map((one) => one.textContent).join("");
    if (where.textContent !== text) where.replaceChildren(...alerts);
  }

  #drawReport(frame: Frame, talk: Talk): void {
    const where = part(this, "panel-report");
    const { report } = talk;
    if (report === null) {
      where.replaceChildren(stamp("report-missing"));
      return;
    }
    if (where.querySelector("dl") !== null) return;
    const made = stamp("report");
    write(made, "standing", sayOr("reports-as", report.standing));
    for (const name of ["text", "who", "where", "when", "told"] as const) {
      write(made, name, report[name]);
      const value = part(made, name);
      if (report[name] !== "") continue;
      value.previousElementSibling?.remove();
      value.remove();
    }
    const { officers } = frame.desk.directory;
    const readers = report.readers.map(
      (id) => officers.find((one) => one.id === id)?.name ?? say("person.unknown"),
    );
    write(made, "readers", names(readers));
    where.replaceChildren(made);
  }

  #drawFiles(opened: OpenCase, talk: Talk, notes: Talk): void {
    const where = part(this, "panel-files");
    const all = [
      ...filesOf(talk).map((one) => ({ ...one, kind: "dialogue" as const })),
      ...filesOf(notes).map((one) => ({ ...one, kind: "investigation" as const })),
    ];
    if (all.length === 0) {
      if (where.childElementCount === 0) where.append(stamp("files-none"));
      return;
    }
    if (this.#files.size === 0) where.replaceChildren(stamp("files"));
    for (const { file, about, kind } of all) {
      const key = `${kind}/${file.id}`;
      if (this.#files.has(key)) continue;
      const row = this.#fileRow(opened, file, about, kind);
      this.#files.set(key, row);
      part(where, kind).append(row);
    }
    const empty = (kind: RoomKind): boolean => !all.some((one) => one.kind === kind);
    part(where, "dialogue").hidden = empty("dialogue");
    part(where, "dialogue-title").hidden = empty("dialogue");
    part(where, "apart").hidden = empty("investigation");
  }

  #fileRow(
    opened: OpenCase, file: Talk["lines"][number]["files"][number], about: string, kind: RoomKind,
  ): HTMLElement {
    const row = document.createElement("li");
    row.className = "desk-file";
    row.id = `file-${file.id}`;
    row.tabIndex = -1;
    const sealed = new SealedFile();
    sealed.frame = this.frame;
    sealed.opened = opened;
    sealed.file = file;
    sealed.where = kind;
    sealed.about = about;
    row.append(sealed);
    return row;
  }

  #drawSees(frame: Frame, opened: OpenCase, talk: Talk): void {
    const room = opened.dialogue;
    if (room === null) return;
    const where = part(this, "panel-sees");
    if (where.childElementCount === 0) where.append(stamp("sees"));
    write(where, "status", say("sees.status", { status: sayOr("status", opened.detail.status) }));
    write(where, "clocks", say("sees.clocks"));
    const items = talk.lines.length + (talk.report === null ? 0 : 1);
    write(where, "words", sayCount("sees.words", items));
    const holders = holdings(room.state, frame.desk.directory)
      .filter((one) => one.holder !== "reporter")
      .map((one) => nameOf(frame, one));
    write(where, "people", say("sees.people", { names: names(holders) }));
  }

  async #drawHistory(opened: OpenCase): Promise<void> {
    const { sequence } = opened;
    if (this.#history === sequence) return;
    this.#history = sequence;
    const where = part(this, "panel-history");
    try {
      const events = await opened.history();
      const made = stamp("history");
      const { frame } = this;
      // What happened last is what one looks for first.
      const rows = [...events].reverse().map((event) => {
        const row = stampOne("history-row");
        write(row, "day", dayInWords(event.day));
        write(row, "kind", sayOr("event", event.kind));
        write(row, "by", frame === null ? "" : whoDid(frame, event.by));
        return row;
      });
      const body = find(made, "tbody", HTMLElement);
      body.append(...rows.slice(0, EVENTS_DRAWN));
      const older = find(made, '[data-do="older"]', HTMLButtonElement);
      older.hidden = rows.length <= EVENTS_DRAWN;
      older.textContent = sayCount("history.older", Math.max(0, rows.length - EVENTS_DRAWN));
      older.addEventListener("click", () => {
        body.append(...rows.slice(EVENTS_DRAWN));
        older.remove();
        body.closest<HTMLElement>("[tabindex]")?.focus();
      });
      where.replaceChildren(made);
    } catch {
      if (where.childElementCount === 0) where.append(stamp("history-none"));
    }
  }

  /** Look whether others wrote meanwhile; a lost line or session waits for the next time. */
  async #look(): Promise<void> {
    const opened = this.#opened;
    if (opened === null) return;
    try {
      if (await opened.look()) {
        this.#draw();
        this.frame?.announce(say("done.moved"));
      }
    } catch (error) {
      if (faultOf(error).code === "not-found") {
        this.frame?.desk.forgetCase(opened.id);
        this.replaceChildren(stamp("absent"));
        this.#opened = null;
      }
    }
  }
}

function filesOf(talk: Talk): { file: Talk["lines"][number]["files"][number]; about: string }[] {
  return talk.lines.flatMap((line) =>
    line.files.map((file) => {
      const { author } = line;
      const name = author.kind === "officer" ? author.name : say(`author.${author.kind}`);
      return { file, about: aboutFile(file, dayInWords(line.day), name) };
    }),
  );
}

function whoDid(frame: Frame, label: string): string {
  const officer = frame.desk.directory.officers.find((one) => `officer:${one.id}` === label);
  if (officer !== undefined) return officer.name;
  return label.startsWith("officer:") ? say("person.unknown") : sayOr("actor", label);
}
