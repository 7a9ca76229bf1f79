/** A meeting on request (spec/envelope.md §4.2, kind `meeting`): its steps, for her page and for the desk. Pure. */

import type { Entry, Read } from "./items.js";

/** Where the newest request to meet stands, as the server says it. */
export interface Meeting {
  readonly number: number;
  readonly state: string;
  readonly asked_on: string;
  readonly changed_on: string;
  /** The hash of the sealed item with the newest minutes. */
  readonly minutes: string | null;
}

/** What a reporter may do next, by the state. The server decides; this keeps off the page what it refuses. */
const HERS: Readonly<Record<string, readonly string[]>> = {
  asked: ["withdraws"],
  proposed: ["picks", "none_suits", "withdraws"],
  agreed: ["not_held", "withdraws"],
  recorded: ["agrees", "corrects", "disagrees"],
  corrected: ["disagrees"],
};

export function stepsOf(meeting: Meeting | null): readonly string[] {
  return meeting === null ? [] : (HERS[meeting.state] ?? []);
}

/** Whether she may ask for a meeting: there was none, or the last one is over. */
export function mayAsk(meeting: Meeting | null): boolean {
  return meeting === null || ["signed", "unsigned", "withdrawn"].includes(meeting.state);
}

/** What the handler may do next. */
export function mayPropose(meeting: Meeting | null): boolean {
  return meeting !== null && ["asked", "proposed", "agreed"].includes(meeting.state);
}

export function mayRecord(meeting: Meeting | null): boolean {
  return meeting !== null && ["agreed", "recorded", "corrected", "signed", "unsigned"].includes(meeting.state);
}

/** Parts of an item about a meeting, in the order in which they are shown. */
const PARTS = ["how", "where", "when", "whom", "recording", "day"] as const;
const CODES: ReadonlySet<string> = new Set(["how", "recording"]);
const MOMENT = /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$/;

export interface MeetingPart {
  readonly part: string;
  readonly text: string;
  /** The text is a code for which the page has words. */
  readonly code: boolean;
  /** The text is a day, or a day with a time of the clock there. */
  readonly moment: boolean;
}

/** What an item about a meeting says, part by part. */
export function meetingParts(kind: string, body: unknown): readonly MeetingPart[] {
  if (kind !== "meeting") return [];
  const one = PARTS.map((part: string) => ({ part, text: textIn(body, part) }));
  const days = daysOf(body).map((text) => ({ part: "day", text }));
  return [...one, ...days].filter(({ text }) => text !== "").map((found) => ({
    ...found, code: CODES.has(found.part), moment: found.part === "day" && MOMENT.test(found.text),
  }));
}

/** The newest item of the room about this step; null when there is none. */
export function newest(entries: readonly Entry[], step: string): Read | null {
  const found = entries.findLast((one) => isStep(one, step));
  return found?.state === "read" ? found : null;
}

/** The days that were proposed last, as they stand in the room. */
export function proposed(entries: readonly Entry[]): readonly string[] {
  return daysOf(newest(entries, "proposes")?.body);
}

/** The minutes that the server says lie before her; null when the room does not hold them. */
export function minutesIn(entries: readonly Entry[], meeting: Meeting): Read | null {
  const found = entries.find((one) => isStep(one, "minutes") && one.state === "read" && one.hash === meeting.minutes);
  return found?.state === "read" ? found : null;
}

/** Whether the reporter's own signed item agrees to just these minutes: not the server's word. */
export function isAgreed(entries: readonly Entry[], meeting: Meeting, reporter: string): boolean {
  return meeting.minutes !== null && entries.some((one) =>
    isStep(one, "agrees") && one.state === "read" && one.header.author === reporter &&
    textIn(one.body, "minutes") === meeting.minutes);
}

function isStep(entry: Entry, step: string): boolean {
  return entry.state === "read" && entry.header.kind === "meeting" && textIn(entry.body, "step") === step;
}

function daysOf(body: unknown): readonly string[] {
  const days = member(body, "days");
  if (!Array.isArray(days)) return [];
  return (days as unknown[]).filter((one): one is string => typeof one === "string" && MOMENT.test(one));
}

function textIn(body: unknown, name: string): string {
  const value = member(body, name);
  return typeof value === "string" ? value.trim() : "";
}

function member(body: unknown, name: string): unknown {
  return typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}
