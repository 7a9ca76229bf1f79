/** What a reporter can tick under "Who must not see this?": pure, with its own test. */

import type { Directory } from "../../crypto/index.js";
import type { Named } from "../../readers.js";

/** One thing that can be ticked. */
export interface Choice extends Named {
  readonly name: string;
  readonly detail: string;
}

/** A body and all that stand above it: where a report of this body can go. */
function levelsFrom(found: Directory, home: string): Set<string> {
  const levels = new Set<string>();
  let at: string | null = home;
  while (at !== null && !levels.has(at)) {
    levels.add(at);
    at = found.bodies.find((one) => one.id === at)?.above ?? null;
  }
  return levels;
}

/**
 * Everything that can be left out, in the language of the page: every function and unit, since
 * anybody can be reported about, and those who might read it.
 *
 * @param home - id of the body that the page is about
 */
export function choices(
  found: Directory,
  home: string,
  lang: "nl" | "en",
  describe: (officer: Directory["officers"][number]) => string,
): Choice[] {
  const unitName = new Map(found.units.map((unit) => [unit.id, unit.names[lang]]));
  const levels = levelsFrom(found, home);
  const readers = new Set(
    found.channels.filter((one) => levels.has(one.body)).flatMap((one) => one.readers),
  );
  const byName = new Intl.Collator(lang).compare;
  return [
    ...found.functions.map((one) => ({
      kind: "function" as const,
      id: one.id,
      name: one.titles[lang],
      detail: [one.holder_name ?? "", unitName.get(one.unit) ?? ""].filter(Boolean).join(", "),
    })),
    ...found.units.map((one) => ({
      kind: "unit" as const,
      id: one.id,
      name: one.names[lang],
      detail: found.bodies.find((body) => body.id === one.body)?.names[lang] ?? "",
    })),
    ...found.officers
      .filter((one) => readers.has(one.id))
      .map((one) => ({ kind: "officer" as const, id: one.id, name: describe(one), detail: "" })),
  ].sort((a, b) => byName(a.name, b.name));
}
