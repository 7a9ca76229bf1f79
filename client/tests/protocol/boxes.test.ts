import { describe, expect, it } from "vitest";
import { keepers, TooFewCustodians } from "../../boxes.js";
import type { Directory } from "../../crypto/index.js";

const KUSTDIENST = "kustdienst";
const COMMISSION = "commission";
const custodians = ["ruth", "wim", "sanne", "tarik", "eva"];

const officer = (id: string, body: string): Directory["officers"][number] => ({
  ...{ id, name: id, body, roles: ["custodian"] },
  key: { id: `key-${id}`, recipient: `recipient of ${id}`, verify: "" },
});

function directory(deputies: string[]): Directory {
  return {
    officers: [
      ...["ruth", "wim"].map((one) => officer(one, KUSTDIENST)),
      ...["sanne", "tarik", "eva", "mira"].map((one) => officer(one, COMMISSION)),
      officer("authority", "elsewhere"),
    ],
    custody: [{ id: KUSTDIENST, custodians, deputies, authority: "authority" }],
  } as unknown as Directory;
}

const chosen = (deputies: string[], ...out: string[]): string[] | undefined =>
  keepers(directory(deputies), KUSTDIENST, new Set(out))?.custodians.map((one) => one.officer);

describe("who keeps the shares of a box", () => {
  it("is the custodians of the body, in their order", () => {
    expect(chosen(["mira"])).toEqual(custodians);
  });

  it("has a deputy in the place of whoever was left out", () => {
    expect(chosen(["mira"], "ruth")).toEqual(["wim", "sanne", "tarik", "eva", "mira"]);
  });

  it("is four where no deputy is left", () => {
    expect(chosen([], "ruth")).toEqual(["wim", "sanne", "tarik", "eva"]);
    expect(() => chosen([], "ruth", "wim")).toThrow(TooFewCustodians);
  });

  it("is never one service among itself", () => {
    const inside = { ...directory([]), custody: [] } as Directory;
    const all = { ...inside, officers: custodians.map((one) => officer(one, KUSTDIENST)) };
    const custody = [{ id: KUSTDIENST, custodians, deputies: [], authority: "ruth" }];
    expect(() => keepers({ ...all, custody }, KUSTDIENST, new Set())).toThrow(TooFewCustodians);
  });

  it("is nobody where the body has no custody in force", () => {
    expect(keepers(directory([]), COMMISSION, new Set())).toBeNull();
  });

  it("gives the recipient of the directory, never another", () => {
    const made = keepers(directory([]), KUSTDIENST, new Set());
    expect(made?.authority).toEqual({ officer: "authority", recipient: "recipient of authority" });
  });
});
