import { describe, expect, test } from "vitest";

import { keepers, TooFewCustodians } from "../../boxes.js";
import type { Directory } from "../../crypto/index.js";
import { ID, OFFICER, theCast } from "./cast.js";
import { withCustody, CUSTODIAN } from "./custody.js";

const { directory } = withCustody(await theCast());
const { ruth, wim, sanne, tarik, eva, lotte, authority } = CUSTODIAN;

function chosen(out: string[], of: Directory = directory, body: string = ID.kustdienst): string[] | undefined {
  return keepers(of, body, new Set(out))?.custodians.map((one) => one.officer);
}

const few = (out: string[], of: Directory = directory): void => {
  expect(() => chosen(out, of)).toThrow(TooFewCustodians);
};

describe("who keeps the shares", () => {
  test("the five of the body, in the directory's order", () => {
    expect(chosen([])).toEqual([ruth, wim, sanne, tarik, eva]);
  });

  test("whomever she leaves out gets none, and a deputy takes the place", () => {
    expect(chosen([wim])).toEqual([ruth, sanne, tarik, eva, lotte]);
  });

  test("four are enough when nobody can take the place", () => {
    expect(chosen([wim, lotte])).toEqual([ruth, sanne, tarik, eva]);
  });

  test("three are too few", () => {
    few([wim, sanne, lotte]);
  });

  test("all of the body itself are too few: somebody is from outside, or there is no box", () => {
    few([eva]);
    const outsider: Directory = {
      ...directory,
      custody: directory.custody.map((one) => ({ ...one, deputies: [lotte, OFFICER.jonas, OFFICER.mira] })),
    };
    expect(chosen([eva], outsider)).toEqual([ruth, wim, sanne, tarik, OFFICER.mira]);
  });

  test("whoever has no key keeps none", () => {
    const without: Directory = {
      ...directory,
      officers: directory.officers.map((one) => (one.id === ruth ? { ...one, key: null } : one)),
    };
    expect(chosen([], without)).toEqual([wim, sanne, tarik, eva, lotte]);
  });

  test("without the authority there is no box", () => {
    few([authority]);
  });

  test("a body without custody has nobody", () => {
    expect(keepers(directory, ID.commission, new Set())).toBeNull();
  });
});
