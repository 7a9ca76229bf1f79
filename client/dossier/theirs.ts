/** An officer's side of a dossier, and the employer's for proceedings (docs/spec/dossier.md §1). */

import { publicApi, Problem, type Api } from "../api.js";
import type { OpenCase } from "../desk/case.js";
import type { Desk } from "../desk/desk.js";
import { listIncidents } from "../desk/incidents.js";
import { circleOf } from "../desk/openings.js";
import { listPromises } from "../desk/promises.js";
import { identifying, takeAllOut, termsOf } from "../desk/redacting.js";
import { readCopy } from "../file/sharing.js";
import type { Dated } from "../file/timeline.js";
import { firstDay } from "../file/when.js";
import { Tampered, type Json } from "../crypto/index.js";
import { today } from "../days.js";
import type { Entry } from "../items.js";
import { isReporters, type RoomKind } from "../membership.js";
import { NoKey, Room, type RoomState } from "../rooms.js";
import { stateOn, type Facts, type Lacking } from "./form.js";
import type { OpenedRoom } from "./gathering.js";
import { groundsIn, inTime, promisesIn } from "./hers.js";
import type { Opened, Side } from "./making.js";

/** What the page lends. */
export interface Lent {
  readonly named: (knower: string) => string | null;
  readonly reported: string;
  readonly known: (name: string | null) => string;
  readonly harmed: string;
}

/** What the employer's own side consists of: nothing that the reporter shared with others than the handlers. */
const EMPLOYERS: ReadonlySet<RoomKind> = new Set(["dialogue", "investigation", "commitment"]);

/** The side of whoever is at the desk, or, in proceedings, of the employer. */
export function theirSide(
  desk: Desk, { id, detail }: OpenCase, arm: "officer" | "employer", further: readonly string[], lent: Lent,
): Side {
  const { directory, api, setting } = desk;
  const language = setting.language === "nl" ? "nl" : "en";
  const isEmployers = arm === "employer";
  const without = isEmployers ? redactor(desk, [...further, detail.alias]) : null;
  return {
    ...{ arm, label: desk.holder, author: desk.keys.author, api, directory, language },
    ...{ open: publicApi(setting.origin, language), root: setting.root, case: id, extra: new Map<string, string>() },
    chains: [{ id, kind: "case", key: null, journal: `/api/desk/cases/${id}/journal` }],
    taking: { redacted: isEmployers, withheld: isEmployers },
    rooms: async (heard, opening, signal) => {
      const opened = await theirRooms(desk, heard, id, isEmployers, opening, signal);
      return without === null ? opened : { ...opened, rooms: opened.rooms.map((room) => ({ ...room, entries: room.entries.map(without) })) };
    },
    facts: (rooms) => theirFacts(desk, id, detail, isEmployers, rooms, lent),
  };
}

/** Open the rooms of a case anew, the talk first: it tells who the reporter is in the others. */
async function theirRooms(
  desk: Desk, api: Api, id: string, isEmployers: boolean, opening: (n: number, all: number) => void, signal: AbortSignal,
): Promise<Opened> {
  const { rooms } = (await api.get(`/api/desk/cases/${id}`)) as { rooms: readonly RoomState[] };
  const states = rooms
    .filter((one) => !isEmployers || EMPLOYERS.has(one.kind))
    .toSorted((a, b) => Number(b.kind === "dialogue") - Number(a.kind === "dialogue"));
  const found: OpenedRoom[] = [];
  const lacking: Lacking[] = [];
  let talk: Room | null = null;
  for (const [at, state] of states.entries()) {
    signal.throwIfAborted();
    opening(at + 1, states.length);
    try {
      const room: Room = await openOne(desk, api, state, talk);
      if (state.kind === "dialogue") talk = room;
      found.push(asOpened(room, id));
    } catch (error) {
      if (!(error instanceof NoKey)) throw error;
      lacking.push({ what: `originals/${state.id}`, why: "no-key" });
    }
  }
  return { rooms: found, lacking };
}

async function openOne(desk: Desk, api: Api, state: RoomState, talk: Room | null): Promise<Room> {
  const trust = { directory: desk.directory, reporter: null };
  const room = await Room.open(api, "/api/desk", state, desk.viewer, trust, {
    opener: desk.opening.open,
    known: () => talk?.trust.reporter ?? null,
    ...(talk === null || state.kind === "dialogue" ? {} : { mayOpen: (one: string) => talk.holds(one) }),
  });
  await room.refresh();
  return room;
}

function asOpened(room: Room, chain: string): OpenedRoom {
  const { state, path, entries, epochs } = room;
  return {
    ...{ id: state.id, kind: state.kind, case: state.case, chain, path, entries, epochs },
    identityOf: (epoch) => room.identityOf(epoch),
    isReporters: (author) => isReporters(author, room.trust),
  };
}

const OPAQUE = /^(?:[0-9a-f]{32,}|age1[a-z0-9]+|\d{4}-\d{2}-\d{2})$/;

/** Takes out of every text of an item what could tell who somebody is; days stay, for they are what is argued about. */
function redactor({ directory }: Desk, words: readonly string[]): (entry: Entry) => Entry {
  const terms = termsOf(directory, words);
  const text = (value: string): string => {
    if (OPAQUE.test(value)) return value;
    return takeAllOut(value, identifying(value, terms).filter(({ why }) => why !== "day"));
  };
  const all = (value: Json): Json => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return (value as readonly Json[]).map(all);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value as Record<string, Json>).map(([name, one]) => [name, all(one)]));
  };
  return (entry) => (entry.state === "trouble" ? entry : { ...entry, body: all(entry.body) });
}

/** What is not for this officer is left out, and so is what the service does not know. */
async function unlessNotFor<T>(asking: Promise<T>, instead: T): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof Problem && [403, 404].includes(error.status)) return instead;
    throw error;
  }
}

async function theirFacts(
  desk: Desk, id: string, detail: OpenCase["detail"], isEmployers: boolean, rooms: readonly OpenedRoom[], lent: Lent,
): Promise<Facts> {
  const { commitments } = await unlessNotFor(listPromises(desk, id), { commitments: [], emergencies: [], duties: [] });
  const { rows } = isEmployers ? { rows: [] } : await unlessNotFor(circleOf(desk, id), { rows: [], pledges: [] });
  const incidents = isEmployers ? [] : (await unlessNotFor(listIncidents(desk), [])).filter((one) => one.case === id);
  const day = today();
  const known = rows.map(({ knower, since }): Dated => ({ row: "knowledge", day: since, roughly: false, label: lent.known(lent.named(knower)) }));
  return {
    clocks: detail.clocks.map(({ kind, about = null, due_on, law_on = null, met_on }) => (
      { kind, about, due_on, law_on, met_on, state: stateOn(day, { due_on, met_on }) })),
    promises: promisesIn(commitments, rooms),
    circle: rows.map(({ knower, how, since, declared_by }) => ({ who: knower, name: lent.named(knower), how, since, by: declared_by })),
    incidents: incidents.map(({ id: incident, kind, opened_on, measures_on, notification, notification_on, closed_on }) => (
      { id: incident, kind, opened_on, measures_on, notification, notification_on, closed_on })),
    costs: [],
    grounds: groundsIn(rooms),
    timeline: inTime([{ row: "report", day: detail.received_on, roughly: false, label: lent.reported }, ...known, ...harms(rooms, lent)]),
  };
}

/** What was done to her, as far as she shared it in a room that is in this dossier. */
function harms(rooms: readonly OpenedRoom[], lent: Lent): Dated[] {
  return rooms.flatMap(({ entries }) => entries).flatMap((entry): Dated[] => {
    if (entry.state === "trouble" || entry.header.kind !== "detriment") return [];
    try {
      const { kind, body } = readCopy(entry.body);
      const day = kind === "entry" && "when" in body ? firstDay(body.when) : null;
      return day === null ? [] : [{ row: "detriment", day, roughly: day.length < 10, label: lent.harmed }];
    } catch (error) {
      if (!(error instanceof Tampered)) throw error;
      return [];
    }
  });
}
