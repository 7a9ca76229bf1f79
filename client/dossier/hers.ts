/** The reporter's side of a dossier: all that her receipt opens. */

import { myIncidents } from "../alarm.js";
import type { Api } from "../api.js";
import type { Directory, ReporterKeys } from "../crypto/index.js";
import { today } from "../days.js";
import { OwnFile } from "../file/own-file.js";
import { Records } from "../file/records.js";
import { datedEntries, type Dated } from "../file/timeline.js";
import type { Bodies } from "../file/bodies.js";
import type { Entry } from "../items.js";
import { isReporters } from "../membership.js";
import type { Mine, MyCase, MyReport } from "../mine.js";
import { openRoom } from "../mine.js";
import { myCircle } from "../mybox.js";
import { openPromise } from "../mypromises.js";
import { wordsIn, type Promises } from "../promises.js";
import { NoKey, type Room, type RoomState } from "../rooms.js";
import { stateOn, type Facts, type GroundsOf, type Lacking, type MomentOf } from "./form.js";
import type { OpenedRoom } from "./gathering.js";
import type { Opened, Side } from "./making.js";
import type { Chain } from "./proving.js";

/** What the page lends. */
export interface Lent {
  /** Names whoever knows, by the directory; null where it does not. */
  readonly named: (knower: string) => string | null;
  readonly label: (body: Bodies["entry"]) => string;
  readonly reported: string;
  readonly alarmed: string;
  readonly known: (name: string | null) => string;
  readonly root: string;
  readonly language: "nl" | "en";
  readonly open: Api;
}

interface Owned {
  readonly api: Api;
  readonly keys: ReporterKeys;
  readonly directory: Directory;
}

/** Whose keys and api all of it is read with; null where nothing lies under the receipt. */
function ownerOf({ report, talk, alarm, erased }: Mine): Owned | null {
  return report ?? alarm ?? talk ?? erased;
}

/** Her side of the dossier; null where nothing lies under the receipt. */
export function herSide(mine: Mine, lent: Lent, extra: ReadonlyMap<string, string> = new Map()): Side | null {
  const owner = ownerOf(mine);
  if (owner === null) return null;
  const { api, keys, directory } = owner;
  const about = mine.report?.case ?? mine.erased?.case ?? null;
  const chains: Chain[] = [];
  const proof = mine.report?.proof ?? mine.erased?.proof ?? null;
  const further = new Map([...extra, ...(proof === null ? [] : [["log/proof-of-report", proof] as const])]);
  return {
    ...{ arm: "reporter", label: "reporter", author: keys.author, api, directory, extra: further },
    ...{ open: lent.open, root: lent.root, language: lent.language, case: about?.id ?? null, chains },
    taking: { redacted: false, withheld: false },
    rooms: async (heard, opening, signal) => {
      const opened = await herRooms(mine, { ...owner, api: heard }, opening, signal);
      chains.push(...chainsOf(mine, keys, opened.rooms));
      return opened;
    },
    facts: (rooms) => herFacts(mine, about, rooms, lent),
  };
}

function chainsOf(mine: Mine, keys: ReporterKeys, rooms: readonly OpenedRoom[]): Chain[] {
  const file = rooms.find((one) => one.kind === "file");
  const talk = rooms.find((one) => one.kind === "advice");
  const about = mine.report?.case.id ?? mine.erased?.case.id;
  const found: Chain[] = [];
  if (about !== undefined) found.push({ id: about, kind: "case", key: keys.ledger, journal: "/api/my/journal" });
  else if (mine.alarm !== null) found.push({ id: mine.alarm.case, kind: "case", key: keys.ledger, journal: null });
  if (talk !== undefined) found.push({ id: talk.chain, kind: "talk", key: keys.advice, journal: "/api/my/advice/journal" });
  if (file !== undefined) found.push({ id: file.chain, kind: "file", key: keys.file, journal: "/api/my/file/journal" });
  return found;
}

type Opening = () => Promise<OpenedRoom>;

/** All rooms, each opened anew, so that every sealed item passes by. */
async function herRooms(
  mine: Mine, owner: Owned, opening: (n: number, all: number) => void, signal: AbortSignal,
): Promise<Opened> {
  const ways = [...(await caseRooms(mine, owner)), ...talkRooms(mine, owner), { id: "file", open: () => fileRoom(owner) }];
  const rooms: OpenedRoom[] = [];
  const lacking: Lacking[] = [];
  for (const [at, { id, open }] of ways.entries()) {
    signal.throwIfAborted();
    opening(at + 1, ways.length);
    try {
      rooms.push(await open());
    } catch (error) {
      if (!(error instanceof NoKey)) throw error;
      lacking.push({ what: `originals/${id}`, why: "no-key" });
    }
  }
  return { rooms, lacking };
}

async function caseRooms({ report, alarm }: Mine, owner: Owned): Promise<{ id: string; open: Opening }[]> {
  if (report === null) {
    if (alarm === null) return [];
    const { rooms } = (await owner.api.get("/api/my/alarm")) as { rooms: readonly RoomState[] };
    return rooms.map((state) => ({ id: state.id, open: () => ordinary(owner, state, state.case) }));
  }
  const { rooms } = (await owner.api.get("/api/my/case")) as { rooms: readonly RoomState[] };
  const heard: MyReport = { ...report, api: owner.api, rooms };
  return rooms.map((state) => ({
    id: state.id,
    open: async () =>
      state.kind === "commitment"
        ? asOpened(await openPromise(heard, state), report.case.id)
        : ordinary(owner, state, report.case.id),
  }));
}

function talkRooms({ talk }: Mine, owner: Owned): { id: string; open: Opening }[] {
  if (talk === null) return [];
  const { state } = talk.room;
  return [{ id: state.id, open: () => ordinary(owner, state, state.case) }];
}

async function ordinary({ api, keys, directory }: Owned, state: RoomState, chain: string): Promise<OpenedRoom> {
  return asOpened(await openRoom(api, keys, directory, [state], state.kind), chain);
}

function asOpened(room: Room, chain: string): OpenedRoom {
  const { state, path, entries, epochs } = room;
  return {
    ...{ id: state.id, kind: state.kind, case: state.case, chain, path, entries, epochs },
    identityOf: (epoch) => room.identityOf(epoch),
    isReporters: (author) => isReporters(author, room.trust),
  };
}

async function fileRoom({ api, keys, directory }: Owned): Promise<OpenedRoom> {
  const file = await OwnFile.open({ api, keys, organisation: directory.organisation.id });
  let entries: readonly Entry[] = [];
  while (!file.whole) {
    const older = await file.readOlder();
    entries = [...older, ...entries];
    if (older.length === 0) break;
  }
  const { id, case: chain } = file.state;
  return {
    ...{ id, kind: "file", case: chain, chain, path: file.path, entries },
    epochs: [{ number: 1, identity: file.key.identity }],
    identityOf: (epoch) => file.identityOf(epoch),
    isReporters: (author) => author === keys.author.verify,
  };
}

async function herFacts(mine: Mine, about: MyCase | null, rooms: readonly OpenedRoom[], lent: Lent): Promise<Facts> {
  const owner = ownerOf(mine);
  const { report } = mine;
  const records = new Records();
  for (const entry of rooms.find((one) => one.kind === "file")?.entries ?? []) if (entry.state === "read") records.add(entry);
  const circle = report === null ? [] : (await myCircle(report)).rows;
  const incidents = owner === null || (report ?? mine.alarm) === null ? [] : await myIncidents(owner.api);
  const day = today();
  const known = circle.map(({ knower, since }): Dated => ({ row: "knowledge", day: since, roughly: false, label: lent.known(lent.named(knower)) }));
  const { dated } = datedEntries(records.of("entry"), lent.label);
  return {
    clocks: (about?.clocks ?? []).map((one) => ({ ...one, state: stateOn(day, one) })),
    promises: report === null ? [] : await promised(report, rooms),
    circle: circle.map(({ knower, how, since, declared_by }) => ({ who: knower, name: lent.named(knower), how, since, by: declared_by })),
    incidents: incidents.map(({ id, kind, opened_on, measures_on, notification, notification_on, closed_on }) => (
      { id, kind, opened_on, measures_on, notification, notification_on, closed_on })),
    costs: costsIn(records),
    grounds: groundsIn(rooms),
    timeline: inTime([...beginning(mine, about, rooms, lent), ...known, ...dated]),
  };
}

function beginning({ alarm }: Mine, about: MyCase | null, rooms: readonly OpenedRoom[], lent: Lent): Dated[] {
  if (about !== null) return [{ row: "report", day: about.received_on, roughly: false, label: lent.reported }];
  const first = alarm === null ? undefined : rooms.find((one) => one.kind === "commission")?.entries[0];
  if (first?.state !== "read") return [];
  return [{ row: "report", day: first.header.day, roughly: false, label: lent.alarmed }];
}

/** The same day before and after: report, then knowledge, then what was done. */
export function inTime(all: readonly Dated[]): MomentOf[] {
  const rows = ["report", "knowledge", "detriment"];
  return all
    .map(({ row, day, roughly, label }) => ({ row, day, roughly, text: label }))
    .sort((a, b) => (a.day === b.day ? rows.indexOf(a.row) - rows.indexOf(b.row) : a.day < b.day ? -1 : 1));
}

function costsIn(records: Records): Facts["costs"] {
  return records.of("cost").toReversed().flatMap(({ first, versions: [now] }) => {
    const body = now?.body as Bodies["cost"] | null | undefined;
    if (body === null || body === undefined) return [];
    return [{ hash: first.hash, class: body.class, cents: body.cents, currency: body.currency, when: body.when.date }];
  });
}

async function promised({ api }: MyReport, rooms: readonly OpenedRoom[]): Promise<Facts["promises"]> {
  const { commitments } = (await api.get("/api/my/commitments")) as Promises;
  return promisesIn(commitments, rooms);
}

/** Promises with their words, where their room was opened. */
export function promisesIn(commitments: Promises["commitments"], rooms: readonly OpenedRoom[]): Facts["promises"] {
  return commitments.map(({ id, kind, owner, due_on, promised_on, settled_on, missed_on, standing }) => {
    const room = rooms.find((one) => one.id === id);
    const words = room === undefined ? null : wordsIn(room);
    return {
      ...{ id, kind, owner, due_on, promised_on, settled_on, missed_on, state: standing },
      ...{ text: words?.text ?? null, said_by: words?.saidBy ?? null },
    };
  });
}

/** What was said of the grounds of decisions against her, as the record had them. */
export function groundsIn(rooms: readonly OpenedRoom[]): GroundsOf[] {
  return rooms.flatMap((room) => room.entries.flatMap((entry) => {
    if (entry.state !== "read" || entry.header.kind !== "weighed") return [];
    const body = entry.body as { weighed?: unknown; record?: unknown; of?: Record<string, unknown> | null };
    const word = (value: unknown): string => (typeof value === "string" ? value : "");
    const of = (name: string): string | null => (typeof body.of?.[name] === "string" ? body.of[name] : null);
    return [{
      ...{ room: room.id, item: entry.sequence, weighed: word(body.weighed), grounds: word(body.record) },
      ...{ hash: of("hash"), decided_on: of("decided_on"), recorded_on: of("recorded_on"), grounds_on: of("grounds_on") },
    }];
  }));
}
