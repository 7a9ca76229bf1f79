import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canonicalJson,
  identityField,
  IdentityTooLong,
  readIdentityField,
  sealBox,
  sealItem,
  toBase64,
  type Identity,
} from "../../crypto/index.js";
import { sealedLength } from "../../crypto/age.js";
import { utf8 } from "../../crypto/bytes.js";
import { header, noor, room } from "./cast.js";
import { authority, custodians } from "./custody.js";

const NOBODY: Identity = { name: "", contact: "", number: "" };

/** Of so many characters at most; all kinds of them, also those that JSON escapes. */
function field(most: number): fc.Arbitrary<string> {
  return fc
    .string({ unit: "binary", maxLength: most })
    .map((text) => [...text].slice(0, most).join(""));
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
    const refused = (): unknown => identityField({ ...NOBODY, [name]: "é".repeat(most + 1) });
    expect(refused).toThrow(IdentityTooLong);
    expect(refused).toThrow(expect.objectContaining({ field: name, most }));
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

/** Lengths of all that is sent, for one of the three ways to report. */
async function lengths(identity: Identity, how: "anonymous" | "sealed" | "known"): Promise<number[]> {
  const inBox = how === "anonymous" ? NOBODY : identity;
  const box = await sealBox(header, inBox, noor, custodians, authority);
  const text = "De sluisdeur van kolk 2 is niet gekeurd.";
  const body = { text, identity: identityField(how === "known" ? identity : NOBODY) };
  const report = await sealItem({ ...header, kind: "report" }, body, noor.author, room.recipient);
  const { content, shares, authority: half, statement } = box;
  const sealed = [content, ...shares.map((one) => one.sealed), half.sealed, report.sealed];
  const sent = canonicalJson({ ...box, content: "", shares: shares.map((one) => ({ ...one, sealed: toBase64(one.sealed) })), authority: { ...half, sealed: toBase64(half.sealed) } });
  return [...sealed.map((one) => one.length), statement.length, sent.length];
}

test("anonymous, sealed and known to handlers have the same lengths", async () => {
  const identities = fc.sample(anybody, 200);
  const seen = new Set<string>();
  const without = new Set<number>();
  for (const [n, identity] of identities.entries()) {
    const how = (["anonymous", "sealed", "known"] as const)[n % 3] ?? "known";
    seen.add(String(await lengths(identity, how)));
    without.add(bytes({ ...identityField(identity), padding: "" }));
  }
  expect(seen.size).toBe(1);
  const share = sealedLength(1024);
  const first = [sealedLength(4096), share, share, share, share, share, share, sealedLength(4096)];
  expect([...seen][0]?.startsWith(String(first))).toBe(true);
  // The control: without the padding the same identities would have given themselves away.
  expect(without.size).toBeGreaterThan(50);
});
