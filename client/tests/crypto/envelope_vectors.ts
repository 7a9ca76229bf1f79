/** The vectors of docs/spec/envelope.md, for make_vectors.ts: what is sealed, and each way in which it is broken. */

import { seal } from "../../crypto/age.js";
import { concat, fromHex, sha256Hex, toBase64, toHex, u32be, utf8 } from "../../crypto/bytes.js";
import { canonicalJson } from "../../crypto/canonical.js";
import { encode, type Header } from "../../crypto/envelope.js";
import { sealGrant } from "../../crypto/grant.js";
import { sizeClass } from "../../crypto/padding.js";
import { sign, type SigningKey } from "../../crypto/signing.js";
import { ada, age, classic, eve, type Fields, flipped, header, id, noor, otherRoom, report, room, whole, write } from "./vector_cast.js";

export async function envelopeVectors(): Promise<void> {
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

  async function raw(head: string, body: string, by: SigningKey = noor, size?: number): Promise<Uint8Array> {
    const signed = concat(utf8("hoeder-envelope-v1\n"), u32be(utf8(head).length), utf8(head), u32be(utf8(body).length), utf8(body));
    const plaintext = new Uint8Array(size ?? sizeClass(signed.length + 64) ?? 0);
    plaintext.set(signed);
    plaintext.set(await sign(signed, by), signed.length);
    return plaintext;
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
}
