/** The commission at the desk: the board, what came to it, reviews, the register, yearly reports. */

import { Problem } from "../api.js";
import { newId, wellFormed } from "../crypto/index.js";
import type { Room } from "../rooms.js";
import type { Breach, Escalation, Recommendation, Review, Reviewed } from "../oversight.js";
import type { Desk } from "./desk.js";
import { listIncidents, OpenIncident } from "./incidents.js";

/** One body and its overdue duties. */
export interface BoardRow {
  readonly body: string;
  readonly counts: readonly { readonly column: string; readonly count: number }[];
  readonly total: number;
  readonly oldest: string | null;
}

/** Something that came up in several cases of one body. */
export interface Pattern {
  readonly repeats: string;
  readonly body: string;
  readonly unit: string | null;
  readonly cases: number;
}

export interface Board {
  readonly bodies: readonly BoardRow[];
  readonly patterns: readonly Pattern[];
}

/** One overdue duty, without content. */
export interface Duty {
  readonly number: number | null;
  readonly kind: string;
  readonly column: string;
  readonly due_on: string;
  readonly side: string;
}

/** A published report; each figure is a band of ten. */
export interface YearlyReport {
  readonly id: string;
  readonly body: string;
  readonly year: number;
  readonly published_on: string;
  readonly figures: readonly { readonly figure: string; readonly least: number; readonly most: number }[];
}

export interface YearlyReports {
  readonly reports: readonly YearlyReport[];
  readonly to_publish: readonly string[];
  readonly year: number;
}

/** When the procedure of one body was last reviewed, and by which day the next is due. */
export interface Procedure {
  readonly body: string;
  readonly reviewed_on: string | null;
  readonly changes: string | null;
  readonly due_on: string | null;
  readonly overdue: boolean;
  /** Whether this officer is who puts it on record. */
  readonly mine: boolean;
}

/** What the columns of the board are, in their order. */
export const COLUMNS = [
  "acknowledgement", "feedback", "meeting", "promise", "emergency", "check_in", "duty", "incident", "recommendation", "procedure",
] as const;

export async function seeBoard({ api }: Desk): Promise<Board> {
  return (await api.get("/api/desk/board")) as Board;
}

export async function seeDuties({ api }: Desk, body: string): Promise<readonly Duty[]> {
  return ((await api.get(`/api/desk/board/${body}`)) as { duties: readonly Duty[] }).duties;
}

export async function listEscalations({ api }: Desk): Promise<readonly Escalation[]> {
  return ((await api.get("/api/desk/escalations")) as { escalations: readonly Escalation[] }).escalations;
}

export async function listReviews({ api }: Desk): Promise<readonly Review[]> {
  return ((await api.get("/api/desk/reviews")) as { reviews: readonly Review[] }).reviews;
}

export async function listBreaches({ api }: Desk): Promise<readonly Breach[]> {
  return ((await api.get("/api/desk/breaches")) as { breaches: readonly Breach[] }).breaches;
}

/** What this officer must do, and what was asked of others. */
export async function listRecommendations({ api }: Desk): Promise<{
  readonly owned: readonly Recommendation[];
  readonly made: readonly Recommendation[];
}> {
  return (await api.get("/api/desk/recommendations")) as {
    owned: readonly Recommendation[];
    made: readonly Recommendation[];
  };
}

export async function listReports({ api }: Desk): Promise<YearlyReports> {
  return (await api.get("/api/desk/reports")) as YearlyReports;
}

export async function listProcedures({ api }: Desk): Promise<readonly Procedure[]> {
  return ((await api.get("/api/desk/procedures")) as { procedures: readonly Procedure[] }).procedures;
}

/** Put a review of a procedure on record; the same id twice is one. */
export async function recordReview(
  { api }: Desk,
  sent: { readonly id: string; readonly body: string; readonly reviewed_on: string; readonly changes: string },
): Promise<void> {
  await api.post("/api/desk/procedures", { ...sent });
}

/** Open a review of what came to this level, or find the one that is open. */
export async function openReview({ api }: Desk, escalation: string): Promise<Review> {
  return (await api.post(`/api/desk/escalations/${escalation}/review`, {})) as Review;
}

interface Seen {
  readonly review: Review;
  readonly escalations: readonly Escalation[];
  readonly breaches: readonly Breach[];
  readonly holds_case: boolean;
  readonly in_room: boolean;
}

/** One review, with the reporter's room where she let this officer in. */
export class OpenReview {
  readonly #desk: Desk;
  #seen: Seen;
  room: Room | null = null;
  undeclared = false;

  private constructor(desk: Desk, seen: Seen) {
    this.#desk = desk;
    this.#seen = seen;
  }

  static async open(desk: Desk, id: string): Promise<OpenReview> {
    const opened = new OpenReview(desk, await see(desk, id));
    if (opened.#seen.in_room) ({ room: opened.room, undeclared: opened.undeclared } = await roomOf(desk, opened.review.case));
    return opened;
  }

  get review(): Review {
    return this.#seen.review;
  }

  get escalations(): readonly Escalation[] {
    return this.#seen.escalations;
  }

  get breaches(): readonly Breach[] {
    return this.#seen.breaches;
  }

  get holdsCase(): boolean {
    return this.#seen.holds_case;
  }

  async heard(party: "reporter" | "body"): Promise<void> {
    await this.#desk.api.post(`${this.#path}/heard`, { party });
    await this.#again();
  }

  /** Find on protection or on care; `text` is sealed to the reporter where there is her room. */
  async find(subject: string, finding: string, text: string): Promise<void> {
    await this.#decide(`${this.#path}/findings`, "finding", subject, finding, text, { subject, finding });
  }

  async recommend(asked: { body: string; role: string; measure: string; due_on: string }, text: string): Promise<void> {
    const id = newId();
    await this.#decide(`${this.#path}/recommendations`, "recommendation", id, asked.measure, text, { id, ...asked });
  }

  async breach(broken: { kind: string; actor: string; happened_on: string }, text: string): Promise<void> {
    const id = newId();
    await this.#decide(`${this.#path}/breaches`, "breach", id, broken.kind, text, { id, ...broken });
  }

  async done(recommendation: string): Promise<void> {
    await this.#desk.api.post(`/api/desk/recommendations/${recommendation}/done`, {});
    await this.#again();
  }

  async close(): Promise<void> {
    await this.#desk.api.post(`${this.#path}/close`, {});
    await this.#again();
  }

  get #path(): string {
    return `/api/desk/reviews/${this.review.id}`;
  }

  async #decide(
    path: string,
    about: Reviewed["about"],
    of: string,
    choice: string,
    text: string,
    extra: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await sealed(this.#desk, this.room, path, { about, of, choice, text }, extra);
    await this.#again();
  }

  async #again(): Promise<void> {
    this.#seen = await see(this.#desk, this.review.id);
    await this.room?.refresh();
  }
}

/** Where this officer and the reporter of a case write to each other, if she let them in. */
export interface Reached {
  readonly room: Room | null;
  /** She let this officer in, and they must first declare to be impartial. */
  readonly undeclared: boolean;
}

/** Find the reporter's room with the commission: beside her case, or with her alarm. */
export async function roomOf(desk: Desk, id: string): Promise<Reached> {
  try {
    const opened = await desk.openCase(id);
    if (!opened.detail.declared) return { room: null, undeclared: true };
    await opened.refresh();
    return { room: opened.ownRooms.find((one) => one.state.kind === "commission") ?? null, undeclared: false };
  } catch (error) {
    if (!(error instanceof Problem) || error.kind !== "not-found") throw error;
  }
  // No case that this officer holds: she may have reported elsewhere, and her room is with the alarm.
  const alarm = (await listIncidents(desk)).find((one) => one.case === id && one.elsewhere);
  const room = alarm === undefined ? null : (await OpenIncident.open(desk, alarm.id)).room;
  return { room, undeclared: false };
}

/** Decide about a breach; `text` is sealed in her room where there is one. */
export async function decideBreach(
  desk: Desk,
  room: Room | null,
  breach: string,
  decided: { actor: string; decision: string; sanction: string; ground: string },
  text: string,
): Promise<void> {
  const path = `/api/desk/breaches/${breach}/decision`;
  await sealed(desk, room, path, { about: "decision", of: breach, choice: decided.decision, text }, decided);
}

/** In one request: the words in her room, and what was decided. */
async function sealed(
  { api }: Desk,
  room: Room | null,
  path: string,
  said: Reviewed,
  extra: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (room === null) await api.post(path, { ...extra, item: null });
  else await room.send("review", { ...said, text: wellFormed(said.text) }, path, extra);
}

async function see({ api }: Desk, id: string): Promise<Seen> {
  return (await api.get(`/api/desk/reviews/${id}`)) as Seen;
}
