/**
 * The employer's grounds at the desk (docs/spec/commitments.md §7): every decision of a month about the
 * people of a body, put on record by human resources and read by those who review, whoever reported.
 */

import { wellFormed } from "../crypto/index.js";
import type { Read } from "../items.js";
import { sealPromise, textOf } from "../promises.js";
import { NoKey, type Room, type RoomState } from "../rooms.js";
import type { OpenCase } from "./case.js";
import type { Desk } from "./desk.js";
import { opened } from "./promises.js";

/** What a decision can be about; the words stand in the page, and the server never sees the code. */
export const DECIDED = [
  "ending", "post", "grade", "pay", "rating", "discipline", "training", "leave", "access", "other",
] as const;

/** As many decisions a question is about at least, so that it points at nobody. */
export const FEWEST_ASKED = 3;

/** That more was asked about several decisions. */
export interface Asked {
  readonly id: string;
  readonly asked_on: string;
  readonly due_on: string;
  readonly missed_on: string | null;
  readonly answered_on: string | null;
}

/** A month as the server tells of it. */
export interface Month {
  readonly id: string;
  readonly body: string;
  readonly month: string;
  readonly due_on: string;
  readonly missed_on: string | null;
  readonly complete_on: string | null;
  readonly gives: boolean;
  readonly questions: readonly Asked[];
  readonly room: RoomState | null;
}

/** One decision as it was put on record. */
export interface Decided {
  readonly hash: string;
  /** The day on which it was sealed: nobody can move it. */
  readonly recorded_on: string;
  readonly by: string;
  readonly about: string;
  readonly kind: string;
  readonly what: string;
  readonly who: string;
  readonly decided_on: string;
  readonly grounds: string;
  /** The day of the grounds themselves, as the employer says; empty when it was not said. */
  readonly grounds_on: string;
  /** It came after the employer had said that the month was complete. */
  readonly later: boolean;
}

/** A question or an answer in the room of a month. */
export interface Said {
  readonly id: string;
  readonly hash: string;
  readonly day: string;
  readonly by: string;
  readonly of: readonly string[];
  readonly text: string;
}

/** A month with what its room holds; null where this officer has no key. */
export interface Opened {
  readonly month: Month;
  readonly room: Room | null;
  readonly decided: readonly Decided[];
  readonly questions: readonly Said[];
  readonly answers: readonly Said[];
  readonly damaged: number;
}

export type NewDecided = Omit<Decided, "hash" | "recorded_on" | "by" | "later">;

export async function listMonths({ api }: Desk): Promise<readonly Month[]> {
  return ((await api.get("/api/desk/grounds")) as { months: readonly Month[] }).months;
}

/** Open a month and read all of it. */
export async function openMonth(desk: Desk, month: Month): Promise<Opened> {
  const room = month.room === null ? null : await opened(desk, month.room);
  return readMonth(month, room);
}

function readMonth(month: Month, room: Room | null): Opened {
  const decided: Decided[] = [];
  const questions: Said[] = [];
  const answers: Said[] = [];
  let complete = false;
  for (const entry of room?.entries ?? []) {
    if (entry.state !== "read") continue;
    const { kind } = entry.header;
    if (kind === "complete") complete = true;
    else if (kind === "decision") decided.push(decidedIn(entry, complete));
    else if (kind === "question") questions.push(saidIn(entry));
    else if (kind === "answer") answers.push(saidIn(entry));
  }
  const damaged = room?.entries.filter((one) => one.state === "trouble").length ?? 0;
  return { month, room, decided, questions, answers, damaged };
}

function decidedIn({ body, hash, by, header: { day } }: Read, later: boolean): Decided {
  const text = (name: string): string => textOf(body, name);
  return {
    hash, by, later, recorded_on: day,
    about: text("about"), kind: text("kind"), what: text("what"), who: text("who"),
    decided_on: text("decided_on"), grounds: text("grounds"), grounds_on: text("grounds_on"),
  };
}

function saidIn({ id, hash, by, body, header: { day } }: Read): Said {
  const listed = (body as { of?: unknown }).of;
  const of = Array.isArray(listed) ? (listed as unknown[]).filter((one): one is string => typeof one === "string") : [];
  return { id, hash, by, day, of, text: textOf(body, "text") };
}

type Officer = Desk["directory"]["officers"][number];

/** Who must be able to read a month: who protects at the body, the commissions above, and who puts on record. */
export function readersOf({ directory }: Desk, body: string): readonly Officer[] {
  const above = new Set<string>();
  for (let at = directory.bodies.find((one) => one.id === body)?.above ?? null; at !== null && !above.has(at);) {
    above.add(at);
    const here: string = at;
    at = directory.bodies.find((one) => one.id === here)?.above ?? null;
  }
  return directory.officers.filter(
    (one) =>
      one.key !== null &&
      ((one.body === body && one.roles.some((role) => role === "protection_officer" || role === "owner")) ||
        (above.has(one.body) && one.roles.includes("commission_member"))),
  );
}

/** Who reads a month, without those who put on record. */
export function reviewersOf(desk: Desk, body: string): readonly Officer[] {
  return readersOf(desk, body).filter((one) => !one.roles.includes("owner"));
}

/** Put a decision on record; the first opens the room of the month. */
export async function putOnRecord(desk: Desk, { month, room }: Opened, decided: NewDecided): Promise<void> {
  const open = room ?? (await begin(desk, month));
  const body = Object.fromEntries(Object.entries(decided).map(([name, text]) => [name, wellFormed(text)]));
  await open.send("decision", body);
}

/** Say that all is on record; a month in which nothing was decided too. */
export async function sayComplete(desk: Desk, { month, room, decided }: Opened): Promise<void> {
  const open = room ?? (await begin(desk, month));
  await open.send("complete", { decisions: decided.length }, `/api/desk/grounds/${month.id}/complete`);
}

async function begin(desk: Desk, month: Month): Promise<Room> {
  const me = desk.directory.officers.filter((one) => one.id === desk.me.officer.id);
  const officers = [...new Set([...me, ...readersOf(desk, month.body)])];
  const said = { text: "", said_by: "" };
  const { organisation } = desk.directory;
  const sealed = await sealPromise(organisation.id, month.id, null, officers, desk.keys.author, said);
  await desk.api.post(`/api/desk/grounds/${month.id}/room`, sealed);
  const now = (await listMonths(desk)).find((one) => one.id === month.id);
  const room = now?.room == null ? null : await opened(desk, now.room);
  if (room === null) throw new NoKey();
  return room;
}

/** Ask for more about several decisions at once. */
export async function ask({ month, room }: Opened, of: readonly string[], text: string): Promise<void> {
  if (room === null) throw new NoKey();
  await room.send("question", { of, text: wellFormed(text) }, `/api/desk/grounds/${month.id}/questions`);
}

/** Answer a question; the answer bears its own day. */
export async function reply({ month, room }: Opened, question: Said, text: string): Promise<void> {
  if (room === null) throw new NoKey();
  const path = `/api/desk/grounds/${month.id}/questions/${question.id}/answer`;
  await room.send("answer", { of: [question.hash], text: wellFormed(text) }, path);
}

/** Who should read a month by their role, and whom nobody let in yet. */
export function missingReaders(desk: Desk, { month, room }: Opened): readonly Officer[] {
  if (room === null) return [];
  return readersOf(desk, month.body).filter((one) => !room.holds(`officer:${one.id}`));
}

/** Seal the key of a month to somebody whose role came later. */
export async function letRead(desk: Desk, { month, room }: Opened, to: string): Promise<void> {
  if (room === null) throw new NoKey();
  await room.letIn(`officer:${to}`, null);
  const sealed = await room.grantFor(`officer:${to}`);
  await desk.api.post(`/api/desk/grounds/${month.id}/readers`, { to, sealed });
}

/** By how many days a day is after another; null when one of them is no day. */
export function daysAfter(day: string, than: string): number | null {
  const [a, b] = [Date.parse(`${day}T00:00:00Z`), Date.parse(`${than}T00:00:00Z`)];
  return Number.isNaN(a) || Number.isNaN(b) ? null : Math.round((a - b) / 86_400_000);
}

/** What is to be noticed about the days of a decision. `reported_on` is null where nobody's report is weighed. */
export function noticed(one: Decided, reported_on: string | null = null): readonly (readonly [string, number])[] {
  const late = daysAfter(one.recorded_on, one.decided_on) ?? 0;
  const dated = daysAfter(one.grounds_on, one.decided_on) ?? 0;
  const report = reported_on === null ? 0 : (daysAfter(one.grounds_on, reported_on) ?? 0);
  return [
    ["recorded-late", late] as const,
    ["after-complete", one.later ? 1 : 0] as const,
    ["grounds-after-decision", dated] as const,
    ["grounds-undated", one.grounds_on === "" ? 1 : 0] as const,
    ["grounds-after-report", report] as const,
  ].filter(([, days]) => days > 0);
}

// In a case.

/** A decision against the reporter that is weighed, or was. */
export interface Review {
  /** The copy that she shared. */
  readonly id: string;
  readonly room_kind: string;
  readonly asked_on: string;
  readonly due_on: string;
  readonly missed_on: string | null;
  readonly weighed: string | null;
  readonly weighed_on: string | null;
}

export async function listReviews(one: OpenCase): Promise<readonly Review[]> {
  return ((await one.ask("weighed")) as { reviews: readonly Review[] }).reviews;
}

/** Say to the reporter what it came to, in her room, with what is on record of that decision. */
export async function weigh(
  one: OpenCase,
  review: Review,
  said: { readonly weighed: string; readonly reasons: string; readonly record: string; readonly of: Decided | null },
): Promise<void> {
  const room = one.ownRooms.find(({ state }) => state.kind === review.room_kind);
  if (room === undefined) throw new NoKey();
  const { of } = said;
  const body = {
    weighed: said.weighed,
    reasons: wellFormed(said.reasons),
    record: wellFormed(said.record),
    shared: review.id,
    of: of === null ? null : { hash: of.hash, decided_on: of.decided_on, recorded_on: of.recorded_on, grounds_on: of.grounds_on },
  };
  await room.send("weighed", body, `/api/desk/cases/${one.id}/weighed/${review.id}`, { weighed: said.weighed });
}
