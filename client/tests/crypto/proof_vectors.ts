/** The vectors of the proof of report (docs/spec/ledger.md §10), for make_vectors.ts. */

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, toBase64, toHex, utf8 } from "../../crypto/bytes.js";
import type { SigningKey } from "../../crypto/index.js";
import { sign } from "../../crypto/signing.js";
import type { Tools } from "./identity_vectors.js";

const ORIGIN = "meldpunt.example/log";

/** The key's bytes behind their type, and the id that follows from them (C2SP signed-note). */
function known(name: string, key: SigningKey): { id: Uint8Array; typed: Uint8Array } {
  const typed = concat(Uint8Array.of(1), Uint8Array.from(Buffer.from(key.verify, "hex")));
  return { id: sha256(concat(utf8(`${name}\n`), typed)).subarray(0, 4), typed };
}

function verifier(name: string, key: SigningKey): string {
  const { id, typed } = known(name, key);
  return `${name}+${toHex(id)}+${toBase64(typed)}`;
}

async function line(name: string, key: SigningKey, text: string): Promise<string> {
  const signature = await sign(utf8(text), key);
  return `\u2014 ${name} ${toBase64(concat(known(name, key).id, signature))}\n`;
}

export async function proofVectors({ write, seed, author }: Tools): Promise<void> {
  const [log, stranger] = [author("log"), author("another log")];
  const ledger = seed("Noor ledger");
  const hash = toHex(sha256(utf8("a sealed report")));
  const handle = toHex(hmac(sha256, ledger, concat(utf8("h"), new Uint8Array(8))));
  const lines = {
    head: "hoeder.eu/proof-of-report/v1",
    origin: ORIGIN,
    hash,
    handle,
    day: "2026-11-27",
    until: "logged by 2026-11-29T00:00:00Z",
  };
  const texted = (changed: Partial<typeof lines> = {}): string =>
    Object.values({ ...lines, ...changed }).map((one) => `${one}\n`).join("");
  const noted = async (text: string, key = log): Promise<string> =>
    `${text}\n${await line(ORIGIN, key, text)}`;
  const good = await noted(texted());
  const witness = await line("commissie.example/witness", stranger, texted());
  const put = (name: string, expect: string, note: string, changed: Readonly<Record<string, string>> = {}): void => {
    const fields = { origin: ORIGIN, key: verifier(ORIGIN, log), hash, ledger: toHex(ledger) };
    const said = { day: lines.day, logged_by: lines.until.slice("logged by ".length) };
    const found = expect === "success" ? { ...fields, ...said, ...changed } : { ...fields, ...changed };
    write("report-proof", name, [["expect", expect], ...Object.entries(found)], utf8(note));
  };
  put("good", "success", good);
  put("good_with_a_witness", "success", `${good}${witness}`);
  const leap = { day: "2028-02-28", until: "logged by 2028-03-01T00:00:00Z" };
  put("good_on_a_leap_day", "success", await noted(texted(leap)), { day: leap.day, logged_by: "2028-03-01T00:00:00Z" });
  put("note_altered", "refused: signature", good.replace("2026-11-27", "2026-11-26"));
  put("report_altered_in_the_note", "refused: signature", good.replace(hash.slice(0, 8), "00000000"));
  put("by_another_key", "refused: signature", await noted(texted(), stranger));
  put("without_the_logs_signature", "refused: signature", `${texted()}\n${witness}`);
  const forged = await line(ORIGIN, log, texted({ day: "2026-11-26" }));
  put("second_signature_of_the_log_does_not_hold", "refused: signature", `${good}${forged}`);
  put("unsigned", "refused: note", texted());
  put("another_report", "refused: report", good, { hash: toHex(sha256(utf8("another report"))) });
  put("one_byte_of_the_report_altered", "refused: report", good, { hash: toHex(sha256(utf8("a sealed reporu"))) });
  put("another_case", "refused: handle", good, { ledger: toHex(seed("Bram ledger")) });
  put("another_log", "refused: log", await noted(texted({ origin: "elders.example/log" })));
  put("another_version", "refused: note", await noted(texted({ head: "hoeder.eu/proof-of-report/v2" })));
  put("logged_by_another_day", "refused: note", await noted(texted({ until: "logged by 2027-11-29T00:00:00Z" })));
  put("no_such_day", "refused: note", await noted(texted({ day: "2026-02-30", until: "logged by 2026-03-04T00:00:00Z" })));
  put("day_past_9999", "refused: note", await noted(texted({ day: "9999-12-31", until: "logged by +010000-01-02T00:00:00Z" })));
  put("seventh_line", "refused: note", await noted(`${texted()}and more\n`));
  put("a_line_less", "refused: note", await noted(texted().split("\n").slice(0, 5).join("\n").concat("\n")));
  put("checkpoint", "refused: note", await noted(`${ORIGIN}\n64\n${toBase64(sha256(utf8("root")))}\n`));
  put("key_with_another_id", "refused: key", good, { key: verifier(ORIGIN, log).replace(/\+[0-9a-f]{8}\+/, "+00000000+") });
  put("key_altered", "refused: key", good, { key: verifier(ORIGIN, log).replace(/\+A./, "+AA") });
}
