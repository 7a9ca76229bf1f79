/** Word lists for tests: made up, but with the properties of the real ones. */

const CONSONANTS = "bdfghklmnprstvz";
const VOWELS = "aeiou";

/**
 * 7 776 words of six letters, distinct in the first four, none the beginning of another.
 *
 * @param salt - makes another list with no word in common
 */
export function book(salt: string): string[] {
  const words: string[] = [];
  for (const a of CONSONANTS) {
    for (const b of VOWELS) {
      for (const c of CONSONANTS) {
        for (const d of CONSONANTS) {
          if (words.length < 7776) words.push(`${a}${b}${c}${d}${salt}${VOWELS.charAt(words.length % 5)}`);
        }
      }
    }
  }
  return words;
}
