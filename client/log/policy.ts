/** Whose cosignatures count, and how many are enough (C2SP tlog-policy). */

import { toHex } from "../crypto/index.js";
import { LOG, WITNESS, readVerifier, type Verifier } from "./note.js";
import { LogRefused } from "./refused.js";

/** A witness of the policy. */
export interface Witness {
  /** The name that the policy gives it. */
  readonly name: string;
  readonly verifier: Verifier;
  readonly url: string | null;
}

interface Group {
  readonly needed: number;
  readonly members: readonly string[];
}

/** What a policy says. */
export interface Policy {
  readonly logs: readonly { readonly verifier: Verifier; readonly url: string | null }[];
  readonly witnesses: readonly Witness[];
  readonly groups: ReadonlyMap<string, Group>;
  /** The name of a witness or a group, or `none`. */
  readonly quorum: string;
}

const NONE = "none";

/** Read a policy strictly. */
export function readPolicy(text: string): Policy {
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text) || !text.endsWith("\n")) refuse();
  const reader = new Reader();
  for (const line of text.split("\n")) {
    const words = line.split(/[ \t]+/).filter((one) => one !== "");
    if (words.length > 0 && !words[0]?.startsWith("#")) reader.line(words);
  }
  return reader.policy();
}

/**
 * Whether these witnesses are enough.
 *
 * @param names - as the policy names them
 */
export function isMet(policy: Policy, names: ReadonlySet<string>, needed = policy.quorum): boolean {
  if (needed === NONE) return true;
  const group = policy.groups.get(needed);
  if (group === undefined) return names.has(needed);
  return group.members.filter((one) => isMet(policy, names, one)).length >= group.needed;
}

class Reader {
  readonly #logs: Policy["logs"][number][] = [];
  readonly #witnesses: Witness[] = [];
  readonly #groups = new Map<string, Group>();
  readonly #grouped = new Set<string>();
  #quorum: string | null = null;

  line([word, ...rest]: readonly string[]): void {
    if (word === "log") this.#log(rest);
    else if (word === "witness") this.#witness(rest);
    else if (word === "group") this.#group(rest);
    else if (word === "quorum") this.#enough(rest);
    else refuse();
  }

  policy(): Policy {
    if (this.#quorum === null) refuse();
    return { logs: this.#logs, witnesses: this.#witnesses, groups: this.#groups, quorum: this.#quorum };
  }

  #log([key = "", url, ...more]: readonly string[]): void {
    const verifier = keyOf(key, LOG);
    if (more.length > 0 || isAmong(verifier, this.#logs)) refuse();
    this.#logs.push({ verifier, url: url ?? null });
  }

  #witness([name = "", key = "", url, ...more]: readonly string[]): void {
    const verifier = keyOf(key, WITNESS);
    if (more.length > 0 || isAmong(verifier, this.#witnesses)) refuse();
    this.#witnesses.push({ name: this.#fresh(name), verifier, url: url ?? null });
  }

  #group([name = "", needed = "", ...members]: readonly string[]): void {
    const count = needed === "any" ? 1 : needed === "all" ? members.length : countOf(needed);
    if (count < 1 || count > members.length) refuse();
    for (const member of members) {
      // Each name counts in one group at most: nobody is counted twice.
      if (!this.#isKnown(member) || this.#grouped.has(member)) refuse();
      this.#grouped.add(member);
    }
    this.#groups.set(this.#fresh(name), { needed: count, members });
  }

  #enough([name = "", ...more]: readonly string[]): void {
    if (more.length > 0 || this.#quorum !== null || (name !== NONE && !this.#isKnown(name))) refuse();
    this.#quorum = name;
  }

  #fresh(name: string): string {
    if (name === "" || name === NONE || this.#isKnown(name)) refuse();
    return name;
  }

  #isKnown(name: string): boolean {
    return this.#groups.has(name) || this.#witnesses.some((one) => one.name === name);
  }
}

function keyOf(text: string, types: readonly number[]): Verifier {
  try {
    return readVerifier(text, types);
  } catch (error) {
    if (!(error instanceof LogRefused)) throw error;
    refuse();
  }
}

function isAmong(verifier: Verifier, others: readonly { readonly verifier: Verifier }[]): boolean {
  return others.some((one) => toHex(one.verifier.key) === toHex(verifier.key));
}

function countOf(text: string): number {
  return /^[1-9][0-9]{0,5}$/.test(text) ? Number(text) : 0;
}

function refuse(): never {
  throw new LogRefused("policy");
}
