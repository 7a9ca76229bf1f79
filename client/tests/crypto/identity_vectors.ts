/** The vectors of docs/spec/identities.md, for make_vectors.ts. */

import { readFileSync } from "node:fs";
import { split } from "shamir-secret-sharing";
import { seal } from "../../crypto/age.js";
import { CONTENT } from "../../crypto/box.js";
import { concat, sha256Hex, toBase64, toHex, u32be, utf8 } from "../../crypto/bytes.js";
import { canonicalJson } from "../../crypto/canonical.js";
import { APPROVAL, HALF } from "../../crypto/consent.js";
import { listedShare } from "../../crypto/custodian.js";
import {
  approve,
  giveConsent,
  joinId,
  joinWords,
  readBoxStatement,
  resealIdentity,
  sealBox,
  sealLetter,
  signPledge,
  type Approval,
  type HeldShare,
  type Person,
  type Release,
  type RoomKey,
  type Signed,
  type SigningKey,
} from "../../crypto/index.js";
import { identityField } from "../../crypto/identity.js";
import { LETTER } from "../../crypto/letter.js";
import { encodeRecord, type RecordFormat } from "../../crypto/record.js";
import { openHalf, openShare, OVERRIDE_FORMAT, partHash, SHARE_FORMAT } from "../../crypto/shares.js";
import { sign } from "../../crypto/signing.js";

type Fields = readonly (readonly [string, string | number])[];

/** What make_vectors.ts lends: keys and ids that follow from names, and the pen. */
export interface Tools {
  readonly write: (kind: string, name: string, fields: Fields, bytes?: Uint8Array) => void;
  readonly seed: (name: string) => Uint8Array<ArrayBuffer>;
  readonly id: (name: string) => string;
  readonly pair: (name: string) => Promise<RoomKey>;
  readonly author: (name: string) => SigningKey;
}

interface Officer extends RoomKey {
  readonly officer: string;
  readonly author: SigningKey;
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.with(at, (bytes[at] ?? 0) ^ 1);
}

export async function identityVectors({ write, seed, id, pair, author }: Tools): Promise<void> {
  const officer = async (name: string): Promise<Officer> => ({
    officer: id(name),
    author: author(name),
    ...(await pair(name)),
  });
  const ruth = await officer("Ruth");
  const custodians = [ruth, ...(await Promise.all(["Wim", "Sanne", "Tarik", "Eva"].map(officer)))];
  const authority = await officer("Externe autoriteit");
  const omar = await officer("Omar");
  const mira = await officer("Mira");
  const noor = { author: author("Noor"), box: seed("Noor box") };
  const eve = author("Eve");
  const identity = { name: "Noor", contact: "noor@example.org", number: "4711" };
  const home = { organisation: id("Kustdienst"), case: id("case") };
  const today = "2026-11-20";
  const opening = id("opening");
  const person = (one: Officer): Person => ({
    officer: one.officer,
    recipient: one.recipient,
    verify: one.author.verify,
  });
  const made = await sealBox(home, identity, noor, custodians, authority);
  const place = { ...home, box: made.id };
  const at = { ...place, opening };
  const box = readBoxStatement(made, place, null);
  const placed = (of: Partial<typeof at>): Fields => Object.entries(of);
  const signedBy = ({ statement, signature }: Signed): Fields => [
    ["statement", statement],
    ["signature", signature],
  ];

  /* share, override, record: what the reporter deals */

  const held = (n: number): HeldShare => {
    const { statement, signature, shares } = made;
    const { custodian, sealed } = shares[n] as (typeof shares)[number];
    return { statement, signature, place, custodian, sealed };
  };
  const listed = listedShare(box, ruth.officer);
  const first = await openShare(held(0).sealed, ruth.identity, box, listed);
  const opened: Fields = [["index", 1], ["q", first.q], ["o", first.o], ["proof", first.proof]];
  function share(
    name: string,
    expect: string,
    sealed: Uint8Array,
    changes: { signed?: Signed; identity?: string; place?: Partial<typeof place>; custodian?: string } = {},
  ): void {
    const fields: Fields = [
      ["expect", expect],
      ...signedBy(changes.signed ?? made),
      ["identity", changes.identity ?? ruth.identity],
      ...placed({ ...place, ...changes.place }),
      ["custodian", changes.custodian ?? ruth.officer],
      ...(expect === "success" ? opened : []),
    ];
    write("share", name, fields, sealed);
  }
  const sealedFirst = held(0).sealed;
  const again = (change: object, by: SigningKey = noor.author): Promise<Uint8Array> =>
    encodeRecord(SHARE_FORMAT, { ...first, author: by.verify, ...change }, by);
  const toRuth = (plaintext: Uint8Array): Promise<Uint8Array> => seal(plaintext, ruth.recipient);
  share("good", "success", sealedFirst);
  share("handed_over_to_a_deputy", "success", await seal(await again({}), mira.recipient), { identity: mira.identity });
  share("another_custodians", "tampered: custodian", sealedFirst, { custodian: omar.officer });
  share("under_another_custodians_name", "tampered: custodian", sealedFirst, { custodian: custodians[1]?.officer ?? "" });
  share("with_another_number", "tampered: index", await toRuth(await again({ index: 2 })));
  share("of_another_box", "tampered: box", await toRuth(await again({ box: id("another box") })));
  share("of_another_case", "tampered: case", await toRuth(await again({ case: id("another case") })));
  share("of_another_organisation", "tampered: organisation", await toRuth(await again({ organisation: id("elsewhere") })));
  share("by_another_author", "tampered: author", await toRuth(await again({}, eve)));
  share("altered_q", `altered: ${ruth.officer} share`, await toRuth(await again({ q: "0".repeat(66) })));
  share("altered_o", `altered: ${ruth.officer} share`, await toRuth(await again({ o: "0".repeat(66) })));
  share("of_four", `altered: ${ruth.officer} share`, await toRuth(await again({ of: 4 })));
  share("opened_with_another_key", "tampered: key", sealedFirst, { identity: omar.identity });
  share("payload_altered", "tampered: seal", flipped(sealedFirst, 2000));
  const plaintext = await again({});
  const end = 16 + 4 + utf8(canonicalJson(first)).length;
  share("signature_altered", "tampered: signature", await toRuth(flipped(plaintext, end)));
  share("json_altered_after_signing", "tampered: signature", await toRuth(plaintext.with(end - 10, plaintext[end - 10] === 48 ? 49 : 48)));
  share("padding_not_zero", "tampered: padding", await toRuth(flipped(plaintext, 1023)));
  share("without_padding", "tampered: padding", await toRuth(plaintext.subarray(0, end + 64)));
  share("another_context", "tampered: header", await toRuth(concat(utf8("hoeder-share-v2\n"), plaintext.subarray(16))));
  share("json_longer_than_record", "tampered: body", await toRuth(plaintext.with(18, 4)));
  share("json_not_canonical", "tampered: body", await toRuth(await forged(SHARE_FORMAT, `${canonicalJson(first)} `, noor.author)));
  share("with_unknown_member", "tampered: body", await toRuth(await forged(SHARE_FORMAT, canonicalJson({ ...first, w: 1 }), noor.author)));
  share("half_a_share", "tampered: body", await toRuth(await forged(SHARE_FORMAT, canonicalJson({ ...first, q: first.q.slice(2) }), noor.author)));
  share("statement_of_another_box", "tampered: box", sealedFirst, { place: { box: id("another box") } });
  share("statement_altered", "tampered: signature", sealedFirst, { signed: { ...made, statement: made.statement.replace(listed.hash, "0".repeat(64)) } });
  const restated = async (change: object): Promise<Signed> => {
    const statement = canonicalJson({ ...box, ...change });
    return { statement, signature: toHex(await sign(utf8(`hoeder-box-statement-v1\n${statement}`), noor.author)) };
  };
  share("statement_that_needs_two", "tampered: body", sealedFirst, { signed: await restated({ need: 2 }) });
  share("statement_of_three", "tampered: body", sealedFirst, { signed: await restated({ of: 3, shares: box.shares.slice(0, 3) }) });
  share("statement_out_of_order", "tampered: body", sealedFirst, { signed: await restated({ shares: box.shares.toReversed() }) });
  share("statement_with_the_authority_twice", "tampered: body", sealedFirst, { signed: await restated({ authority: { ...box.authority, id: ruth.officer } }) });
  share("statement_with_unknown_member", "tampered: body", sealedFirst, { signed: await restated({ more: 1 }) });

  const half = await openHalf(made.authority.sealed, authority.identity, box);
  const override = (name: string, expect: string, sealed: Uint8Array): void => {
    const found: Fields = [["b", half.b], ["proof", half.proof]];
    write("override", name, [
      ["expect", expect],
      ...signedBy(made),
      ["identity", authority.identity],
      ...placed(place),
      ["authority", authority.officer],
      ...(expect === "success" ? found : []),
    ], sealed);
  };
  const toAuthority = async (change: object, by: SigningKey = noor.author): Promise<Uint8Array> =>
    seal(await encodeRecord(OVERRIDE_FORMAT, { ...half, author: by.verify, ...change }, by), authority.recipient);
  override("good", "success", made.authority.sealed);
  override("altered_b", `altered: ${authority.officer} share`, await toAuthority({ b: "0".repeat(64) }));
  override("of_another_authority", "tampered: authority", await toAuthority({ authority: omar.officer }));
  override("of_another_box", "tampered: box", await toAuthority({ box: id("another box") }));
  override("by_another_author", "tampered: author", await toAuthority({}, eve));
  override("share_in_its_place", "tampered: header", await seal(plaintext, authority.recipient));

  /* consent */

  const terms = { to: person(omar), purpose: "protection", not_after: "2026-11-30", day: today };
  const given = await giveConsent(at, terms, noor);
  const consented: Release = { kind: "consent", opening, consent: given.consent, to: person(omar), purpose: "protection" };
  function consent(
    name: string,
    expect: string,
    changes: { signed?: Signed; at?: Partial<typeof at>; to?: Partial<Person>; purpose?: string; author?: string; today?: string; half?: Uint8Array } = {},
  ): void {
    const to = { ...person(omar), ...changes.to };
    write("consent", name, [
      ["expect", expect],
      ...signedBy(changes.signed ?? given.consent),
      ...placed({ ...at, ...changes.at }),
      ["officer", to.officer],
      ["recipient", to.recipient],
      ["verify", to.verify],
      ["purpose", changes.purpose ?? "protection"],
      ["author", changes.author ?? noor.author.verify],
      ["today", changes.today ?? today],
      ...(changes.half === undefined ? [] : ([["identity", omar.identity], ["half", toHex(noor.box)]] as Fields)),
    ], changes.half);
  }
  consent("good", "success");
  consent("on_the_last_day", "success", { today: "2026-11-30" });
  consent("after_the_last_day", "refused: expired", { today: "2026-12-01" });
  consent("for_another_person", "refused: person", { to: person(mira) });
  consent("for_another_key_of_the_person", "refused: person", { to: { recipient: mira.recipient } });
  consent("for_another_signing_key", "refused: person", { to: { verify: mira.author.verify } });
  consent("for_another_purpose", "refused: purpose", { purpose: "hearing" });
  consent("for_another_opening", "refused: other-box", { at: { opening: id("another opening") } });
  consent("for_another_box", "refused: other-box", { at: { box: id("another box") } });
  consent("for_another_case", "refused: other-box", { at: { case: id("another case") } });
  consent("in_another_organisation", "refused: other-box", { at: { organisation: id("elsewhere") } });
  consent("by_somebody_else", "refused: author", { author: eve.verify });
  consent("altered", "refused: signature", { signed: { ...given.consent, statement: given.consent.statement.replace("2026-11-30", "2027-11-30") } });
  consent("signature_of_zeros", "refused: signature", { signed: { ...given.consent, signature: "0".repeat(128) } });
  consent("signature_in_capitals", "refused: signature", { signed: { ...given.consent, signature: given.consent.signature.toUpperCase() } });
  consent("not_canonical", "refused: signature", { signed: { ...given.consent, statement: `${given.consent.statement} ` } });
  consent("signed_without_context", "refused: signature", { signed: { ...given.consent, signature: toHex(await sign(utf8(given.consent.statement), noor.author)) } });
  consent("with_the_half", "success", { half: given.half });
  const otherHalf = await giveConsent({ ...at, opening: id("another opening") }, terms, noor);
  consent("with_the_half_of_another_opening", "tampered: opening", { half: otherHalf.half });
  const evesHalf = await giveConsent(at, terms, { ...noor, author: eve });
  consent("with_a_half_by_somebody_else", "tampered: author", { half: evesHalf.half });

  /* approval and box */

  const approval = async (n: number, release: Release = consented, by?: Officer, sealed?: Uint8Array): Promise<Approval> => {
    const who = by ?? custodians[n] ?? ruth;
    const share = sealed === undefined ? held(n) : { ...held(n), sealed };
    return { custodian: who.officer, index: n + 1, verify: who.author.verify, sealed: await approve(share, who.identity, release, who, today) };
  };
  const overridden: Release = { kind: "override", opening, to: authority };
  const approvals = await Promise.all([0, 1, 2, 3, 4].map((n) => approval(n)));
  const overrides = await Promise.all([0, 1, 2, 3, 4].map((n) => approval(n, overridden)));
  const pick = (from: readonly Approval[], ...chosen: number[]): Approval[] => chosen.map((n) => from[n] as Approval);
  const one = approvals[0] as Approval;
  const toOmar = async (change: object, by: SigningKey = ruth.author): Promise<Uint8Array> => {
    const whole = canonicalJson({ v: 1, ...at, custodian: ruth.officer, index: 1, q: first.q, o: "", o_hash: await partHash(first.o), author: by.verify, ...change });
    return seal(await forged(APPROVAL, whole, by), omar.recipient);
  };
  const approved = (name: string, what: string | null, sealed: Uint8Array, o = "", reader: Officer = omar): void => {
    const found: Fields = [["q", first.q], ["o", o]];
    write("approval", name, [
      ["expect", what === null ? "success" : `altered: ${ruth.officer} ${what}`],
      ["identity", reader.identity],
      ...placed(at),
      ["custodian", ruth.officer],
      ["index", 1],
      ["verify", ruth.author.verify],
      ["hash", listed.hash],
      ...(what === null ? found : []),
    ], sealed);
  };
  approved("by_consent", null, one.sealed);
  approved("by_override", null, (overrides[0] as Approval).sealed, first.o, authority);
  approved("of_another_opening", "opening", await toOmar({ opening: id("another opening") }));
  approved("of_another_box", "box", await toOmar({ box: id("another box") }));
  approved("under_another_name", "custodian", await toOmar({ custodian: mira.officer }));
  approved("under_another_number", "index", await toOmar({ index: 2 }));
  approved("by_another_key", "author", await toOmar({}, eve));
  approved("altered_q", "share", await toOmar({ q: "0".repeat(66) }));
  approved("altered_o", "share", await toOmar({ o: "0".repeat(66) }));
  approved("altered_o_hash", "share", await toOmar({ o_hash: "0".repeat(64) }));
  approved("half_an_o", "body", await toOmar({ o: "00" }));
  approved("opened_with_another_key", "key", one.sealed, "", mira);
  approved("cut_off", "seal", one.sealed.subarray(0, 2600));

  const handed = (
    name: string,
    expect: string,
    given_: readonly Approval[],
    changes: { half?: Uint8Array; kind?: "consent" | "override"; content?: Uint8Array; version?: number; at?: Partial<typeof at>; opened?: string } = {},
  ): void => {
    const kind = changes.kind ?? "consent";
    write("box", name, [
      ["expect", expect],
      ...signedBy(made),
      ["identity", (kind === "consent" ? omar : authority).identity],
      ...placed({ ...at, ...changes.at }),
      ["version", changes.version ?? 1],
      ["half", kind],
      ["sealed_half", toBase64(changes.half ?? (kind === "consent" ? given.half : made.authority.sealed))],
      ["approvals", canonicalJson(given_.map((each) => ({ ...each, sealed: toBase64(each.sealed) })))],
      ...(expect === "success" ? ([["opened", changes.opened ?? canonicalJson(identity)]] as Fields) : []),
    ], changes.content ?? made.content);
  };
  const three = pick(approvals, 0, 2, 4);
  const four = pick(overrides, 0, 1, 3, 4);
  handed("consent_three", "success", three);
  handed("consent_three_in_another_order", "success", pick(approvals, 3, 1, 2));
  handed("consent_five", "success", approvals);
  handed("consent_two", "not enough: 2 of 3", three.slice(1));
  handed("consent_one_three_times", "not enough: 1 of 3", pick(approvals, 1, 1, 1));
  handed("consent_none", "not enough: 0 of 3", []);
  handed("consent_second_altered", `altered: ${custodians[2]?.officer ?? ""} seal`, three.map((each, i) => (i === 1 ? { ...each, sealed: flipped(each.sealed, 2000) } : each)));
  handed("consent_of_another_opening", `altered: ${ruth.officer} opening`, three, { at: { opening: id("another opening") } });
  handed("consent_by_a_number_that_is_not_there", `altered: ${custodians[4]?.officer ?? ""} index`, three.map((each, i) => (i === 2 ? { ...each, index: 6 } : each)));
  handed("consent_with_anothers_half", "tampered: recipient", three, { half: (await giveConsent(at, terms, { ...noor, box: seed("other box") })).half });
  handed("consent_with_a_half_of_another_opening", "tampered: opening", three, { half: otherHalf.half });
  handed("consent_of_another_box", "tampered: box", three, { at: { box: id("another box") } });
  const deputy = await seal(await again({}), mira.recipient);
  handed("consent_with_a_deputy", "success", [await approval(0, consented, mira, deputy), ...pick(approvals, 1, 2)]);
  const target = { ...place, recipient: made.recipient };
  const newer = await resealIdentity(target, 2, { ...identity, contact: "" }, noor.author);
  handed("consent_newer_content", "success", three, { content: newer, version: 2, opened: canonicalJson({ ...identity, contact: "" }) });
  handed("consent_older_content", "tampered: version", three, { version: 2 });
  handed("consent_anonymous", "success", three, { content: await resealIdentity(target, 1, { name: "", contact: "", number: "" }, noor.author), opened: canonicalJson({ name: "", contact: "", number: "" }) });
  handed("consent_content_by_somebody_else", "tampered: author", three, { content: await resealIdentity(target, 1, identity, eve) });
  const short = { v: 1, ...place, version: 1, author: noor.author.verify, identity: { ...identityField(identity), padding: "" } };
  handed("consent_content_without_padding", "tampered: body", three, { content: await seal(await forged(CONTENT, canonicalJson(short), noor.author), made.recipient) });
  handed("override_four", "success", four, { kind: "override" });
  handed("override_three", "not enough: 3 of 4", four.slice(1), { kind: "override" });
  handed("override_without_the_authority", "tampered: header", four, { kind: "override", half: await seal(await encodeRecord(HALF, { v: 1, ...at, half: "0".repeat(64), author: noor.author.verify }, noor.author), authority.recipient) });
  const lent = { ...consented, to: person(authority), consent: (await giveConsent(at, { ...terms, to: person(authority) }, noor)).consent };
  handed("override_with_an_approval_of_consent", `altered: ${ruth.officer} share`, [await approval(0, lent), ...four.slice(1)], { kind: "override" });

  /* exact bytes */

  const record = async <T extends { readonly author: string }>(name: string, format: RecordFormat<T>, value: T, by: SigningKey): Promise<void> => {
    write("record", name, [
      ["expect", "success"],
      ["seed", toHex(by.seed)],
      ["context", format.context.trim()],
      ["json", canonicalJson(value)],
    ], await encodeRecord(format, value, by));
  };
  const fixed = { ...home, box: id("box") };
  const v = 1 as const;
  const mine = { author: noor.author.verify };
  const [q, o, proof] = ["q", "o", "proof"].map((name) => toHex(seed(name)));
  const parts = { q: `${q ?? ""}01`, o: `${o ?? ""}02`, proof: proof ?? "" };
  await record("share", SHARE_FORMAT, { v, ...fixed, ...mine, custodian: ruth.officer, index: 1, of: 5, ...parts }, noor.author);
  await record("override", OVERRIDE_FORMAT, { v, ...fixed, ...mine, authority: authority.officer, b: toHex(seed("b")), proof: parts.proof }, noor.author);
  await record("content", CONTENT, { v, ...fixed, ...mine, version: 1, identity: identityField(identity) }, noor.author);
  await record("content_of_the_longest_fields", CONTENT, { v, ...fixed, ...mine, version: 1, identity: identityField({ name: "🜨".repeat(120), contact: "é\\".repeat(120), number: '"'.repeat(60) }) }, noor.author);
  await record("half", HALF, { v, ...fixed, ...mine, opening, half: toHex(noor.box) }, noor.author);
  await record("approval", APPROVAL, { v, ...fixed, opening, custodian: ruth.officer, index: 1, q: parts.q, o: "", o_hash: await partHash(parts.o), author: ruth.author.verify }, ruth.author);
  const request = { kind: "request" as const, to: `officer:${ruth.officer}`, from: omar.officer, fields: { reason: "Zij heeft haar nieuwe werkplek nog niet." } };
  await record("letter", LETTER, { v, ...fixed, opening, ...request, author: omar.author.verify }, omar.author);
  await record("letter_of_the_larger_length", LETTER, { v, ...fixed, opening, ...request, fields: { reason: "m".repeat(4000) }, author: omar.author.verify }, omar.author);

  const secret = seed("secret");
  const dealt = (await split(secret, 5, 3)).map(toHex);
  const shamir = (name: string, expect: string, shares: readonly string[]): void => {
    write("shamir", name, [["expect", expect], ["shares", shares.join(" ")], ...(expect === "success" ? ([["secret", toHex(secret)]] as Fields) : [])]);
  };
  shamir("three_of_five", "success", dealt.slice(1, 4));
  shamir("five_of_five", "success", dealt.toReversed());
  shamir("one_coordinate_twice", "tampered: recipient", [dealt[0] ?? "", dealt[0] ?? "", dealt[1] ?? ""]);
  write("shamir", "four_of_five_of_zeros", [["expect", "success"], ["shares", (await split(new Uint8Array(32), 5, 4)).slice(1).map(toHex).join(" ")], ["secret", "0".repeat(64)]]);

  /* letter, pledge, join */

  const sealedLetter = await sealLetter({ ...at, ...request }, omar.author, ruth.recipient);
  const letter = (name: string, expect: string, changes: Record<string, string> = {}, sealed = sealedLetter): void => {
    const expected = { ...at, kind: request.kind, to: request.to, from: request.from, author: omar.author.verify, ...changes };
    write("letter", name, [
      ["expect", expect],
      ["identity", ruth.identity],
      ...Object.entries(expected),
      ...(expect === "success" ? ([["fields", canonicalJson(request.fields)]] as Fields) : []),
    ], sealed);
  };
  letter("request", "success");
  for (const [name, change] of Object.entries({
    of_another_opening: { opening: id("another opening") },
    of_another_case: { case: id("another case") },
    of_another_kind: { kind: "refusal" },
    to_somebody_else: { to: "reporter" },
    from_somebody_else: { from: mira.officer },
    by_another_key: { author: eve.verify },
  })) {
    const [member = ""] = Object.keys(change);
    letter(name, `tampered: ${member}`, change);
  }
  const gossip = canonicalJson({ v, ...at, ...request, kind: "gossip", author: omar.author.verify });
  letter("of_no_kind", "tampered: body", {}, await seal(await forged(LETTER, gossip, omar.author), ruth.recipient));

  const incident = id("incident");
  const account = { box: incident, opening: incident, kind: "account" as const, to: "reporter" };
  const told = { text: "Ik heb met niemand over deze zaak gesproken." };
  const noors = await pair("Noor");
  const written = await sealLetter({ ...home, ...account, from: omar.officer, fields: told }, omar.author, noors.recipient);
  for (const [name, expect, changes] of [
    ["account", "success", {}],
    ["account_of_another_incident", "tampered: box", { box: id("another incident") }],
  ] as const) {
    write("letter", name, [
      ["expect", expect],
      ["identity", noors.identity],
      ...Object.entries({ ...home, ...account, from: omar.officer, author: omar.author.verify, ...changes }),
      ...(expect === "success" ? ([["fields", canonicalJson(told)]] as Fields) : []),
    ], written);
  }

  const text = await sha256Hex(utf8("Ik houd geheim wie heeft gemeld."));
  const signed = await signPledge({ ...home, officer: omar.officer, text, day: today }, omar.author);
  const pledge = (name: string, expect: string, changes: Record<string, string> = {}): void => {
    const fields = { ...{ statement: signed.statement, signature: signed.signature }, verify: omar.author.verify, ...home, officer: omar.officer, ...changes };
    write("pledge", name, [["expect", expect], ...Object.entries(fields), ...(expect === "success" ? ([["text", text]] as Fields) : [])]);
  };
  pledge("good", "success");
  pledge("by_another_key", "tampered: signature", { verify: eve.verify });
  pledge("of_another_officer", "tampered: officer", { officer: mira.officer });
  pledge("of_another_case", "tampered: case", { case: id("another case") });
  pledge("on_another_day", "tampered: signature", { statement: signed.statement.replace(today, "2026-11-19") });
  pledge("not_canonical", "tampered: body", { statement: ` ${signed.statement}` });

  for (const language of ["nl", "en", "de", "fr"]) {
    const list = readFileSync(`client/words/${language}.txt`, "utf8").trim().split("\n");
    const indices = [7301, 17, 0, 7775];
    write("join", `${language}_four`, [
      ["expect", "success"],
      ["indices", indices.join(" ")],
      ["deployment", toHex(seed("deployment"))],
      ["id", joinId({ indices }, seed("deployment"))],
      ["language", language],
      ["words", joinWords({ indices }, list).join(" ")],
    ]);
  }
}

/** A record with any JSON in it, good or not, properly signed. */
async function forged<T>(format: RecordFormat<T>, json: string, by: SigningKey): Promise<Uint8Array> {
  const [smallest = 0] = format.sizes;
  const signed = concat(utf8(format.context), u32be(utf8(json).length), utf8(json));
  const signature = await sign(signed, by);
  return concat(signed, signature, new Uint8Array(smallest - signed.length - 64));
}
