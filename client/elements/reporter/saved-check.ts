/**
 * `<saved-check>`: the check as a page of its own, opened from a file. It has no server and no network: the
 * word lists, the salt of receipts and the organisation's root key stand in it.
 *
 * No worker: a page from `file:` may not load one, and the work comes in slices of 40 ms that leave the page its
 * own.
 */

import { openDirectory, readReceipt, reporterKeys, ReceiptProblem, DirectoryRefused, type Directory, type Language } from "../../crypto/index.js";
import { check } from "../../log/checking.js";
import { readEntries } from "../../log/entries.js";
import { readFolder } from "../../log/folder.js";
import { LogRefused } from "../../log/refused.js";
import { earlierIn, pasted } from "./log-earlier.js";
import { drawFindings } from "./log-findings.js";
import { deployment, goDown, part, texts, type Say } from "./page.js";
import { explainReceipt, unpacked } from "./words.js";

const LANGUAGES: readonly Language[] = ["nl", "en", "de", "fr"];

export class SavedCheck extends HTMLElement {
  #say: Say = () => "";
  #cancel: AbortController | null = null;

  static define(): void {
    customElements.define("saved-check", SavedCheck);
  }

  connectedCallback(): void {
    this.#say = texts(this);
    const form = part(this, "form", HTMLFormElement);
    form.hidden = false;
    // On the website itself nothing here runs: its policy takes no script that stands in a page.
    document.querySelector("[data-unsaved]")?.remove();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#run();
    });
    part(this, "[data-cancel]", HTMLButtonElement).addEventListener("click", () => { this.#cancel?.abort(); });
  }

  async #run(): Promise<void> {
    if (this.#cancel !== null) return;
    const cancel = (this.#cancel = new AbortController());
    const status = part(this, "[data-log-status]", HTMLElement);
    const problem = part(this, "[data-log-problem]", HTMLElement);
    const busy = part(this, "[data-busy]", HTMLElement);
    [status.textContent, problem.hidden, busy.hidden] = [this.#say("log-reading"), true, false];
    try {
      await this.#check(cancel.signal);
      status.textContent = this.#say("log-checked");
      goDown(part(this, "[data-found]", HTMLElement));
    } catch (error) {
      status.textContent = cancel.signal.aborted ? this.#say("log-cancelled") : "";
      problem.hidden = cancel.signal.aborted;
      problem.textContent = this.#why(error);
    } finally {
      // What has the focus goes away: it returns to where it came from.
      if (busy.contains(document.activeElement)) part(this, "[type=submit]", HTMLButtonElement).focus();
      busy.hidden = true;
      this.#cancel = null;
    }
  }

  async #check(signal: AbortSignal): Promise<void> {
    const { id, root } = deployment();
    const { texts: given, leaves } = await readFolder(this.#files("#log-files"));
    const { log } = directoryOf(given.get("directory.json") ?? "", root);
    const receipt = readReceipt(part(this, "#words", HTMLTextAreaElement).value, this.#lists());
    const keys = await reporterKeys(receipt, id);
    const entries = given.has("entries.json") ? readEntries(given.get("entries.json") ?? "") : null;
    const bar = part(this, "progress", HTMLProgressElement);
    const found = await check({
      ...{ key: log.key, policy: log.policy ?? null },
      beside: { key: given.get("key") ?? null, policy: given.get("policy") ?? null },
      ...{ checkpoint: given.get("checkpoint") ?? "", leaves, chain: entries?.key ?? keys.ledger },
      ...{ case: entries?.case ?? null, shown: entries?.events ?? null, newest: null, live: false, now: Date.now() / 1000 },
      proof: pasted(part(this, "#log-proof", HTMLTextAreaElement).value),
      earlier: await earlierIn(this.#files("#log-earlier")),
    }, (read, all) => {
      signal.throwIfAborted();
      bar.value = all === 0 ? 1 : read / all;
    });
    drawFindings(part(this, "[data-findings]", HTMLElement), found, this.#say);
  }

  #files(selector: string): File[] {
    return [...(part(this, selector, HTMLInputElement).files ?? [])];
  }

  #lists(): Map<Language, readonly string[]> {
    return new Map(LANGUAGES.map((one) => {
      const list = document.querySelector<HTMLTemplateElement>(`template[data-list="${one}"]`);
      return [one, unpacked(list?.content.textContent ?? "")];
    }));
  }

  #why(error: unknown): string {
    if (error instanceof ReceiptProblem) return explainReceipt(error, this.#say);
    if (error instanceof DirectoryRefused) return this.#say("refused-directory");
    return this.#say(error instanceof LogRefused ? `refused-${error.reason}` : "problem-unknown") || this.#say("refused-folder");
  }
}

/** The directory that lies beside the log, if the root that this page carries signed it. */
function directoryOf(text: string, root: string): Directory {
  let signed: unknown;
  try {
    signed = JSON.parse(text);
  } catch {
    throw new LogRefused("folder");
  }
  const { document = "", signature = "" } = signed as { document?: string; signature?: string };
  return openDirectory({ document, signature }, root, 1);
}
