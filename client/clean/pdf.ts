/**
 * PDF (ISO 32000-1). The document is written anew from what its catalog leads to, so that earlier
 * versions and left-over objects go; what people and programs left behind is taken out on the way.
 * Streams are copied byte for byte, except photographs, which are cleaned as JPEG files are.
 */

import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFRawStream,
  PDFRef,
  PDFStream,
  PDFWriter,
} from "@cantoo/pdf-lib";
import type { PDFContext, PDFObject } from "@cantoo/pdf-lib";

import { latin1 } from "./bytes.js";
import { cleanJpeg } from "./jpeg.js";
import type { CleanedBytes, LeftLabel, RemovedLabel } from "./labels.js";
import { scanPdf } from "./pdfscan.js";
import { CannotBeCleaned, malformed } from "./problems.js";

const MOST_OBJECTS = 500_000;
/** How many objects are handled before the page may breathe. */
const OBJECTS_PER_TICK = 500;

/** Entries that go from any dictionary. */
const ANYWHERE = new Map<string, RemovedLabel>([
  ["Metadata", "xmp"],
  ["PieceInfo", "custom-data"],
  ["LastModified", "dates"],
  ["Thumb", "thumbnail"],
  ["AA", "scripts"],
  ["AF", "attachments"],
  ["EF", "attachments"],
  ["CreatorInfo", "software"],
  ["XFA", "form-data"],
  ["SpiderInfo", "custom-data"],
]);
/** Entries of the catalog that stay; every other one goes. */
const CATALOG = new Set(
  (
    "Type Version Pages PageLabels Names Dests ViewerPreferences PageLayout PageMode Outlines " +
    "OpenAction AcroForm StructTreeRoot MarkInfo Lang OutputIntents OCProperties"
  ).split(" "),
);
const CATALOG_LABELS = new Map<string, RemovedLabel>([
  ["Collection", "attachments"],
  ["Perms", "signature"],
  ["DSS", "signature"],
  ["Threads", "author"],
]);
/** The name trees that stay. */
const NAMES = new Map<string, RemovedLabel>([
  ["JavaScript", "scripts"],
  ["EmbeddedFiles", "attachments"],
  ["IDS", "identifier"],
  ["URLS", "custom-data"],
  ["Renditions", "attachments"],
]);
const ANNOTATION = new Map<string, RemovedLabel>([
  ["M", "dates"],
  ["CreationDate", "dates"],
  ["NM", "identifier"],
  ["RC", "software"],
]);
const INFO = new Map<string, RemovedLabel>([
  ["Author", "author"],
  ["Creator", "software"],
  ["Producer", "software"],
  ["CreationDate", "dates"],
  ["ModDate", "dates"],
  ["Title", "description"],
  ["Subject", "description"],
  ["Keywords", "description"],
]);
/** Actions that run something or name a file on somebody's disk. */
const ACTIONS = new Map<string, RemovedLabel>([
  ["JavaScript", "scripts"],
  ["Launch", "scripts"],
  ["SubmitForm", "scripts"],
  ["ImportData", "scripts"],
  ["Rendition", "scripts"],
  ["GoToR", "paths"],
  ["GoToE", "attachments"],
]);
/** Annotations that are nothing but what they carry. */
const CARRIERS = new Set(["FileAttachment", "Sound", "Movie", "Screen", "RichMedia", "3D"]);
const FORGETTABLE = new Set(["XRef", "ObjStm", "Metadata", "Filespec", "EmbeddedFile"]);

const name = (text: string): PDFName => PDFName.of(text);

export async function cleanPdf(file: Uint8Array): Promise<CleanedBytes & { left: ReadonlySet<LeftLabel> }> {
  const { revisions } = scanPdf(file);
  const context = await parse(file);
  const removed = new Set<RemovedLabel>();
  const linear = latin1(file.subarray(0, 2048)).includes("/Linearized");
  if (revisions > (linear ? 2 : 1) || forgotten(context)) removed.add("history");
  removeTrailer(context, removed);
  const left = new Set<LeftLabel>();
  for (const object of walk(context).objects) cleanObject(object, context, removed, left);
  const { refs } = walk(context);
  for (const [ref] of context.enumerateIndirectObjects()) {
    if (!refs.has(ref)) context.delete(ref);
  }
  context.largestObjectNumber = Array.from(refs).reduce((most, ref) => Math.max(most, ref.objectNumber), 0);
  return {
    cleaned: await PDFWriter.forContext(context, OBJECTS_PER_TICK).serializeToBuffer(),
    removed,
    left,
  };
}

async function parse(file: Uint8Array): Promise<PDFContext> {
  const document = await PDFDocument.load(file, {
    ignoreEncryption: true,
    throwOnInvalidObject: true,
    updateMetadata: false,
    preserveXFA: true,
    parseSpeed: OBJECTS_PER_TICK,
  });
  const { context } = document;
  if (context.trailerInfo.Encrypt) throw new CannotBeCleaned("encrypted", "PDF");
  const catalog = context.lookup(context.trailerInfo.Root);
  if (!(catalog instanceof PDFDict) || !(context.lookup(catalog.get(name("Pages"))) instanceof PDFDict)) {
    malformed("no pages");
  }
  if (context.enumerateIndirectObjects().length > MOST_OBJECTS) {
    throw new CannotBeCleaned("too-large", "objects");
  }
  if (catalog.has(name("NeedsRendering"))) {
    throw new CannotBeCleaned("unsupported", "form that is drawn by its reader");
  }
  return context;
}

/** Everything that the catalog leads to: each array, dictionary and stream once. */
function walk(context: PDFContext): { objects: PDFObject[]; refs: Set<PDFRef> } {
  const objects: PDFObject[] = [];
  const refs = new Set<PDFRef>();
  const todo: (PDFObject | undefined)[] = [context.trailerInfo.Root];
  while (todo.length > 0) {
    const next = todo.pop();
    if (next instanceof PDFRef) {
      if (refs.has(next)) continue;
      refs.add(next);
      todo.push(context.lookup(next));
      continue;
    }
    if (next instanceof PDFStream) todo.push(next.dict);
    else if (next instanceof PDFDict) todo.push(...next.values());
    else if (next instanceof PDFArray) for (const item of next.asArray()) todo.push(item);
    else continue;
    objects.push(next);
  }
  return { objects, refs };
}

/** Whether the file holds objects that nothing leads to, beside those that hold it together. */
function forgotten(context: PDFContext): boolean {
  const { refs } = walk(context);
  return context.enumerateIndirectObjects().some(([ref, object]) => {
    if (refs.has(ref) || ref === context.trailerInfo.Info) return false;
    const dict = object instanceof PDFStream ? object.dict : object;
    if (!(dict instanceof PDFDict)) return false;
    return !FORGETTABLE.has(nameIn(dict, "Type")) && !dict.has(name("Linearized"));
  });
}

function removeTrailer(context: PDFContext, removed: Set<RemovedLabel>): void {
  const info = context.lookup(context.trailerInfo.Info);
  if (info instanceof PDFDict) {
    for (const key of info.keys()) removed.add(INFO.get(key.decodeText()) ?? "properties");
  }
  if (context.trailerInfo.ID) removed.add("identifier");
  delete context.trailerInfo.Info;
  delete context.trailerInfo.ID;
}

function nameIn(dict: PDFDict, key: string): string {
  const value = dict.lookup(name(key));
  return value instanceof PDFName ? value.decodeText() : "";
}

function cleanObject(
  object: PDFObject,
  context: PDFContext,
  removed: Set<RemovedLabel>,
  left: Set<LeftLabel>,
): void {
  if (object instanceof PDFArray) {
    for (let index = object.size() - 1; index >= 0; index -= 1) {
      const label = unwanted(object.lookup(index));
      if (!label) continue;
      removed.add(label);
      object.remove(index);
    }
  } else if (object instanceof PDFStream) cleanStream(object, removed, left);
  else if (object instanceof PDFDict) cleanDict(object, context, removed);
}

/** Why something that stands in a list or an entry has to go as a whole. */
function unwanted(value: PDFObject | undefined): RemovedLabel | null {
  if (!(value instanceof PDFDict)) return null;
  const action = ACTIONS.get(nameIn(value, "S"));
  if (action) return action;
  if (value.has(name("Rect")) && CARRIERS.has(nameIn(value, "Subtype"))) return "attachments";
  if (nameIn(value, "Type") === "Filespec") return value.has(name("EF")) ? "attachments" : "paths";
  return null;
}

function cleanDict(dict: PDFDict, context: PDFContext, removed: Set<RemovedLabel>): void {
  const drop = (key: PDFName, label: RemovedLabel): void => {
    dict.delete(key);
    removed.add(label);
  };
  const catalog = dict === context.lookup(context.trailerInfo.Root);
  const annotation = dict.has(name("Rect")) && dict.has(name("Subtype"));
  for (const key of dict.keys()) {
    const text = key.decodeText();
    const label = ANYWHERE.get(text) ?? (annotation ? ANNOTATION.get(text) : undefined) ?? unwanted(dict.lookup(key));
    if (label) drop(key, label);
    else if (catalog && !CATALOG.has(text)) drop(key, CATALOG_LABELS.get(text) ?? "custom-data");
  }
  // The title of an annotation is who wrote it; that of a form field is the field's name.
  if (annotation && nameIn(dict, "Subtype") !== "Widget" && dict.has(name("T"))) {
    drop(name("T"), "comment-authors");
  }
  if (nameIn(dict, "FT") === "Sig") {
    for (const key of ["V", "SV", "Lock"]) if (dict.has(name(key))) drop(name(key), "signature");
  }
  if (nameIn(dict, "Type") === "Page") {
    for (const key of ["ID", "B"]) if (dict.has(name(key))) drop(name(key), "identifier");
  }
  if (dict.has(name("OCGs")) && dict.has(name("D"))) dropCreators(dict, removed);
  if (catalog) dropNames(dict, removed);
}

/** The configurations of layers name the program that made them. */
function dropCreators(properties: PDFDict, removed: Set<RemovedLabel>): void {
  const configurations = properties.lookup(name("Configs"));
  const all = [properties.lookup(name("D"))];
  if (configurations instanceof PDFArray) {
    for (let index = 0; index < configurations.size(); index += 1) all.push(configurations.lookup(index));
  }
  for (const one of all) {
    if (one instanceof PDFDict && one.delete(name("Creator"))) removed.add("software");
  }
}

function dropNames(catalog: PDFDict, removed: Set<RemovedLabel>): void {
  const names = catalog.lookup(name("Names"));
  if (!(names instanceof PDFDict)) return;
  for (const [tree, label] of NAMES) {
    if (names.delete(name(tree))) removed.add(label);
  }
}

function cleanStream(stream: PDFStream, removed: Set<RemovedLabel>, left: Set<LeftLabel>): void {
  const { dict } = stream;
  if (dict.has(name("F"))) {
    // The data would stand in another file, which this entry names.
    dict.delete(name("F"));
    removed.add("paths");
  }
  if (!(stream instanceof PDFRawStream)) return;
  const filter = dict.lookup(name("Filter"));
  const filters = filter instanceof PDFArray ? filter.asArray().map(String) : [String(filter)];
  if (filters.length === 1 && filters[0] === "/DCTDecode") cleanPhotograph(stream, removed);
  if (filters.includes("/JPXDecode") && /uuid|xml /.test(latin1(stream.contents.subarray(0, 65_536)))) {
    left.add("embedded-media");
  }
}

function cleanPhotograph(stream: PDFRawStream, removed: Set<RemovedLabel>): void {
  try {
    const photograph = cleanJpeg(stream.contents);
    photograph.removed.forEach((label) => removed.add(label));
    stream.updateContents(photograph.cleaned);
  } catch (problem) {
    // Scanners write pictures that break the format a little. They may stay if they tell nothing.
    if (/Exif\0|ns\.adobe\.com|Photoshop/.test(latin1(stream.contents))) throw problem;
  }
}
