import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canonicalJson,
  identityField,
  IdentityTooLong,
  readIdentityField,
  sealBox,
  sealItem,
  resealIdentity,
  type Identity,
  type IdentityField,
} from "../../crypto/index.js";
import { sealedLength } from "../../crypto/age.js";
import { utf8 } from "../../crypto/bytes.js";
import { header, noor, room } from "./cast.js";
import { authority, custodians, made, place } from "./custody.js";

const NOBODY: Identity = { name: "", contact: "", number: "" };

/** Of so many characters at most; all kinds of them, also those that JSON escapes. */
function field(most: number): fc.Arbitrary<string> {
  return fc
    .string({ unit: "binary", maxLength: most })
    .map((text) => Array.from(text).slice(0, most).join(""));
}

const anybody = fc.record({ name: field(120), contact: field(240), number: field(60) });

function bytes(value: unknown): number {
  return utf8(canonicalJson(value)).length;
}

describe("an identity", () => {
  test("takes 2 048 bytes, whatever is in it, and comes back", () => {
    fc.assert(
      fc.property(anybody, (identity) => {
        const made = identityField(identity);
        expect(bytes(made)).toBe(2048);
        const read = readIdentityField(JSON.parse(JSON.stringify(made)));
        const plain = (text: string): string => text.replace(/\p{Cc}/gu, " ");
        expect(read).toEqual({
          name: plain(identity.name),
          contact: plain(identity.contact),
          number: plain(identity.number),
        });
      }),
      { numRuns: 200 },
    );
  });

  test("of the longest fields in the longest characters still fits", () => {
    const longest = { name: "🜨".repeat(120), contact: "🜨".repeat(240), number: '"'.repeat(60) };
    expect(bytes(identityField(longest))).toBe(2048);
  });

  test.each([
    ["name", 120],
    ["contact", 240],
    ["number", 60],
  ] as const)("with a %s of more than %d characters is refused, by name", (name, most) => {
    expect(identityField({ ...NOBODY, [name]: "é".repeat(most) })[name]).toHaveLength(most);
    try {
      identityField({ ...NOBODY, [name]: "é".repeat(most + 1) });
    } catch (error) {
      expect(error).toBeInstanceOf(IdentityTooLong);
      expect(error).toMatchObject({ field: name, most });
      return;
    }
    expect.fail("it was taken");
  });

  test("is not read at another length, or with something in its padding", () => {
    const made = identityField({ ...NOBODY, name: "Noor" });
    for (const wrong of [
      null,
      NOBODY,
      { ...made, more: "" },
      { ...made, padding: made.padding.slice(1) },
      { ...made, padding: made.padding.replace(" ", "N") },
      { ...made, number: 4711 },
    ]) {
      expect(() => readIdentityField(wrong)).toThrow("body");
    }
  });
});

type How = "anonymous" | "sealed" | "known";

function inBox(identity: Identity, how: How): Identity {
  return how === "anonymous" ? NOBODY : identity;
}

const first = { ...header, kind: "report" };

/** So long that a report without a name would just fit the smallest class, had a name no padding. */
const text = "m".repeat(
  4096 - 19 - 4 - bytes(first) - 4 - bytes({ text: "", identity: { ...NOBODY, padding: "" } }) - 64,
);

function inReport(identity: Identity, how: How): { text: string; identity: IdentityField } {
  return { text, identity: identityField(how === "known" ? identity : NOBODY) };
}

describe("anonymous, sealed and known to handlers have the same lengths", () => {
  const identities = fc.sample(anybody, 200).map((identity, n) => {
    return { identity, how: (["anonymous", "sealed", "known"] as const)[n % 3] ?? "known" };
  });

  test("in what depends on who she is: the content of the box and the report", async () => {
    const seen = new Set<string>();
    for (const { identity, how } of identities) {
      const box = { ...place, recipient: made.recipient };
      const content = await resealIdentity(box, 1, inBox(identity, how), noor.author);
      const report = await sealItem(first, inReport(identity, how), noor.author, room.recipient);
      seen.add(`${String(content.length)} ${String(report.sealed.length)}`);
    }
    expect([...seen]).toEqual([`${String(sealedLength(4096))} ${String(sealedLength(16_384))}`]);
  });

  test("in all that is sent", async () => {
    const seen = new Set<string>();
    for (const { identity, how } of identities.slice(0, 6)) {
      const { shares, authority: half, ...box } = await sealBox(header, inBox(identity, how), noor, custodians, authority);
      const sealed = [box.content, half.sealed, ...shares.map((one) => one.sealed)];
      seen.add(String([box.statement.length, ...sealed.map((one) => one.length)]));
    }
    const share = sealedLength(1024);
    const lengths = [sealedLength(4096), share, share, share, share, share, share];
    expect([...seen]).toEqual([String([made.statement.length, ...lengths])]);
  });

  test("and would not, but for the padding", async () => {
    const seen = new Set<number>();
    for (const { identity, how } of identities.slice(0, 60)) {
      const body = inReport(identity, how);
      const bare = { ...body, identity: { ...body.identity, padding: "" } };
      const { sealed } = await sealItem(first, bare, noor.author, room.recipient);
      seen.add(sealed.length);
    }
    expect([...seen].toSorted((a, b) => a - b)).toEqual([sealedLength(4096), sealedLength(16_384)]);
  });
});
