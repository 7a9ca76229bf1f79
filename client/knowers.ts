/**
 * Who could have known: after a name got out, who had what gives it away, and when (docs/spec/identities.md).
 *
 * Worked out on the device, from what the server journalled before it handed anything out and from
 * what people said about themselves. It is a number with its candidates and its limits. It is never a
 * verdict: whoever is not on the list may know by other ways, and whoever is may have said nothing.
 */

/** One hand-over of sealed things, as the journal has it. Days as `YYYY-MM-DD`. */
export interface Fetch {
  readonly holder: string;
  readonly room: string;
  readonly first: number;
  readonly last: number;
  readonly day: string;
}

/** Somebody who knows the name itself: by an opening, or because they or the reporter said so. */
export interface Knower {
  /** A label, or the words with which the reporter named somebody who has none. */
  readonly holder: string;
  readonly since: string;
}

/** Something that came out. */
export type Fact =
  /** The name itself: whoever is in the circle. */
  | { readonly kind: "name" }
  /** What stands in one item: whoever fetched it, and whoever wrote it. */
  | { readonly kind: "item"; readonly room: string; readonly sequence: number; readonly by: string }
  /** The alias that one viewer sees the reporter under. */
  | { readonly kind: "alias"; readonly holder: string };

/** The answer. */
export interface Knowers {
  /** Who could have known everything that came out, sorted. */
  readonly candidates: readonly string[];
  /** For each fact, in the order asked, how many could have known it. */
  readonly perFact: readonly number[];
}

/**
 * Find everybody who could have known all of the facts by a day.
 *
 * Fetches of that very day count: the journal knows days, and the leak may have come after.
 *
 * @param facts - at least one; with none, nobody is a candidate, since nothing is asked
 * @param before - the last day on which it can have come out
 */
export function couldHaveKnown(
  facts: readonly Fact[],
  before: string,
  fetches: readonly Fetch[],
  circle: readonly Knower[],
): Knowers {
  const sets = facts.map((fact) => knowersOf(fact, before, fetches, circle));
  const [first, ...rest] = sets;
  const candidates = [...(first ?? [])].filter((one) => rest.every((set) => set.has(one)));
  return { candidates: candidates.sort(), perFact: sets.map((set) => set.size) };
}

function knowersOf(
  fact: Fact,
  before: string,
  fetches: readonly Fetch[],
  circle: readonly Knower[],
): ReadonlySet<string> {
  switch (fact.kind) {
    case "name":
      return new Set(circle.filter(({ since }) => since <= before).map(({ holder }) => holder));
    case "alias":
      return new Set([fact.holder]);
    case "item": {
      const fetched = fetches.filter(
        ({ room, first, last, day }) =>
          room === fact.room && first <= fact.sequence && fact.sequence <= last && day <= before,
      );
      // The reporter is a candidate of every fact, and said so on the page; she is not in the count.
      return new Set([...fetched.map(({ holder }) => holder), fact.by].filter((one) => one !== "reporter"));
    }
  }
}
