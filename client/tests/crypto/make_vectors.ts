/**
 * Makes the files of vectors/ that are not there yet; never touches one that is.
 *
 *     npx esbuild client/tests/crypto/make_vectors.ts --bundle --platform=node --format=esm \
 *       | node --input-type=module - vectors
 *
 * Keys follow from names, so that only the randomness of sealing differs between two runs.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { identityFromSeed, keyOf, seal, type RoomKey } from "../../crypto/age.js";
import { sealAttachment } from "../../crypto/attachment.js";
import { concat, fromHex, sha256Hex, toBase64, toHex, u32be, utf8 } from "../../crypto/bytes.js";
import { canonicalJson } from "../../crypto/canonical.js";
import { encode, NO_PREVIOUS, type Header } from "../../crypto/envelope.js";
import { sealGrant } from "../../crypto/grant.js";
import { fingerprint, wrapOfficerKeys } from "../../crypto/keys.js";
import { padme, sizeClass } from "../../crypto/padding.js";
import { signAcceptance } from "../../crypto/acceptance.js";
import { promiseKeys } from "../../crypto/promise.js";
import { checksum, receiptWords, reporterKeys } from "../../crypto/receipt.js";
import { signRequest } from "../../crypto/request.js";
import { sign, signingKey, type SigningKey } from "../../crypto/signing.js";
import { dossierVectors } from "../dossier/make_vectors.js";
import { fileVectors } from "../file/make_vectors.js";
import { identityVectors } from "./identity_vectors.js";
import { proofVectors } from "./proof_vectors.js";

const root = process.argv[2] ?? "vectors";

type Fields = readonly (readonly [string, string | number])[];

function write(kind: string, name: string, fields: Fields, bytes?: Uint8Array): void {
  const path = `${root}/${kind}/${name}.txt`;
  if (existsSync(path)) return;
  mkdirSync(`${root}/${kind}`, { recursive: true });
  const lines = fields.map(([key, value]) => `${key}: ${String(value)}`);
  const body =
    bytes === undefined ? "" : `\n${toBase64(bytes).replace(/.{76}(?=.)/g, "$&\n")}\n`;
  writeFileSync(path, `${lines.join("\n")}\n${body}`);
}

function seed(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(`hoeder vector: ${name}`).digest());
}

function id(name: string): string {
  return toHex(seed(name).subarray(0, 16));
}

function pair(name: string): Promise<RoomKey> {
  return keyOf(identityFromSeed(seed(`${name} age`)));
}

function author(name: string): SigningKey {
  return signingKey(seed(`${name} ed25519`));
}

const noor = author("Noor");
const ada = author("Ada");
const eve = author("Eve");
const room = await pair("room");
const otherRoom = await pair("other room");
const adaKey = await pair("Ada");
const noorKey = await pair("Noor");

const header: Header = {
  v: 1,
  organisation: id("Kustdienst"),
  case: id("case"),
  room: id("room"),
  epoch: 1,
  sequence: 1,
  previous: NO_PREVIOUS,
  author: noor.verify,
  kind: "report",
  day: "2026-11-20",
};
const report = {
  text: "De sluisdeur van kolk 2 is goedgekeurd zonder dat iemand is gaan kijken.",
  who: "",
  where: "kolk 2",
  when: "",
  language: "nl",
  reporter: { recipient: noorKey.recipient, verify: noor.verify },
  readers: [id("Ada"), id("Omar")].toSorted(),
};

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

/* receipt */

const deployment = seed("deployment");
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

/* plaintext: exact bytes */

async function plain(name: string, head: Header, body: unknown, by: SigningKey): Promise<void> {
  write(
    "plaintext",
    name,
    [
      ["expect", "success"],
      ["seed", toHex(by.seed)],
      ["header", canonicalJson(head)],
      ["body", canonicalJson(body)],
    ],
    await encode(head, body, by),
  );
}
await plain("message", { ...header, kind: "message", sequence: 2, previous: "5".repeat(64) }, { text: "Goed dat u meldt." }, noor);
await plain("unicode", { ...header, kind: "message" }, { text: "é ≠ e\u{301} 🜨 \u{2028}\u{0}\n\"\\" }, noor);

/* envelope: sealed bytes, identity, place → outcome */

function envelope(
  name: string,
  expect: string,
  sealed: Uint8Array,
  changes: Partial<Header> & { identity?: string; trusted?: string } = {},
  opened: Fields = [],
): void {
  const place = { ...header, ...changes };
  write(
    "envelope",
    name,
    [
      ["expect", expect],
      ["identity", changes.identity ?? room.identity],
      ["organisation", place.organisation],
      ["case", place.case],
      ["room", place.room],
      ["epoch", place.epoch],
      ["sequence", place.sequence],
      ["previous", place.previous],
      ["trusted", changes.trusted ?? `${noor.verify} ${ada.verify}`],
      ...opened,
    ],
    sealed,
  );
}

async function good(name: string, head: Header, body: unknown, by: SigningKey, trusted?: string): Promise<Uint8Array> {
  const sealed = await seal(await encode(head, body, by), room.recipient);
  envelope(name, "success", sealed, trusted === undefined ? head : { ...head, trusted }, [
    ["header", canonicalJson(head)],
    ["body", canonicalJson(body)],
    ["hash", await sha256Hex(sealed)],
  ]);
  return sealed;
}

const first = await good("report", header, report, noor);
await good("report_with_its_directory", header, { ...report, told: "", directory: 7 }, noor);
await good("report_that_introduces_its_author", header, report, noor, "any");
await good(
  "acknowledgement_follows_report",
  { ...header, kind: "acknowledgement", sequence: 2, previous: await sha256Hex(first), author: ada.verify, day: "2026-11-21" },
  { text: "Uw melding is aangekomen." },
  ada,
);
await good("second_epoch", { ...header, kind: "message", epoch: 2, sequence: 7, previous: "7".repeat(64) }, { text: "" }, noor);
await good("size_class_16_kib", { ...header, kind: "message" }, { text: "m".repeat(4000) }, noor);
await good("body_with_every_kind_of_value", { ...header, kind: "message" }, { "": null, "€": [true, -1, "🜨"], "😀": {} }, noor);

for (const [name, what, change] of [
  ["moved_to_another_room", "room", { room: id("another room") }],
  ["moved_to_another_case", "case", { case: id("another case") }],
  ["moved_to_another_organisation", "organisation", { organisation: id("elsewhere") }],
  ["another_epoch", "epoch", { epoch: 2 }],
  ["wrong_sequence", "sequence", { sequence: 2 }],
  ["wrong_previous", "previous", { previous: "1".repeat(64) }],
] as const) {
  envelope(name, `tampered: ${what}`, first, change);
}
envelope("author_not_trusted", "tampered: author", first, { trusted: `${ada.verify} ${eve.verify}` });
envelope("opened_with_another_key", "tampered: key", first, { identity: otherRoom.identity });

async function forged(name: string, what: string, plaintext: Uint8Array): Promise<void> {
  envelope(name, `tampered: ${what}`, await seal(plaintext, room.recipient));
}

const whole = await encode(header, report, noor);

async function raw(head: string, body: string, by: SigningKey = noor, size?: number): Promise<Uint8Array> {
  const signed = concat(utf8("hoeder-envelope-v1\n"), u32be(utf8(head).length), utf8(head), u32be(utf8(body).length), utf8(body));
  const plaintext = new Uint8Array(size ?? sizeClass(signed.length + 64) ?? 0);
  plaintext.set(signed);
  plaintext.set(await sign(signed, by), signed.length);
  return plaintext;
}
function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
const head = canonicalJson(header);
const text = canonicalJson(report);
const end = 19 + 4 + utf8(head).length + 4 + utf8(text).length;

envelope("class_larger_than_needed", "success", await seal(await raw(head, text, noor, 16_384), room.recipient), {}, [
  ["header", head],
  ["body", text],
]);
await forged("body_altered_after_signing", "signature", flipped(whole, end - 40));
await forged("header_altered_after_signing", "signature", concat(whole.subarray(0, 23), utf8(head.replace("2026-11-20", "2026-11-19")), whole.subarray(23 + utf8(head).length)));
await forged("signature_altered", "signature", flipped(whole, end + 3));
await forged("signature_of_zeros", "signature", concat(whole.subarray(0, end), new Uint8Array(whole.length - end)));
await forged("signed_by_somebody_else", "signature", await raw(head, text, eve));
await forged("padding_not_zero", "padding", flipped(whole, whole.length - 1));
await forged("length_not_a_class", "padding", await raw(head, text, noor, 5000));
await forged("empty_plaintext", "padding", new Uint8Array(0));
await forged("only_zeros", "header", new Uint8Array(4096));
await forged("another_version", "header", concat(utf8("hoeder-envelope-v2\n"), whole.subarray(19)));
await forged("header_longer_than_file", "header", concat(whole.subarray(0, 19), u32be(0xffffffff), whole.subarray(23)));
await forged("header_truncated", "header", concat(whole.subarray(0, 19), u32be(utf8(head).length - 1), whole.subarray(23)));
await forged("body_longer_than_file", "body", concat(whole.subarray(0, 23 + utf8(head).length), u32be(5000), whole.subarray(27 + utf8(head).length)));
await forged("header_not_canonical", "header", await raw(head.replace(":", ": "), text));
await forged("header_with_unknown_member", "header", await raw(canonicalJson({ ...header, extra: 1 }), text));
await forged("header_without_room", "header", await raw(head.replace(`"room":"${header.room}",`, ""), text));
await forged("header_with_upper_case_id", "header", await raw(head.replace(header.case, header.case.toUpperCase()), text));
await forged("header_with_epoch_zero", "header", await raw(canonicalJson({ ...header, epoch: 0 }), text));
await forged("header_with_another_v", "header", await raw(canonicalJson({ ...header, v: 2 }), text));
await forged("body_not_canonical", "body", await raw(head, `${text} `));
await forged("body_not_utf8", "body", await (async () => {
  const signed = concat(utf8("hoeder-envelope-v1\n"), u32be(utf8(head).length), utf8(head), u32be(3), fromHex("22ff22"));
  const plaintext = new Uint8Array(4096);
  plaintext.set(signed);
  plaintext.set(await sign(signed, noor), signed.length);
  return plaintext;
})());
await forged("body_with_fraction", "body", await raw(head, '{"text":1.5}'));
envelope("grant_in_place_of_an_item", "tampered: kind", await sealGrant(header, { to: "reporter", epochs: [{ number: 1, identity: room.identity }] }, noor, room.recipient, header.day));

/* envelope: the age file around it */

async function age(add: (encrypter: Encrypter) => void): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  add(encrypter);
  return encrypter.encrypt(whole);
}
const classic = await identityToRecipient(await generateX25519Identity());
const outside: [string, string, Uint8Array][] = [
  ["age_classic_recipient", "stanza", await age((e) => { e.addRecipient(classic); })],
  ["age_hybrid_and_classic_recipient", "stanza", await age((e) => { e.addRecipient(room.recipient); e.addRecipient(classic); })],
  ["age_two_hybrid_recipients", "stanza", await age((e) => { e.addRecipient(room.recipient); e.addRecipient(otherRoom.recipient); })],
  ["age_no_recipients", "stanza", await age(() => undefined)],
  ["age_passphrase", "stanza", await age((e) => { e.setScryptWorkFactor(2); e.setPassphrase("kolk"); })],
  ["age_header_truncated", "stanza", first.subarray(0, 1000)],
  ["age_header_mac_missing", "stanza", first.subarray(0, 1579)],
  ["age_empty", "stanza", new Uint8Array(0)],
  ["age_armoured", "stanza", utf8(`-----BEGIN AGE ENCRYPTED FILE-----\n${toBase64(first).replace(/.{64}(?=.)/g, "$&\n")}\n-----END AGE ENCRYPTED FILE-----\n`)],
  ["age_version_2", "stanza", concat(utf8("age-encryption.org/v2\n"), first.subarray(22))],
  ["age_share_not_canonical", "stanza", (() => { const copy = first.slice(); const at = 22 + 18 + 1493; const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"; copy[at] = alphabet.charCodeAt(alphabet.indexOf(String.fromCharCode(copy[at] ?? 0)) + 1); return copy; })()],
  ["age_line_ends_crlf", "stanza", utf8("age-encryption.org/v1\r\n")],
  ["age_share_altered", "key", (() => { const copy = first.slice(); copy[600] = copy[600] === 65 ? 66 : 65; return copy; })()],
  ["age_mac_altered", "seal", (() => { const copy = first.slice(); copy[1590] = copy[1590] === 65 ? 66 : 65; return copy; })()],
  ["age_nonce_altered", "seal", flipped(first, 1630)],
  ["age_nonce_missing", "seal", first.subarray(0, 1635)],
  ["age_payload_altered", "seal", flipped(first, 3000)],
  ["age_payload_truncated", "seal", first.subarray(0, first.length - 1)],
  ["age_payload_missing", "seal", first.subarray(0, 1643)],
  ["age_byte_after_the_end", "seal", concat(first, new Uint8Array(1))],
];
for (const [name, what, sealed] of outside) envelope(name, `tampered: ${what}`, sealed);

/* recipients that the guard takes or refuses */

for (const [name, expect, recipient] of [
  ["hybrid", "success", room.recipient],
  ["none", "refused: none", ""],
  ["classic", "refused: classic", classic],
  ["classic_tag", "refused: classic", "age1tag1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgp"],
  ["hybrid_cut_off", "refused: malformed", room.recipient.slice(0, -1)],
  ["hybrid_wrong_checksum", "refused: malformed", room.recipient.slice(0, -1) + (room.recipient.endsWith("q") ? "p" : "q")],
  ["hybrid_upper_case", "refused: malformed", room.recipient.toUpperCase()],
  ["identity_by_mistake", "refused: malformed", room.identity],
] as const) {
  write("recipient", name, [["expect", expect], ["recipient", recipient]]);
}

/* grant */

const place = { organisation: header.organisation, case: header.case, room: header.room };
const epochs = [{ number: 1, identity: room.identity }, { number: 2, identity: otherRoom.identity }];
const to = `officer:${id("Ada")}`;
const granted = await sealGrant(place, { to, epochs }, noor, adaKey.recipient, "2026-11-20");
function grant(name: string, expect: string, sealed: Uint8Array, changes: Partial<typeof place & { to: string; trusted: string; identity: string }> = {}, opened: Fields = []): void {
  const given = { ...place, to, trusted: noor.verify, identity: adaKey.identity, ...changes };
  write("grant", name, [
    ["expect", expect],
    ["identity", given.identity],
    ["organisation", given.organisation],
    ["case", given.case],
    ["room", given.room],
    ["to", given.to],
    ["trusted", given.trusted],
    ...opened,
  ], sealed);
}
grant("two_epochs", "success", granted, {}, [
  ["author", noor.verify],
  ["epochs", canonicalJson(epochs)],
  ["recipients", `${room.recipient} ${otherRoom.recipient}`],
]);
const own = await sealGrant(place, { to: "reporter", epochs: epochs.slice(0, 1) }, noor, noorKey.recipient, "2026-11-20");
grant("reporter_to_herself", "success", own, { to: "reporter", trusted: "any", identity: noorKey.identity }, [
  ["author", noor.verify],
  ["epochs", canonicalJson(epochs.slice(0, 1))],
  ["recipients", room.recipient],
]);
grant("for_another_member", "tampered: to", granted, { to: `officer:${id("Omar")}` });
grant("for_another_room", "tampered: room", granted, { room: id("another room") });
grant("for_another_case", "tampered: case", granted, { case: id("another case") });
grant("by_somebody_unknown", "tampered: author", granted, { trusted: eve.verify });
grant("opened_with_another_key", "tampered: key", granted, { identity: noorKey.identity });
grant("item_in_place_of_a_grant", "tampered: kind", await seal(whole, adaKey.recipient));
async function badGrant(name: string, what: string, body: unknown, change: Partial<Header> = {}): Promise<void> {
  const h = { ...header, kind: "grant", sequence: 0, epoch: 1, ...change };
  grant(name, `tampered: ${what}`, await seal(await encode(h, body, noor), adaKey.recipient));
}
const one = { number: 1, identity: room.identity };
await badGrant("with_a_sequence", "sequence", { to, epochs: [one] }, { sequence: 3 });
await badGrant("with_a_previous", "previous", { to, epochs: [one] }, { previous: "1".repeat(64) });
await badGrant("without_epochs", "body", { to, epochs: [] });
await badGrant("epochs_out_of_order", "body", { to, epochs: [{ ...one, number: 2 }, one] });
await badGrant("header_names_another_epoch", "body", { to, epochs: [one] }, { epoch: 2 });
await badGrant("classic_identity", "body", { to, epochs: [{ number: 1, identity: "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0" }] });
await badGrant("unknown_member", "body", { to, epochs: [one], more: 1 });
await badGrant("to_is_no_holder", "body", { to: "Ada", epochs: [one] });

/* attachment */

const content = utf8("Foto van de sluisdeur.\n".repeat(400));
async function sealedFile(bytes: Uint8Array): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  await sealAttachment(new Blob([bytes as Uint8Array<ArrayBuffer>]).stream(), bytes.length, room.recipient, (_, piece) => {
    pieces.push(piece);
    return Promise.resolve();
  });
  return concat(...pieces);
}
async function attachment(name: string, expect: string, sealed: Uint8Array, bytes: Uint8Array, changes: Record<string, unknown> = {}): Promise<void> {
  const manifest = {
    id: id("attachment"),
    name: "sluisdeur.jpg",
    type: "image/jpeg",
    size: bytes.length,
    sealed_size: sealed.length,
    epoch: 1,
    pieces: [await sha256Hex(sealed)],
    original: false,
    removed: ["gps"],
    ...changes,
  };
  write("attachment", name, [
    ["expect", expect],
    ["identity", room.identity],
    ["manifest", canonicalJson(manifest)],
    ...(expect === "success" ? ([["content", await sha256Hex(bytes)]] as Fields) : []),
  ], sealed);
}
const file = await sealedFile(content);
const threeChunks = utf8("kolk 2\n".repeat(20_000));
await attachment("three_chunks", "success", await sealedFile(threeChunks), threeChunks);
await attachment("exactly_one_chunk", "success", await sealedFile(new Uint8Array(65_536).fill(1)), new Uint8Array(65_536).fill(1));
await attachment("photograph", "success", file, content);
await attachment("empty_file", "success", await sealedFile(new Uint8Array(0)), new Uint8Array(0));
await attachment("one_byte", "success", await sealedFile(new Uint8Array(1)), new Uint8Array(1));
await attachment("piece_altered", "tampered: piece", flipped(file, 5000), content, { pieces: [await sha256Hex(file)] });
await attachment("payload_altered_with_matching_digest", "tampered: seal", flipped(file, 5000), content);
await attachment("cut_off", "tampered: piece", file.subarray(0, 5000), content, { sealed_size: file.length });
await attachment("size_shorter_than_content", "tampered: padding", file, content, { size: content.length - 1 });
await attachment("size_does_not_match_sealed_size", "tampered: manifest", file, content, { size: content.length * 2 });
await attachment("too_many_pieces", "tampered: manifest", file, content, { pieces: [await sha256Hex(file), await sha256Hex(file)] });
await attachment("manifest_with_unknown_member", "tampered: manifest", file, content, { more: 1 });
await attachment("manifest_without_original", "tampered: manifest", file, content, { original: null });
await attachment("classic_recipient", "tampered: manifest", await age((e) => { e.addRecipient(classic); }), whole);

/* directory */

const rootKey = author("root");
const names = (text: string): { nl: string; en: string } => ({ nl: text, en: text });
const body = id("body");
const byId = <T extends { id: string }>(list: T[]): T[] => list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const officers = byId([
  { id: id("Ada"), name: "Ada", body, roles: ["handler"], key: { id: id("Ada key"), recipient: adaKey.recipient, verify: ada.verify } },
  { id: id("Van Dalen"), name: "Van Dalen", body, roles: ["director"], key: null },
]);
const directory = {
  v: 1,
  organisation: { id: header.organisation, slug: "kustdienst", names: names("Kustdienst"), root: rootKey.verify },
  version: 3,
  day: "2026-11-01",
  log: { origin: "example.org/kustdienst", key: "example.org/kustdienst+00000000+AQ==" },
  bodies: [{ id: body, slug: "dienst", kind: "service", names: names("Dienst"), above: null, law: "nl", time_zone: "Europe/Amsterdam" }],
  units: [{ id: id("unit"), body, names: names("Sluizen"), parent: null }],
  functions: byId([
    { id: id("head"), unit: id("unit"), titles: names("Hoofd"), holder_name: "Van Dalen", officer: id("Van Dalen"), reports_to: null },
    { id: id("inspector"), unit: id("unit"), titles: names("Inspecteur"), holder_name: null, officer: null, reports_to: id("head") },
  ]),
  officers,
  former: [{ id: id("Ilse key"), officer: id("Ilse"), verify: author("Ilse").verify, withdrawn_on: "2026-10-01" }],
  channels: [{ id: id("channel"), body, slug: "meldpunt", titles: names("Meldpunt"), readers: [id("Ada")] }],
};
async function signed(name: string, expect: string, document: string, changes: { root?: string; minimum?: number; by?: SigningKey; signature?: string } = {}): Promise<void> {
  const signature = changes.signature ?? toHex(await sign(utf8(`hoeder-directory-v1\n${document}`), changes.by ?? rootKey));
  write("directory", name, [
    ["expect", expect],
    ["root", changes.root ?? rootKey.verify],
    ["minimum", changes.minimum ?? 0],
    ["signature", signature],
  ], utf8(document));
}
const document = canonicalJson(directory);
await signed("good", "success", document, { minimum: 3 });
const { former, ...without } = directory;
await signed("good_without_former_keys", former.length === 1 ? "success" : "", canonicalJson(without));
await signed("good_with_later_members", "success", canonicalJson({ ...directory, deputies: [] }));
await signed("unsigned", "refused: signature", document, { signature: "" });
await signed("signature_of_zeros", "refused: signature", document, { signature: "0".repeat(128) });
await signed("signed_without_context", "refused: signature", document, { signature: toHex(await sign(utf8(document), rootKey)) });
await signed("signed_by_another_root", "refused: signature", document, { by: eve });
await signed("swapped_key", "refused: signature", document.replace(ada.verify, eve.verify), { signature: toHex(await sign(utf8(`hoeder-directory-v1\n${document}`), rootKey)) });
await signed("older", "refused: older", document, { minimum: 4 });
await signed("document_names_another_root", "refused: root", canonicalJson({ ...directory, organisation: { ...directory.organisation, root: eve.verify } }));
await signed("another_v", "refused: version", canonicalJson({ ...directory, v: 2 }));
await signed("not_canonical", "refused: malformed", ` ${document}`);
await signed("not_an_object", "refused: malformed", "[]");
await signed("officers_out_of_order", "refused: malformed", canonicalJson({ ...directory, officers: officers.toReversed() }));
await signed("officer_twice", "refused: malformed", canonicalJson({ ...directory, officers: [officers[0], officers[0]] }));
await signed("officer_with_classic_key", "refused: malformed", canonicalJson({ ...directory, officers: officers.map((officer) => (officer.key === null ? officer : { ...officer, key: { ...officer.key, recipient: classic } })) }));
await signed("without_channels", "refused: malformed", canonicalJson({ ...directory, channels: null }));
const witnessed = { ...directory.log, policy: "# Nobody yet.\nquorum none\n" };
await signed("good_with_a_policy", "success", canonicalJson({ ...directory, log: witnessed }));
await signed("policy_is_no_text", "refused: malformed", canonicalJson({ ...directory, log: { ...witnessed, policy: null } }));
await signed("version_zero", "refused: malformed", canonicalJson({ ...directory, version: 0 }));

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

/* wrap and fingerprint */

write("fingerprint", "ada", [
  ["expect", "success"],
  ["recipient", adaKey.recipient],
  ["verify", ada.verify],
  ["fingerprint", fingerprint(adaKey.recipient, ada.verify)],
]);
if (!existsSync(`${root}/wrap/good.txt`)) {
  const officer = id("Ada");
  const passphrase = "acht sluizen naar cafe\u{301} zee";
  const wrap = await wrapOfficerKeys({ ...adaKey, author: ada }, passphrase, officer);
  const cases: [string, string, string, string, string][] = [
    ["good", "success", passphrase, officer, wrap],
    ["good_passphrase_in_another_normal_form", "success", passphrase.normalize("NFC"), officer, wrap],
    ["wrong_passphrase", "wrong passphrase", "acht sluizen naar de zee", officer, wrap],
    ["another_officer", "tampered: wrap", passphrase, id("Omar"), wrap],
    ["lower_cost", "tampered: wrap", passphrase, officer, wrap.replace('"m":65536', '"m":8')],
    ["not_canonical", "tampered: wrap", passphrase, officer, `${wrap} `],
    ["short_salt", "tampered: wrap", passphrase, officer, wrap.replace(/"salt":"../, '"salt":"')],
    ["unknown_member", "tampered: wrap", passphrase, officer, wrap.replace('"v":1', '"v":1,"w":1')],
  ];
  for (const [name, expect, secret, whose, text] of cases) {
    write("wrap", name, [
      ["expect", expect],
      ["passphrase", secret],
      ["officer", whose],
      ["wrap", text],
      ...(expect === "success" ? ([["identity", adaKey.identity], ["author", ada.verify]] as Fields) : []),
    ]);
  }
}

/* identities */

await identityVectors({ write, seed, id, pair, author });

/* proof of report */

await proofVectors({ write, seed, id, pair, author });

/* a reporter's own file */

fileVectors(write);

/* dossier */

await dossierVectors(write, (name) => existsSync(`${root}/dossier/${name}.txt`));
