/** The two kinds of parts that hold an office package together (ECMA-376 part 2 §9.3 and §10.1). */

import { malformed } from "./problems.js";
import { decodeXml, encodeXml, rewrite, unescape } from "./xml.js";

export const CONTENT_TYPES = "[Content_Types].xml";

export interface Relation {
  readonly id: string;
  /** The last step of the type's address, which transitional and strict files share. */
  readonly kind: string;
  readonly type: string;
  readonly target: string;
  readonly external: boolean;
}

type Attributes = ReadonlyMap<string, string>;

/** Read the elements one level below the root, with their attributes unescaped. */
function children(part: Uint8Array, expected: string): { local: string; attributes: Attributes }[] {
  const found: { local: string; attributes: Attributes }[] = [];
  rewrite(decodeXml(part), {
    element: (element, around) => {
      if (around.length === 0 && element.local !== expected) malformed(expected);
      if (around.length === 1) {
        const attributes = new Map(element.attributes.map((a) => [a.name, unescape(a.value)]));
        found.push({ local: element.local, attributes });
      }
      return "keep";
    },
  });
  return found;
}

/** Where the relations of a part are written down. */
export function relationsOf(part: string): string {
  const slash = part.lastIndexOf("/") + 1;
  return `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
}

export function readRelations(part: Uint8Array | undefined): Relation[] {
  if (!part) return [];
  return children(part, "Relationships").map(({ attributes }) => {
    const [id, type, target] = ["Id", "Type", "Target"].map((name) => attributes.get(name));
    if (id === undefined || type === undefined || target === undefined) malformed("relation");
    const external = attributes.get("TargetMode") === "External";
    return { id, type, target, external, kind: type.slice(type.lastIndexOf("/") + 1) };
  });
}

const quote = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export function writeRelations(relations: readonly Relation[]): Uint8Array {
  const lines = relations.map(
    ({ id, type, target, external }) =>
      `<Relationship Id="${quote(id)}" Type="${quote(type)}" Target="${quote(target)}"` +
      `${external ? ' TargetMode="External"' : ""}/>`,
  );
  const space = "http://schemas.openxmlformats.org/package/2006/relationships";
  return encodeXml(`${HEAD}<Relationships xmlns="${space}">${lines.join("")}</Relationships>`);
}

/** The name of the part that a relation points at, seen from the part that holds the relation. */
export function resolve(from: string, target: string): string {
  const path = decodeURI(target.replace(/#.*$/, ""));
  const steps = path.startsWith("/") ? [] : from.split("/").slice(0, -1);
  for (const step of path.split("/")) {
    if (step === "..") {
      if (steps.length === 0) malformed("relation leads out of the package");
      steps.pop();
    } else if (step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
}

/** Which type each part has: by its own name, else by its extension. */
export class ContentTypes {
  readonly #defaults = new Map<string, string>();
  readonly #overrides = new Map<string, string>();

  constructor(part: Uint8Array) {
    for (const { local, attributes } of children(part, "Types")) {
      const type = attributes.get("ContentType") ?? malformed("content type");
      if (local === "Default") {
        this.#defaults.set((attributes.get("Extension") ?? malformed("extension")).toLowerCase(), type);
      } else if (local === "Override") {
        this.#overrides.set((attributes.get("PartName") ?? malformed("part")).replace(/^\//, ""), type);
      } else malformed("content types");
    }
  }

  of(part: string): string | undefined {
    const extension = part.slice(part.lastIndexOf(".") + 1).toLowerCase();
    return this.#overrides.get(part) ?? this.#defaults.get(extension);
  }

  /** Write them again for the parts that are left. */
  write(parts: ReadonlySet<string>): Uint8Array {
    const extensions = new Set([...parts].map((p) => p.slice(p.lastIndexOf(".") + 1).toLowerCase()));
    const defaults = [...this.#defaults]
      .filter(([extension]) => extensions.has(extension))
      .map(([e, type]) => `<Default Extension="${quote(e)}" ContentType="${quote(type)}"/>`);
    const overrides = [...this.#overrides]
      .filter(([part]) => parts.has(part))
      .map(([p, type]) => `<Override PartName="/${quote(p)}" ContentType="${quote(type)}"/>`);
    const space = "http://schemas.openxmlformats.org/package/2006/content-types";
    const all = [...defaults, ...overrides].join("");
    return encodeXml(`${HEAD}<Types xmlns="${space}">${all}</Types>`);
  }
}
