/** Text as the fonts of a printed page can show it. */

/** Stands where the font lacks a sign: a square, which cannot be taken for a letter. */
export const STAND_IN = "\u25a0";

// They are drawn as nothing, and some turn the order of what is read: soft hyphens, signs without width, marks of
// direction, variation selectors.
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]/gu;

/** Fits text to a font, and remembers what it could not show. */
export class Signs {
  /** How many signs were replaced. */
  missing = 0;
  readonly #has: (codePoint: number) => boolean;

  constructor(has: (codePoint: number) => boolean) {
    this.#has = has;
  }

  /** Lines end in `\n`; what the font lacks, and any control sign, is replaced one for one. */
  fit(text: string): string {
    const plain = text
      .normalize("NFC")
      .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
      .replaceAll("\t", "    ")
      .replaceAll(/[\u2010\u2011]/g, "-")
      .replaceAll(INVISIBLE, "");
    return Array.from(plain, (sign) => this.#shown(sign)).join("");
  }

  #shown(sign: string): string {
    const codePoint = sign.codePointAt(0) ?? 0;
    // Past U+FFFF a sign is two units, between which a long word could be broken.
    if (sign === "\n" || (codePoint >= 0x20 && codePoint <= 0xffff && this.#has(codePoint))) return sign;
    this.missing += 1;
    return STAND_IN;
  }
}
