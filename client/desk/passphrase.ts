/**
 * How hard a passphrase is to guess, in four words that the page explains.
 *
 * This is an estimate for the person who chooses, not a gate built on trust: Argon2id with 64 MiB
 * makes each guess cost about a second of one core, so that "enough" (about 45 bits) already costs
 * an attacker who stole the wrap thousands of core-years.
 */

export type Strength = "short" | "weak" | "enough" | "strong";

/** Fewer characters than this are refused, whatever they are. */
export const SHORTEST = 12;

const COMMON = [
  "password", "wachtwoord", "welkom", "welcome", "qwerty", "azerty", "letmein", "geheim", "secret",
  "zomer", "winter", "lente", "herfst", "summer", "spring", "autumn", "hoeder", "123456", "abcdef",
  "iloveyou", "admin", "januari", "februari", "september", "oktober", "november", "december",
];

/** Judge a passphrase; `known` are words that others connect with its owner (name, e-mail). */
export function strength(passphrase: string, known: readonly string[] = []): Strength {
  const text = passphrase.normalize("NFKC");
  if (Array.from(text).length < SHORTEST) {
    return "short";
  }
  const bits = estimate(text, known);
  if (bits < 45) {
    return "weak";
  }
  return bits < 64 ? "enough" : "strong";
}

/** May this passphrase be used at all? */
export function isAcceptable(passphrase: string, known: readonly string[] = []): boolean {
  const judged = strength(passphrase, known);
  return judged === "enough" || judged === "strong";
}

function estimate(text: string, known: readonly string[]): number {
  const lower = text.toLowerCase();
  const words = lower.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const guessable = [...COMMON, ...known.flatMap(partsOf)];
  let bits = 0;
  for (const word of new Set(words)) {
    bits += Math.min(wordBits(word, guessable), word.length * 4.7);
  }
  // Signs between the words add a little, the first capital nothing.
  const signs = lower.replace(/[\p{L}\p{N}\s]+/gu, "");
  bits += Math.min(12, new Set(signs).size * 4);
  const capitals = Array.from(text.slice(1)).filter((letter) => letter !== letter.toLowerCase());
  bits += Math.min(6, capitals.length);
  return bits;
}

/** A word that stands in a list is worth one choice from that list; anything else its letters. */
function wordBits(word: string, guessable: readonly string[]): number {
  const withoutYears = word.replace(/(19|20)[0-9]{2}/g, "");
  let rest = withoutYears;
  let bits = withoutYears === word ? 0 : 6;
  for (const listed of guessable) {
    if (rest.includes(listed)) {
      // Once or five times makes no difference to somebody who tries lists.
      rest = rest.replaceAll(listed, "");
      bits += 4;
    }
  }
  const distinct = new Set(rest).size;
  if (isRun(rest) || distinct <= 2) {
    return bits + Math.min(4, rest.length);
  }
  if (/^[0-9]+$/.test(rest)) {
    return bits + Math.min(rest.length, distinct) * 3;
  }
  // Letters of a language carry less than random ones; long mixed words are likely random.
  const random = /[0-9]/.test(rest) && /\p{L}/u.test(rest) && rest.length >= 10;
  const each = random ? 4 : 2.3;
  return bits + Math.min(rest.length * each, random ? 128 : 14 + Math.max(0, rest.length - 10) * 1.2);
}

function isRun(word: string): boolean {
  if (word.length < 3) {
    return false;
  }
  const steps = new Set<number>();
  for (let at = 1; at < word.length; at += 1) {
    steps.add(word.charCodeAt(at) - word.charCodeAt(at - 1));
  }
  return steps.size === 1;
}

function partsOf(known: string): string[] {
  return known
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part.length >= 3);
}
