/**
 * Makes the files of vectors/ that are not there yet; never touches one that is.
 *
 *     npx esbuild client/tests/crypto/make_vectors.ts --bundle --platform=node --format=esm \
 *       | node --input-type=module - vectors
 *
 * Keys follow from names, so that only the randomness of sealing differs between two runs.
 */

import { existsSync } from "node:fs";
import { toHex, utf8 } from "../../crypto/bytes.js";
import { padme, sizeClass } from "../../crypto/padding.js";
import { signRequest } from "../../crypto/request.js";
import { dossierVectors } from "../dossier/make_vectors.js";
import { fileVectors } from "../file/make_vectors.js";
import { attachmentVectors } from "./attachment_vectors.js";
import { envelopeVectors } from "./envelope_vectors.js";
import { identityVectors } from "./identity_vectors.js";
import { proofVectors } from "./proof_vectors.js";
import { receiptVectors } from "./receipt_vectors.js";
import { roomVectors } from "./room_vectors.js";
import { author, header, id, noor, pair, root, seed, write } from "./vector_cast.js";

/* padding */

for (const length of [0, 1, 2, 3, 8, 9, 15, 16, 17, 1000, 4096, 65_535, 65_537, 1_000_000, 52_428_800, 4_294_967_297]) {
  write("padding", `padme_${String(length)}`, [["expect", "success"], ["length", length], ["padme", padme(length)]]);
}
for (const length of [0, 1, 4096, 4097, 16_385, 65_537, 262_145, 1_048_577, 4_194_304]) {
  write("padding", `class_${String(length)}`, [["expect", "success"], ["length", length], ["class", sizeClass(length) ?? 0]]);
}
write("padding", "class_none", [["expect", "too large"], ["length", 4_194_305]]);

/* canonical */

const texts: Record<string, [string, string]> = {
  members_in_order: ["success", '{"a":1,"b":[true,false,null],"c":{"d":"e"}}'],
  order_by_utf16: ["success", '{"\u{20ac}":1,"\u{1f600}":2,"\u{fb33}":3}'],
  escapes: ["success", '"\\b\\t\\n\\f\\r\\"\\\\\\u0000\\u001f\u{7f}\u{2028}/"'],
  largest_integer: ["success", "[-9007199254740991,9007199254740991]"],
  empty: ["success", '{"":[],"a":{}}'],
  depth_32: ["success", `${"[".repeat(33)}${"]".repeat(33)}`],
  depth_33: ["refused", `${"[".repeat(34)}${"]".repeat(34)}`],
  order_by_code_point: ["refused", '{"\u{20ac}":1,"\u{fb33}":3,"\u{1f600}":2}'],
  members_out_of_order: ["refused", '{"b":1,"a":1}'],
  member_twice: ["refused", '{"a":1,"a":1}'],
  white_space: ["refused", '{"a": 1}'],
  needless_escape: ["refused", '"\\u0061"'],
  escaped_slash: ["refused", '"\\/"'],
  upper_case_escape: ["refused", '"\\u001F"'],
  fraction: ["refused", "1.5"],
  fraction_zero: ["refused", "1.0"],
  exponent: ["refused", "1e3"],
  minus_zero: ["refused", "-0"],
  too_large_integer: ["refused", "9007199254740992"],
  lone_surrogate: ["refused", '"\\ud800"'],
  trailing_comma: ["refused", "[1,]"],
  not_a_number: ["refused", "NaN"],
  nothing: ["refused", ""],
};
for (const [name, [expect, text]] of Object.entries(texts)) {
  write("canonical", name, [["expect", expect]], utf8(text));
}

/* request */

for (const [name, method, path, query, octets] of [
  ["get", "GET", "/api/my/case", "", ""],
  ["get_with_query", "GET", `/api/my/rooms/${header.room}/items`, "after=7", ""],
  ["post", "POST", "/api/reports", "", '{"a":1}'],
] as const) {
  const keyid = toHex(seed("lookup"));
  const made = await signRequest({ method, path, query, body: utf8(octets), created: 1_795_000_000 }, noor, keyid);
  write("request", name, [
    ["expect", "success"],
    ["method", method],
    ["path", path],
    ["query", query],
    ["created", 1_795_000_000],
    ["keyid", keyid],
    ["seed", toHex(noor.seed)],
    ["content-digest", made["Content-Digest"]],
    ["signature-input", made["Signature-Input"]],
    ["signature", made.Signature],
  ], utf8(octets));
}

/* what has a file of its own */

const tools = { write, seed, id, pair, author };
await receiptVectors();
await envelopeVectors();
await attachmentVectors();
await roomVectors();
await identityVectors(tools);
await proofVectors(tools);
fileVectors(write);
await dossierVectors(write, (name) => existsSync(`${root}/dossier/${name}.txt`));
