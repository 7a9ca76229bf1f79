/** The word lists, fetched when they are needed, and receipts that people type. */

import { publicApi } from "../../api.js";
import {
  ReceiptProblem,
  readJoinCode,
  readReceipt,
  type JoinCode,
  type Language,
  type Receipt,
} from "../../crypto/index.js";
import { language, type Say } from "./page.js";

const LANGUAGES: readonly Language[] = ["nl", "en", "de", "fr"];
const lists = new Map<Language, readonly string[]>();

/** The 7 776 words of one language. Fetched once. */
export async function wordList(of: Language): Promise<readonly string[]> {
  const here = lists.get(of);
  if (here !== undefined) return here;
  const path = document.documentElement.getAttribute(`data-words-${of}`) ?? "";
  const bytes = await publicApi(location.origin, language()).getBytes(path);
  const list = unpacked(new TextDecoder().decode(bytes));
  lists.set(of, list);
  return list;
}

/** The list as client/build.mjs packs it: a digit for the letters at the end that are those of the word before. */
export function unpacked(packed: string): string[] {
  let before = "";
  return [...packed.matchAll(/([0-9])([a-z]+)/g)]
    .map(([, same = "0", start = ""]) => {
      before = start + before.slice(before.length - Number(same));
      return before;
    })
    .sort();
}

/**
 * Read what somebody typed. Nothing of it leaves the device: only whole lists are fetched.
 *
 * @throws ReceiptProblem - saying what is wrong with the words
 */
export function readTyped(text: string): Promise<Receipt> {
  return typed(() => readReceipt(text, lists));
}

/**
 * Read the four words of a join code, in the same way.
 *
 * @throws ReceiptProblem - saying what is wrong with the words
 */
export function readTypedCode(text: string): Promise<JoinCode> {
  return typed(() => readJoinCode(text, lists));
}

async function typed<T>(read: () => T): Promise<T> {
  await wordList(language());
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ReceiptProblem) || !mayBeForeign(error)) throw error;
  }
  await Promise.all(LANGUAGES.map(wordList));
  return read();
}

/** Written without spaces, words of a list that is not here look like one long word. */
function mayBeForeign(problem: ReceiptProblem): boolean {
  return lists.size < LANGUAGES.length && problem.reason !== "swapped";
}

/** Say in words what is wrong with a typed receipt, and what helps. */
export function explainReceipt(problem: ReceiptProblem, say: Say): string {
  const { reason, found, position = 0, other = 0, suggestions, language: from } = problem;
  if (reason === "count") return say(found === 0 ? "receipt-empty" : "receipt-count", { found });
  if (reason === "unknown") {
    const near = suggestions.length === 0 ? "" : say("receipt-suggestions", { words: suggestions.join(", ") });
    return `${say("receipt-unknown", { position })} ${near}`.trim();
  }
  if (reason === "swapped") return say("receipt-swapped", { position, other });
  if (reason === "checksum") return say("receipt-checksum");
  if (from === undefined) return say("receipt-foreign");
  return say("receipt-language", { position, language: say(`language-${from}`) });
}
