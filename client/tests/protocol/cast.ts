/** The directory of the tests: the Kustdienst and the commission above it. */

import { newOfficerKeys, type Directory, type OfficerKeys } from "../../crypto/index.js";

const id = (name: string): string =>
  Array.from(name, (one) => one.charCodeAt(0).toString(16)).join("").padEnd(32, "0").slice(0, 32);

export const ID = {
  organisation: id("org"),
  kustdienst: id("kust"),
  commission: id("comm"),
  directie: id("directie"),
  buitenposten: id("posten"),
  bureau: id("bureau"),
  smit: id("f-smit"),
  vanDalen: id("f-dalen"),
  kuiper: id("f-kuiper"),
  liaison: id("f-liaison"),
  adaFunction: id("f-ada"),
  channel: id("chan"),
  channelAbove: id("chan-up"),
} as const;

export const OFFICER = {
  ada: id("ada"),
  vanDalen: id("dalen"),
  kuiper: id("kuiper"),
  mira: id("mira"),
  jonas: id("jonas"),
} as const;

type Person = keyof typeof OFFICER;

const names = (name: string): { nl: string; en: string } => ({ nl: name, en: name });

/**
 * Keys for everybody, and the directory that names them.
 *
 * @param keysOf - makes the keys of who is named
 */
export async function theCast(keysOf: (person: string) => Promise<OfficerKeys> = newOfficerKeys): Promise<{
  directory: Directory;
  keys: Record<Person, OfficerKeys>;
}> {
  const entries = await Promise.all(
    (Object.keys(OFFICER) as Person[]).map(async (one) => [one, await keysOf(one)] as const),
  );
  const keys = Object.fromEntries(entries) as Record<Person, OfficerKeys>;
  const officer = (one: Person, body: string): Directory["officers"][number] => ({
    id: OFFICER[one],
    name: one,
    body,
    roles: ["handler"],
    key: { id: id(`k-${one}`), recipient: keys[one].recipient, verify: keys[one].author.verify },
  });
  const place = (
    at: string,
    unit: string,
    holder: string | null,
    reportsTo: string | null,
  ): Directory["functions"][number] => ({
    id: at,
    unit,
    titles: names(at),
    holder_name: null,
    officer: holder,
    reports_to: reportsTo,
  });
  const body = (at: string, kind: string, above: string | null): Directory["bodies"][number] => ({
    id: at,
    slug: kind,
    kind,
    names: names(kind),
    above,
    law: "nl",
    time_zone: "Europe/Amsterdam",
  });
  const directory: Directory = {
    v: 1,
    organisation: { id: ID.organisation, slug: "ministerie", names: names("m"), root: "" },
    version: 1,
    day: "2026-11-23",
    log: { origin: "hoeder.test/log", key: "" },
    bodies: [
      body(ID.kustdienst, "service", ID.commission),
      body(ID.commission, "commission", null),
    ],
    units: [
      { id: ID.directie, body: ID.kustdienst, names: names("Directie"), parent: null },
      { id: ID.buitenposten, body: ID.kustdienst, names: names("B"), parent: ID.directie },
      { id: ID.bureau, body: ID.kustdienst, names: names("I"), parent: ID.directie },
    ],
    functions: [
      place(ID.smit, ID.directie, null, null),
      place(ID.vanDalen, ID.buitenposten, OFFICER.vanDalen, ID.smit),
      place(ID.kuiper, ID.buitenposten, OFFICER.kuiper, ID.vanDalen),
      place(ID.liaison, ID.buitenposten, null, ID.kuiper),
      place(ID.adaFunction, ID.bureau, OFFICER.ada, ID.smit),
    ],
    officers: [
      officer("ada", ID.kustdienst),
      officer("vanDalen", ID.kustdienst),
      officer("kuiper", ID.kustdienst),
      officer("jonas", ID.kustdienst),
      officer("mira", ID.commission),
    ],
    former: [],
    custody: [],
    channels: [
      {
        id: ID.channel,
        body: ID.kustdienst,
        slug: "integriteit",
        titles: names("Integriteit"),
        readers: [OFFICER.ada, OFFICER.vanDalen, OFFICER.kuiper],
      },
      {
        id: ID.channelAbove,
        body: ID.commission,
        slug: "commissie",
        titles: names("Commissie"),
        readers: [OFFICER.mira],
      },
    ],
  };
  return { directory, keys };
}
