import { describe, expect, test } from "vitest";

import { above, excluded, line, remaining, type Named } from "../../readers.js";
import { ID, OFFICER, theCast } from "./cast.js";

const { directory } = await theCast();
const left = (named: Named[]): string[] =>
  remaining(directory, ID.channel, named).readers.map((one) => one.id);

describe("who may read a report", () => {
  test("with nobody named, every reader of the channel", () => {
    expect(left([])).toEqual([OFFICER.ada, OFFICER.vanDalen, OFFICER.kuiper]);
  });

  test("the one who is named is out, and so is everybody below", () => {
    expect(left([{ kind: "function", id: ID.vanDalen }])).toEqual([OFFICER.ada]);
  });

  test("everybody above the one who is named is out", () => {
    const out = excluded(directory, [{ kind: "function", id: ID.liaison }]);
    expect(out).toEqual(new Set([OFFICER.kuiper, OFFICER.vanDalen]));
  });

  test("an officer is out with the line of the function that she holds", () => {
    expect(left([{ kind: "officer", id: OFFICER.vanDalen }])).toEqual([OFFICER.ada]);
  });

  test("an officer without a function is out alone", () => {
    const out = excluded(directory, [{ kind: "officer", id: OFFICER.jonas }]);
    expect(out).toEqual(new Set([OFFICER.jonas]));
  });

  test("a unit is out with its sub-units and their lines", () => {
    expect(left([{ kind: "unit", id: ID.buitenposten }])).toEqual([OFFICER.ada]);
    const out = excluded(directory, [{ kind: "unit", id: ID.directie }]);
    expect(out.has(OFFICER.ada)).toBe(true);
  });

  test("a colleague with the same chief stays in", () => {
    expect(left([{ kind: "function", id: ID.kuiper }])).toContain(OFFICER.ada);
  });

  test("when nobody is left it goes to the body above, and says so", () => {
    const result = remaining(directory, ID.channel, [{ kind: "function", id: ID.smit }]);
    expect(result.readers.map((one) => one.id)).toEqual([OFFICER.mira]);
    expect(result).toMatchObject({ movedUp: true, body: { id: ID.commission } });
  });

  test("when nobody is left at any level there are no readers", () => {
    const result = remaining(directory, ID.channel, [
      { kind: "function", id: ID.smit },
      { kind: "officer", id: OFFICER.mira },
    ]);
    expect(result).toMatchObject({ readers: [], body: null, channel: null, movedUp: true });
  });

  test("a reader without a key cannot be left", () => {
    const keyless = {
      ...directory,
      officers: directory.officers.map((one) =>
        one.id === OFFICER.ada ? { ...one, key: null } : one,
      ),
    };
    const result = remaining(keyless, ID.channel, [{ kind: "function", id: ID.vanDalen }]);
    expect(result.readers.map((one) => one.id)).toEqual([OFFICER.mira]);
  });

  test("a circle in the lines of reporting ends", () => {
    const [first, ...rest] = directory.functions;
    if (first === undefined) throw new Error("the cast has functions");
    const circle = [{ ...first, reports_to: ID.liaison }, ...rest];
    expect(line(circle, ID.kuiper).size).toBe(circle.length);
  });
});

describe("the level above, when nobody is left", () => {
  const up = (body: string, ...out: string[]): string[] =>
    above(directory, body, new Set(out)).readers.map((one) => one.id);

  test("is the readers of the nearest body above", () => {
    expect(up(ID.kustdienst)).toEqual([OFFICER.mira]);
  });

  test("leaves out who was cut off, and then nobody is there", () => {
    expect(up(ID.kustdienst, OFFICER.mira)).toEqual([]);
    expect(above(directory, ID.kustdienst, new Set([OFFICER.mira])).body).toBeNull();
  });

  test("is nobody where no body is above", () => {
    expect(up(ID.commission)).toEqual([]);
  });
});
