/** `<my-log>`: holds the public log against what the server shows her, and saves both to check elsewhere. */

import { today } from "../../days.js";
import type { MyReport } from "../../mine.js";
import { explained, goDown, part, texts, type Say } from "./page.js";
import { saveAs } from "./saved-file.js";
import type { OnLeaves } from "../../log/fetching.js";
import type { Whose } from "./log-work.js";

export class MyLog extends HTMLElement {
  #say: Say = () => "";
  #running: AbortController | null = null;

  static define(): void {
    customElements.define("my-log", MyLog);
  }

  /** @param chain - the key of her chain: that of the words on paper, where they came first */
  show({ api, directory, keys, proof, case: { id } }: MyReport, chain: Uint8Array): void {
    this.#say = texts(this);
    const whose: Whose = { api, directory, case: id, chain, keep: chain !== keys.ledger };
    const bound = (selector: string, act: (progress: OnLeaves, signal: AbortSignal) => Promise<string>): void => {
      const button = part(this, selector, HTMLButtonElement);
      button.addEventListener("click", () => void this.#run(act, button));
    };
    bound("[data-check]", async (progress, signal) => {
      const { checkLog, drawFindings } = await load();
      // The one that she kept says more than the one that the server would hand out today.
      const kept = part(this, "#log-proof", HTMLTextAreaElement).value.trim();
      const earlier = [...(part(this, "#log-earlier", HTMLInputElement).files ?? [])];
      const found = await checkLog(whose, earlier, kept === "" ? (proof ?? "") : kept, progress, signal);
      signal.throwIfAborted();
      drawFindings(part(this, "[data-findings]", HTMLElement), found, this.#say);
      // Saving the log is what comes next then.
      if (found.problems.length > 0) part(this, "details", HTMLDetailsElement).open = true;
      goDown(part(this, "[data-found]", HTMLElement));
      return this.#say("log-checked");
    });
    bound("[data-save-log]", async (progress, signal) => {
      const { saveLog } = await load();
      const saved = await saveLog(whose, progress, signal);
      signal.throwIfAborted();
      saveAs(`${this.#say("log-name")}-${today()}.zip`, saved);
      return this.#say("log-saved");
    });
    part(this, "[data-cancel]", HTMLButtonElement).addEventListener("click", () => { this.#running?.abort(); });
    // Not before: a button that is pressed earlier would do nothing, and say nothing.
    this.hidden = false;
  }

  /** One thing at a time, with its progress. */
  async #run(act: (progress: OnLeaves, signal: AbortSignal) => Promise<string>, button: HTMLButtonElement): Promise<void> {
    if (this.#running !== null) return;
    const running = (this.#running = new AbortController());
    const status = part(this, "[data-log-status]", HTMLElement);
    const problem = part(this, "[data-log-problem]", HTMLElement);
    const busy = part(this, "[data-busy]", HTMLElement);
    const bar = part(busy, "progress", HTMLProgressElement);
    [status.textContent, problem.hidden, busy.hidden, bar.value] = [this.#say("log-fetching"), true, false, 0];
    try {
      const done = act((read, all) => { bar.value = all === 0 ? 1 : read / all; }, running.signal);
      // On a dead line an answer can take long to fail: she need not wait for it.
      status.textContent = await Promise.race([done, stopped(running.signal)]);
    } catch (error) {
      status.textContent = running.signal.aborted ? this.#say("log-cancelled") : "";
      problem.hidden = running.signal.aborted;
      problem.textContent = this.#why(error);
    } finally {
      // What has the focus goes away: it returns to where it came from.
      if (busy.contains(document.activeElement)) button.focus();
      busy.hidden = true;
      this.#running = null;
    }
  }

  #why(error: unknown): string {
    const { reason = "" } = error as { reason?: string };
    return this.#say(`refused-${reason}`) || explained(error, this.#say);
  }
}

/** Fails as soon as it is stopped. */
function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => { reject(signal.reason as Error); }, { once: true });
  });
}

async function load(): Promise<typeof import("./log-work.js") & typeof import("./log-findings.js")> {
  const [work, findings] = await Promise.all([import("./log-work.js"), import("./log-findings.js")]);
  return { ...work, ...findings };
}
