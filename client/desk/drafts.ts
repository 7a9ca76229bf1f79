/**
 * What an officer is typing. Kept in this page's memory, so that nothing is lost when a panel is
 * drawn anew; sealed to the officer's own key when the desk locks, so that a locked page holds no
 * readable word.
 */

import {
  fromBase64,
  openItem,
  sealItem,
  toBase64,
  type Header,
  type OfficerKeys,
} from "../crypto/index.js";

const NOWHERE = "0".repeat(32);
const FIRST = "0".repeat(64);

export class Drafts {
  #texts = new Map<string, string>();
  #sealed: string | null = null;

  /** The text typed in a field; the empty string when there is none. */
  get(field: string): string {
    return this.#texts.get(field) ?? "";
  }

  set(field: string, text: string): void {
    if (text === "") this.#texts.delete(field);
    else this.#texts.set(field, text);
  }

  /** Forget what was typed in the fields of one form, after it was sent. */
  clear(prefix: string): void {
    for (const field of [...this.#texts.keys()]) {
      if (field.startsWith(prefix)) this.#texts.delete(field);
    }
  }

  get isEmpty(): boolean {
    return this.#texts.size === 0 && this.#sealed === null;
  }

  /** Seal all drafts to their writer and forget the readable ones. */
  async lock(keys: OfficerKeys): Promise<void> {
    if (this.#texts.size === 0) return;
    const texts = Object.fromEntries(this.#texts);
    this.#texts.clear();
    const header: Header = { ...PLACE, author: keys.author.verify, kind: "note", day: "1970-01-01" };
    const { sealed } = await sealItem(header, { texts }, keys.author, keys.recipient);
    this.#sealed = toBase64(sealed);
  }

  /** Bring back what was sealed. Returns whether there was anything. */
  async unlock(keys: OfficerKeys): Promise<boolean> {
    if (this.#sealed === null) return false;
    const trusted = new Set([keys.author.verify]);
    const opened = await openItem(fromBase64(this.#sealed), keys.identity, PLACE, trusted);
    const { texts } = opened.body as { texts: Record<string, string> };
    for (const [field, text] of Object.entries(texts)) {
      if (!this.#texts.has(field)) this.#texts.set(field, text);
    }
    this.#sealed = null;
    return true;
  }
}

const PLACE = {
  v: 1 as const,
  organisation: NOWHERE,
  case: NOWHERE,
  room: NOWHERE,
  epoch: 1,
  sequence: 1,
  previous: FIRST,
};
