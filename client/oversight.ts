/** What came to the commission, and what it found, as reporter and officers see it. */

import type { Api } from "./api.js";
import type { Read } from "./items.js";
import { commissionOf, openOwnRoom, type Beside } from "./own-rooms.js";
import type { Room } from "./rooms.js";

/** That a case came to the level above. */
export interface Escalation {
  readonly id: string;
  readonly case: string;
  readonly number: number | null;
  readonly body: string;
  readonly level: string | null;
  readonly cause: string;
  readonly side: string | null;
  readonly duty: string | null;
  readonly unit: string | null;
  readonly told: number;
  readonly opened_on: string;
  readonly closed_on: string | null;
}

export interface Recommendation {
  readonly id: string;
  readonly review: string | null;
  readonly body: string;
  readonly role: string;
  readonly measure: string;
  readonly due_on: string;
  readonly made_on: string;
  readonly said_done_on: string | null;
  readonly done_on: string | null;
}

export interface Breach {
  readonly id: string;
  readonly case: string;
  readonly number: number | null;
  readonly body: string;
  readonly kind: string;
  readonly actor: string;
  readonly happened_on: string;
  readonly possible: boolean;
  readonly opened_on: string;
  readonly decision: string | null;
  readonly sanction: string | null;
  readonly ground: string | null;
  readonly closed_on: string | null;
}

export interface Review {
  readonly id: string;
  readonly case: string;
  readonly number: number | null;
  readonly body: string;
  readonly opened_on: string;
  readonly protection: string;
  readonly protection_on: string | null;
  readonly care: string;
  readonly care_on: string | null;
  readonly reporter_heard_on: string | null;
  readonly body_heard_on: string | null;
  readonly closed_on: string | null;
  readonly recommendations: readonly Recommendation[];
}

export interface Oversight {
  readonly escalations: readonly Escalation[];
  readonly reviews: readonly Review[];
  readonly breaches: readonly Breach[];
}

/** The body of an item of kind `review` (docs/spec/envelope.md §4.2). */
export interface Reviewed {
  readonly about: "finding" | "recommendation" | "breach" | "decision";
  /** `protection` or `care`, or the id of a recommendation or breach. */
  readonly of: string;
  /** What was chosen, in the word that the server has as well. */
  readonly choice: string;
  readonly text: string;
}

/** The reasons of a choice: sealed, absent, or other than what the server says was chosen. */
export type Reasons =
  | { readonly state: "none" }
  | { readonly state: "other" }
  | { readonly state: "read"; readonly text: string };

/**
 * Find why something was decided, in the words that were sealed with it.
 *
 * @param choice - what the server says was chosen; the newest sealed word must be the same
 */
export function reasonsFor(
  entries: readonly { readonly state: string }[],
  about: Reviewed["about"],
  of: string,
  choice: string,
): Reasons {
  const said = entries
    .filter((one): one is Read => one.state === "read")
    .filter((one) => one.header.kind === "review" && one.by !== "reporter")
    .map((one) => read(one.body))
    .filter((one): one is Reviewed => one?.about === about && one.of === of)
    .at(-1);
  if (said === undefined) return { state: "none" };
  return said.choice === choice ? { state: "read", text: said.text } : { state: "other" };
}

function read(body: unknown): Reviewed | null {
  if (typeof body !== "object" || body === null) return null;
  const { about, of, choice, text } = body as Record<string, unknown>;
  if ([about, of, choice, text].some((one) => typeof one !== "string")) return null;
  return { about, of, choice, text } as Reviewed;
}

export async function myOversight(api: Api): Promise<Oversight> {
  return (await api.get("/api/my/oversight")) as Oversight;
}

/** Bring one's case to the level above: one press, whatever its state. */
export async function goToCommission(api: Api, unit: string | null): Promise<Escalation> {
  return (await api.post("/api/my/escalations", { unit })) as Escalation;
}

/** One item of another room as it was opened there. */
export interface Copied {
  readonly sequence: number;
  readonly hash: string;
  readonly day: string;
  readonly by: string;
  readonly kind: string;
  readonly body: unknown;
}

/** So many letters of copies go into one item; the largest size class is far larger. */
const LETTERS = 200_000;

/** Cut copies into what fits in one item each, in their order. */
export function portions(copies: readonly Copied[], letters = LETTERS): readonly (readonly Copied[])[] {
  const found: Copied[][] = [];
  let left = 0;
  for (const one of copies) {
    const size = JSON.stringify(one).length;
    if (found.length === 0 || size > left) {
      found.push([]);
      left = letters;
    }
    found.at(-1)?.push(one);
    left -= size;
  }
  return found;
}

/** The items of a room that were opened and hold, as fixed copies with their hashes. */
export function copiesOf(room: Pick<Room, "entries">): readonly Copied[] {
  return room.entries
    .filter((one): one is Read => one.state === "read")
    .map(({ sequence, hash, by, header, body }) => ({ sequence, hash, day: header.day, by, kind: header.kind, body }));
}

/** Hand the whole conversation over to the commission, as it stands now. */
export async function handOver(mine: Beside & { readonly dialogue: Room }, to: Room): Promise<number> {
  const copies = copiesOf(mine.dialogue);
  for (const [at, items] of portions(copies).entries()) {
    await to.send("copies", { of: mine.dialogue.state.id, part: at + 1, items, text: "" });
  }
  return copies.length;
}

/** Her room with the commission, opened now if there is none. */
export function roomWith(
  mine: Beside & { readonly case: { readonly body: string } },
  out: ReadonlySet<string>,
): Promise<Room> {
  return openOwnRoom(mine, "commission", commissionOf(mine.directory, mine.case.body, out));
}
