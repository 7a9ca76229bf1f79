/**
 * Word, Excel and PowerPoint files (ECMA-376). Only parts that the document leads to are kept, each
 * without its traces; content types and relations are written anew, so that the package stays valid.
 */

import { startsWith } from "./bytes.js";
import type { CleanedBytes, FileType, LeftLabel } from "./labels.js";
import { LARGEST_UNPACKED, pack, unpack } from "./package.js";
import type { Budget } from "./package.js";
import { cleanPicture } from "./picture.js";
import { CannotBeCleaned, malformed } from "./problems.js";
import { CONTENT_TYPES, ContentTypes, readRelations, relationsOf, resolve, writeRelations } from "./relations.js";
import type { Relation } from "./relations.js";
import { DROPPED_RELATIONS, REFUSED_RELATIONS, Traces } from "./traces.js";
import { decodeXml, encodeXml, rewrite } from "./xml.js";

export type OfficeType = Extract<FileType, `application/vnd.openxmlformats${string}`>;

export interface CleanedOffice extends CleanedBytes {
  readonly type: OfficeType;
  readonly left: ReadonlySet<LeftLabel>;
}

const PREFIX = "application/vnd.openxmlformats-officedocument.";
const MAIN_TYPES = new Map<string, OfficeType>([
  [`${PREFIX}wordprocessingml.document.main+xml`, `${PREFIX}wordprocessingml.document`],
  [`${PREFIX}spreadsheetml.sheet.main+xml`, `${PREFIX}spreadsheetml.sheet`],
  [`${PREFIX}presentationml.presentation.main+xml`, `${PREFIX}presentationml.presentation`],
]);
const FONT = /\.(odttf|fntdata|ttf)$/i;
const XML = /\.(xml|vml)$/i;
const LOCAL_TARGET = /^(file:|[A-Za-z]:|\\|\/\/|%5c)|\\/i;
const NOWHERE = "about:blank";
const DEEPEST_PACKAGE = 3;

/** Clean an office file; `null` when the package is of another kind. */
export function cleanOffice(file: Uint8Array): CleanedOffice | null {
  return cleanPackage(file, { left: LARGEST_UNPACKED }, new Traces(), 1);
}

function cleanPackage(
  file: Uint8Array,
  budget: Budget,
  traces: Traces,
  depth: number,
): CleanedOffice | null {
  if (depth > DEEPEST_PACKAGE) throw new CannotBeCleaned("unsupported", "packages in packages");
  const parts = unpack(file, budget);
  const typesPart = parts.get(CONTENT_TYPES);
  if (!typesPart) return null;
  const types = new ContentTypes(typesPart);
  const root = readRelations(parts.get(relationsOf("")));
  const main = root.find(({ kind, external }) => kind === "officeDocument" && !external);
  if (!main) return null;
  const mainType = types.of(resolve("", main.target)) ?? malformed("document without a type");
  if (/macroEnabled/i.test(mainType)) throw new CannotBeCleaned("unsupported", "macros");
  const type = MAIN_TYPES.get(mainType);
  if (!type) return null;

  const left = new Set<LeftLabel>();
  const kept = new Map<string, Uint8Array>();
  const todo = [""];
  const reached = new Set<string>(todo);
  for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
    const relations = readRelations(parts.get(relationsOf(part)));
    const remaining = remainingRelations(relations, part === "", traces);
    const dropped = new Set(relations.filter((r) => !remaining.some((o) => o.id === r.id)).map((r) => r.id));
    if (part !== "") {
      const body = parts.get(part) ?? malformed("part is missing");
      kept.set(part, cleanPart(part, body, dropped, { budget, traces, left, depth }));
    }
    if (remaining.length > 0) kept.set(relationsOf(part), writeRelations(remaining));
    for (const { target, external } of remaining) {
      const name = external ? "" : resolve(part, target);
      // Links inside the document point at nothing but a place in it.
      if (external || target.startsWith("#") || reached.has(name)) continue;
      reached.add(name);
      todo.push(name);
    }
  }
  noteHidden(parts, traces);
  kept.set(CONTENT_TYPES, types.write(new Set(kept.keys())));
  return { type, cleaned: pack(kept), removed: traces.removed, left };
}

/** The relations that stay, without paths on somebody's disk. */
function remainingRelations(relations: readonly Relation[], root: boolean, traces: Traces): Relation[] {
  return relations.flatMap((relation) => {
    if (REFUSED_RELATIONS.has(relation.kind)) throw new CannotBeCleaned("unsupported", relation.kind);
    const label = DROPPED_RELATIONS.get(relation.kind);
    if (label ?? (root && relation.kind !== "officeDocument")) {
      traces.removed.add(label ?? "hidden-parts");
      return [];
    }
    if (!relation.external || !LOCAL_TARGET.test(relation.target)) return [relation];
    traces.removed.add("paths");
    return [{ ...relation, target: NOWHERE }];
  });
}

interface Work {
  readonly budget: Budget;
  readonly traces: Traces;
  readonly left: Set<LeftLabel>;
  readonly depth: number;
}

function cleanPart(name: string, body: Uint8Array, dropped: ReadonlySet<string>, work: Work): Uint8Array {
  if (XML.test(name)) return encodeXml(rewrite(decodeXml(body), work.traces.rules(dropped)));
  const picture = cleanPicture(body);
  if (picture) {
    picture.removed.forEach((label) => work.traces.removed.add(label));
    return picture.cleaned;
  }
  if (startsWith(body, "PK\x03\x04")) {
    const inner = cleanPackage(body, work.budget, work.traces, work.depth + 1);
    if (!inner) throw new CannotBeCleaned("unsupported", "package inside");
    inner.left.forEach((label) => work.left.add(label));
    return inner.cleaned;
  }
  if (/\.(bin|ole|docm?|xlsm?|pptm?|pdf|rtf|html?|mht)$/i.test(name)) {
    throw new CannotBeCleaned("unsupported", "embedded object");
  }
  if (!FONT.test(name)) work.left.add("embedded-media");
  return body;
}

/** Parts that nothing in the original leads to, such as what an old version left behind. */
function noteHidden(parts: ReadonlyMap<string, Uint8Array>, traces: Traces): void {
  const todo = [""];
  const reached = new Set<string>(todo);
  for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
    for (const { target, external } of readRelations(parts.get(relationsOf(part)))) {
      const name = external ? part : resolve(part, target);
      if (!reached.has(name)) todo.push(name);
      reached.add(name);
    }
  }
  for (const name of parts.keys()) {
    if (name !== CONTENT_TYPES && !name.endsWith(".rels") && !reached.has(name)) {
      traces.removed.add("hidden-parts");
    }
  }
}
