/** The clocks of a case as one bar each, from the day of receipt to the last day due. */

import { daysBetween } from "./inbox.js";

export interface Clock {
  readonly about?: string | null;
  readonly law_on?: string | null;
  readonly kind: string;
  readonly due_on: string;
  readonly met_on: string | null;
}

/** `met`: in time; `late`: met, but after the day; `missed`: past and not met; else still running. */
export type ClockState = "met" | "late" | "missed" | "today" | "soon" | "running";

export interface Bar {
  readonly kind: string;
  readonly state: ClockState;
  readonly due_on: string;
  /** The day on which the law may let it end, where that is later. */
  readonly law_on: string | null;
  readonly met_on: string | null;
  /** Days until the due day; negative when it is past. */
  readonly left: number;
  /** Places on a scale from 0 (received) to 1 (end of the chart). */
  readonly from: number;
  readonly due: number;
  /** How far it went: the day it was met, or today. */
  readonly reached: number;
}

export interface Chart {
  readonly bars: readonly Bar[];
  /** Where today stands on the same scale. */
  readonly today: number;
}

export function clockState(clock: Clock, day: string): ClockState {
  if (clock.met_on !== null) {
    return clock.met_on <= clock.due_on ? "met" : "late";
  }
  const left = daysBetween(day, clock.due_on);
  if (left < 0) {
    return "missed";
  }
  if (left === 0) {
    return "today";
  }
  return left <= 3 ? "soon" : "running";
}

export function chart(clocks: readonly Clock[], received: string, day: string): Chart {
  const days = [day, ...clocks.flatMap((one) => [one.due_on, one.met_on ?? day])];
  const end = days.reduce((latest, one) => (one > latest ? one : latest), received);
  const span = Math.max(1, daysBetween(received, end));
  const place = (one: string): number =>
    Math.min(1, Math.max(0, daysBetween(received, one) / span));
  const bars = [...clocks]
    .sort((a, b) => (a.due_on < b.due_on ? -1 : 1))
    .map((clock) => ({
      kind: clock.kind,
      state: clockState(clock, day),
      due_on: clock.due_on,
      law_on: clock.law_on ?? null,
      met_on: clock.met_on,
      left: daysBetween(day, clock.due_on),
      from: 0,
      due: place(clock.due_on),
      reached: place(clock.met_on ?? day),
    }));
  return { bars, today: place(day) };
}
