/** The vectors of docs/spec/rooms.md, for make_vectors.ts: grants, the directory, an officer's keys. */

import { existsSync } from "node:fs";
import { seal } from "../../crypto/age.js";
import { toHex, utf8 } from "../../crypto/bytes.js";
import { canonicalJson } from "../../crypto/canonical.js";
import { encode, type Header } from "../../crypto/envelope.js";
import { sealGrant } from "../../crypto/grant.js";
import { fingerprint, wrapOfficerKeys } from "../../crypto/keys.js";
import { sign, type SigningKey } from "../../crypto/signing.js";
import { ada, adaKey, author, classic, eve, type Fields, header, id, noor, noorKey, otherRoom, room, root, whole, write } from "./vector_cast.js";

export async function roomVectors(): Promise<void> {
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
}
