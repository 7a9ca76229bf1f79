/** One page for a court or an authority: that something was reported, and what follows from it. */

import type { Attached, Part, Printed } from "../dossier/printed.js";
import type { Entry } from "./entry.js";

/** What the page says. It has no case, no content, and a name only when she adds her own. */
export interface Certified {
  readonly language: "nl" | "en";
  /** The day of receipt and today, `YYYY-MM-DD`. */
  readonly day: string;
  readonly made: string;
  readonly body: string;
  readonly organisation: string;
  /** The code of the body's law. */
  readonly law: string;
  /** Empty when she stays unnamed. */
  readonly name: string;
  /** The proof of report, and the verifier key of the log that signed it. */
  readonly note: string;
  readonly key: string;
  readonly policy?: string | undefined;
  /** Null while the event waits for its batch, or is no longer known. */
  readonly entry: Entry | null;
}

type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** Lay it out: `say` gives the words, `days` writes a day in them. */
export function certificate(of: Certified, say: Say, days: (day: string) => string): Printed {
  const parts: Part[] = [
    { kind: "text", text: say("paper-lead") },
    { kind: "facts", pairs: facts(of, say, days) },
    { kind: "heading", level: 2, text: say("paper-follows") },
    { kind: "text", text: say("paper-directive") },
    ...(of.law === "eu" ? [] : [{ kind: "text", text: say(`paper-proof-${of.law}`) } as const]),
    { kind: "heading", level: 2, text: say("paper-proves") },
    { kind: "text", text: say("paper-not") },
    { kind: "heading", level: 2, text: say("paper-check") },
    { kind: "small", text: say("paper-how") },
    { kind: "code", text: `${of.note.trimEnd()}\n\n${of.key}` },
  ];
  return {
    title: say("paper-title"),
    language: of.language,
    made: say("paper-made", { day: days(of.made) }),
    parts,
    attached: attached(of, say),
    missing: say("paper-missing"),
  };
}

function facts(of: Certified, say: Say, days: (day: string) => string): [string, string][] {
  const { entry } = of;
  const rows: [string, string][] = [
    [say("paper-fact-received"), days(of.day)],
    [say("paper-fact-body"), of.body],
    [say("paper-fact-organisation"), of.organisation],
    [say("paper-fact-law"), say(`paper-act-${of.law}`)],
  ];
  if (of.name !== "") rows.push([say("paper-fact-name"), say("paper-name", { name: of.name })]);
  if (entry === null) return [...rows, [say("paper-fact-log"), say("paper-waits")]];
  rows.push([say("paper-fact-log"), say("paper-logged", { day: days(entry.day), number: entry.index + 1, size: entry.size })]);
  const seen = entry.witnesses.map(({ name, time }) => `${name}, ${days(new Date(time * 1000).toISOString().slice(0, 10))}`);
  if (!entry.enough) seen.push(say("paper-unseen"));
  if (seen.length > 0) rows.push([say("paper-fact-witnesses"), seen.join("; ")]);
  return rows;
}

/** What `hoeder verify` reads; the names are those of docs/spec/certificate.md. */
function attached({ note, key, policy, entry }: Certified, say: Say): Attached[] {
  const files: [string, string, string | undefined][] = [
    ["proof-of-report.txt", "text/plain", note],
    ["log-key.txt", "text/plain", `${key}\n`],
    ["policy.txt", "text/plain", policy],
    ["event-0.json", "application/json", entry?.event],
    ["event-0.tlog-proof", "text/plain", entry?.proof],
  ];
  return files.flatMap(([name, mime, text]) =>
    text === undefined ? [] : [{ name, mime, description: say(`file-${name}`), bytes: new TextEncoder().encode(text) }],
  );
}
