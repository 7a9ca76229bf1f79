/**
 * Pasted text: removes what cannot be seen and may have been planted to mark one person's copy.
 *
 * Zero-width and tag characters, direction marks and variation selectors are kept where the script
 * or the emoji around them needs them (Unicode 17 §9.2, §23.2, UTS #51) and taken out elsewhere.
 * Letters of another alphabet inside a word become the letters that they imitate (UTS #39 §4).
 */

import { LOOKALIKES, imitated } from "./lookalikes.js";

/** One character that was taken out or replaced. */
export interface RemovedCharacter {
  readonly kind: "zero-width" | "look-alike" | "bidi" | "tag" | "odd-space";
  readonly codepoint: number;
  /** Where it stood in the text that was handed in, in UTF-16 code units. */
  readonly at: number;
}

/** What {@link cleanText} answers. */
export interface CleanedText {
  readonly text: string;
  readonly removed: RemovedCharacter[];
}

const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
/** Scripts in which ZWJ and ZWNJ choose the shape of letters. */
const JOINED =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;
/** Scripts that are written without spaces, where U+200B marks where a line may break. */
const SPACELESS = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const EAST_ASIAN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef]/u;
const EMOJI_BEFORE = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u;
const PICTURE = /\p{Extended_Pictographic}/u;
const SHAPED = /[\p{Emoji}\p{Extended_Pictographic}]/u;
const FLAGS = new Set(["gbeng", "gbsct", "gbwls"]);

const SOFT_HYPHEN = 0xad;
const ZWSP = 0x200b;
const ZWNJ = 0x200c;
const ZWJ = 0x200d;
const BLACK_FLAG = "\u{1f3f4}";

const between = (code: number, from: number, to: number): boolean => code >= from && code <= to;

const isTag = (code: number): boolean => between(code, 0xe0000, 0xe007f);

const isSelector = (code: number): boolean =>
  between(code, 0xfe00, 0xfe0f) || between(code, 0xe0100, 0xe01ef) || between(code, 0x180b, 0x180f);

const isDirection = (code: number): boolean =>
  code === 0x061c ||
  between(code, 0x200e, 0x200f) ||
  between(code, 0x202a, 0x202e) ||
  between(code, 0x2066, 0x2069);

const INVISIBLE = new Set([
  SOFT_HYPHEN, 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180e, ZWSP, ZWNJ, ZWJ, 0x2800, 0x3164, 0xfeff, 0xffa0,
]);

const isInvisible = (code: number): boolean =>
  INVISIBLE.has(code) ||
  between(code, 0x2060, 0x2065) ||
  between(code, 0x206a, 0x206f) ||
  between(code, 0xfff0, 0xfffb) ||
  between(code, 0x1bca0, 0x1bca3) ||
  between(code, 0x1d173, 0x1d17a) ||
  between(code, 0xe0080, 0xe0fff) ||
  (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) ||
  between(code, 0x7f, 0x9f);

const isOddSpace = (code: number): boolean =>
  code === 0xa0 ||
  code === 0x1680 ||
  between(code, 0x2000, 0x200a) ||
  between(code, 0x2028, 0x2029) ||
  code === 0x202f ||
  code === 0x205f ||
  code === 0x3000;

interface Character {
  text: string;
  readonly code: number;
  readonly at: number;
}

/**
 * Take hidden and imitated characters out of a text and tell which, and where they stood.
 *
 * Legitimate text in any script, emoji sequences, and French spaces before punctuation stay.
 */
export function cleanText(text: string): CleanedText {
  const characters = split(text);
  const removed: RemovedCharacter[] = [];
  const rightToLeft = RIGHT_TO_LEFT.test(text);
  const shown: Character[] = [];
  for (let index = 0; index < characters.length; index += 1) {
    const one = characters[index];
    if (!one) break;
    const flag = flagTags(characters, index);
    if (flag > 0) {
      shown.push(...characters.slice(index, index + flag));
      index += flag - 1;
      continue;
    }
    const before = characters[index - 1]?.text ?? "";
    const after = characters[index + 1]?.text ?? "";
    const verdict = judge(one.code, before, after, rightToLeft);
    if (!verdict) {
      shown.push(one);
      continue;
    }
    removed.push({ kind: verdict, codepoint: one.code, at: one.at });
    if (verdict === "odd-space") {
      shown.push({ ...one, text: between(one.code, 0x2028, 0x2029) ? "\n" : " " });
    }
  }
  removed.push(...replaceImitations(shown));
  removed.sort((a, b) => a.at - b.at);
  return { text: shown.map((one) => one.text).join(""), removed };
}

function split(text: string): Character[] {
  const characters: Character[] = [];
  let at = 0;
  for (const character of text) {
    characters.push({ text: character, code: character.codePointAt(0) ?? 0, at });
    at += character.length;
  }
  return characters;
}

/** The length of a flag of England, Scotland or Wales that starts here, which is written in tags. */
function flagTags(characters: readonly Character[], index: number): number {
  if (characters[index]?.text !== BLACK_FLAG) return 0;
  const tags = characters.slice(index + 1, index + 7).map(({ code }) => code - 0xe0000);
  if (tags.length < 6 || tags[5] !== 0x7f) return 0;
  const letters = tags.slice(0, 5);
  if (!letters.every((letter) => between(letter, 0x30, 0x7a))) return 0;
  return FLAGS.has(String.fromCharCode(...letters)) ? 7 : 0;
}

/** Why a character has to go, or `null` when it may stay. */
function judge(
  code: number,
  before: string,
  after: string,
  rightToLeft: boolean,
): RemovedCharacter["kind"] | null {
  if (code < 0x7f && code >= 0x20) return null;
  if (isTag(code)) return "tag";
  if (isSelector(code)) return selectorBelongs(code, before) ? null : "zero-width";
  if (isDirection(code)) return directionBelongs(code, rightToLeft) ? null : "bidi";
  if (isInvisible(code)) return joinerBelongs(code, before, after) ? null : "zero-width";
  if (isOddSpace(code)) return spaceBelongs(code, before, after) ? null : "odd-space";
  return null;
}

function selectorBelongs(code: number, before: string): boolean {
  if (between(code, 0xfe0e, 0xfe0f)) return SHAPED.test(before);
  if (between(code, 0x180b, 0x180f)) return /\p{Script=Mongolian}/u.test(before);
  if (between(code, 0xe0100, 0xe01ef)) return /\p{Script=Han}/u.test(before);
  return code <= 0xfe02 && /[\p{Script=Han}\p{Script=Myanmar}\p{Script=Phags_Pa}]/u.test(before);
}

function directionBelongs(code: number, rightToLeft: boolean): boolean {
  // An override turns letters around, which no text needs; the others order mixed lines.
  return rightToLeft && code !== 0x202d && code !== 0x202e;
}

function joinerBelongs(code: number, before: string, after: string): boolean {
  if (code === ZWSP) return SPACELESS.test(before) && SPACELESS.test(after);
  if (code === ZWJ && EMOJI_BEFORE.test(before) && PICTURE.test(after)) return true;
  if (code === ZWJ || code === ZWNJ) {
    return JOINED.test(before) && (JOINED.test(after) || code === ZWJ);
  }
  if (code === 0x115f || code === 0x1160) return /[\u1100-\u11ff]/u.test(before + after);
  return false;
}

/** French, numbers with units and abbreviations have spaces at which no line may break. */
function spaceBelongs(code: number, before: string, after: string): boolean {
  if (code === 0x3000) return EAST_ASIAN.test(before) || EAST_ASIAN.test(after);
  if (code !== 0xa0 && code !== 0x202f) return false;
  if (/[;:!?»%‰€$£°§]/u.test(after) || /[«§]/u.test(before)) return true;
  return /[\p{Nd}.]/u.test(before) && /[\p{L}\p{Nd}]/u.test(after);
}

/** Replace the letters of other alphabets that stand in for those of the word around them. */
function replaceImitations(characters: readonly Character[]): RemovedCharacter[] {
  const whole = characters.map((one) => one.text).join("");
  const foreign = { Cyrillic: hasOwn("Cyrillic", whole), Greek: hasOwn("Greek", whole) };
  const latin = /\p{Script=Latin}/u.test(whole);
  const removed: RemovedCharacter[] = [];
  let word: Character[] = [];
  const close = (): void => {
    for (const [one, replacement] of imitations(word, foreign, latin)) {
      removed.push({ kind: "look-alike", codepoint: one.code, at: one.at });
      one.text = replacement;
    }
    word = [];
  };
  for (const one of characters) {
    if (/[\p{L}\p{M}]/u.test(one.text)) word.push(one);
    else {
      close();
      const sign = imitated(one.text);
      if (sign) {
        removed.push({ kind: "look-alike", codepoint: one.code, at: one.at });
        one.text = sign;
      }
    }
  }
  close();
  return removed;
}

type Alphabet = "Cyrillic" | "Greek";
const ALPHABETS = { Cyrillic: /\p{Script=Cyrillic}/u, Greek: /\p{Script=Greek}/u };

/** Whether a text has a letter of this alphabet that imitates nothing, so that it is really used. */
function hasOwn(alphabet: Alphabet, text: string): boolean {
  for (const letter of text) {
    if (ALPHABETS[alphabet].test(letter) && !LOOKALIKES.has(letter)) return true;
  }
  return false;
}

function imitations(
  word: readonly Character[],
  used: Readonly<Record<Alphabet, boolean>>,
  latinText: boolean,
): [Character, string][] {
  const spelled = word.map((one) => one.text).join("");
  const result = word.flatMap((one): [Character, string][] => {
    const letter = imitated(one.text);
    return letter ? [[one, letter]] : [];
  });
  for (const alphabet of ["Cyrillic", "Greek"] as const) {
    if (!ALPHABETS[alphabet].test(spelled)) continue;
    const latinOwn = word.filter((one) => /\p{Script=Latin}/u.test(one.text));
    if (!hasOwn(alphabet, spelled)) {
      // A word of look-alikes alone is a word of that language if the text is written in it.
      if (latinOwn.length === 0 && (used[alphabet] || !latinText)) continue;
      for (const one of word) {
        const letter = LOOKALIKES.get(one.text);
        if (letter && ALPHABETS[alphabet].test(one.text)) result.push([one, letter]);
      }
    } else if (latinOwn.every((one) => backTo(alphabet, one.text) !== undefined)) {
      for (const one of latinOwn) result.push([one, backTo(alphabet, one.text) ?? one.text]);
    }
  }
  return result;
}

/** The letter of this alphabet that a Latin letter could be standing in for. */
function backTo(alphabet: Alphabet, latin: string): string | undefined {
  for (const [letter, imitatedLetter] of LOOKALIKES) {
    if (imitatedLetter === latin && ALPHABETS[alphabet].test(letter)) return letter;
  }
  return undefined;
}
