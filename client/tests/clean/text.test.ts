import { describe, expect, test } from "vitest";

import { cleanText } from "../../clean/index.js";
import { cleanName } from "../../clean/name.js";

const kinds = (text: string): string[] => cleanText(text).removed.map((one) => one.kind);

describe("text that stays as it is", () => {
  test.each([
    ["Dutch", "Hé, coöperatie, zeeën, ’s ochtends, e\u0301e\u0301n, één – “zeg” … €\u00a05,–"],
    ["French", "Est-ce vrai\u202f? «\u00a0Oui\u00a0»\u00a0: l’œuvre coûte 1\u202f000\u00a0€\u202f; voilà\u00a0!"],
    ["German", "Straße, Übermaß, z.\u00a0B. am 5.\u00a0Mai, 10\u00a0km, „ja“"],
    ["Russian", "Привет, как дела? Он сказал: «да», а она — нет."],
    ["Ukrainian", "Її їжак і ґава"],
    ["Greek", "Καλημέρα, τι κάνεις; Όλα καλά ναι"],
    ["Hebrew with English", "שלום \u200fWorld\u200e! \u2067אבג\u2069"],
    ["Arabic", "السلام عليكم \u061c123"],
    ["Persian with a joiner", "می\u200cخواهم"],
    ["Hindi with a joiner", "क्\u200dष और क\u094d\u200cष"],
    ["Thai with line breaks", "ภาษา\u200bไทย"],
    ["Chinese and Japanese", "全角\u3000スペース、葛\u{e0100}城 ＡＢＣ"],
    ["Turkish", "ılık İstanbul"],
    ["science", "Δt = 5 µm, α-helix, βTrCP, x² ≤ Ω"],
    ["lists and lines", "- een\n- twee\r\n\tdrie"],
  ])("%s", (_, text) => {
    expect(cleanText(text)).toEqual({ text, removed: [] });
  });

  test.each([
    ["a family", "👨‍👩‍👧‍👦"],
    ["a flag of many", "🏳️‍🌈 🏴‍☠️"],
    ["a skin colour", "👩🏽‍⚕️ 👍🏿"],
    ["Scotland", "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}"],
    ["a key", "1️⃣ #️⃣ ☎︎ ❤️‍🔥"],
    ["two letters", "🇳🇱"],
  ])("an emoji: %s", (_, text) => {
    expect(cleanText(text)).toEqual({ text, removed: [] });
  });
});

describe("planted characters", () => {
  test.each([
    ["zero-width space", "ge\u200bheim", "geheim", "zero-width"],
    ["zero-width joiner between letters", "ge\u200dheim", "geheim", "zero-width"],
    ["zero-width non-joiner between letters", "ge\u200cheim", "geheim", "zero-width"],
    ["word joiner", "ge\u2060heim", "geheim", "zero-width"],
    ["byte order mark", "\ufeffgeheim", "geheim", "zero-width"],
    ["soft hyphen", "ge\u00adheim", "geheim", "zero-width"],
    ["invisible operator", "ge\u2063heim", "geheim", "zero-width"],
    ["Mongolian separator", "ge\u180eheim", "geheim", "zero-width"],
    ["Hangul filler", "ge\u3164heim", "geheim", "zero-width"],
    ["control character", "ge\u0007heim", "geheim", "zero-width"],
    ["variation selector after a letter", "ge\ufe01heim", "geheim", "zero-width"],
    ["supplementary selector after a letter", "a\u{e0101}", "a", "zero-width"],
    ["second selector after an emoji", "❤\ufe0f\ufe00", "❤\ufe0f", "zero-width"],
    ["right-to-left mark", "ge\u200fheim", "geheim", "bidi"],
    ["Arabic mark", "ge\u061cheim", "geheim", "bidi"],
    ["override", "ge\u202eheim", "geheim", "bidi"],
    ["override in Hebrew", "של\u202eום", "שלום", "bidi"],
    ["isolate", "\u2066geheim\u2069", "geheim", "bidi"],
    ["tag", "ge\u{e0067}heim", "geheim", "tag"],
    ["tag after another flag", "🏴\u{e0061}", "🏴", "tag"],
    ["thin space", "het\u2009is", "het is", "odd-space"],
    ["no-break space in a sentence", "het\u00a0is", "het is", "odd-space"],
    ["ideographic space", "het\u3000is", "het is", "odd-space"],
    ["line separator", "een\u2028twee", "een\ntwee", "odd-space"],
    ["Cyrillic letter in a word", "g\u0435heim", "geheim", "look-alike"],
    ["Greek letter in a word", "geheim\u03bf", "geheimo", "look-alike"],
    ["Cyrillic word in a Latin text", "dit is \u0430 test", "dit is a test", "look-alike"],
    ["Latin letter in a Russian word", "п\u0070ивет друг", "привет друг", "look-alike"],
    ["mathematical letter", "𝐠eheim", "geheim", "look-alike"],
    ["Greek question mark", "waarom\u037e", "waarom;", "look-alike"],
    ["one-dot leader", "klaar\u2024", "klaar.", "look-alike"],
  ])("%s", (_, text, plain, kind) => {
    const answer = cleanText(text);
    expect(answer.text).toBe(plain);
    expect(new Set(kinds(text))).toEqual(new Set([kind]));
    expect(cleanText(plain).removed).toEqual([]);
  });

  test("are told with their code point and where they stood", () => {
    expect(cleanText("👍 a\u200bb\u0435c").removed).toEqual([
      { kind: "zero-width", codepoint: 0x200b, at: 4 },
      { kind: "look-alike", codepoint: 0x435, at: 6 },
    ]);
  });

  test("in a long message spelled in selectors all go", () => {
    const message = Array.from({ length: 200 }, (_, n) => String.fromCodePoint(0xe0100 + n)).join("");
    const answer = cleanText(`😀${message}`);
    expect(answer.text).toBe("😀");
    expect(answer.removed).toHaveLength(200);
  });
});

test("a file's name loses its folders and hidden characters and nothing else", () => {
  expect(cleanName("C:\\Users\\Noor\\foto \u202egpj.exe")).toBe("foto gpj.exe");
  expect(cleanName("/home/noor/..hidden")).toBe("hidden");
  expect(cleanName("jaarverslag één.pdf")).toBe("jaarverslag één.pdf");
  expect(cleanName("")).toBe("file");
  expect(cleanName(`${"a".repeat(300)}.docx`)).toBe(`${"a".repeat(115)}.docx`);
});
