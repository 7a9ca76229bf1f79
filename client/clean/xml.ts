/**
 * A small strict reader of XML as office files use it, that writes back what it read.
 *
 * It refuses document types and entities of their own (nothing expands, nothing is fetched), drops
 * comments and processing instructions, and leaves every other byte of the text alone.
 */

import { malformed } from "./problems.js";

export interface Attribute {
  readonly name: string;
  /** As written, still escaped. */
  readonly value: string;
}

export interface Element {
  readonly name: string;
  /** The name without its prefix. */
  readonly local: string;
  readonly attributes: Attribute[];
}

/** What becomes of an element: `drop` it with all it holds, keep it with these attributes, or as is. */
export type Verdict = "drop" | "keep" | { readonly attributes: readonly Attribute[] };

export interface Rules {
  /** Asked for each element, with the local names of the elements around it. */
  element(element: Element, around: readonly string[]): Verdict;
  /** Asked for the text directly inside an element; the answer is written instead. */
  text?(text: string, around: readonly string[]): string;
}

const DEEPEST = 200;
const NAME = "[A-Za-z_][\\w.\\-]*(?::[A-Za-z_][\\w.\\-]*)?";
const TAG = new RegExp(`<(/?)(${NAME})`, "y");
const ATTRIBUTE = new RegExp(`\\s+(${NAME})\\s*=\\s*("[^"<]*"|'[^'<]*')`, "y");
const TAG_END = /\s*(\/?)>/y;
const ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)/;

/** Decode the bytes of an XML part. */
export function decodeXml(bytes: Uint8Array): string {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(wide ? "utf-16le" : "utf-8", { fatal: true }).decode(bytes);
}

export function encodeXml(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export const local = (name: string): string => name.slice(name.indexOf(":") + 1);

/** Rewrite a document by rules. */
export function rewrite(xml: string, rules: Rules): string {
  const out: string[] = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'];
  const open: { name: string; dropped: boolean }[] = [];
  const around: string[] = [];
  let at = 0;
  let roots = 0;
  const dropping = (): boolean => open.at(-1)?.dropped ?? false;
  const text = (raw: string): void => {
    if (ENTITY.test(raw)) malformed("unknown entity");
    if (open.length === 0) {
      if (raw.trim() !== "") malformed("text outside the document");
    } else if (!dropping()) out.push(rules.text?.(raw, around) ?? raw);
  };
  while (at < xml.length) {
    const next = xml.indexOf("<", at);
    if (next !== at) text(xml.slice(at, next < 0 ? xml.length : next));
    if (next < 0) break;
    at = next;
    const skipped = skip(xml, at);
    if (skipped) {
      at = skipped.end;
      if (skipped.characters !== null) text(escape(skipped.characters));
      continue;
    }
    TAG.lastIndex = at;
    const tag = TAG.exec(xml);
    const name = tag?.[2];
    if (!tag || name === undefined) malformed("not a tag");
    at = TAG.lastIndex;
    const attributes = readAttributes(xml, at);
    at = attributes.end;
    TAG_END.lastIndex = at;
    const end = TAG_END.exec(xml) ?? malformed("tag does not end");
    at = TAG_END.lastIndex;
    if (tag[1] === "/") {
      const opened = open.pop();
      if (opened?.name !== name || attributes.found.length > 0 || end[1]) malformed("wrong end tag");
      around.pop();
      if (!opened.dropped) out.push(`</${name}>`);
      continue;
    }
    if (open.length === 0 && (roots += 1) > 1) malformed("two documents");
    if (open.length >= DEEPEST) malformed("nested too deeply");
    const element: Element = { name, local: local(name), attributes: attributes.found };
    const verdict = dropping() ? "drop" : rules.element(element, around);
    if (verdict !== "drop") {
      const written = verdict === "keep" ? element.attributes : verdict.attributes;
      out.push(`<${name}`, ...written.map((a) => ` ${a.name}="${a.value}"`), end[1] ? "/>" : ">");
    }
    if (!end[1]) {
      open.push({ name, dropped: verdict === "drop" });
      around.push(element.local);
    }
  }
  if (open.length > 0 || roots !== 1) malformed("document does not end");
  return out.join("");
}

/** Comments and processing instructions are passed over; CDATA is handed back as characters. */
function skip(xml: string, at: number): { end: number; characters: string | null } | null {
  for (const [start, stop] of [["<!--", "-->"], ["<?", "?>"], ["<![CDATA[", "]]>"]] as const) {
    if (!xml.startsWith(start, at)) continue;
    const end = xml.indexOf(stop, at + start.length);
    if (end < 0) malformed("does not end");
    const characters = start === "<![CDATA[" ? xml.slice(at + start.length, end) : null;
    return { end: end + stop.length, characters };
  }
  if (xml.startsWith("<!", at)) malformed("document type");
  return null;
}

function readAttributes(xml: string, from: number): { found: Attribute[]; end: number } {
  const found: Attribute[] = [];
  const names = new Set<string>();
  let at = from;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(xml);
    if (!match) return { found, end: at };
    const [, name = "", quoted = ""] = match;
    const value = quoted.slice(1, -1).replaceAll('"', "&quot;");
    if (ENTITY.test(value)) malformed("unknown entity");
    if (names.has(name)) malformed("attribute twice");
    names.add(name);
    found.push({ name, value });
    at = ATTRIBUTE.lastIndex;
  }
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The characters that an escaped attribute or text stands for. */
export function unescape(text: string): string {
  const named = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(?:#x([0-9A-Fa-f]+)|#(\d+)|(amp|lt|gt|quot|apos));/g, (_, hex, dec, name) => {
    if (typeof name === "string") return named[name as keyof typeof named];
    const code = typeof hex === "string" ? parseInt(hex, 16) : parseInt(String(dec), 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : malformed("no such character");
  });
}
