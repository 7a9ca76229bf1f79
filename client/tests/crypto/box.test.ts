import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canonicalJson,
  ConsentRefused,
  giveConsent,
  handOverShare,
  identityField,
  IdentityTooLong,
  newId,
  newReceipt,
  NotEnoughShares,
  openBox,
  readBoxStatement,
  readIdentityField,
  reporterKeys,
  resealIdentity,
  sealBox,
  sha256Hex,
  fromHex,
  ShareAltered,
  Tampered,
  testHalf,
  testShare,
  approve,
  type Approval,
  type Identity,
  type Release,
} from "../../crypto/index.js";
import { sealedLength } from "../../crypto/age.js";
import { utf8 } from "../../crypto/bytes.js";
import { sealItem } from "../../crypto/envelope.js";
import { eve, header, noor, room } from "./cast.js";
import {
  approval,
  authority,
  byConsent,
  byOverride,
  custodians,
  given,
  handed,
  handedOver,
  held,
  identity,
  made,
  newOfficer,
  omar,
  opening,
  person,
  place,
  today,
  type Officer,
} from "./custody.js";

const at = { ...place, opening };
const consents = await Promise.all([0, 1, 2, 3, 4].map((n) => approval(n)));
const overrides = await Promise.all([0, 1, 2, 3, 4].map((n) => approval(n, byOverride)));

/** So many different numbers of 0 to 4. */
function some(count: number): fc.Arbitrary<number[]> {
  return fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: count, maxLength: count });
}

function pick(from: readonly Approval[], chosen: readonly number[]): Approval[] {
  return chosen.map((n) => from[n] as Approval);
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const at = bit >> 3;
  return bytes.with(at, (bytes[at] ?? 0) ^ (1 << (bit & 7)));
}

describe("by consent", () => {
  test("any three custodians open the box, and more do no harm", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: 5 }).chain(some), async (chosen) => {
        const opened = await openBox(
          handed(pick(consents, chosen)),
          omar.identity,
          at,
          noor.author.verify,
        );
        expect(opened).toEqual({ identity, author: noor.author.verify });
      }),
      { numRuns: 20 },
    );
  });

  test("fewer do not, and are told how many there are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 2 }).chain(some), async (chosen) => {
        const refused = openBox(handed(pick(consents, chosen)), omar.identity, at, null);
        await expect(refused).rejects.toThrow(NotEnoughShares);
        await expect(refused).rejects.toMatchObject({ have: chosen.length, need: 3 });
      }),
      { numRuns: 15 },
    );
  });

  test("one share counts once, however often it is there", async () => {
    const refused = openBox(handed(pick(consents, [0, 1, 1, 1])), omar.identity, at, null);
    await expect(refused).rejects.toMatchObject({ have: 2, need: 3 });
  });

  test("an approval with any bit changed is named by its custodian", async () => {
    const length = (consents[0] as Approval).sealed.length;
    await fc.assert(
      fc.asyncProperty(some(3), fc.nat(8 * length - 1), async (chosen, bit) => {
        const approvals = pick(consents, chosen);
        const one = approvals[1] as Approval;
        const altered = approvals.with(1, { ...one, sealed: flipped(one.sealed, bit) });
        const refused = openBox(handed(altered), omar.identity, at, null);
        await expect(refused).rejects.toThrow(ShareAltered);
        await expect(refused).rejects.toMatchObject({ custodian: one.custodian });
      }),
      { numRuns: 25 },
    );
  });
});

describe("by override", () => {
  test("four custodians and the authority open the box", async () => {
    for (const chosen of [[0, 1, 2, 3], [4, 2, 3, 1], [0, 1, 2, 3, 4]]) {
      const opened = await openBox(
        handedOver(pick(overrides, chosen)),
        authority.identity,
        at,
        noor.author.verify,
      );
      expect(opened.identity).toEqual(identity);
    }
  });

  test("three custodians and the authority do not", async () => {
    const refused = openBox(handedOver(pick(overrides, [0, 2, 4])), authority.identity, at, null);
    await expect(refused).rejects.toMatchObject({ have: 3, need: 4 });
  });

  test("five custodians without the authority do not", async () => {
    const refused = openBox(handedOver(overrides), omar.identity, at, null);
    await expect(refused).rejects.toThrow();
    const wrong = { ...handedOver(overrides), half: { kind: "override", sealed: given.half } } as const;
    await expect(openBox(wrong, authority.identity, at, null)).rejects.toMatchObject({ what: "key" });
  });
});

/** A release that differs from what Noor consented to. */
async function released(change: Record<string, unknown>): Promise<Release> {
  const terms = { to: person(omar), purpose: "protection", not_after: "2026-11-30", day: today };
  const by = (change.by as typeof noor | undefined) ?? noor;
  const there = { ...place, opening, ...(change.place as object | undefined) };
  const { consent } = await giveConsent(there, { ...terms, ...(change.terms as object | undefined) }, by);
  return { ...byConsent, consent, ...(change.asked as object | undefined) } as Release;
}

const stranger = await newOfficer();
const another = await reporterKeys(newReceipt(), new Uint8Array(32));

describe("a custodian's browser gives nothing out", () => {
  const by = custodians[0] as Officer;
  const asked = (release: Release, day = today): Promise<Uint8Array> =>
    approve(held(0), by.identity, release, by, day);

  test.each([
    ["for another person", "person", { terms: { to: person(stranger) } }],
    ["to another key of the same officer", "person", { asked: { to: { ...person(stranger), officer: omar.officer } } }],
    ["to another signing key", "person", { asked: { to: { ...person(omar), verify: eve.author.verify } } }],
    ["for another box", "other-box", { place: { box: newId() } }],
    ["for another opening", "other-box", { place: { opening: newId() } }],
    ["for another case", "other-box", { place: { case: newId() } }],
    ["in another organisation", "other-box", { place: { organisation: newId() } }],
    ["by another reporter", "author", { by: another }],
    ["for another purpose", "purpose", { terms: { purpose: "contact" } }],
  ])("%s", async (_, reason, change) => {
    const refused = asked(await released(change));
    await expect(refused).rejects.toThrow(ConsentRefused);
    await expect(refused).rejects.toMatchObject({ reason });
  });

  test("after the last day", async () => {
    const release = await released({});
    expect((await asked(release, "2026-11-30")).length).toBe(sealedLength(1024));
    await expect(asked(release, "2026-12-01")).rejects.toMatchObject({ reason: "expired" });
  });

  test("for a consent with anything changed", async () => {
    const { statement, signature } = given.consent;
    for (const consent of [
      { statement: statement.replace("2026-11-30", "2027-11-30"), signature },
      { statement: statement.replace(`"case"`, `"cas"`), signature },
      { statement: ` ${statement}`, signature },
      { statement, signature: "" },
      { statement, signature: `${signature.slice(0, -1)}${signature.endsWith("0") ? "1" : "0"}` },
    ]) {
      const refused = asked({ ...byConsent, consent } as Release);
      await expect(refused).rejects.toMatchObject({ reason: "signature" });
    }
  });

  test("by override to anybody but the authority of the box", async () => {
    const refused = asked({ kind: "override", opening, to: omar });
    await expect(refused).rejects.toMatchObject({ reason: "person" });
  });

  test("of a share that another holds", async () => {
    await expect(approve(held(1), by.identity, byConsent, by, today)).rejects.toMatchObject({ what: "key" });
    const wrong = { ...held(0), custodian: custodians[1]?.officer ?? "" };
    await expect(approve(wrong, by.identity, byConsent, by, today)).rejects.toMatchObject({ what: "custodian" });
    const nobody = { ...held(0), custodian: newId() };
    await expect(approve(nobody, by.identity, byConsent, by, today)).rejects.toMatchObject({ what: "custodian" });
  });
});

describe("an approval by consent", () => {
  test("does not help an override", async () => {
    const approvals = await Promise.all(
      [0, 1, 2, 3].map(async (n) => {
        const by = custodians[n] as Officer;
        const release = { ...(await released({ terms: { to: person(authority) } })), to: person(authority) };
        const sealed = await approve(held(n), by.identity, release, by, today);
        return { custodian: by.officer, index: n + 1, verify: by.author.verify, sealed };
      }),
    );
    const refused = openBox(handedOver(approvals), authority.identity, at, null);
    await expect(refused).rejects.toMatchObject({ what: "share", custodian: custodians[0]?.officer });
  });

  test("for another opening, by another key or under another number is named", async () => {
    const [one, two, three] = consents as [Approval, Approval, Approval];
    const refused = openBox(handed([one, two, three]), omar.identity, { ...at, opening: newId() }, null);
    await expect(refused).rejects.toMatchObject({ what: "opening", custodian: one.custodian });
    for (const [change, what] of [
      [{ verify: eve.author.verify }, "author"],
      [{ index: 4 }, "index"],
      [{ index: 6 }, "index"],
      [{ custodian: one.custodian }, "custodian"],
    ] as const) {
      const wrong = openBox(handed([one, two, { ...three, ...change }]), omar.identity, at, null);
      const custodian = "custodian" in change ? change.custodian : three.custodian;
      await expect(wrong).rejects.toMatchObject({ what, custodian });
    }
  });

  test("that is not even bytes of age is named, and what is no refusal is thrown on", async () => {
    const approvals = pick(consents, [0, 1]);
    const third = { ...(consents[2] as Approval), sealed: new Uint8Array(9) };
    const refused = openBox(handed([...approvals, third]), omar.identity, at, null);
    await expect(refused).rejects.toMatchObject({ what: "stanza", custodian: third.custodian });
    await expect(openBox(handed(approvals), "no identity", at, null)).rejects.toThrow("not a hybrid");
  });
});

describe("a share", () => {
  test("is tested by returning its proof", async () => {
    for (const [n, share] of made.shares.entries()) {
      const proof = await testShare(held(n), custodians[n]?.identity ?? "");
      expect(await sha256Hex(fromHex(proof))).toBe(share.proof_hash);
    }
  });

  test("with any bit changed fails its test", async () => {
    const share = held(2);
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * share.sealed.length - 1), async (bit) => {
        const altered = { ...share, sealed: flipped(share.sealed, bit) };
        await expect(testShare(altered, custodians[2]?.identity ?? "")).rejects.toThrow(Tampered);
      }),
      { numRuns: 25 },
    );
  });

  test("of the authority is tested the same way", async () => {
    const { statement, signature } = made;
    const { officer, sealed, proof_hash } = made.authority;
    const half = { statement, signature, place, sealed };
    const proof = await testHalf({ ...half, authority: officer }, authority.identity);
    expect(await sha256Hex(fromHex(proof))).toBe(proof_hash);
    const wrong = testHalf({ ...half, authority: newId() }, authority.identity);
    await expect(wrong).rejects.toMatchObject({ what: "authority" });
  });

  test("goes to a deputy, who can test it and approve with it", async () => {
    const mira = await newOfficer();
    const sealed = await handOverShare(held(3), custodians[3]?.identity ?? "", mira.recipient);
    const hers = { ...held(3), sealed };
    expect(await testShare(hers, mira.identity)).toBe(await testShare(held(3), custodians[3]?.identity ?? ""));
    const approved = await approve(hers, mira.identity, byConsent, mira, today);
    const fourth = { custodian: mira.officer, index: 4, verify: mira.author.verify, sealed: approved };
    const opened = await openBox(handed([...pick(consents, [0, 1]), fourth]), omar.identity, at, null);
    expect(opened.identity).toEqual(identity);
  });
});
