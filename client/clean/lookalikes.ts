/** Letters of other alphabets that are drawn as Latin ones. From the shapes that UTS #39 lists. */

const CYRILLIC: readonly [string, string][] = [
  ["а", "a"], ["е", "e"], ["о", "o"], ["р", "p"], ["с", "c"], ["у", "y"], ["х", "x"], ["і", "i"],
  ["ї", "ï"], ["ј", "j"], ["ѕ", "s"], ["ԁ", "d"], ["ԛ", "q"], ["ԝ", "w"], ["һ", "h"], ["ӏ", "l"],
  ["ё", "ë"], ["ѵ", "v"], ["ѐ", "è"], ["А", "A"], ["В", "B"], ["Е", "E"], ["К", "K"], ["М", "M"],
  ["Н", "H"], ["О", "O"], ["Р", "P"], ["С", "C"], ["Т", "T"], ["У", "Y"], ["Х", "X"], ["І", "I"],
  ["Ї", "Ï"], ["Ј", "J"], ["Ѕ", "S"], ["Ԛ", "Q"], ["Ԝ", "W"], ["Ё", "Ë"], ["Ѵ", "V"], ["Ӏ", "I"],
  ["Ѐ", "È"], ["Ғ", "F"], ["Ү", "Y"], ["ү", "y"], ["г", "r"], ["к", "k"],
];
const GREEK: readonly [string, string][] = [
  ["ο", "o"], ["ν", "v"], ["ι", "i"], ["κ", "k"], ["υ", "u"], ["ρ", "p"], ["α", "a"], ["γ", "y"],
  ["ϲ", "c"], ["ϳ", "j"], ["ό", "ó"], ["ί", "í"], ["ύ", "ú"], ["Α", "A"], ["Β", "B"], ["Ε", "E"],
  ["Ζ", "Z"], ["Η", "H"], ["Ι", "I"], ["Κ", "K"], ["Μ", "M"], ["Ν", "N"], ["Ο", "O"], ["Ρ", "P"],
  ["Τ", "T"], ["Υ", "Y"], ["Χ", "X"],
];

/** Cyrillic and Greek letters with the Latin letter that they look like. */
export const LOOKALIKES: ReadonlyMap<string, string> = new Map([...CYRILLIC, ...GREEK]);

/** Signs that look like a full stop, a semicolon or an exclamation mark. */
const SIGNS = new Map([
  ["\u037e", ";"],
  ["\u2024", "."],
  ["\ua789", ":"],
  ["\u01c3", "!"],
]);

/**
 * The plain character that a character imitates whatever stands around it: letters that mathematics
 * has its own copies of, and signs. `null` for all others.
 */
export function imitated(character: string): string | null {
  const sign = SIGNS.get(character);
  if (sign) return sign;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x1d400 || code > 0x1d7ff) return null;
  const plain = character.normalize("NFKC");
  return /^[A-Za-z0-9]$/.test(plain) ? plain : null;
}
