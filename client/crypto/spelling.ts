/** Which words of a list somebody may have meant (docs/spec/receipt.md §5). */

const MOST = 5;
const FARTHEST = 2;

/** Up to five words at most two slips away, nearest first. Words with the same first letters go before. */
export function nearest(word: string, list: readonly string[]): string[] {
  return list
    .filter((one) => Math.abs(one.length - word.length) <= FARTHEST || sameStart(word, one) === 0)
    .map((one) => ({ one, slips: slips(word, one), start: sameStart(word, one) }))
    .filter(({ slips, start }) => slips <= FARTHEST || start === 0)
    .toSorted((a, b) => a.slips + a.start - (b.slips + b.start))
    .slice(0, MOST)
    .map(({ one }) => one);
}

/** The first four letters tell a Dutch or English word from all others, a German or French one nearly. */
function sameStart(a: string, b: string): 0 | 1 {
  return a.length >= 4 && b.startsWith(a.slice(0, 4)) ? 0 : 1;
}

/** How many letters were left out, put in, replaced, or swapped with a neighbour (Damerau–Levenshtein, restricted). */
export function slips(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const options = [at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + same];
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        options.push(at(before, j - 2) + 1);
      }
      row.push(Math.min(...options));
    }
    [before, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], j: number): number {
  return row[j] ?? Infinity;
}
