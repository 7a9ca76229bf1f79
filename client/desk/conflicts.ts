/**
 * Conflicts of interest at the desk: declaring before anything is read, and cutting off those who
 * turn out to be named, with everybody above and below them.
 */

import type { Directory } from "../crypto/index.js";
import { excluded, type Named } from "../readers.js";
import type { OpenCase } from "./case.js";
import type { Desk } from "./desk.js";

/** Somebody who can be named: a place in the lines of reporting, or an officer without one. */
export interface Nameable extends Named {
  readonly name: string;
  readonly detail: string;
}

/** Declare to have no conflict of interest. The rooms are handed out from then on. */
export async function declare(desk: Desk, opened: OpenCase): Promise<void> {
  await desk.api.post(`/api/desk/cases/${opened.id}/declaration`, {});
  await opened.look();
}

/** Everybody who can be named, by name; places that nobody is known to hold by their title. */
export function nameables(directory: Directory, language: "nl" | "en"): Nameable[] {
  const placed = new Set(directory.functions.map((one) => one.officer));
  const unitOf = (id: string): string =>
    directory.units.find((one) => one.id === id)?.names[language] ?? "";
  return [
    ...directory.functions.map((one) => {
      const officer = directory.officers.find(({ id }) => id === one.officer);
      const title = one.titles[language];
      const name = officer?.name ?? one.holder_name;
      return {
        kind: "function" as const,
        id: one.id,
        name: name ?? title,
        detail: [name === null ? "" : title, unitOf(one.unit)].filter((part) => part !== "").join(", "),
      };
    }),
    ...directory.officers
      .filter((one) => !placed.has(one.id))
      .map((one) => ({
        kind: "officer" as const,
        id: one.id,
        name: one.name,
        detail: directory.bodies.find(({ id }) => id === one.body)?.names[language] ?? "",
      })),
  ].sort((a, b) => a.name.localeCompare(b.name));
}

/** Who would lose access now: holders of this case who are named, or in the line of somebody named. */
export function wouldLose(opened: OpenCase, directory: Directory, named: readonly Named[]): string[] {
  const out = excluded(directory, named);
  const holders = new Set(opened.rooms.flatMap((room) => room.holders));
  return [...out].filter((id) => holders.has(`officer:${id}`));
}

/**
 * Cut off those who are named, and everybody above and below them, at once and for good; then give
 * each room a key that they do not get.
 *
 * @returns whether this officer is in that line too, and has no way to the case any more
 */
export async function cutOff(
  desk: Desk,
  opened: OpenCase,
  named: readonly Named[],
): Promise<boolean> {
  const lost = wouldLose(opened, desk.directory, named).map((id) => `officer:${id}`);
  const mine = lost.includes(desk.holder);
  // Who is cut off too can sign nothing afterwards.
  if (mine) for (const room of opened.rooms) await room.putOut(lost);
  await desk.api.post(`/api/desk/cases/${opened.id}/named`, {
    officers: named.filter((one) => one.kind === "officer").map((one) => one.id),
    functions: named.filter((one) => one.kind === "function").map((one) => one.id),
  });
  if (mine) {
    desk.forgetCase(opened.id);
    return true;
  }
  await opened.look();
  for (const room of opened.rooms) if (room.state.stale) await room.startEpoch([]);
  await opened.look();
  return false;
}
