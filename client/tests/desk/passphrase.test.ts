import { describe, expect, it } from "vitest";
import { isAcceptable, strength } from "../../desk/passphrase.js";

describe("how hard a passphrase is to guess", () => {
  it("calls short what is short, however wild", () => {
    expect(strength("aX9!kQ2#zz")).toBe("short");
    expect(strength("")).toBe("short");
  });

  it("is not deceived by length alone", () => {
    for (const weak of [
      "aaaaaaaaaaaaaaaaaaaa", "12345678901234567890", "abcdefghijklmnop", "Welkom2026Welkom!", "wachtwoord123456",
      "password password password", "summer2026summer",
    ]) {
      expect(strength(weak), weak).toBe("weak");
    }
  });

  it("takes four or more ordinary words", () => {
    expect(isAcceptable("lantaarn vouwfiets kompas regenjas")).toBe(true);
    expect(strength("lantaarn vouwfiets kompas regenjas zilver molen")).toBe("strong");
  });

  it("takes what a password manager makes", () => {
    expect(strength("vT7qL2mX9kRb4WzE8nYc")).toBe("strong");
  });

  it("does not count the owner's own name", () => {
    const known = ["Ada Lovink", "ada@kustdienst.example"];
    expect(strength("ada lovink kustdienst", known)).toBe("weak");
    expect(isAcceptable("ada lovink kustdienst", known)).toBe(false);
  });

  it("judges the same text alike, however it was typed", () => {
    expect(strength("café lantaarn kompas regenjas")).toBe(strength("cafe\u0301 lantaarn kompas regenjas"));
  });
});
