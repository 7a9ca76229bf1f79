/** Nothing that leaves the browser tells whether a reporter gave her name, or to whom. */

import { describe, expect, test, vi } from "vitest";

import { NOBODY } from "../../boxes.js";
import * as door from "../../crypto/index.js";
import { newReceipt, testShare, type Receipt } from "../../crypto/index.js";
import { remaining, type Named } from "../../readers.js";
import { SealedReport, type Account, type Deployment, type Naming } from "../../sending.js";
import { ID, OFFICER, theCast } from "./cast.js";
import { CUSTODIAN, KEEPER_KEYS, withCustody, type Custodian } from "./custody.js";

const { directory } = withCustody(await theCast());
const deployment: Deployment = {
  origin: "https://hoeder.test",
  language: "nl",
  id: new Uint8Array(32),
  organisation: ID.organisation,
  root: "",
};
// Long enough that the longest names would need the next size class, if they were not padded.
const text = "Er wordt gesjoemeld. ".repeat(48);
const account: Account = { text, who: "", where: "", when: "", told: "" };
/** One reader is enough here: what she chooses is not about readers. */
const ONE_READER: Named[] = [{ kind: "officer", id: OFFICER.vanDalen }];
const keepers = Object.values(CUSTODIAN);

async function sealed(
  naming: Naming,
  named: Named[] = ONE_READER,
  report: typeof SealedReport = SealedReport,
  receipt: Receipt = newReceipt(),
): Promise<SealedReport> {
  const left = remaining(directory, ID.channel, named);
  return report.make(deployment, directory, left, account, receipt, { naming });
}

function decoded(report: SealedReport): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(report.encoded)) as Record<string, unknown>;
}

/** A value's form: its members in their order, and how long each text is. */
function shape(value: unknown): unknown {
  if (typeof value === "string") return value.length;
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).map(([name, member]) => [name, shape(member)]);
}

/** Names as people have them: short, long, with letters of two, three and four bytes. */
function identities(count: number): Naming["identity"][] {
  const letters = ["a", "é", "ø", "ن", "ひ", "𝒩"];
  return Array.from({ length: count }, (_, n) => {
    const letter = letters[n % letters.length] ?? "a";
    const long = (most: number): number => 1 + ((n * 37) % most);
    return {
      name: letter.repeat(long(120)),
      contact: n % 3 === 0 ? "" : letter.repeat(long(240)),
      number: n % 4 === 0 ? "" : "4".repeat(long(60)),
    };
  });
}

const CASES: Naming[] = identities(67).flatMap((identity) => [
  { known: "anonymous", identity: NOBODY },
  { known: "sealed", identity },
  { known: "handlers", identity },
]);

describe("what leaves the browser", () => {
  test("has one length and one form in 201 cases of the three choices", { timeout: 240_000 }, async () => {
    expect(CASES.length).toBeGreaterThan(200);
    const seen = new Set<string>();
    for (const naming of CASES) {
      const report = await sealed(naming);
      seen.add(JSON.stringify([report.size, shape(decoded(report))]));
    }
    expect(seen.size).toBe(1);
  });

  test("would tell, but for the padding", { timeout: 240_000 }, async () => {
    vi.resetModules();
    vi.doMock("../../crypto/index.js", () => ({
      ...door,
      identityField: (identity: object) => ({ ...identity, padding: "" }),
    }));
    const { SealedReport: Unpadded } = await import("../../sending.js");
    const sizes = new Set<number>();
    for (const naming of CASES.slice(0, 60)) {
      sizes.add((await sealed(naming, ONE_READER, Unpadded)).size);
    }
    vi.doUnmock("../../crypto/index.js");
    expect(sizes.size).toBeGreaterThan(1);
  });

  test("holds a box whose shares every custodian can open", async () => {
    const report = decoded(await sealed({ known: "anonymous", identity: NOBODY }));
    const box = report["box"] as {
      id: string;
      statement: string;
      signature: string;
      shares: { custodian: string; sealed: string }[];
    };
    const place = { organisation: ID.organisation, case: report["case"] as string, box: box.id };
    expect(box.shares.map((one) => one.custodian)).toEqual(keepers.slice(0, 5));
    for (const { custodian, sealed: share } of box.shares) {
      const name = (Object.keys(CUSTODIAN) as Custodian[]).find((one) => CUSTODIAN[one] === custodian);
      const { statement, signature } = box;
      const held = { statement, signature, place, custodian, sealed: door.fromBase64(share) };
      const proof = await testShare(held, KEEPER_KEYS[name ?? "ruth"].identity);
      expect(proof).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  test("holds no share for whomever she leaves out", async () => {
    const out: Named[] = [...ONE_READER, { kind: "officer", id: CUSTODIAN.wim }];
    const { box } = decoded(await sealed({ known: "anonymous", identity: NOBODY }, out));
    const shares = (box as { shares: { custodian: string }[] }).shares.map((one) => one.custodian);
    expect(shares).not.toContain(CUSTODIAN.wim);
    expect(shares).toContain(CUSTODIAN.lotte);
  });

  test("holds no box when fewer than four are left to keep it", async () => {
    const out = (["wim", "sanne", "lotte"] as const).map((one) => ({
      kind: "officer" as const,
      id: CUSTODIAN[one],
    }));
    const { box } = decoded(await sealed({ known: "anonymous", identity: NOBODY }, out));
    expect(box).toBeNull();
  });

  test("does not take along what was typed before she chose to stay anonymous", async () => {
    const receipt = newReceipt();
    const typed = { name: "x".repeat(121), contact: "", number: "" };
    // A name of this length would be refused, if it went anywhere.
    await expect(sealed({ known: "anonymous", identity: typed }, ONE_READER, SealedReport, receipt)).resolves.toBeDefined();
    await expect(sealed({ known: "sealed", identity: typed }, ONE_READER, SealedReport, receipt)).rejects.toThrow("too long");
  });
});
