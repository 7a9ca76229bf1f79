/** The certificate, made of a log and a report of tests and read back with pdf.js. */

import { readFileSync } from "node:fs";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { describe, expect, test } from "vitest";
import { firstEntry } from "../../certificate/entry.js";
import { certificate, type Certified } from "../../certificate/paper.js";
import { fromHex, sha256Now, toHex } from "../../crypto/index.js";
import { printed } from "../../dossier/printed.js";
import { joined, utf8 } from "../../log/bytes.js";
import { handle, leafOf } from "../../log/leaf.js";
import { checkProof, readProof } from "../../log/proof.js";
import { FONTS } from "../dossier/samples.js";
import { LOG, Signer, checkpoint, dummy, noise } from "../log/log.js";

const DAY = "2026-11-27";
const LEDGER = noise("Noor ledger", 32);
const CASE = "6d656c64656e646d656c64656e646d65";
const EVENT = `{"actor":"reporter","case":"${CASE}","day":"${DAY}","kind":"report.received","n":0,"v":1}`;
const WITNESS = new Signer("commissie.example/witness", 4);
const POLICY = `log ${LOG.key}\nwitness commissie ${WITNESS.key}\nquorum commissie\n`;
const SEEN = Date.parse("2026-01-05T09:00:00Z") / 1000;

/** A server with a log of 300 leaves, one of them the event's. */
function server(event: string | null, spoil: (note: string) => string = (note) => note): { getBytes: (path: string) => Promise<Uint8Array> } {
  const leaves = Array.from({ length: 300 }, (_, n) => dummy(String(n), DAY));
  if (event !== null) leaves[270] = leafOf(LEDGER, 0, event, DAY);
  const note = spoil(checkpoint(leaves, (text) => WITNESS.cosigned(text, SEEN)));
  return {
    getBytes: (path) => {
      if (path === "/log/checkpoint") return Promise.resolve(utf8(note));
      const number = Number(/entries\/(\d+)/.exec(path)?.[1]);
      const bundle = leaves.slice(number * 256, number * 256 + 256);
      return Promise.resolve(joined(...bundle.flatMap((leaf) => [Uint8Array.of(0, 96), leaf])));
    },
  };
}

const log = { key: LOG.key, policy: POLICY };
const look = (api: ReturnType<typeof server>, event = EVENT): ReturnType<typeof firstEntry> =>
  firstEntry(api, log, LEDGER, event, () => undefined);

const NOTE_TEXT = `hoeder.eu/proof-of-report/v1\nmeldpunt.example/log\n${toHex(sha256Now(utf8("a sealed report")))}\n${toHex(handle(LEDGER, 0))}\n${DAY}\nlogged by 2026-11-29T00:00:00Z\n`;
const NOTE = `${NOTE_TEXT}\n${LOG.line(NOTE_TEXT)}`;

/** The texts of the page, as its template and the catalogue have them. */
function texts(language: "nl" | "en"): (key: string, values?: Readonly<Record<string, string | number>>) => string {
  const template = readFileSync("hoeder/web/templates/reporter/my-certificate.html", "utf8");
  const catalogue = readFileSync("locale/nl/LC_MESSAGES/django.po", "utf8");
  const found = new Map([...template.matchAll(/data-text="([^"]+)">\{% translate "([^"]+)"/g)].map(([, key = "", text = ""]) => [key, text]));
  return (key, values = {}) => {
    const english = found.get(key) ?? { "paper-act-nl": "Wet bescherming klokkenluiders (Wbk)", "paper-proof-nl": "Law: Wbk art. 17eb; Directive (EU) 2019/1937, art. 21(5)." }[key];
    if (english === undefined) throw new Error(`the page lacks ${key}`);
    const dutch = catalogue.split(`msgid "${english}"\nmsgstr "`)[1]?.split('"\n')[0];
    const text = language === "nl" ? dutch ?? english : english;
    return text.replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  };
}

const OF: Omit<Certified, "entry"> = {
  language: "en", day: DAY, made: "2026-12-03", body: "Kustdienst Waterland", organisation: "Ministerie van Waterland", law: "nl",
  name: "", note: NOTE, key: LOG.key, policy: POLICY,
};
const days = (day: string): string => new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));

describe("the first entry", () => {
  test("is found in the whole log, with a proof that a stranger can check", async () => {
    const found = await look(server(EVENT));
    expect(found).toMatchObject({ index: 270, size: 300, day: DAY });
    const { event, leaf, nonce } = JSON.parse(found?.opened ?? "") as Record<string, string>;
    expect(event).toBe(EVENT);
    expect(checkProof(found?.proof ?? "", fromHex(leaf ?? ""), LOG.key).size).toBe(300);
    // What is shown opens this leaf: SHA-256(0x02 || nonce || event).
    const commit = sha256Now(joined(Uint8Array.of(2), fromHex(nonce ?? ""), utf8(event ?? "")));
    expect(leaf?.slice(128)).toBe(toHex(commit));
  });

  test("keeps what the witnesses signed, by the policy's names", async () => {
    const found = await look(server(EVENT));
    expect(found?.witnesses).toMatchObject([{ name: "commissie", time: SEEN }]);
    expect(readProof(found?.proof ?? "").checkpoint).toContain("commissie.example/witness");
  });

  test("may still wait for its batch", async () => {
    expect(await look(server(null))).toBeNull();
  });

  test("is refused where the log holds another event in its place", async () => {
    await expect(look(server(EVENT.replace(DAY, "2026-11-26")))).rejects.toMatchObject({ reason: "leaf" });
  });

  test("is refused where the leaves are not those that the log signed", async () => {
    const other = checkpoint([dummy("x", DAY)]).split("\n\n")[0]?.split("\n")[2] ?? "";
    const spoilt = (note: string): string => {
      const text = `${note.split("\n").slice(0, 2).join("\n")}\n${other}\n`;
      return `${text}\n${LOG.line(text)}`;
    };
    await expect(look(server(EVENT, spoilt))).rejects.toMatchObject({ reason: "proof" });
  });
});

describe.each(["en", "nl"] as const)("the page in %s", (language) => {
  const make = async (changed: Partial<Certified> = {}): Promise<{ text: string; pages: number; files: Map<string, Uint8Array> }> => {
    const entry = await look(server(EVENT));
    const document = certificate({ ...OF, language, entry, ...changed }, texts(language), days);
    const pdf = await getDocument({ data: await printed(document, FONTS), verbosity: 0 }).promise;
    const { items } = await (await pdf.getPage(1)).getTextContent();
    const names = [...((await pdf.getAttachments())?.keys() ?? [])];
    const files = await Promise.all(names.map(async (one) => [one, await pdf.getAttachmentContent(one)] as const));
    return {
      text: items.map((item) => ("str" in item ? item.str : "")).join(" "),
      pages: pdf.numPages,
      files: new Map(files as [string, Uint8Array][]),
    };
  };

  test("is one page, also with a name and long names of bodies", async () => {
    const long = "Inspectiedienst voor de veiligheid van waterkeringen, sluizen en havens in de kustprovincies";
    expect((await make()).pages).toBe(1);
    expect((await make({ name: "Noor van den Berg-Haverkamp", body: long })).pages).toBe(1);
  });

  test("says that, and not what: no case and no name unless she adds hers", async () => {
    const { text } = await make();
    expect(text).toContain("27 November 2026");
    expect(text).toContain("Kustdienst Waterland");
    expect(text).toContain("17eb");
    expect(text).not.toContain(CASE);
    expect(text).not.toContain("{");
    expect((await make({ name: "Noor" })).text).toContain("Noor.");
  });

  test("carries what a stranger checks it with", async () => {
    const { files } = await make();
    expect([...files.keys()].sort()).toEqual(["event-0.json", "event-0.tlog-proof", "log-key.txt", "policy.txt", "proof-of-report.txt"]);
    expect(new TextDecoder().decode(files.get("proof-of-report.txt"))).toBe(NOTE);
    expect(new TextDecoder().decode(files.get("log-key.txt"))).toBe(`${LOG.key}\n`);
  });

  test("is made without the entry too, and without a policy", async () => {
    const { pages, files } = await make({ entry: null, policy: undefined });
    expect(pages).toBe(1);
    expect([...files.keys()].sort()).toEqual(["log-key.txt", "proof-of-report.txt"]);
  });
});
