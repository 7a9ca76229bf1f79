/**
 * The identity box that goes with every report, whatever is in it (docs/spec/identities.md §5): who is
 * asked to keep its shares is decided here, on the reporter's own device.
 */

import {
  sealBox,
  toBase64,
  type BoxPlace,
  type Directory,
  type Identity,
  type Keyholder,
  type ReporterKeys,
  type SealedBox,
} from "./crypto/index.js";

/** Who an anonymous reporter is. */
export const NOBODY: Identity = { name: "", contact: "", number: "" };

/** A body has five custodians; with one left out and nobody in their place, four. */
const MOST = 5;
const FEWEST = 4;

/** Those whom the reporter left out leave too few to keep the shares of her box. */
export class TooFewCustodians extends Error {
  constructor() {
    super("too few custodians are left");
    this.name = "TooFewCustodians";
  }
}

/** Who keeps the parts of one new box. */
export interface Keepers {
  readonly custodians: readonly Keyholder[];
  readonly authority: Keyholder;
}

/**
 * Choose who keeps the shares: the custodians of the body, and deputies in the place of those left out.
 *
 * @param body - id of the body whose channel the report goes to
 * @param excluded - ids of officers who were named, and their lines
 * @returns null where the body has no custody in force: then there is no box, for anybody
 * @throws {@link TooFewCustodians}
 */
export function keepers(
  directory: Directory,
  body: string,
  excluded: ReadonlySet<string>,
): Keepers | null {
  const custody = directory.custody.find((one) => one.id === body);
  if (custody === undefined) return null;
  const able = (one: string): boolean =>
    !excluded.has(one) && directory.officers.some(({ id, key }) => id === one && key !== null);
  const left = [...custody.custodians, ...custody.deputies].filter(able);
  const chosen = withSomebodyFromOutside(left, (one) => bodyOf(directory, one) !== body);
  if (chosen.length < FEWEST || !able(custody.authority)) throw new TooFewCustodians();
  return {
    custodians: chosen.map((one) => keyholder(directory, one)),
    authority: keyholder(directory, custody.authority),
  };
}

/** The first five; if all are of the body itself, the first from outside takes the last place. */
function withSomebodyFromOutside(
  left: readonly string[],
  fromOutside: (one: string) => boolean,
): readonly string[] {
  const first = left.slice(0, MOST);
  if (first.some(fromOutside)) return first;
  const outside = left.find(fromOutside);
  return outside === undefined ? [] : [...first.slice(0, MOST - 1), outside];
}

/** Somebody to whom something can be sealed, with the recipient of the signed directory. */
export function keyholder(directory: Directory, officer: string): Keyholder {
  const key = directory.officers.find((one) => one.id === officer)?.key ?? null;
  if (key === null) throw new TooFewCustodians();
  return { officer, recipient: key.recipient };
}

function bodyOf(directory: Directory, officer: string): string | undefined {
  return directory.officers.find((one) => one.id === officer)?.body;
}

/**
 * Make the box of a report, in the form in which it is sent.
 *
 * @returns null where the body has no custody in force
 * @throws {@link TooFewCustodians}
 */
export async function boxFor(
  directory: Directory,
  body: string,
  excluded: ReadonlySet<string>,
  identity: Identity,
  keys: Pick<ReporterKeys, "author" | "box">,
  place: Omit<BoxPlace, "box">,
): Promise<Record<string, unknown> | null> {
  const chosen = keepers(directory, body, excluded);
  if (chosen === null) return null;
  return asSent(await sealBox(place, identity, keys, chosen.custodians, chosen.authority));
}

/** The same, for a report: who left out so many that too few remain can report all the same. */
export async function boxUnlessTooFew(
  ...of: Parameters<typeof boxFor>
): Promise<Record<string, unknown> | null> {
  try {
    return await boxFor(...of);
  } catch (error) {
    if (error instanceof TooFewCustodians) return null;
    throw error;
  }
}

/** A box with its bytes in the form of JSON. */
export function asSent(box: SealedBox): Record<string, unknown> {
  const sealed = (part: { readonly sealed: Uint8Array }): object => ({
    ...part,
    sealed: toBase64(part.sealed),
  });
  return {
    ...box,
    content: toBase64(box.content),
    shares: box.shares.map(sealed),
    authority: sealed(box.authority),
  };
}
