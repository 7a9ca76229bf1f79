/** The vectors of the dossier: the whole ones are what we make, and the broken ones are broken as they say. */

import { createHash } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { isDossierSigned } from "../../crypto/index.js";
import type { Dossier } from "../../dossier/form.js";
import { vectors, type Vector } from "../crypto/vectors.js";
import { asIn } from "./chance.js";
import { filesOf, madeFor, toText, type Files } from "./vectors.js";
import { theWorld } from "./world.js";

const all = vectors("dossier");
const whole = new Map(all.filter((one) => !one.has("of")).map((one) => [one.name.replace(".txt", ""), filesOf(one.bytes)]));

function files(vector: Vector): Files {
  if (!vector.has("of")) return filesOf(vector.bytes);
  return filesOf(vector.bytes, whole.get(vector.get("of")), vector.has("without") ? vector.get("without").split(" ") : []);
}

function isWhole(of: Files): boolean {
  const text = toText(of["manifest.json"]);
  const named = (JSON.parse(text) as { files: Record<string, string> }).files;
  const others = Object.keys(of).filter((one) => !one.startsWith("manifest."));
  const same = others.every((one) => named[one] === createHash("sha256").update(of[one] ?? "").digest("hex"));
  return same && Object.keys(named).length === others.length && text.startsWith("{");
}

function isSigned(of: Files): boolean {
  const { made_by } = JSON.parse(toText(of["dossier.json"])) as Dossier;
  return isDossierSigned(toText(of["manifest.json"]), toText(of["manifest.sig"]).trim(), made_by.verify);
}

afterEach(() => { vi.useRealTimers(); });

test.each(["reporter", "employer"] as const)("the dossier of the %s is made to the letter", async (arm) => {
  const expected = whole.get(arm) ?? {};
  const said = JSON.parse(toText(expected["dossier.json"])) as Dossier;
  vi.useFakeTimers({ now: new Date(`${said.made_on}T12:00:00Z`), toFake: ["Date"] });
  const made = await madeFor((await theWorld(3, 100, asIn(whole.get("reporter") ?? {}))).side(arm));
  expect(Object.keys(made).sort()).toEqual(Object.keys(expected).sort());
  for (const [path, bytes] of Object.entries(expected)) expect(toText(made[path]), path).toBe(toText(bytes));
});

test.each(all.map((one) => [one.name, one] as const))("%s: manifest and signature are as it says", (_, vector) => {
  const found = files(vector);
  const inManifest = ["refused: manifest", "refused: zip"].includes(vector.expect);
  expect(isWhole(found)).toBe(!inManifest);
  const byAnother = ["signature_of_zeros.txt", "employers_signed_by_the_reporter.txt", "manifest_altered.txt", "manifest_not_canonical.txt"];
  expect(isSigned(found)).toBe(!byAnother.includes(vector.name));
});
