/** How the items of a room are shown to the reporter: which words, which parts. Pure. */

import { Tampered, readManifest, type Directory, type Manifest } from "../../crypto/index.js";
import { CARE_KINDS, careParts, measuresOf } from "../../care.js";
import { meetingParts } from "../../meeting.js";
import { namedIn } from "../../membership.js";
import type { Entry, Read } from "../../items.js";
import { dayInWords, momentInWords, type Say } from "./page.js";

const KINDS = new Set([
  "report", "question", "message", "acknowledgement", "feedback", "files", "membership", "possession", "reclassification",
  "closing", "review", "copies", "meeting", "seen", "forwarding", "restoration-ended", "keeping", "emergency",
]);
const PARTS = ["who", "where", "when", "told", "action", "grounds"];
const MOVED = new Set(["previous", "sequence", "room", "case", "organisation", "epoch", "kind", "to"]);

/** The label of an item's kind. */
export function kindOf(entry: Read, say: Say): string {
  const { kind } = entry.header;
  return say(`kind-${KINDS.has(kind) || CARE_KINDS.has(kind) ? kind : "other"}`);
}

function member(body: unknown, name: string): unknown {
  return typeof body === "object" && body !== null
    ? (body as Record<string, unknown>)[name]
    : undefined;
}

/** A text of an item's body; empty when it is not there or not a text. */
export function textOf(body: unknown, name: string): string {
  const value = member(body, name);
  return typeof value === "string" ? value : "";
}

/** The further answers of an item, with their labels. */
export function partsOf({ header: { kind }, body }: Read, say: Say): { label: string; text: string }[] {
  if (CARE_KINDS.has(kind)) return [];
  return PARTS.map((name) => ({ label: say(`part-${name}`), text: textOf(body, name) })).filter(
    (one) => one.text.trim() !== "",
  );
}

/** What feedback says was done and why, in the words of the lists. */
export function typesOf(entry: Read, say: Say): { label: string; text: string }[] {
  if (entry.header.kind !== "feedback") return [];
  return ["stage", "measure", "reason"].flatMap((name) => {
    const value = textOf(entry.body, name);
    if (value === "") return [];
    return [{ label: say(`part-${name}`), text: say(`${name}-${value}`) || say(`${name}-other`) }];
  });
}

/** What an item about her protection says, with the labels of its parts; the measures of a plan too. */
export function careIn(entry: Read, say: Say): { label: string; text: string }[] {
  const { header: { kind }, body } = entry;
  const said = careParts(kind, body).map(({ part, text, code }) => ({
    label: say(`care-part-${part}`),
    text: code ? say(`care-code-${part}-${text}`) || text : text,
  }));
  const measures = kind === "plan" ? measuresOf(body) : [];
  return [...said, ...measures.map((one) => ({
    label: say("measure"), text: say("measure-line", { ...one, by: dayInWords(one.by) }),
  }))];
}

/** What an item about a meeting says: which step it is, and its parts. */
export function meetingIn(entry: Read, say: Say): { label: string; text: string }[] {
  const { header: { kind }, body } = entry;
  if (kind !== "meeting") return [];
  const step = { label: say("meeting-step"), text: say(`meeting-step-${textOf(body, "step")}`) || say("meeting-step-other") };
  const said = meetingParts(kind, body).map(({ part, text, code, moment }) => ({
    label: say(`meeting-part-${part}`),
    text: code ? say(`meeting-${part}-${text}`) || text : moment ? momentInWords(text) : text,
  }));
  return [step, ...said];
}

/** To which authority outside an officer gave the report, and every word that was given. */
export function givenIn({ header: { kind }, body }: Read, say: Say): { label: string; text: string }[] {
  if (kind !== "forwarding") return [];
  const to = say(`authority-${textOf(body, "to")}`) || say("authority-other");
  return [{ label: say("forwarded-to"), text: to }, { label: say("forwarded-given"), text: textOf(body, "given") }];
}

/** What an item says that the report is, or would be, called. */
export function calledIn(entry: Read, say: Say): { label: string; text: string }[] {
  if (entry.header.kind === "closing") return endingIn(entry, say);
  if (entry.header.kind === "keeping") {
    const step = textOf(entry.body, "step");
    return [{ label: say("keeping-step"), text: say(`keeping-${step}`) || say("keeping-other") }];
  }
  if (entry.header.kind !== "reclassification") return [];
  const step = textOf(entry.body, "step");
  const known = step === "confirmed" || step === "refused" ? step : "proposed";
  return [{ label: say(`called-${known}`), text: nameOf(textOf(entry.body, "to"), say) }];
}

/** A step towards the end of the case, with the outcome that it is about. */
function endingIn(entry: Read, say: Say): { label: string; text: string }[] {
  const [step, to] = [textOf(entry.body, "step"), textOf(entry.body, "to")];
  const label = say(`ending-${step}`) || say("ending-other");
  return [{ label, text: say(`outcome-${to}`) || say("outcome-other") }];
}

/** A classification in words; a newer one than this page knows is said to be unknown. */
export function nameOf(classification: string, say: Say): string {
  return say(`classification-${classification}`) || say("classification-other");
}

/** Whom an item let in and out, with their labels. */
export function membersOf(entry: Read, directory: Directory, say: Say): { label: string; text: string }[] {
  const { let_in, out } = namedIn(entry, directory);
  return [
    { label: say("members-let-in"), text: let_in.join(", ") },
    { label: say("members-out"), text: out.join(", ") },
  ].filter((one) => one.text !== "");
}

/** The files of an item. One that is not well-formed is counted, not shown. */
export function filesOf(body: unknown): { files: Manifest[]; broken: number } {
  const listed = member(body, "files");
  const files: Manifest[] = [];
  let broken = 0;
  for (const one of Array.isArray(listed) ? (listed as unknown[]) : []) {
    try {
      files.push(readManifest(one));
    } catch (error) {
      if (!(error instanceof Tampered)) throw error;
      broken += 1;
    }
  }
  return { files, broken };
}

/** What is wrong with an item, in a sentence. */
export function troubleOf(entry: Extract<Entry, { state: "trouble" }>, say: Say): string {
  const { what, sequence: n } = entry;
  // Not a count: the sentence is the same for every number.
  const of = (key: string): string => say(key, { item: n });
  if (what === "missing") return of("trouble-missing");
  if (what === "author" || what === "signature") return of("trouble-author");
  if (what === "no-key") return of("trouble-key");
  return of(MOVED.has(what) ? "trouble-moved" : "trouble-changed");
}
