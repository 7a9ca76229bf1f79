/** `<desk-app>`: the one document of an officer's desk, from unlocking to locking. */

import { Desk, type Setting } from "../../desk/desk.js";
import { IdleLock } from "../../desk/idle.js";
import { readRoute, writeRoute, type Route } from "../../desk/routes.js";
import { faultOf } from "../../desk/trouble.js";
import { banner, find, part, say, sayCount, showFault, stamp, write } from "./page.js";
import { DeskAccounts, DeskAsked } from "./desk-accounts.js";
import { DeskBoard, DeskDuties } from "./desk-board.js";
import { DeskBreaches } from "./desk-breaches.js";
import { DeskCase } from "./desk-case.js";
import { DeskCommitments, DeskPromised } from "./desk-commitments.js";
import { DeskCustody } from "./desk-custody.js";
import { DeskEscalations } from "./desk-escalations.js";
import { DeskGrounds } from "./desk-grounds.js";
import { DeskInbox } from "./desk-inbox.js";
import { DeskIncident } from "./desk-incident.js";
import { DeskIncidents } from "./desk-incidents.js";
import { DeskKeys } from "./desk-keys.js";
import { DeskRecommendations } from "./desk-recommendations.js";
import { DeskRegister } from "./desk-register.js";
import { DeskNews } from "./desk-news.js";
import { DeskReports } from "./desk-reports.js";
import { DeskReview } from "./desk-review.js";
import { DeskOpenings } from "./desk-openings.js";
import { DeskTalk } from "./desk-talk.js";
import { DeskTalks } from "./desk-talks.js";
import { DeskUnlock } from "./desk-unlock.js";
import { testAfterUnlocking } from "./testing.js";

/** What the desk's views ask of the document around them. */
export interface Frame {
  readonly desk: Desk;
  /** A worker for one piece of work on a passphrase. */
  keeper(): Worker;
  /** Say something to those who cannot see it appear. */
  announce(text: string): void;
  go(route: Route): void;
  hrefOf(route: Route): string;
  /** The keys were opened, or what the server knows of them changed: draw what fits now. */
  proceed(): void;
  /** Name the document after what it shows. */
  entitle(title: string, values?: Readonly<Record<string, string>>): void;
  /** A long piece of work is a sign of life. */
  busy(): void;
}

const MINUTE = 60_000;
const MANY_PLACES = 7;

export class DeskApp extends HTMLElement implements Frame {
  static define(): void {
    customElements.define("desk-app", DeskApp);
  }

  #desk: Desk | null = null;
  #idle: IdleLock | null = null;
  #place = "";
  #drawing = 0;
  #note = "";

  get desk(): Desk {
    if (this.#desk === null) throw new Error("the desk has not started");
    return this.#desk;
  }

  connectedCallback(): void {
    const minutes = Number(this.dataset["idleMinutes"]) * MINUTE;
    const warn = Number(this.dataset["warnMinutes"]) * MINUTE;
    this.#idle = new IdleLock(() => performance.timeOrigin + performance.now(), minutes, warn);
    for (const sign of ["keydown", "pointerdown", "pointermove", "scroll", "input"]) {
      addEventListener(sign, () => this.#idle?.touch(), { passive: true, capture: true });
    }
    setInterval(() => { this.#tick(); }, 1_000);
    addEventListener("popstate", () => { this.#moved(); });
    addEventListener("offline", () => { this.#line(); });
    addEventListener("online", () => { this.#line(); });
    // A page that the browser kept for the back button must not come back with its keys.
    addEventListener("pagehide", () => { void this.#desk?.lock(); });
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    this.addEventListener("click", (event) => { this.#clicked(event); });
    const dialog = this.#dialog;
    dialog.addEventListener("cancel", () => this.#idle?.stay());
    this.#line();
    void this.#start();
  }

  keeper(): Worker {
    return new Worker(this.dataset["worker"] ?? "", { type: "module" });
  }

  announce(text: string): void {
    const where = part(this, "announcer");
    // The same words twice are announced twice only when they are new nodes.
    where.replaceChildren(document.createTextNode(text));
  }

  busy(): void {
    this.#idle?.busy();
  }

  hrefOf(route: Route): string {
    return writeRoute(this.#root, route);
  }

  go(route: Route): void {
    const href = this.hrefOf(route);
    if (href !== location.pathname + location.search) history.pushState(null, "", href);
    scrollTo(0, 0);
    this.#draw();
  }

  proceed(): void {
    this.#idle?.stay();
    this.#draw();
  }

  get #root(): string {
    return this.dataset["root"] ?? "/desk/";
  }

  get #dialog(): HTMLDialogElement {
    return find(this, '[data-part="idle"]', HTMLDialogElement);
  }

  async #start(): Promise<void> {
    const setting: Setting = {
      origin: "",
      language: this.dataset["language"] ?? "en",
      organisation: this.dataset["organisation"] ?? "",
      root: this.dataset["rootKey"] ?? "",
      worker: () => this.keeper(),
      workers: Math.min(4, navigator.hardwareConcurrency),
    };
    try {
      this.#desk = await Desk.start(setting);
      this.#draw();
    } catch (error) {
      if (faultOf(error).code === "sign-in") {
        location.assign(this.dataset["signIn"] ?? "/");
        return;
      }
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    const view = this.#show("failed", stamp("failed"));
    showFault(part(view, "why"), error);
    find(view, '[data-do="again"]', HTMLElement).addEventListener("click", () => { void this.#start(); });
  }

  /** Draw what belongs at this address, given which keys are open. */
  #draw(): void {
    const { desk } = this;
    this.#drawing += 1;
    this.#place = location.pathname + location.search;
    const open = desk.stage === "open" && desk.ownKey === "there";
    this.#bar(!desk.isLocked);
    if (desk.stage === "first" || desk.stage === "waiting" || desk.stage === "confirmed") {
      this.#showElement(desk.stage, new DeskKeys());
      return;
    }
    if (desk.stage === "locked") {
      const unlock = new DeskUnlock();
      unlock.note = this.#note;
      this.#note = "";
      this.#showElement("unlock", unlock);
      return;
    }
    if (!open) {
      this.#swapped();
      return;
    }
    void testAfterUnlocking(this);
    const route = readRoute(this.#root, location.pathname, location.search);
    switch (route.view) {
      case "inbox": {
        const inbox = new DeskInbox();
        inbox.page = route.page;
        this.#showElement("inbox", inbox);
        const asked = new DeskAsked();
        asked.frame = this;
        const promised = new DeskPromised();
        promised.frame = this;
        inbox.before(asked, promised);
        this.#tellNews(inbox);
        return;
      }
      case "case": {
        const one = new DeskCase();
        one.caseId = route.id;
        this.#showElement("case", one);
        return;
      }
      case "register":
        this.#showElement("register", new DeskRegister());
        return;
      case "talks":
        this.#tellNews(this.#showElement("talks", new DeskTalks()));
        return;
      case "talk": {
        const talk = new DeskTalk();
        talk.talkId = route.id;
        this.#showElement("talk", talk);
        return;
      }
      case "custody":
        this.#tellNews(this.#showElement("custody", new DeskCustody()));
        return;
      case "openings":
        this.#tellNews(this.#showElement("openings", new DeskOpenings()));
        return;
      case "incidents":
        this.#tellNews(this.#showElement("incidents", new DeskIncidents()));
        return;
      case "incident": {
        const incident = new DeskIncident();
        incident.incidentId = route.id;
        this.#showElement("incident", incident);
        return;
      }
      case "board":
        this.#showElement("board", new DeskBoard());
        return;
      case "duties": {
        const duties = new DeskDuties();
        duties.bodyId = route.id;
        this.#showElement("duties", duties);
        return;
      }
      case "escalations":
        this.#showElement("escalations", new DeskEscalations());
        return;
      case "review": {
        const review = new DeskReview();
        review.reviewId = route.id;
        this.#showElement("review", review);
        return;
      }
      case "breaches":
        this.#showElement("breaches", new DeskBreaches());
        return;
      case "recommendations":
        this.#showElement("recommendations", new DeskRecommendations());
        return;
      case "reports":
        this.#showElement("reports", new DeskReports());
        return;
      case "accounts":
        this.#showElement("accounts", new DeskAccounts());
        return;
      case "commitments":
        this.#showElement("commitments", new DeskCommitments());
        return;
      case "grounds":
        this.#showElement("grounds", new DeskGrounds());
        return;
      case "keys":
        this.#showElement("keys", new DeskKeys());
        return;
      case "absent":
        this.#show("absent", stamp("absent"));
    }
  }

  #swapped(): void {
    const view = this.#show("failed", stamp("failed"));
    part(view, "why").append(banner(say("directory.swapped"), say("directory.swapped.text")));
    find(view, '[data-do="again"]', HTMLElement).addEventListener("click", () => {
      this.desk.fetchDirectory().then(
        () => { this.#draw(); },
        (error: unknown) => { showFault(part(view, "why"), error); },
      );
    });
  }

  #showElement<T extends HTMLElement & { frame: Frame | null }>(title: string, element: T): T {
    element.frame = this;
    this.#show(title, element);
    return element;
  }

  /** What there is to do stands above every list of work. */
  #tellNews(list: HTMLElement): void {
    const news = new DeskNews();
    news.frame = this;
    list.before(news);
  }

  #show(title: string, content: Node): HTMLElement {
    const view = part(this, "view");
    view.replaceChildren(content);
    this.entitle(title);
    for (const link of view.querySelectorAll<HTMLAnchorElement>("a[data-route]")) this.#aim(link);
    const heading = view.querySelector<HTMLElement>("h1");
    // On the first drawing the browser's own place to begin is kept.
    if (this.#drawing > 1) heading?.focus({ preventScroll: true });
    return view;
  }

  /** Name the document after what it shows. */
  entitle(title: string, values: Readonly<Record<string, string>> = {}): void {
    document.title = say("title", { page: say(`title.${title}`, values) });
  }

  #bar(unlocked: boolean): void {
    const bar = part(this, "bar");
    if (!unlocked) {
      bar.replaceChildren();
      return;
    }
    bar.replaceChildren(stamp("bar"));
    write(bar, "name", this.desk.me.officer.name);
    for (const place of bar.querySelectorAll<HTMLElement>("[data-for]")) {
      // Only what there is for one's role is offered; the server decides all the same.
      const roles = (place.dataset["for"] ?? "").split(" ");
      place.hidden = !this.desk.me.officer.roles.some((role) => roles.includes(role));
    }
    for (const group of bar.querySelectorAll<HTMLElement>(".desk-bar__group")) {
      group.hidden = group.querySelector("li:not([hidden])") === null;
    }
    // So many places are found in groups, each on a line of its own; fewer stand in one line.
    const places = bar.querySelectorAll("li:not([hidden])").length;
    part(bar, "groups").classList.toggle("desk-bar__groups--many", places > MANY_PLACES);
    for (const link of bar.querySelectorAll<HTMLAnchorElement>("a[data-route]")) this.#aim(link);
  }

  #aim(link: HTMLAnchorElement): void {
    const view = link.dataset["route"] ?? "";
    const read = readRoute(this.#root, `${this.#root}${view}`, "");
    const route: Route = read.view === "absent" ? { view: "inbox", page: 1 } : read;
    link.href = this.hrefOf(route);
    const here = readRoute(this.#root, location.pathname, location.search);
    if (here.view === route.view) link.setAttribute("aria-current", "page");
  }

  #clicked(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    const act = target?.closest<HTMLElement>("[data-do]")?.dataset["do"];
    if (act === "lock") {
      void this.#lock("done.locked");
    } else if (act === "stay") {
      this.#idle?.stay();
      this.#dialog.close();
    }
    const link = target?.closest<HTMLAnchorElement>("a[href]");
    if (link === null || link === undefined || link.target !== "" || link.hasAttribute("download")) return;
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.href);
    const sameDocument = url.pathname + url.search === location.pathname + location.search;
    if (url.origin !== location.origin || !url.pathname.startsWith(this.#root)) return;
    if (sameDocument && url.hash !== "") return;
    event.preventDefault();
    this.go(readRoute(this.#root, url.pathname, url.search));
  }

  /** Back and forward; a jump within the page changes nothing here. */
  #moved(): void {
    if (this.#desk !== null && location.pathname + location.search !== this.#place) this.#draw();
  }

  async #lock(word: string): Promise<void> {
    const kept = !this.desk.drafts.isEmpty;
    if (this.#dialog.open) this.#dialog.close();
    const locking = this.desk.lock();
    // The words leave the page before the sealing of drafts has ended.
    part(this, "view").replaceChildren();
    await locking;
    if (this.desk.stage === "first") return;
    this.#note = say(word) + (kept ? ` ${say("done.kept")}` : "");
    this.#draw();
    this.announce(this.#note);
  }

  #tick(): void {
    if (this.#desk === null || this.#idle === null || this.#desk.isLocked) {
      return;
    }
    const dialog = this.#dialog;
    switch (this.#idle.tick()) {
      case "active":
        return;
      case "warned": {
        const left = this.#idle.secondsLeft;
        write(this, "idle-left", sayCount("idle.left", left));
        if (!dialog.open) dialog.showModal();
        // Read out at the start and in the last half minute, not every second.
        if (left === 30) this.announce(sayCount("idle.left", left));
        return;
      }
      case "locked":
        void this.#lock("done.idle");
    }
  }

  #line(): void {
    const where = part(this, "banners");
    if (navigator.onLine) {
      if (where.childElementCount > 0) this.announce(say("back.title"));
      where.replaceChildren();
      return;
    }
    where.replaceChildren(banner(say("lost.title"), say("lost.text")));
  }
}
