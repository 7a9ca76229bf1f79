/** The vectors of docs/spec/receipt.md and of promises made with a receipt, for make_vectors.ts. */

import { readFileSync } from "node:fs";
import { signAcceptance } from "../../crypto/acceptance.js";
import { sha256Hex, toHex, utf8 } from "../../crypto/bytes.js";
import { promiseKeys } from "../../crypto/promise.js";
import { checksum, receiptWords, reporterKeys } from "../../crypto/receipt.js";
import { author, eve, type Fields, id, seed, write } from "./vector_cast.js";

const deployment = seed("deployment");

export async function receiptVectors(): Promise<void> {
  /* receipt */

  for (const [name, indices] of Object.entries({
    all_first: [0, 0, 0, 0, 0, 0, 0, 0],
    all_last: [7775, 7775, 7775, 7775, 7775, 7775, 7775, 7775],
    rising: [1, 10, 100, 1000, 2000, 3000, 4000, 5000],
    noor: [5021, 17, 7301, 2222, 640, 3999, 7775, 256],
  })) {
    const keys = await reporterKeys({ indices }, deployment);
    write("receipt", `derive_${name}`, [
      ["expect", "success"],
      ["indices", indices.join(" ")],
      ["deployment", toHex(deployment)],
      ["checksum", checksum({ indices })],
      ["lookup", keys.lookup],
      ["request", keys.request.verify],
      ["author", keys.author.verify],
      ["ledger", toHex(keys.ledger)],
      ["identity", keys.identity],
      ["recipient", keys.recipient],
    ]);
  }
  {
    const indices = [5021, 17, 7301, 2222, 640, 3999, 7775, 256];
    const nine = [...indices, checksum({ indices })];
    const swap = (i: number, j: number): number[] =>
      nine.map((one, k) => (k === i ? (nine[j] ?? 0) : k === j ? (nine[i] ?? 0) : one));
    const typed: [string, string, readonly number[]][] = [
      ["typed_right", "success", nine],
      ["typed_neighbours_swapped", "swapped: 2 3", swap(1, 2)],
      ["typed_far_words_swapped", "swapped: 1 8", swap(0, 7)],
      ["typed_checksum_word_swapped", "swapped: 8 9", swap(7, 8)],
      ["typed_one_word_wrong", "checksum", [1, ...nine.slice(1)]],
      ["typed_eight_words", "count: 8", nine.slice(0, 8)],
      ["typed_ten_words", "count: 10", [...nine, 4]],
    ];
    for (const [name, expect, words] of typed) {
      write("receipt", name, [["expect", expect], ["typed", words.join(" ")]]);
    }
  }

  {
    const indices = [5021, 17, 7301, 2222, 640, 3999, 7775, 256];
    const keys = await reporterKeys({ indices }, deployment);
    write("receipt", "derive_noor_with_box", [
      ["expect", "success"],
      ["indices", indices.join(" ")],
      ["deployment", toHex(deployment)],
      ["checksum", checksum({ indices })],
      ["lookup", keys.lookup],
      ["request", keys.request.verify],
      ["author", keys.author.verify],
      ["ledger", toHex(keys.ledger)],
      ["box", toHex(keys.box)],
      ["identity", keys.identity],
      ["recipient", keys.recipient],
    ]);
  }

  {
    const indices = [5021, 17, 7301, 2222, 640, 3999, 7775, 256];
    const keys = await reporterKeys({ indices }, deployment);
    write("receipt", "derive_noor_with_file", [
      ["expect", "success"],
      ["indices", indices.join(" ")],
      ["deployment", toHex(deployment)],
      ["checksum", checksum({ indices })],
      ["lookup", keys.lookup],
      ["request", keys.request.verify],
      ["author", keys.author.verify],
      ["ledger", toHex(keys.ledger)],
      ["box", toHex(keys.box)],
      ["file", toHex(keys.file)],
      ["identity", keys.identity],
      ["recipient", keys.recipient],
    ]);
  }

  /* commitments */

  {
    const indices = [5021, 17, 7301, 2222, 640, 3999, 7775, 256];
    const keys = await reporterKeys({ indices }, deployment);
    for (const name of ["belongings", "return"]) {
      const hers = await promiseKeys(keys, id(name));
      write("promise", name, [
        ["expect", "success"],
        ["indices", indices.join(" ")],
        ["deployment", toHex(deployment)],
        ["room", id(name)],
        ["promises", toHex(keys.promises)],
        ["author", hers.author.verify],
        ["identity", hers.identity],
        ["recipient", hers.recipient],
      ]);
    }
    const smit = author("Smit");
    const promised = {
      ...{ organisation: id("Kustdienst"), commitment: id("belongings"), owner: id("Smit") },
      ...{ kind: "belongings", due_on: "2026-12-04", text: await sha256Hex(utf8("sealed words")) },
    };
    const given = await signAcceptance({ ...promised, day: "2026-11-27" }, smit);
    const accepted = (name: string, expect: string, changes: Record<string, string> = {}): void => {
      const said = { statement: given.statement, signature: given.signature, verify: smit.verify };
      const fields = Object.entries({ ...said, ...promised, ...changes });
      const day = expect === "success" ? ([["day", "2026-11-27"]] as Fields) : [];
      write("acceptance", name, [["expect", expect], ...fields, ...day]);
    };
    accepted("good", "success");
    accepted("by_another_key", "tampered: signature", { verify: eve.verify });
    accepted("signature_of_zeros", "tampered: signature", { signature: "0".repeat(128) });
    accepted("of_another_commitment", "tampered: commitment", { commitment: id("return") });
    accepted("of_another_owner", "tampered: owner", { owner: id("Lotte") });
    accepted("of_another_kind", "tampered: kind", { kind: "pay" });
    accepted("by_another_day", "tampered: due_on", { due_on: "2027-12-04" });
    accepted("of_other_words", "tampered: text", { text: "0".repeat(64) });
    accepted("in_another_organisation", "tampered: organisation", { organisation: id("Havendienst") });
    accepted("altered_day", "tampered: signature", { statement: given.statement.replace("2026-12-04", "2027-12-04") });
    accepted("not_canonical", "tampered: body", { statement: ` ${given.statement}` });
    accepted("unknown_member", "tampered: body", { statement: given.statement.replace('"v":1', '"v":1,"w":1') });
  }

  /* words: run from the project's folder */

  for (const language of ["nl", "en", "de", "fr"]) {
    const list = readFileSync(`client/words/${language}.txt`, "utf8").trim().split("\n");
    for (const [name, indices] of [
      ["noor", [5021, 17, 7301, 2222, 640, 3999, 7775, 256]],
      ["all_first", [0, 0, 0, 0, 0, 0, 0, 0]],
      ["rising", [1, 10, 100, 1000, 2000, 3000, 4000, 5000]],
    ] as const) {
      write("words", `${language}_${name}`, [
        ["expect", "success"],
        ["indices", indices.join(" ")],
        ["language", language],
        ["words", receiptWords({ indices }, list).join(" ")],
      ]);
    }
  }
}
