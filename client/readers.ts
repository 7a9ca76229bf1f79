/**
 * Who may read a report, decided on the reporter's own device.
 *
 * From the published lines of reporting this computes who is left when the people that the
 * reporter names, and everybody above and below them, are taken out (law: Directive (EU) 2019/1937
 * art. 9(1)(c), impartial follow-up). The server learns only who got a key, never who was left out.
 */

import type { Directory } from "./crypto/index.js";

type Functions = Directory["functions"];
type Officer = Directory["officers"][number];
export type Body = Directory["bodies"][number];

/** One choice of the reporter: an officer, a function or a whole unit. */
export interface Named {
  readonly kind: "officer" | "function" | "unit";
  readonly id: string;
}

export interface Remaining {
  /** Who will read it; empty when no level has anybody left. */
  readonly readers: readonly Officer[];
  /** The body whose channel it goes to. */
  readonly body: Body | null;
  /** The channel that the report is addressed to. */
  readonly channel: Directory["channels"][number] | null;
  /** Whether it goes to a level above the body that was asked for. */
  readonly movedUp: boolean;
  /** Ids of officers who were left out: they keep no share either. */
  readonly out: ReadonlySet<string>;
}

/**
 * Everybody above and below a function, and the function itself.
 *
 * @param functions - all functions of the directory
 * @param id - the function to begin with
 * @returns ids of functions; a circle in the lines of reporting ends where it began
 */
export function line(functions: Functions, id: string): Set<string> {
  const above = new Set<string>();
  let at: string | null = id;
  while (at !== null && !above.has(at)) {
    above.add(at);
    at = functions.find((one) => one.id === at)?.reports_to ?? null;
  }
  const below = new Set<string>([id]);
  // A set that grows while it is walked is walked to its end.
  for (const chief of below) {
    for (const one of functions) if (one.reports_to === chief) below.add(one.id);
  }
  return new Set([...above, ...below]);
}

/**
 * The officers who get no key and no notice.
 *
 * @param directory - the root-signed directory
 * @param named - whom the reporter named or excluded
 * @returns ids of officers
 */
export function excluded(directory: Directory, named: readonly Named[]): Set<string> {
  const functions = directory.functions;
  const chosen = new Set<string>();
  const officers = new Set<string>();
  for (const { kind, id } of named) {
    if (kind === "function") chosen.add(id);
    if (kind === "officer") {
      officers.add(id);
      for (const one of functions) if (one.officer === id) chosen.add(one.id);
    }
    if (kind === "unit") {
      const units = withSubUnits(directory, id);
      for (const one of functions) if (units.has(one.unit)) chosen.add(one.id);
    }
  }
  for (const id of chosen) {
    const inLine = line(functions, id);
    for (const one of functions) {
      if (inLine.has(one.id) && one.officer !== null) officers.add(one.officer);
    }
  }
  return officers;
}

/**
 * Who is left to read, and at which level.
 *
 * @param directory - the root-signed directory
 * @param channel - id of the channel that the reporter came to
 * @param named - whom the reporter named or excluded
 * @param but - further officers who do not read, such as whoever advised; their lines may
 */
export function remaining(
  directory: Directory,
  channel: string,
  named: readonly Named[],
  but: ReadonlySet<string> = new Set(),
): Remaining {
  const out = new Set([...excluded(directory, named), ...but]);
  const asked = directory.channels.find((one) => one.id === channel);
  return climb(directory, asked?.body ?? null, asked, out);
}

/**
 * Who could take over at the nearest level above a body, where nobody is left at the body itself.
 *
 * @param directory - the root-signed directory
 * @param body - id of the body that handled the report
 * @param out - ids of officers who may not: cut off, or out of the room
 */
export function above(directory: Directory, body: string, out: ReadonlySet<string>): Remaining {
  const up = directory.bodies.find((one) => one.id === body)?.above ?? null;
  return climb(directory, up, directory.channels.find((one) => one.body === up), out);
}

/** Go up from a body and its channel to the first level that has a reader left. */
function climb(
  directory: Directory,
  from: string | null,
  channel: Directory["channels"][number] | undefined,
  out: ReadonlySet<string>,
): Remaining {
  const seen = new Set<string>();
  let body = directory.bodies.find((one) => one.id === from);
  let at = channel;
  while (body !== undefined && !seen.has(body.id)) {
    seen.add(body.id);
    const readers = directory.officers.filter(
      (one) => at?.readers.includes(one.id) && one.key !== null && !out.has(one.id),
    );
    if (at !== undefined && readers.length > 0) {
      return { readers, body, channel: at, movedUp: at !== channel, out };
    }
    const up: string | null = body.above;
    body = directory.bodies.find((one) => one.id === up);
    at = directory.channels.find((one) => one.body === up);
  }
  return { readers: [], body: null, channel: null, movedUp: true, out };
}

function withSubUnits(directory: Directory, id: string): Set<string> {
  const units = new Set<string>([id]);
  for (const parent of units) {
    for (const one of directory.units) if (one.parent === parent) units.add(one.id);
  }
  return units;
}
