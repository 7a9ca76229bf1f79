/** The form with which one thing of a file is shared: a copy, with whom she chooses. */

import type { Directory, Manifest } from "../../crypto/index.js";
import type { Bodies } from "../../file/bodies.js";
import type { OwnFile } from "../../file/own-file.js";
import type { Recorded } from "../../file/records.js";
import { copiesIn, NOTHING_TOLD, roomFor, share, type Told, type With } from "../../file/sharing.js";
import type { Mine, MyReport } from "../../mine.js";
import { commissionOf, ownRoom } from "../../own-rooms.js";
import type { Room } from "../../rooms.js";
import { NotYet, sendWith } from "./conversation.js";
import { shownVersion } from "./file-record.js";
import { explained, part, parts, type Say } from "./page.js";
import { showOfficers } from "./people.js";

type Officers = Directory["officers"];

const WITH: readonly With[] = ["care", "commission"];

/** A decision that is weighed, or was. */
export interface Weighed {
  readonly id: string;
  readonly due_on: string;
  readonly missed_on: string | null;
  readonly weighed: string | null;
  readonly weighed_on: string | null;
}

/** With whom she can share, and the room if there is one. */
interface Way {
  readonly officers: Officers;
  room: Room | null;
}

export class FileShare {
  readonly #form: HTMLFormElement;
  readonly #say: Say;
  readonly #mine: Mine;
  readonly #file: OwnFile;
  readonly #ways = new Map<With, Way>();
  readonly #copies = new Map<With, ReturnType<typeof copiesIn>>();
  #weighed: readonly Weighed[] = [];
  /** Files that were sealed anew for a room already. */
  readonly #moved = new Map<string, Manifest>();
  #thing: Recorded | null = null;
  #onDone: (thing: Recorded) => void = () => undefined;

  constructor(form: HTMLFormElement, say: Say, mine: Mine, file: OwnFile) {
    this.#form = form;
    this.#say = say;
    this.#mine = mine;
    this.#file = file;
    sendWith(form, say, () => this.#share(), (error) =>
      error instanceof NotYet ? say(error.message) : explained(error, say));
    part(form, "[data-share-cancel]", HTMLElement).addEventListener("click", () => { this.#close(); });
    for (const one of parts(form, "[name=with]")) one.addEventListener("change", () => { this.#showWho(); });
  }

  /** Find out with whom she can share, and what was shared before. */
  async look(): Promise<void> {
    const { report, alarm } = this.#mine;
    if (report !== null) {
      for (const kind of WITH) this.#ways.set(kind, { officers: officersFor(kind, report), room: await ownRoom(report, kind) });
    } else if (alarm !== null) {
      const { room, directory } = alarm;
      const officers = directory.officers.filter((one) => room.holds(`officer:${one.id}`));
      this.#ways.set("commission", { officers, room });
    }
    for (const [kind, { room }] of this.#ways) {
      if (room !== null) this.#copies.set(kind, copiesIn(room.entries));
    }
    await this.#look();
  }

  /** What became of the decisions that she asked to have weighed. */
  async #look(): Promise<void> {
    const { report } = this.#mine;
    if (report === null) return;
    this.#weighed = ((await report.api.get("/api/my/weighed")) as { reviews: readonly Weighed[] }).reviews;
  }

  /** On which day a version was shared and with whom; and what came of weighing it, if she asked that. */
  sharedOn(hash: string): readonly (readonly [With, string, Weighed | null])[] {
    return [...this.#copies].flatMap(([kind, copies]) => {
      const copy = copies.get(hash);
      if (copy === undefined) return [];
      return [[kind, copy.day, this.#weighed.find(({ id }) => id === copy.item) ?? null] as const];
    });
  }

  /** Offer to share one thing, below it. */
  offer(thing: Recorded, row: HTMLElement, title: string, onDone: (thing: Recorded) => void): void {
    this.#thing = thing;
    this.#onDone = onDone;
    this.#form.reset();
    row.append(this.#form);
    this.#form.hidden = false;
    for (const kind of WITH) {
      const way = this.#ways.get(kind);
      part(this.#form, `[data-with=${kind}]`, HTMLElement).hidden = way === undefined || (way.room === null && way.officers.length === 0);
    }
    const { body } = shownVersion(thing);
    part(this.#form, "[data-entry-only]", HTMLElement).hidden = thing.kind !== "entry";
    const colleagues = thing.kind === "entry" && (body as Bodies["entry"]).actor === "colleagues";
    part(this.#form, "[data-colleagues]", HTMLElement).hidden = !colleagues;
    const decided = thing.kind === "entry" || thing.kind === "decision";
    part(this.#form, "[data-weigh]", HTMLElement).hidden = !decided || this.#mine.report === null;
    this.#showWho();
    const problem = part(this.#form, "[data-problem]", HTMLElement);
    const nobody = parts(this.#form, "[data-with]").every((one) => one.hidden);
    problem.hidden = !nobody;
    problem.textContent = nobody ? this.#say("share-nobody") : "";
    part(this.#form, "[data-status]", HTMLElement).textContent = "";
    const heading = part(this.#form, "[data-share-of]", HTMLElement);
    heading.textContent = this.#say("share-of", { title });
    heading.focus();
  }

  get #kind(): With | null {
    const chosen = new FormData(this.#form).get("with");
    return chosen === "care" || chosen === "commission" ? chosen : null;
  }

  #showWho(): void {
    const { report, alarm } = this.#mine;
    const mine = report ?? alarm;
    if (mine === null) return;
    const body = report === null ? (alarm?.body ?? "") : report.case.body;
    for (const kind of WITH) {
      const list = part(this.#form, `[data-who=${kind}]`, HTMLElement);
      const way = this.#ways.get(kind);
      const readers = way?.room === null || way === undefined
        ? (way?.officers ?? [])
        : mine.directory.officers.filter((one) => way.room?.holds(`officer:${one.id}`));
      showOfficers(list, readers, mine.directory, body, this.#say);
      list.hidden = kind !== this.#kind;
    }
  }

  async #share(): Promise<void> {
    const [thing, kind] = [this.#thing, this.#kind];
    const way = kind === null ? undefined : this.#ways.get(kind);
    if (thing === null || kind === null || way === undefined) throw new NotYet("share-choose");
    const { report, alarm } = this.#mine;
    const api = (report ?? alarm)?.api;
    if (api === undefined) throw new NotYet("share-nobody");
    part(this.#form, "[data-status]", HTMLElement).textContent = this.#say("sharing");
    way.room ??= report === null ? null : await roomFor(report, kind, way.officers);
    if (way.room === null) throw new NotYet("share-nobody");
    const text = part(this.#form, "[name=text]", HTMLTextAreaElement).value;
    await share(api, this.#file, way.room, thing, text, this.#told(thing), this.#moved);
    this.#copies.set(kind, copiesIn(way.room.entries));
    await this.#look();
    this.#close();
    this.#onDone(thing);
  }

  /** Only what she ticked. */
  #told(thing: Recorded): Told {
    const ticked = (name: string): boolean => part(this.#form, `[name=${name}]`, HTMLInputElement).checked;
    const { body } = shownVersion(thing);
    const weigh = !part(this.#form, "[data-weigh]", HTMLElement).hidden && ticked("weigh");
    if (thing.kind !== "entry" || body === null) return { ...NOTHING_TOLD, weigh };
    const { form, actor } = body as Bodies["entry"];
    return { form: ticked("counted") ? form : null, colleagues: actor === "colleagues" && ticked("colleagues"), weigh };
  }

  #close(): void {
    this.#form.hidden = true;
    const row = this.#form.parentElement;
    this.#thing = null;
    row?.querySelector<HTMLElement>("[data-share]")?.focus();
  }
}

/** Whom she can let in: protection officers of the body or above it; the commission above. */
function officersFor(kind: With, { directory, dialogue, case: { body, excluded } }: MyReport): Officers {
  const held = dialogue.state.members.map(({ holder }) => holder.replace("officer:", ""));
  const out = new Set([...excluded, ...held]);
  if (kind === "commission") return commissionOf(directory, body, out);
  const bodies = new Set<string>();
  for (let at: string | null = body; at !== null && !bodies.has(at);) {
    bodies.add(at);
    const here: string = at;
    at = directory.bodies.find((one) => one.id === here)?.above ?? null;
  }
  return directory.officers.filter(
    (one) => one.key !== null && bodies.has(one.body) && one.roles.includes("protection_officer") && !out.has(one.id),
  );
}

