/**
 * The check: what a log proves to whoever holds a receipt, and what is wrong with it. No network, no DOM.
 * docs/spec/ledger.md §13 says what must be looked at; nothing the server says is believed.
 */

import { ProofRefused, openProof, toHex } from "../crypto/index.js";
import { isSame } from "./bytes.js";
import type { Entry } from "./entries.js";
import { daysLater, factsIn, readEvent, silentIn, type Proven } from "./facts.js";
import type { Finding, Findings, Note, Problem } from "./findings.js";
import { commit, handles, readLeaf } from "./leaf.js";
import { cosignaturesIn, counted, openCheckpoint, type Cosignature, type Statement } from "./note.js";
import { isMet, readPolicy, type Policy } from "./policy.js";
import { reading, type FoundLeaf, type ReadLog } from "./reading.js";
import { LogRefused } from "./refused.js";

/** So many numbers beyond the last that is shown are looked for: a server can hide the newest entries too. */
const FURTHER = 4096;

/** Everything that is held against each other. */
export interface Evidence {
  /** The log's verifier key and the policy (null for none), both out of the directory that the root signed. */
  readonly key: string;
  readonly policy: string | null;
  /** The same two as they lie beside a saved log; null when there is no such file. */
  readonly beside: { readonly key: string | null; readonly policy: string | null };
  /** The signed checkpoint. */
  readonly checkpoint: string;
  /** The newest that the log signed, whether witnesses did or not; null when it is not at hand. */
  readonly newest: string | null;
  /** Gives the first `size` leaves, cut anywhere. */
  readonly leaves: (size: number) => AsyncIterable<Uint8Array>;
  /** The key of her chain, and the id of her case when it is known. */
  readonly chain: Uint8Array;
  readonly case: string | null;
  /** What the server shows as her events; null when it is not at hand. */
  readonly shown: readonly Entry[] | null;
  /** Her proof of report. */
  readonly proof: string | null;
  /** What she kept from before: a checkpoint, and the events that were shown then. */
  readonly earlier: { readonly checkpoint: string; readonly shown: readonly Entry[] } | null;
  /** Whether it comes from the server just now: then it must reach to today. */
  readonly live: boolean;
  /** Seconds since 1970-01-01, by her own clock. */
  readonly now: number;
}

/** Check everything. Throws only what `leaves` throws for want of a line, or when it was cancelled. */
export async function check(of: Evidence, progress: (read: number, all: number) => void): Promise<Findings> {
  return new Check(of).run(progress);
}

class Check {
  readonly #of: Evidence;
  readonly #problems: Finding<Problem>[] = [];
  readonly #notes: Finding<Note>[] = [];
  readonly #proven: Proven[] = [];
  /** The last day that a leaf gives. */
  #until = "";
  #witnessed: number | null = null;

  constructor(of: Evidence) {
    this.#of = of;
  }

  async run(progress: (read: number, all: number) => void): Promise<Findings> {
    const { key, policy, beside } = this.#of;
    if (beside.key !== null && beside.key !== `${key}\n`) this.#wrong("key-differs");
    if (beside.policy !== null && beside.policy !== (policy ?? "")) this.#wrong("policy-differs");
    const said = this.#opened(this.#of.checkpoint, "checkpoint-refused");
    if (said === null) return this.#findings(null);
    this.#witnesses(said);
    const before = this.#of.earlier === null ? null : this.#opened(this.#of.earlier.checkpoint, "earlier-refused");
    const log = await this.#read(said, before, progress);
    if (log === null) return this.#findings(said);
    this.#tree(log, said, before);
    this.#age(said);
    this.#entries(log, said);
    this.#reported(log);
    const { facts, obligations } = factsIn(this.#proven);
    // Where an entry is missing, it may be the one that says so.
    if (this.#proven.every((one, at) => one.n === at) && this.#problems.length === 0) {
      this.#problems.push(...silentIn(obligations, this.#until));
    }
    return this.#findings(said, facts);
  }

  #findings(said: Statement | null, facts: Findings["facts"] = []): Findings {
    return {
      ...{ problems: this.#problems, notes: this.#notes, facts, proven: this.#proven.length },
      ...{ size: said?.size ?? null, witnessed: this.#witnessed },
    };
  }

  #wrong(code: Problem, data: Finding["data"] = {}): void {
    this.#problems.push({ code, data });
  }

  #note(code: Note, data: Finding["data"] = {}): void {
    this.#notes.push({ code, data });
  }

  #opened(note: string, refusal: Problem): Statement | null {
    return this.#unlessRefused(refusal, () => openCheckpoint(note, this.#of.key));
  }

  #unlessRefused<T>(refusal: Problem, act: () => T): T | null {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof LogRefused)) throw error;
      this.#wrong(refusal, { reason: error.reason });
      return null;
    }
  }

  /** Who else saw this log, and since when enough of them had. */
  #witnesses(said: Statement): void {
    const { policy, checkpoint, now } = this.#of;
    if (policy === null) {
      this.#note("no-witnesses");
      return;
    }
    const read = this.#unlessRefused("policy-refused", () => readPolicy(policy));
    if (read === null) return;
    const keys = read.witnesses.map((one) => one.verifier);
    const found = this.#unlessRefused("cosignature-refused", () => cosignaturesIn(checkpoint, keys));
    if (found === null) return;
    const good = counted(found, now);
    for (const { name, time } of found.filter((one) => !good.includes(one) && one.time > now)) {
      this.#wrong("cosignature-ahead", { name, time });
    }
    this.#quorum(read, good, said);
  }

  #quorum(policy: Policy, good: readonly Cosignature[], { size }: Statement): void {
    const by = new Map(policy.witnesses.map(({ name, verifier }) => [name, good.find((one) => one.id === verifier.id && one.name === verifier.name)]));
    for (const [name, one] of by) if (one === undefined) this.#note("witness-silent", { name });
    const times = [...by.values()].flatMap((one) => (one === undefined ? [] : [one.time])).sort((one, other) => one - other);
    // From the first moment on at which those who had signed were enough.
    const enough = (time: number): boolean =>
      isMet(policy, new Set([...by].flatMap(([name, one]) => (one !== undefined && one.time <= time ? [name] : []))));
    const at = times.find(enough);
    if (at !== undefined) {
      this.#witnessed = at;
      this.#note("witnessed", { size, time: at });
    } else if (isMet(policy, new Set())) this.#note("no-witnesses");
    else this.#wrong("quorum-missing", { signed: times.length, of: policy.witnesses.length });
  }

  async #read(said: Statement, before: Statement | null, progress: (read: number, all: number) => void): Promise<ReadLog | null> {
    const last = Math.max(-1, ...this.#known().map((one) => one.n));
    const wanted = {
      handles: handles(this.#of.chain, last + 1 + FURTHER),
      sizes: before !== null && before.size > 0 && before.size <= said.size ? [before.size] : [],
    };
    try {
      return await reading(this.#leaves(said.size), said.size, wanted, progress);
    } catch (error) {
      if (!(error instanceof LogRefused)) throw error;
      this.#wrong("log-cut", { size: said.size });
      return null;
    }
  }

  /** The leaves; the last one says to which day the log reaches. */
  async *#leaves(size: number): AsyncGenerator<Uint8Array> {
    let tail = new Uint8Array();
    for await (const piece of this.#of.leaves(size)) {
      tail = Uint8Array.from([...tail, ...piece.subarray(-96)]).slice(-96);
      yield piece;
    }
    try {
      this.#until = tail.length === 96 ? readLeaf(tail).day : "";
    } catch (error) {
      // That it is no leaf is found with all others.
      if (!(error instanceof LogRefused)) throw error;
    }
  }

  #tree({ tree, malformed }: ReadLog, { size, root }: Statement, before: Statement | null): void {
    if (malformed !== null) this.#wrong("leaf-malformed", { leaf: malformed });
    if (!isSame(tree.root(), root)) this.#wrong("root-differs", { size });
    if (before === null) return;
    if (before.size > size) this.#wrong("shrank", { was: before.size, size });
    else if (!isSame(tree.root(before.size), before.root)) this.#wrong("forked", { was: before.size, size });
    else this.#note(before.size === size ? "same-as-before" : "grown", { was: before.size, size });
  }

  /** A log that stood still says nothing of what happened since. */
  #age({ size }: Statement): void {
    const [day, today] = [this.#until, new Date(this.#of.now * 1000).toISOString().slice(0, 10)];
    if (day === "") return;
    const { newest } = this.#of;
    const all = newest === null ? null : this.#opened(newest, "checkpoint-refused");
    const old = this.#of.live && daysLater(day, 2) < today;
    // What counts can stand still while the log goes on: then it is the witnesses who are late.
    if (old && all !== null && all.size > size) this.#wrong("witnesses-late", { day, size, all: all.size });
    else if (old) this.#wrong("log-old", { day });
    else this.#note("reaches", { day });
  }

  #known(): readonly Entry[] {
    return [...(this.#of.shown ?? []), ...(this.#of.earlier?.shown ?? [])];
  }

  /** Hold each number of her chain against what is shown of it. */
  #entries({ found }: ReadLog, { size }: Statement): void {
    if (found.size === 0) {
      const placed = this.#known().some((one) => one.leaf !== null && one.leaf < size);
      if (placed) this.#wrong("not-your-log");
      else this.#note("nothing-yet");
      if (placed) return;
    }
    const shown = new Map<number, Entry>();
    for (const one of this.#of.shown ?? []) {
      if (shown.has(one.n)) this.#wrong("shown-twice", { n: one.n });
      shown.set(one.n, one);
    }
    if (this.#of.shown === null) this.#note("no-entries", { count: found.size });
    const last = Math.max(-1, ...found.keys(), ...shown.keys());
    for (let n = 0; n <= last; n += 1) this.#entry(n, found.get(n) ?? [], shown.get(n), size);
  }

  #entry(n: number, leaves: readonly FoundLeaf[], shown: Entry | undefined, size: number): void {
    const [leaf] = leaves;
    if (leaf !== undefined && leaves.length > 1) this.#wrong("twice", { n, leaf: leaf.index });
    if (shown === undefined) this.#absent(n, leaf);
    else if (leaf === undefined) this.#unlogged(n, shown, size);
    else this.#compared(n, leaves, shown);
  }

  /** The server does not show number `n`. What she kept from before may still say what it was. */
  #absent(n: number, leaf: FoundLeaf | undefined): void {
    if (leaf === undefined) {
      this.#wrong("gap", { n });
      return;
    }
    const { day, commit: logged } = leafOf(leaf);
    const kept = this.#of.earlier?.shown.find((one) => one.n === n && toHex(commit(this.#of.chain, n, one.event)) === logged);
    const event = kept === undefined ? null : readEvent(kept.event);
    if (event !== null) this.#proven.push({ n, logged: day, event });
    if (this.#of.shown !== null) {
      this.#wrong("removed", { n, leaf: leaf.index, day, kind: event?.kind ?? "", due: event?.detail["due_on"] ?? "", clock: event?.detail["kind"] ?? "" });
    }
  }

  #unlogged(n: number, { event, leaf }: Entry, size: number): void {
    const day = readEvent(event)?.day ?? "";
    if (leaf !== null && leaf < size) this.#wrong("not-in-log", { n, leaf });
    else if (leaf === null && day !== "" && daysLater(day, 2) < this.#until) this.#wrong("held-back", { n, day });
    else this.#note("waits", { n, day });
  }

  #compared(n: number, leaves: readonly FoundLeaf[], shown: Entry): void {
    const own = toHex(commit(this.#of.chain, n, shown.event));
    const found = leaves.find((one) => leafOf(one).commit === own);
    const event = readEvent(shown.event);
    if (found === undefined) {
      this.#wrong("text-differs", { n, leaf: leaves[0]?.index ?? 0 });
      return;
    }
    const { day } = leafOf(found);
    if (found.index !== shown.leaf) this.#wrong("place-differs", { n, leaf: found.index, shown: shown.leaf ?? "" });
    if (event === null || event.n !== n || (this.#of.case !== null && event.case !== this.#of.case)) this.#wrong("of-another", { n });
    else if (day < event.day) this.#wrong("day-impossible", { n, day: event.day, logged: day });
    else this.#proven.push({ n, logged: day, event });
  }

  /** Whether the log kept the word that it gave with her report (§10). */
  #reported({ found }: ReadLog): void {
    const { proof, key, chain } = this.#of;
    if (proof === null) {
      this.#note("no-proof");
      return;
    }
    try {
      const [origin = ""] = key.split("+");
      const { day, loggedBy: by } = openProof(proof, { origin, key }, this.#item(), chain);
      if (found.has(0)) this.#note("proof-kept", { day });
      // Whose clock: that of witnesses where there are any, else the log's own days.
      else if (this.#witnessed === null ? this.#until > by.slice(0, 10) : this.#witnessed >= Date.parse(by) / 1000) {
        this.#wrong("proof-broken", { day, by: by.slice(0, 10) });
      } else this.#note("proof-waits", { day, by: by.slice(0, 10) });
    } catch (error) {
      if (!(error instanceof ProofRefused)) throw error;
      const ofAnother = error.reason === "report" || error.reason === "handle" || error.reason === "log";
      this.#wrong(ofAnother ? "proof-of-another" : "proof-refused", { reason: error.reason });
    }
  }

  /** The hash of the sealed report, as the first entry names it; null when that is not proven. */
  #item(): string | null {
    return this.#proven.find((one) => one.n === 0)?.event.detail["item"] ?? null;
  }
}

function leafOf({ leaf }: FoundLeaf): ReturnType<typeof readLeaf> {
  try {
    return readLeaf(leaf);
  } catch {
    // Named as malformed already; it commits to nothing that could be compared.
    return { day: "", handle: "", commit: "" };
  }
}
