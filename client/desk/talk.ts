/** What was said in a room, as lines for the page: signed, in order, and seen or not. */

import { careParts, measuresOf, type Measure } from "../care.js";
import { meetingParts } from "../meeting.js";
import { readManifest, type Manifest } from "../crypto/index.js";
import { readCopy, type Copy as Shared } from "../file/sharing.js";
import { isReporters, namedIn, type Trust } from "../membership.js";
import type { Entry } from "../items.js";
import { authorOf, isMislabelled, type Author, type ReportBody } from "./people.js";

export interface Line {
  readonly sequence: number;
  readonly kind: string;
  readonly author: Author;
  readonly day: string;
  readonly text: string;
  /** Feedback names the action taken and its grounds. */
  readonly action: string;
  readonly grounds: string;
  /** And the same as the lists name it; empty in what was written before there were lists. */
  readonly stage: string;
  readonly measure: string;
  readonly reason: string;
  /** What an item about the protection says, part by part; and the measures of a plan. */
  readonly care: ReturnType<typeof careParts>;
  readonly measures: readonly Measure[];
  /** What was given to an authority outside. */
  readonly given: string;
  /** What an item about a meeting says, part by part. */
  readonly meeting: ReturnType<typeof meetingParts>;
  readonly files: readonly Manifest[];
  /** What the case would be, or is now, called; and whether that is proposed, confirmed or refused. */
  readonly called: string;
  readonly step: string;
  /** What the reporter handed over of another room, as it stood there. */
  readonly copies: readonly Copy[];
  /** One thing of the reporter's own file, of which she put a copy here. */
  readonly shared: Shared | null;
  /** Names of those whom this item let in or out of the room. */
  readonly let_in: readonly string[];
  readonly out: readonly string[];
  /** The day on which the reporter signed that she read it, if she wanted to tell; null says nothing. */
  readonly seen: string | null;
  /** The server's own label says somebody else wrote it. */
  readonly mislabelled: boolean;
}

/** One item of another room. Its words are the reporter's copy; whoever is in that room can compare. */
export interface Copy {
  readonly day: string;
  /** An officer's name, or nothing for the reporter. */
  readonly by: string;
  readonly text: string;
}

export interface Damage {
  readonly sequence: number;
  readonly what: (typeof DAMAGE)[number];
}

export interface Report extends ReportBody {
  readonly where: string;
  readonly when: string;
  readonly told: string;
  readonly standing: string;
  readonly day: string;
}

export interface Talk {
  readonly report: Report | null;
  readonly lines: readonly Line[];
  readonly damage: readonly Damage[];
}

/** What the page can say about an item that is not what it should be. */
export const DAMAGE = [
  "missing", "altered", "moved", "author", "no-key", "grant", "manifest", "unreadable",
] as const;

const WORDS: Readonly<Record<string, (typeof DAMAGE)[number]>> = {
  missing: "missing", author: "author", grant: "grant", manifest: "manifest", "no-key": "no-key",
  organisation: "moved", case: "moved", room: "moved", epoch: "moved", sequence: "moved",
  previous: "moved", to: "moved", kind: "moved",
  stanza: "altered", key: "altered", seal: "altered", padding: "altered", header: "altered",
  body: "altered", signature: "altered", piece: "altered",
};

/** Sort a code of the protocol into the words that the page has. */
export function damageOf(what: string): (typeof DAMAGE)[number] {
  return WORDS[what] ?? "unreadable";
}

/**
 * Read a room's entries.
 *
 * @param me - the officer who looks
 */
export function readTalk(entries: readonly Entry[], trust: Trust, me: string): Talk {
  const marks = marksIn(entries, trust);
  let report: Report | null = null;
  const lines: Line[] = [];
  const damage: Damage[] = [];
  for (const entry of entries) {
    if (entry.state === "trouble") {
      damage.push({ sequence: entry.sequence, what: damageOf(entry.what) });
      continue;
    }
    const body = entry.body;
    const { kind, day, author } = entry.header;
    if (kind === "report" && entry.sequence === 1) {
      report = {
        text: words(body, "text"),
        who: words(body, "who"),
        where: words(body, "where"),
        when: words(body, "when"),
        told: words(body, "told"),
        standing: words(body, "standing"),
        readers: list(body, "readers").filter((one): one is string => typeof one === "string"),
        day,
      };
      continue;
    }
    // Shown at the lines that it is about.
    if (kind === "seen" && isReporters(author, trust)) continue;
    const shared = kind === "detriment" ? sharedIn(body) : null;
    if (kind === "detriment" && shared === null) {
      damage.push({ sequence: entry.sequence, what: "unreadable" });
      continue;
    }
    const { files, bad } = manifests(shared?.body ?? body);
    if (bad > 0) damage.push({ sequence: entry.sequence, what: "manifest" });
    lines.push({
      sequence: entry.sequence,
      kind,
      day,
      author: authorOf(author, trust, me),
      text: words(body, "text"),
      action: words(body, "action"),
      grounds: words(body, "grounds"),
      stage: words(body, "stage"),
      measure: words(body, "measure"),
      reason: words(body, "reason"),
      care: careParts(kind, body),
      measures: kind === "plan" ? measuresOf(body) : [],
      given: words(body, "given"),
      meeting: meetingParts(kind, body),
      files,
      called: words(body, "to"),
      step: words(body, "step"),
      copies: kind === "copies" ? list(body, "items").map((one) => copyOf(one, trust)) : [],
      shared,
      ...namedIn(entry, trust.directory),
      seen: marks.find((one) => entry.sequence <= one.upTo)?.day ?? null,
      mislabelled: isMislabelled(entry.by, author, trust),
    });
  }
  return { report, lines, damage };
}

interface Mark {
  readonly upTo: number;
  readonly day: string;
}

/** How far the reporter signed that she read, oldest first. One that names no item as it stands here tells nothing. */
function marksIn(entries: readonly Entry[], trust: Trust): readonly Mark[] {
  return entries.flatMap((entry): Mark[] => {
    if (entry.state !== "read" || entry.header.kind !== "seen" || !isReporters(entry.header.author, trust)) return [];
    const of = field(entry.body, "of");
    const named = entries.find((one) => one.state === "read" && one.hash === field(of, "hash"));
    if (named === undefined || named.sequence !== field(of, "sequence") || named.sequence >= entry.sequence) return [];
    return [{ upTo: named.sequence, day: entry.header.day }];
  });
}

/** All that can be searched for in one entry. */
export function searchable(entry: Entry): string {
  if (entry.state === "trouble") return "";
  const named = ["text", "who", "where", "when", "told", "action", "grounds"].map((key) =>
    words(entry.body, key),
  );
  named.push(...careParts(entry.header.kind, entry.body).filter((one) => !one.code).map((one) => one.text));
  named.push(...meetingParts(entry.header.kind, entry.body).filter((one) => !one.code).map((one) => one.text));
  named.push(...measuresOf(entry.body).map((one) => `${one.what} ${one.owner}`));
  const files = manifests(entry.body).files.map((one) => one.name);
  return [...named, ...files].filter((one) => one !== "").join("\n");
}

/** A copy out of the reporter's file; null when it is not of its form. */
function sharedIn(body: unknown): Shared | null {
  try {
    return readCopy(body);
  } catch {
    return null;
  }
}

/** The files that an item names, each as a manifest that holds; and how many do not. */
function manifests(body: unknown): { files: Manifest[]; bad: number } {
  const files: Manifest[] = [];
  let bad = 0;
  for (const one of list(body, "files")) {
    try {
      files.push(readManifest(one));
    } catch {
      bad += 1;
    }
  }
  return { files, bad };
}

function copyOf(one: unknown, { directory }: Trust): Copy {
  const by = words(one, "by");
  const body = field(one, "body");
  const said = ["text", "who", "where", "when", "told", "action", "grounds"].map((key) => words(body, key));
  return {
    day: words(one, "day"),
    by: directory.officers.find(({ id }) => `officer:${id}` === by)?.name ?? "",
    text: said.filter((text) => text !== "").join("\n"),
  };
}

function words(body: unknown, key: string): string {
  const value = field(body, key);
  return typeof value === "string" ? value : "";
}

function list(body: unknown, key: string): readonly unknown[] {
  const value = field(body, key);
  return Array.isArray(value) ? value : [];
}

function field(body: unknown, key: string): unknown {
  return typeof body === "object" && body !== null
    ? (body as Record<string, unknown>)[key]
    : undefined;
}
