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
  /(?=\p{L})[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
/** Scripts in which ZWJ and ZWNJ choose the shape of letters. */
const JOINED =
  /(?=[\p{L}\p{M}])[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;
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
    const before = shown.at(-1)?.text ?? "";
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
  if (code === 0x17b4 || code === 0x17b5) return /\p{Script=Khmer}/u.test(before);
  // Old Korean: a filler stands for the consonant or the vowel that is missing.
  if (code === 0x115f) return /[\u1161-\u11a7]/u.test(after);
  return code === 0x1160 && /[\u1100-\u115e]/u.test(before);
}

/** French, numbers with units and abbreviations have spaces at which no line may break. */
function spaceBelongs(code: number, before: string, after: string): boolean {
  if (code === 0x3000) return EAST_ASIAN.test(before) || EAST_ASIAN.test(after);
  if (code !== 0xa0 && code !== 0x202f) return false;
  if (/[;:!?»%‰€$£°§]/u.test(after) || /[«§]/u.test(before)) return true;
  return /[\p{Nd}\p{Sc}.]/u.test(before) && /[\p{L}\p{Nd}]/u.test(after);
}

/** Replace the letters of other alphabets that stand in for those of the word around them. */
function replaceImitations(characters: readonly Character[]): RemovedCharacter[] {
  const removed: RemovedCharacter[] = [];
  const replace = (one: Character, plain: string): void => {
    removed.push({ kind: "look-alike", codepoint: one.code, at: one.at });
    one.text = plain;
  };
  for (const one of characters) {
    const plain = imitated(one.text);
    if (plain) replace(one, plain);
  }
  const written = new Set(characters.map((one) => ownAlphabet(one.text)));
  if (characters.some((one) => ALPHABETS.Latin.test(one.text))) written.add("Latin");
  let word: Character[] = [];
  for (const one of [...characters, null]) {
    if (one && /[\p{L}\p{M}]/u.test(one.text)) {
      word.push(one);
      continue;
    }
    const alphabet = meant(word, written);
    for (const letter of alphabet ? word : []) {
      const plain = alphabet && inAlphabet(letter.text, alphabet);
      if (plain) replace(letter, plain);
    }
    word = [];
  }
  return removed;
}

type Alphabet = "Latin" | "Cyrillic" | "Greek";
const ALPHABETS: Readonly<Record<Alphabet, RegExp>> = {
  Latin: /\p{Script=Latin}/u,
  Cyrillic: /\p{Script=Cyrillic}/u,
  Greek: /\p{Script=Greek}/u,
};
const NAMES = ["Latin", "Cyrillic", "Greek"] as const;
/** The Latin letters that another alphabet has a copy of, with the copy in each. */
const COPIES: Readonly<Record<"Cyrillic" | "Greek", ReadonlyMap<string, string>>> = {
  Cyrillic: copies("Cyrillic"),
  Greek: copies("Greek"),
};

function copies(alphabet: Alphabet): Map<string, string> {
  const own = [...LOOKALIKES].filter(([letter]) => ALPHABETS[alphabet].test(letter)).reverse();
  return new Map(own.map(([letter, latin]) => [latin, letter]));
}

function alphabetOf(letter: string): Alphabet | null {
  return NAMES.find((name) => ALPHABETS[name].test(letter)) ?? null;
}

/** The alphabet of a letter that no other alphabet has a copy of, so that nothing is imitated. */
function ownAlphabet(letter: string): Alphabet | null {
  const shared = LOOKALIKES.has(letter) || COPIES.Cyrillic.has(letter) || COPIES.Greek.has(letter);
  return shared ? null : alphabetOf(letter);
}

/** The letter as another alphabet writes it; nothing if it is of that alphabet already. */
function inAlphabet(letter: string, alphabet: Alphabet): string | undefined {
  if (alphabetOf(letter) === alphabet) return undefined;
  const latin = LOOKALIKES.get(letter) ?? letter;
  return alphabet === "Latin" ? LOOKALIKES.get(letter) : COPIES[alphabet].get(latin);
}

/**
 * The alphabet that a word is meant to be in if letters of another one were planted in it; `null`
 * when nothing tells, as in "Δt", or nothing is wrong.
 */
function meant(word: readonly Character[], written: ReadonlySet<Alphabet | null>): Alphabet | null {
  const used = new Set(word.map((one) => alphabetOf(one.text)).filter((name) => name !== null));
  if (![...used].some((name) => name !== "Latin")) return null;
  const own = word.map((one) => ownAlphabet(one.text)).filter((name) => name !== null);
  const [alphabet, ...others] = new Set(own);
  if (others.length > 0) return null;
  if (alphabet === undefined) {
    // Every letter has copies. A whole word of another alphabet belongs to a text written in it.
    const [only] = used;
    if (used.size === 1 && only && written.has(only)) return null;
    return written.has("Latin") ? "Latin" : null;
  }
  if (used.size === 1 || alphabet === "Latin") return used.size === 1 ? null : "Latin";
  // One Greek or Cyrillic sign beside a Latin letter is science; a word has more of its own.
  const planted = word.filter((one) => inAlphabet(one.text, alphabet) !== undefined);
  return own.length >= 2 && planted.length < word.length / 2 ? alphabet : null;
}
