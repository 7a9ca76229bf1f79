/**
 * Search over what was opened on this device. The index lives in memory, with the keys: locking
 * forgets both. Nothing that is searched for ever leaves the page.
 */

export interface Hit {
  readonly id: string;
  /** A few words around the first match, as pieces; the odd ones are the match itself. */
  readonly excerpt: readonly string[];
  readonly matches: number;
}

interface Entry {
  readonly text: string;
  readonly folded: string;
}

/** Lower case without accents and ligatures, one output character per input character. */
export function fold(text: string): string {
  let out = "";
  // By code units, so that a place found in the folded text is the same place in the original.
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charAt(at);
    const plain = unit.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();
    out += plain.length === 1 ? plain : unit.toLowerCase().charAt(0) || unit;
  }
  return out;
}

/** The words asked for; words in double quotes belong together. */
export function readQuery(query: string): string[] {
  const words: string[] = [];
  for (const match of fold(query.normalize("NFC")).matchAll(/"([^"]+)"|(\S+)/g)) {
    const word = (match[1] ?? match[2] ?? "").replace(/"/g, "").trim();
    if (word !== "") {
      words.push(word);
    }
  }
  return words;
}

export class SearchIndex {
  readonly #cases = new Map<string, Map<string, Entry>>();

  /** Keep the words of one item of a case; an item is kept once. */
  add(caseId: string, item: string, text: string): void {
    let entries = this.#cases.get(caseId);
    if (entries === undefined) {
      entries = new Map();
      this.#cases.set(caseId, entries);
    }
    if (!entries.has(item)) {
      const composed = text.normalize("NFC");
      entries.set(item, { text: composed, folded: fold(composed) });
    }
  }

  /** Was anything of this case opened here? */
  knows(caseId: string): boolean {
    return this.#cases.has(caseId);
  }

  /** A case that was handed over or left is forgotten. */
  forget(caseId: string): void {
    this.#cases.delete(caseId);
  }

  clear(): void {
    this.#cases.clear();
  }

  /** The cases in which every word of the query stands somewhere; most matches first. */
  find(query: string): Hit[] {
    const words = readQuery(query);
    if (words.length === 0) {
      return [];
    }
    const hits: Hit[] = [];
    for (const [id, entries] of this.#cases) {
      const hit = findIn(id, [...entries.values()], words);
      if (hit !== null) {
        hits.push(hit);
      }
    }
    return hits.sort((a, b) => b.matches - a.matches || (a.id < b.id ? -1 : 1));
  }
}

function findIn(id: string, entries: readonly Entry[], words: readonly string[]): Hit | null {
  let matches = 0;
  let excerpt: readonly string[] | null = null;
  for (const word of words) {
    let found = 0;
    for (const entry of entries) {
      const at = entry.folded.indexOf(word);
      if (at >= 0) {
        found += count(entry.folded, word);
        excerpt ??= around(entry.text, at, word.length);
      }
    }
    if (found === 0) {
      return null;
    }
    matches += found;
  }
  return { id, excerpt: excerpt ?? [], matches };
}

function count(text: string, word: string): number {
  let times = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    times += 1;
  }
  return times;
}

function around(text: string, at: number, length: number): readonly string[] {
  const from = wordEdge(text, Math.max(0, at - 40), 1);
  const to = wordEdge(text, Math.min(text.length, at + length + 60), -1);
  return [
    (from > 0 ? "… " : "") + text.slice(Math.min(from, at), at),
    text.slice(at, at + length),
    text.slice(at + length, Math.max(to, at + length)) + (to < text.length ? " …" : ""),
  ];
}

/** Move an edge to white space, at most a long word far, so that no word is cut. */
function wordEdge(text: string, at: number, step: 1 | -1): number {
  for (let moved = 0; moved < 20; moved += 1) {
    const place = at + moved * step;
    if (place <= 0 || place >= text.length || /\s/.test(text.charAt(place))) {
      return Math.min(text.length, Math.max(0, place));
    }
  }
  return at;
}
