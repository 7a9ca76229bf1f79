/** The certificate, made of a log and a report of tests and read back with pdf.js. */

import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Certified } from "../../certificate/paper.js";
import { concat, sha256Now, utf8 } from "../../crypto/index.js";
import { printed } from "../../dossier/printed.js";
import { checkProof, readProof } from "../../log/proof.js";
import { FONTS } from "../dossier/samples.js";
import { LOG, checkpoint, dummy } from "../log/log.js";
import { CASE, DAY, EVENT, NOTE, SEEN, look, sample, server, type Entry } from "./sample.js";

describe("the first entry", () => {
  test("is found in the whole log, with a proof that a stranger can check", async () => {
    const found = await look(server(EVENT));
    expect(found).toMatchObject({ index: 270, size: 300, day: DAY, event: EVENT });
    const { extra } = readProof(found?.proof ?? "");
    const [leaf, nonce] = [extra?.slice(0, 96) ?? new Uint8Array(), extra?.slice(96) ?? new Uint8Array()];
    expect(checkProof(found?.proof ?? "", leaf, LOG.key).size).toBe(300);
    // What is shown opens this leaf: SHA-256(0x02 || nonce || event).
    expect(leaf.slice(64)).toEqual(sha256Now(concat(Uint8Array.of(2), nonce, utf8(EVENT))));
  });

  test("keeps what the witnesses signed, by the policy's names", async () => {
    const found = await look(server(EVENT));
    expect(found?.witnesses).toMatchObject([{ name: "commissie", time: SEEN }]);
    expect(readProof(found?.proof ?? "").checkpoint).toContain("commissie.example/witness");
  });

  test("is found though the witnesses have not signed yet, and the page says that only the service vouches", async () => {
    const found = await look(server(EVENT, undefined, false));
    expect(found).toMatchObject({ index: 270, witnesses: [], enough: false });
    const rows = sample("nl", found).parts.flatMap((one) => (one.kind === "facts" ? one.pairs : []));
    expect(rows.find(([name]) => name === "Gezien door")?.[1]).toContain("alleen de dienst zelf");
  });

  test("may still wait for its batch", async () => {
    expect(await look(server(null))).toBeNull();
  });

  test("is refused where the log holds another event in its place", async () => {
    await expect(look(server(EVENT.replace(DAY, "2026-01-04")))).rejects.toMatchObject({ reason: "leaf" });
  });

  test("is refused where the leaves are not those that the log signed", async () => {
    const other = checkpoint([dummy("x", DAY)]).split("\n")[2] ?? "";
    const spoilt = (note: string): string => {
      const text = `${note.split("\n").slice(0, 2).join("\n")}\n${other}\n`;
      return `${text}\n${LOG.line(text)}`;
    };
    await expect(look(server(EVENT, spoilt))).rejects.toMatchObject({ reason: "proof" });
  });
});

describe.each(["en", "nl"] as const)("the page in %s", (language) => {
  let entry: Entry;

  beforeAll(async () => {
    entry = await look(server(EVENT));
  });

  async function made(changed: Partial<Certified> = {}): Promise<{ text: string; pages: number; files: Map<string, string> }> {
    const bytes = await printed(sample(language, entry, changed), FONTS);
    const pdf = await getDocument({ data: bytes, verbosity: 0 }).promise;
    const { items } = await (await pdf.getPage(1)).getTextContent();
    const files = new Map<string, string>();
    for (const name of (await pdf.getAttachments())?.keys() ?? []) {
      files.set(name, new TextDecoder().decode((await pdf.getAttachmentContent(name)) as Uint8Array));
    }
    return { text: items.map((item) => ("str" in item ? item.str : "")).join(" "), pages: pdf.numPages, files };
  }

  test("says that, and not what, on one page, with all that a stranger checks it with", async () => {
    const { text, pages, files } = await made();
    expect(pages).toBe(1);
    expect(text).toContain(language === "nl" ? "5 januari 2026" : "5 January 2026");
    expect(text).toContain("Kustdienst Waterland");
    expect(text).toContain("17eb");
    expect(text).not.toContain(CASE);
    expect(text).not.toContain("{");
    expect(text).not.toContain("Noor");
    expect([...files.keys()].sort()).toEqual(["event-0.json", "event-0.tlog-proof", "log-key.txt", "policy.txt", "proof-of-report.txt"]);
    expect(files.get("proof-of-report.txt")).toBe(NOTE);
    expect(files.get("log-key.txt")).toBe(`${LOG.key}\n`);
    expect(files.get("event-0.json")).toBe(EVENT);
  });

  test("stays one page with her own name and a body of a long name", async () => {
    const body = "Inspectiedienst voor de veiligheid van waterkeringen, sluizen en havens in de kustprovincies";
    const { text, pages } = await made({ name: "Noor van den Berg-Haverkamp", body });
    expect(pages).toBe(1);
    expect(text).toContain("Noor van den Berg-Haverkamp.");
  });

  test("is made without the entry too, and without a policy", async () => {
    const { pages, files } = await made({ entry: null, policy: undefined });
    expect(pages).toBe(1);
    expect([...files.keys()].sort()).toEqual(["log-key.txt", "proof-of-report.txt"]);
  });
});
