/**
 * A dossier as a document to read: the same as `dossier.json` and the opened items, in the words of the page
 * (docs/spec/dossier.md §2). Pure.
 */

import type { Entry } from "../items.js";
import { inEuros } from "../file/money.js";
import type { Row } from "../file/timeline.js";
import type { ClockOf, Dossier, FileOf, RoomOf } from "./form.js";
import type { OpenedRoom } from "./gathering.js";
import type { Part, Printed } from "./printed.js";

/** How an item is told. */
export interface ToldItem {
  readonly title: string;
  readonly text: string;
  readonly facts: readonly (readonly [string, string])[];
}

/** What the page lends: its words, and how it tells an item. */
export interface Words {
  readonly say: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly day: (day: string) => string;
  readonly locale: string;
  readonly item: (entry: Entry, room: OpenedRoom) => ToldItem;
  /** What happened, by the kind of an event; the kind itself where the page has no words for it. */
  readonly event: (kind: string) => string;
  /** The name of an officer by label or id; the label itself where nobody is found. */
  readonly named: (label: string) => string;
}

const ROWS: readonly Row[] = ["report", "knowledge", "detriment"];

export function documentOf(made: Dossier, rooms: readonly OpenedRoom[], words: Words): Printed {
  const { say, day } = words;
  const parts: Part[] = [
    { kind: "text", text: say(`paper-intro-${made.arm}`) },
    { kind: "facts", pairs: headOf(made, words) },
    ...lackingOf(made, words),
    ...timelineOf(made, words),
    ...clocksOf(made, words),
    ...promisesOf(made, words),
    ...knowersOf(made, words),
    ...incidentsOf(made, words),
    ...costsOf(made, words),
    ...groundsOf(made, words),
    ...made.rooms.flatMap((one, at) => roomOf(one, rooms[at], made.files, words)),
    ...eventsOf(made, words),
    heading(1, say("paper-check")),
    { kind: "text", text: say("paper-check-text") },
  ];
  return {
    title: say("paper-title"), language: made.language, made: say("paper-made", { day: day(made.made_on) }),
    missing: say("paper-missing"), parts,
  };
}

function heading(level: 1 | 2 | 3, text: string): Part {
  return { kind: "heading", level, text };
}

/** A part with its heading, left out where there is nothing to say. */
function section(title: string, rows: number, ...parts: readonly Part[]): Part[] {
  return rows === 0 ? [] : [heading(1, title), ...parts];
}

function headOf({ organisation, language, case: about, head, made_by, root }: Dossier, { say, named }: Words): (readonly [string, string])[] {
  return [
    [say("paper-organisation"), organisation.names[language]],
    [say("paper-by"), made_by.label === "reporter" ? say("paper-reporter") : named(made_by.label)],
    [say("paper-case"), about ?? say("paper-none")],
    [say("paper-log"), head?.origin ?? say("paper-none")],
    [say("paper-size"), head === null ? say("paper-none") : String(head.size)],
    [say("paper-root"), head?.root ?? say("paper-none")],
    [say("paper-root-key"), root],
  ];
}

function lackingOf({ lacking }: Dossier, { say }: Words): Part[] {
  const rows = lacking.map(({ what, why }) => [what, say(`why-${why}`) || why]);
  return section(say("paper-lacking"), rows.length, { kind: "table", head: [say("paper-what"), say("paper-why")], rows });
}

function timelineOf({ timeline }: Dossier, { say }: Words): Part[] {
  const rows = ROWS.map((row) => ({
    name: say(`row-${row}`),
    marks: timeline.filter((one) => one.row === row).map((one) => ({ day: one.day, label: one.text })),
  }));
  return section(say("paper-timeline"), timeline.length,
    { kind: "text", text: say("paper-timeline-text") },
    { kind: "timeline", caption: say("paper-timeline"), rows, head: [say("paper-n"), say("paper-day"), say("paper-row"), say("paper-what")] });
}

function clockState({ state, due_on, met_on }: ClockOf, { say, day }: Words): string {
  return say(state, { due: day(due_on), met: day(met_on ?? "") });
}

function clocksOf({ clocks }: Dossier, words: Words): Part[] {
  const { say, day } = words;
  const rows = clocks.map((one) => [say(`clock-${one.kind}`) || say("clock-other"), day(one.due_on), clockState(one, words)]);
  return section(say("paper-clocks"), rows.length, { kind: "table", head: [say("paper-what"), say("paper-due"), say("paper-came")], rows });
}

function promisesOf({ promises }: Dossier, { say, day, named }: Words): Part[] {
  return section(say("paper-promises"), promises.length, ...promises.flatMap((one): Part[] => [
    heading(2, say(`promise-${one.kind}`) || say("promise-other") || one.kind),
    { kind: "facts", pairs: [
      [say("paper-owner"), one.owner === null ? say("paper-none") : named(`officer:${one.owner}`)],
      [say("paper-due"), day(one.due_on)],
      [say("paper-promised-on"), one.promised_on === null ? say("paper-none") : day(one.promised_on)],
      [say("paper-state"), say(`standing-${one.state}`) || one.state],
      [say("paper-missed-on"), one.missed_on === null ? say("paper-none") : day(one.missed_on)],
    ] },
    { kind: "text", text: one.text ?? say("paper-closed") },
  ]));
}

function knowersOf({ circle }: Dossier, { say, day }: Words): Part[] {
  const rows = circle.map((one) => [one.name ?? one.who, say(`how-${one.how}`) || one.how, day(one.since)]);
  return section(say("paper-circle"), rows.length, { kind: "table", head: [say("paper-who"), say("paper-how"), say("paper-since")], rows });
}

function incidentsOf({ incidents }: Dossier, { say, day }: Words): Part[] {
  const on = (one: string | null): string => (one === null ? say("paper-none") : day(one));
  const rows = incidents.map((one) => [say(`incident-${one.kind}`) || one.kind, on(one.opened_on), on(one.measures_on), on(one.notification_on), on(one.closed_on)]);
  return section(say("paper-incidents"), rows.length, {
    kind: "table", rows, head: ["paper-what", "paper-opened", "paper-measures", "paper-notification", "paper-ended"].map((one) => say(one)),
  });
}

function costsOf({ costs }: Dossier, { say, locale }: Words): Part[] {
  const rows = costs.map((one) => [say(`class-${one.class}`) || one.class, one.when ?? say("paper-none"), inEuros(one.cents, locale)]);
  const all = costs.reduce((sum, one) => sum + one.cents, 0);
  return section(say("paper-costs"), rows.length, {
    kind: "table", head: [say("paper-what"), say("paper-day"), say("paper-amount")], rows: [...rows, [say("total"), "", inEuros(all, locale)]],
  });
}

function groundsOf({ grounds }: Dossier, { say, day }: Words): Part[] {
  const on = (one: string | null): string => (one === null || one === "" ? say("paper-none") : day(one));
  return section(say("paper-grounds"), grounds.length, ...grounds.flatMap((one): Part[] => [
    { kind: "facts", pairs: [
      [say("paper-decided"), on(one.decided_on)],
      [say("paper-recorded"), on(one.recorded_on)],
      [say("paper-grounds-on"), on(one.grounds_on)],
      [say("paper-weighed"), say(`weighed-as-${one.weighed}`) || one.weighed],
    ] },
    { kind: "text", text: one.grounds === "" ? say("paper-none") : one.grounds },
    ...(one.hash === null ? [] : [{ kind: "code", text: one.hash } as const]),
  ]));
}

function roomOf(taken: RoomOf, room: OpenedRoom | undefined, files: readonly FileOf[], words: Words): Part[] {
  if (room === undefined) return [];
  const { say } = words;
  const items = taken.items.flatMap((item, at): Part[] => {
    const entry = room.entries[at];
    if (entry === undefined) return [];
    const { title, text, facts } = words.item(entry, room);
    const named = files.filter((one) => one.room === taken.id && one.sequence === item.sequence);
    return [
      heading(3, title),
      ...(text.trim() === "" ? [] : [{ kind: "text", text } as const]),
      ...(facts.length === 0 ? [] : [{ kind: "facts", pairs: facts } as const]),
      ...named.map((one) => fileLine(one, words)),
      ...(item.hash === null ? [] : [{ kind: "code", text: say("paper-original", { hash: item.hash }) } as const]),
    ];
  });
  return section(say(`room-${taken.kind}`), taken.items.length, ...items);
}

function fileLine({ name, opened, why }: FileOf, { say }: Words): Part {
  const where = opened ?? say(`why-${why ?? "broken"}`);
  return { kind: "small", text: say("paper-file", { name, where }) };
}

/** Each chain numbers its own events. */
const CHAINS = { case: "paper-case", talk: "room-advice", file: "room-file" } as const;

function eventsOf({ events, chains }: Dossier, words: Words): Part[] {
  const { say } = words;
  const told = chains.flatMap((chain): Part[] => {
    const of = events.filter((one) => one.chain === chain.id);
    if (of.length === 0) return [];
    return [...(chains.length > 1 ? [heading(2, say(CHAINS[chain.kind]))] : []), eventTable(of, words)];
  });
  return section(say("paper-events"), told.length, { kind: "text", text: say("paper-events-text") }, ...told);
}

function eventTable(events: Dossier["events"], { say, day, named, event }: Words): Part {
  const rows = events.map((one) => [
    String(one.n), day(one.day), event(one.kind),
    one.actor === "reporter" || one.actor === "system" ? say(`paper-${one.actor}`) : named(one.actor),
    one.leaf === null ? say("paper-none") : String(one.leaf),
  ]);
  return { kind: "table", head: ["paper-n", "paper-day", "paper-what", "paper-who", "paper-leaf"].map((one) => say(one)), rows };
}
