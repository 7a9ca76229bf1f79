/** A log of tests with a report in it, and the certificate of that report. */

import { readFileSync } from "node:fs";
import { Problem } from "../../api.js";
import { firstEntry } from "../../certificate/entry.js";
import { certificate, type Certified } from "../../certificate/paper.js";
import { concat, sha256Now, toHex, utf8 } from "../../crypto/index.js";
import type { Printed } from "../../dossier/printed.js";
import { handle, leafOf } from "../../log/leaf.js";
import { LOG, Signer, checkpoint, dummy, noise } from "../log/log.js";

export const DAY = "2026-01-05";
export const CASE = "6d656c64656e646d656c64656e646d65";
export const SEEN = Date.parse("2026-01-06T09:00:00Z") / 1000;
const LEDGER = noise("Noor ledger", 32);
const REPORT = toHex(sha256Now(utf8("a sealed report")));
export const EVENT = `{"actor":"reporter","case":"${CASE}","day":"${DAY}","detail":{"item":"${REPORT}"},"kind":"report.received","n":0,"v":1}`;
const WITNESS = new Signer("commissie.example/witness", 4);
const POLICY = `log ${LOG.key}\nwitness commissie ${WITNESS.key}\nquorum commissie\n`;

const NOTE_TEXT = `hoeder.eu/proof-of-report/v1\nmeldpunt.example/log\n${REPORT}\n${toHex(handle(LEDGER, 0))}\n${DAY}\nlogged by 2026-01-07T00:00:00Z\n`;
export const NOTE = `${NOTE_TEXT}\n${LOG.line(NOTE_TEXT)}`;

type Server = Parameters<typeof firstEntry>[0];
export type Entry = Awaited<ReturnType<typeof firstEntry>>;

/** A server with a log of 300 leaves, one of them the event's. */
export function server(event: string | null, spoil: (note: string) => string = (note) => note, counts = true): Server {
  const leaves = Array.from({ length: 300 }, (_, n) => dummy(String(n), DAY));
  if (event !== null) leaves[270] = leafOf(LEDGER, 0, event, DAY);
  const note = spoil(checkpoint(leaves, (text) => counts ? WITNESS.cosigned(text, SEEN) : ""));
  return {
    getBytes: (path) => {
      if (path === "/log/checkpoint" && !counts) return Promise.reject(new Problem(404, "not-found", "", {}));
      if (path === "/log/checkpoint" || path === "/log/newest") return Promise.resolve(utf8(note));
      const number = Number(/entries\/(\d+)/.exec(path)?.[1]);
      const bundle = leaves.slice(number * 256, number * 256 + 256);
      return Promise.resolve(concat(...bundle.flatMap((leaf) => [Uint8Array.of(0, 96), leaf])));
    },
  };
}

/** What is found of the event in the log of a server. */
export function look(api: Server, event = EVENT): Promise<Entry> {
  return firstEntry(api, { key: LOG.key, policy: POLICY }, LEDGER, event, () => undefined);
}

/** The texts of the page, as its template and the catalogue have them. */
function texts(language: "nl" | "en"): (key: string, values?: Readonly<Record<string, string | number>>) => string {
  const template = readFileSync("hoeder/web/templates/reporter/my-certificate.html", "utf8");
  const catalogue = readFileSync("locale/nl/LC_MESSAGES/django.po", "utf8");
  const found = new Map([...template.matchAll(/data-text="([^"]+)">\{% translate "([^"]+)"/g)].map(([, key = "", text = ""]) => [key, text]));
  const drawn: Record<string, string> = {
    "paper-act-nl": "Wet bescherming klokkenluiders (Wbk)",
    "paper-proof-nl": "The national law is the Wet bescherming klokkenluiders (Wbk). On the burden of proof: Wbk art. 17eb; Directive (EU) 2019/1937, art. 21(5).",
  };
  return (key, values = {}) => {
    const english = found.get(key) ?? drawn[key];
    if (english === undefined) throw new Error(`the page lacks ${key}`);
    const dutch = catalogue.split(`msgid "${english}"\nmsgstr "`)[1]?.split('"\n')[0];
    const text = language === "nl" ? dutch ?? english : english;
    return text.replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  };
}

/** The certificate of the report, or one that differs in something. */
export function sample(language: "nl" | "en", entry: Entry, changed: Partial<Certified> = {}): Printed {
  const of: Certified = {
    ...{ language, day: DAY, made: "2026-02-03", body: "Kustdienst Waterland", organisation: "Ministerie van Waterland" },
    ...{ law: "nl", name: "", note: NOTE, key: LOG.key, policy: POLICY, entry, ...changed },
  };
  const days = new Intl.DateTimeFormat(language === "nl" ? "nl-NL" : "en-GB", { dateStyle: "long", timeZone: "UTC" });
  return { ...certificate(of, texts(language), (day) => days.format(new Date(day))), at: new Date("2026-02-03T00:00:00Z") };
}
