/** What was said in a room, as lines for the page: signed, in order, and seen or not. */

import type { Manifest } from "../crypto/index.js";
import type { Entry, Trust } from "../rooms.js";
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
  readonly files: readonly Manifest[];
  /** Everybody else in the room has fetched it. */
  readonly seen: boolean;
  /** The server's own label says somebody else wrote it. */
  readonly mislabelled: boolean;
}

export interface Damage {
  readonly sequence: number;
  /** `missing`, `altered`, `moved`, `author`, `no-key`, `unreadable`: the page has words for each. */
  readonly what: string;
}

export interface Report extends ReportBody {
  readonly where: string;
  readonly when: string;
  readonly told: string;
  readonly day: string;
}

export interface Talk {
  readonly report: Report | null;
  readonly lines: readonly Line[];
  readonly damage: readonly Damage[];
}

/** What the page can say about an item that is not what it should be. */
export const DAMAGE = ["missing", "altered", "moved", "author", "no-key", "grant", "unreadable"] as const;

const MOVED = new Set([
  "organisation", "case", "room", "epoch", "sequence", "previous", "moved", "place", "header",
]);
const ALTERED = new Set(["seal", "signature", "padding", "envelope", "age", "altered", "json", "version"]);

/** Sort a code of the protocol into the words that the page has. */
export function damageOf(what: string): (typeof DAMAGE)[number] {
  const known = DAMAGE.find((one) => one === what);
  if (known !== undefined) return known;
  if (MOVED.has(what)) return "moved";
  return ALTERED.has(what) ? "altered" : "unreadable";
}

/**
 * Read a room's entries.
 *
 * @param seen - the highest sequence that all others have fetched; 0 when that is not known
 * @param me - the officer who looks
 */
export function readTalk(entries: readonly Entry[], trust: Trust, seen: number, me: string): Talk {
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
        readers: list(body, "readers").filter((one): one is string => typeof one === "string"),
        day,
      };
      continue;
    }
    lines.push({
      sequence: entry.sequence,
      kind,
      day,
      author: authorOf(author, trust, me),
      text: words(body, "text"),
      action: words(body, "action"),
      grounds: words(body, "grounds"),
      files: list(body, "files").filter(isManifest),
      seen: entry.sequence <= seen,
      mislabelled: isMislabelled(entry.by, author, trust),
    });
  }
  return { report, lines, damage };
}

/** All that can be searched for in one entry. */
export function searchable(entry: Entry): string {
  if (entry.state === "trouble") return "";
  const named = ["text", "who", "where", "when", "told", "action", "grounds"].map((key) =>
    words(entry.body, key),
  );
  const files = list(entry.body, "files")
    .filter(isManifest)
    .map((one) => one.name);
  return [...named, ...files].filter((one) => one !== "").join("\n");
}

/** Does the manifest hold what a reader needs? Its author is trusted to sign, not to be careful. */
export function isManifest(value: unknown): value is Manifest {
  if (typeof value !== "object" || value === null) return false;
  const one = value as Record<string, unknown>;
  return (
    typeof one["id"] === "string" && /^[0-9a-f]{32}$/.test(one["id"]) &&
    typeof one["name"] === "string" &&
    typeof one["type"] === "string" &&
    isCount(one["size"]) && isCount(one["sealed_size"]) && isCount(one["epoch"]) &&
    Array.isArray(one["pieces"]) &&
    one["pieces"].every((piece) => typeof piece === "string" && /^[0-9a-f]{64}$/.test(piece)) &&
    typeof one["original"] === "boolean" &&
    Array.isArray(one["removed"]) && one["removed"].every((label) => typeof label === "string")
  );
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
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
