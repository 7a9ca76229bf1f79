/**
 * Who wrote something, who holds a case, and who could be asked to hold it.
 *
 * Who wrote an item is told by its signature, never by what the server says of it.
 */

import type { Directory } from "../crypto/index.js";
import { excluded, type Named } from "../readers.js";
import { isLive, isReporters, type Trust } from "../membership.js";
import type { RoomState } from "../rooms.js";
import { fold } from "./search.js";

type Officer = Directory["officers"][number];

export type Author =
  | { readonly kind: "reporter" }
  | { readonly kind: "me"; readonly name: string }
  | { readonly kind: "officer"; readonly name: string }
  /** Signed with a key that an officer held before. */
  | { readonly kind: "former" };

/** Whose signature key this is. */
export function authorOf(verify: string, trust: Trust, me: string): Author {
  if (isReporters(verify, trust)) {
    return { kind: "reporter" };
  }
  const officer = trust.directory.officers.find((one) => one.key?.verify === verify);
  if (officer === undefined) {
    return { kind: "former" };
  }
  return officer.id === me
    ? { kind: "me", name: officer.name }
    : { kind: "officer", name: officer.name };
}

/** The label that the server gives to who wrote an item does not fit its signature. */
export function isMislabelled(by: string, verify: string, trust: Trust): boolean {
  if (isReporters(verify, trust)) {
    return by !== "reporter";
  }
  const officer = trust.directory.officers.find((one) => one.key?.verify === verify);
  return officer !== undefined && by !== `officer:${officer.id}`;
}

export interface Holding {
  readonly holder: string;
  readonly officer: Officer | null;
  readonly until: string | null;
}

/** The members of a room today, the reporter first, then by name. */
export function holdings(state: RoomState, directory: Directory): Holding[] {
  return state.members
    .filter(isLive)
    .map(({ holder, until }) => ({
      holder,
      until,
      officer: directory.officers.find((one) => `officer:${one.id}` === holder) ?? null,
    }))
    .sort(
      (a, b) =>
        Number(b.holder === "reporter") - Number(a.holder === "reporter") ||
        (a.officer?.name ?? "").localeCompare(b.officer?.name ?? ""),
    );
}

/**
 * How a person stands to the report that somebody wants to share with them.
 *
 * `chosen`: the reporter let them read it. `unasked`: the reporter did not, and may have had a
 * reason. `named`: the report names them, or somebody in whose line they work; refused here.
 */
export type Standing = "chosen" | "unasked" | "named";

export interface Candidate {
  readonly officer: Officer;
  readonly standing: Standing;
}

/** A body and those above it: only their officers can hold a case of it. */
export function bodiesFrom(directory: Directory, body: string): ReadonlySet<string> {
  const found = new Set<string>();
  let at: string | null = body;
  while (at !== null && !found.has(at)) {
    found.add(at);
    const here: string = at;
    at = directory.bodies.find((one) => one.id === here)?.above ?? null;
  }
  return found;
}

/** What of a report this needs. */
export interface ReportBody {
  readonly text: string;
  readonly who: string;
  readonly readers: readonly string[];
}

/**
 * Officers of the directory who could be let into a case.
 *
 * @param role - only officers with this role
 * @param present - holders who are in the room already
 * @param report - the report, when it could be read; without it nobody counts as chosen
 */
export function candidates(
  directory: Directory,
  role: string,
  present: readonly string[],
  report: ReportBody | null,
): Candidate[] {
  const named = report === null ? new Set<string>() : namedIn(directory, report);
  return directory.officers
    .filter(
      (one) =>
        one.key !== null && one.roles.includes(role) && !present.includes(`officer:${one.id}`),
    )
    .map((officer) => ({ officer, standing: standing(officer.id, named, report) }))
    .sort(
      (a, b) =>
        ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing) ||
        a.officer.name.localeCompare(b.officer.name),
    );
}

const ORDER: readonly Standing[] = ["chosen", "unasked", "named"];

function standing(id: string, named: ReadonlySet<string>, report: ReportBody | null): Standing {
  // Those whom the reporter chose stay chosen: she may well have written their name.
  if (report?.readers.includes(id) === true) {
    return "chosen";
  }
  return named.has(id) ? "named" : "unasked";
}

/**
 * The officers whom a report names, or who work above or below somebody whom it names.
 *
 * Names are looked for as whole words, by the last word of a name, so "Van Dalen" finds "meneer
 * van Dalen". A name too many costs the officer a colleague to hand over to; a name too few would
 * cost the reporter her safety.
 */
export function namedIn(directory: Directory, report: ReportBody): Set<string> {
  const words = new Set(
    fold(`${report.who} ${report.text}`)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== ""),
  );
  const isNamed = (name: string): boolean => {
    const last = fold(name.trim()).split(/[^\p{L}\p{N}]+/u).filter((part) => part.length >= 3).pop();
    return last !== undefined && words.has(last);
  };
  const chosen = new Set(report.readers);
  const named: Named[] = [
    ...directory.functions
      .filter((one) => one.holder_name !== null && isNamed(one.holder_name))
      .filter((one) => one.officer === null || !chosen.has(one.officer))
      .map((one) => ({ kind: "function" as const, id: one.id })),
    ...directory.officers
      .filter((one) => isNamed(one.name) && !chosen.has(one.id))
      .map((one) => ({ kind: "officer" as const, id: one.id })),
  ];
  return excluded(directory, named);
}
