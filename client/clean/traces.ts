/** Which traces of people and machines stand in the XML of office files, and what replaces them. */

import type { RemovedLabel } from "./labels.js";
import { local } from "./xml.js";
import type { Attribute, Element, Rules } from "./xml.js";

/** Relations whose parts go altogether, by the last step of their type. */
export const DROPPED_RELATIONS = new Map<string, RemovedLabel>([
  ["core-properties", "properties"],
  ["extended-properties", "properties"],
  ["custom-properties", "properties"],
  ["classificationlabels", "properties"],
  ["thumbnail", "thumbnail"],
  ["customXml", "custom-data"],
  ["customXmlProps", "custom-data"],
  ["customProperty", "custom-data"],
  ["tags", "custom-data"],
  ["recipientData", "custom-data"],
  ["mailMergeSource", "custom-data"],
  ["mailMergeHeaderSource", "custom-data"],
  ["transform", "custom-data"],
  ["webextensiontaskpanes", "custom-data"],
  ["keyMapCustomizations", "custom-data"],
  ["ui", "custom-data"],
  ["extensibility", "custom-data"],
  ["userCustomization", "custom-data"],
  ["people", "comment-authors"],
  ["commentsExtensible", "dates"],
  ["commentsIds", "identifier"],
  ["printerSettings", "printer"],
  ["attachedTemplate", "template"],
  ["revisionHeaders", "history"],
  ["revisionLog", "history"],
  ["usernames", "author"],
  ["changesInfo", "history"],
  ["revisionInfo", "history"],
  ["origin", "signature"],
  ["signature", "signature"],
]);

/** Relations to parts that run or that nothing here can look into. */
export const REFUSED_RELATIONS = new Set([
  "vbaProject",
  "wordVbaData",
  "control",
  "activeXControlBinary",
  "aFChunk",
  "attachedToolbars",
  "xlMacrosheet",
  "xlIntlMacrosheet",
]);

const DROPPED_ELEMENTS = new Map<string, RemovedLabel>([
  ["rsids", "revision"],
  ["docId", "identifier"],
  ["docVars", "custom-data"],
  ["mailMerge", "custom-data"],
  ["dataBinding", "custom-data"],
  ["attachedTemplate", "template"],
  ["saveThroughXslt", "paths"],
  ["absPath", "paths"],
  ["fileVersion", "software"],
  ["fileSharing", "author"],
  ["revisionPtr", "identifier"],
]);

/** Attributes that go wherever they stand. */
const DROPPED_ATTRIBUTES = new Map<string, RemovedLabel>([
  ["refreshedBy", "author"],
  ["refreshedDate", "dates"],
  ["refreshedDateIso", "dates"],
  ["dateUtc", "dates"],
]);

/** Elements whose `name` is that of a person, not of a style or a sheet. */
const PERSONS = new Set(["cmAuthor", "author", "person", "userInfo"]);
/** Elements that tell when somebody wrote; a date that the format demands becomes this one. */
const TIMED = new Set(["cm", "reply", "threadedComment", "comment", "task", "event"]);
const NO_DAY = "2000-01-01T00:00:00Z";
const CONNECTION = new Set(["sourceFile", "odcFile", "connection", "localConnection", "command"]);
const FILE_NAME = /\\|^file:|\.(jpe?g|png|gif|hei[cf]|tiff?|bmp|webp|pdf|docx?|xlsx?|pptx?)$/i;

/** What was found in one file: labels, and the people of it by number. */
export class Traces {
  readonly removed = new Set<RemovedLabel>();
  readonly #people = new Map<string, string>();

  /** A number in place of a name; the same for the same person everywhere in the file. */
  person(name: string): string {
    const known = this.#people.get(name);
    if (known !== undefined) return known;
    const fresh = String(this.#people.size + 1);
    this.#people.set(name, fresh);
    return fresh;
  }

  /** The rules for one part, from which the relations with these ids have gone. */
  rules(dropped: ReadonlySet<string>): Rules {
    const prefixes = new Set<string>();
    return {
      element: (element, around) => {
        for (const { name, value } of element.attributes) {
          if (name.startsWith("xmlns:") && value.endsWith("/relationships")) prefixes.add(local(name));
        }
        const dangling = (a: Attribute): boolean =>
          a.name.includes(":") && prefixes.has(a.name.split(":")[0] ?? "") && dropped.has(a.value);
        const label = DROPPED_ELEMENTS.get(element.local);
        if (label) {
          this.removed.add(label);
          return "drop";
        }
        if (element.local !== "pageSetup" && element.attributes.some(dangling)) return "drop";
        const attributes = element.attributes
          .filter((attribute) => !dangling(attribute))
          .flatMap((attribute) => this.#attribute(element, attribute, around));
        return { attributes };
      },
      text: (text, around) => {
        if (around.at(-1) !== "author" || around.at(-2) !== "authors" || text.trim() === "") return text;
        const number = this.person(text);
        if (number !== text) this.removed.add("comment-authors");
        return number;
      },
    };
  }

  #attribute(element: Element, attribute: Attribute, around: readonly string[]): Attribute[] {
    const name = local(attribute.name);
    const become = (value: string | null, label: RemovedLabel): Attribute[] => {
      if (attribute.value === "" || attribute.value === value) return [attribute];
      this.removed.add(label);
      return value === null ? [] : [{ name: attribute.name, value }];
    };
    const has = (wanted: string): string | undefined =>
      element.attributes.find((other) => local(other.name) === wanted)?.value;
    if (attribute.name.startsWith("xmlns") || attribute.name === "xml:space") return [attribute];
    if (/^rsid/.test(name)) return become(null, "revision");
    const always = DROPPED_ATTRIBUTES.get(name);
    if (always) return become(null, always);
    const author = has("author");
    if (author !== undefined) {
      const label = element.local === "comment" ? "comment-authors" : "author";
      if (name === "author") return become(this.person(author), label);
      if (name === "initials") return become(this.person(author), label);
      if (name === "date") return become(null, "dates");
    }
    if (PERSONS.has(element.local)) return this.#person(element, attribute, become);
    if (TIMED.has(element.local) && (name === "dt" || name === "dT" || name === "created")) {
      return become(NO_DAY, "dates");
    }
    if (around.includes("connections") && CONNECTION.has(name)) return become("", "paths");
    const drawn = element.local === "docPr" || element.local === "cNvPr";
    if (drawn && ["name", "descr", "title"].includes(name) && FILE_NAME.test(attribute.value)) {
      return become("", "paths");
    }
    if (element.local === "imagedata" && name === "title") return become(null, "paths");
    return [attribute];
  }

  #person(
    element: Element,
    attribute: Attribute,
    become: (value: string | null, label: RemovedLabel) => Attribute[],
  ): Attribute[] {
    const find = (wanted: string): string | undefined =>
      element.attributes.find((other) => other.name === wanted)?.value;
    const named = find("displayName") ?? find("name") ?? "";
    if (["name", "displayName", "initials", "userId"].includes(attribute.name)) {
      return become(this.person(named), "comment-authors");
    }
    if (attribute.name === "providerId") return become("None", "comment-authors");
    return [attribute];
  }
}
