/** Padding, so that a length says little about the content (docs/spec/envelope.md §4.4 and §6). */

const KIB = 1024;

/** The only lengths that the plaintext of an item may have. */
export const SIZE_CLASSES = [4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, KIB * KIB, 4 * KIB * KIB] as const;

/** The smallest size class that holds `length` bytes, or null. */
export function sizeClass(length: number): number | null {
  return SIZE_CLASSES.find((size) => size >= length) ?? null;
}

/**
 * Padmé: the length to which a file is padded, at most 12 % more.
 *
 * From Nikitin and others, "Reducing Metadata Leakage from Encrypted Files and Communication with
 * PURBs" (PETS 2019), algorithm 1. Written with divisions, since files may be larger than 2^31.
 */
export function padme(length: number): number {
  if (length < 2) return length;
  const e = exponent(length);
  const s = exponent(e) + 1;
  const step = 2 ** Math.max(0, e - s);
  return Math.ceil(length / step) * step;
}

/** floor(log2(n)), exactly: Math.log2 rounds up near powers of two. */
function exponent(n: number): number {
  let e = 0;
  while (2 ** (e + 1) <= n) e++;
  return e;
}
