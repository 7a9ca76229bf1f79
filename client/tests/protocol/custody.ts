/** The cast with a custody: five custodians, Eva of another body, Lotte as deputy, and an authority. */

import { newOfficerKeys, type Directory, type OfficerKeys } from "../../crypto/index.js";
import { ID } from "./cast.js";

const id = (name: string): string =>
  Array.from(name, (one) => one.charCodeAt(0).toString(16)).join("").padEnd(32, "0").slice(0, 32);

export const CUSTODIAN = {
  ruth: id("ruth"),
  wim: id("wim"),
  sanne: id("sanne"),
  tarik: id("tarik"),
  eva: id("eva"),
  lotte: id("lotte"),
  authority: id("autoriteit"),
} as const;

export type Custodian = keyof typeof CUSTODIAN;

const names = Object.keys(CUSTODIAN) as Custodian[];
const made = await Promise.all(names.map(async (one) => [one, await newOfficerKeys()] as const));

export const KEEPER_KEYS = Object.fromEntries(made) as Record<Custodian, OfficerKeys>;

/** Add them to the directory of the tests. */
export function withCustody<Cast extends { directory: Directory }>(cast: Cast): Cast {
  const { ruth, wim, sanne, tarik, eva, lotte, authority } = CUSTODIAN;
  const officers = names.map((one) => ({
    id: CUSTODIAN[one],
    name: one,
    body: one === "eva" || one === "authority" ? ID.commission : ID.kustdienst,
    roles: [one === "authority" ? "authority" : "custodian"],
    key: {
      id: id(`k-${one}`),
      recipient: KEEPER_KEYS[one].recipient,
      verify: KEEPER_KEYS[one].author.verify,
    },
  }));
  const custody = [
    { id: ID.kustdienst, custodians: [ruth, wim, sanne, tarik, eva], deputies: [lotte], authority },
  ];
  const directory = { ...cast.directory, officers: [...cast.directory.officers, ...officers], custody };
  return { ...cast, directory };
}
