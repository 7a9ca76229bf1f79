/** `<my-dossier>`: everything that her receipt opens, with what proves it, as one file of her own. */

import { publicApi } from "../../api.js";
import { RecipientRefused, wellFormed } from "../../crypto/index.js";
import { today } from "../../days.js";
import type { Made, Told } from "../../dossier/making.js";
import type { Sink } from "../../dossier/sinks.js";
import type { Mine } from "../../mine.js";
import { NotYet, sendWith } from "./conversation.js";
import { deployment, explained, part, texts, type Say } from "./page.js";
import { saveAs } from "./saved-file.js";

export class MyDossier extends HTMLElement {
  #mine: Mine | null = null;
  #say: Say = () => "";
  #running: AbortController | null = null;

  static define(): void {
    customElements.define("my-dossier", MyDossier);
  }

  show(mine: Mine): void {
    this.#mine = mine;
    this.#say = texts(this);
    this.hidden = false;
    part(this, "[data-export]", HTMLElement).addEventListener("click", () => void this.#export());
    part(this, "[data-stop]", HTMLElement).addEventListener("click", () => { this.#running?.abort(); });
    const form = part(this, "[data-authority]", HTMLFormElement);
    const consent = part(form, "[name=identify]", HTMLInputElement);
    consent.addEventListener("change", () => { part(form, "[data-identity]", HTMLElement).hidden = !consent.checked; });
    sendWith(form, this.#say, () => this.#handOver(form), (error) => this.#whyNot(error));
  }

  #whyNot(error: unknown): string {
    if (error instanceof RecipientRefused) return this.#say("recipient-wrong");
    if (error instanceof Error && error.name === "Full") return this.#say("too-full");
    return error instanceof NotYet ? this.#say(error.message) : explained(error, this.#say);
  }

  /** Her own, as it is: the only copy that opens without a key. */
  async #export(): Promise<void> {
    const problem = part(this, "[data-export-problem]", HTMLElement);
    problem.hidden = true;
    try {
      await this.#make("zip", null, new Map());
    } catch (error) {
      problem.textContent = this.#whyNot(error);
      problem.hidden = false;
    }
  }

  /** Sealed to an authority; who she is goes along only when she ticked that and typed it. */
  async #handOver(form: HTMLFormElement): Promise<void> {
    const field = part(form, "[name=recipient]", HTMLTextAreaElement);
    const recipient = field.value.replaceAll(/\s+/g, "").toLowerCase();
    const extra = new Map<string, string>();
    field.toggleAttribute("aria-invalid", false);
    const { canonicalJson, sealOutside } = await import("../../dossier/index.js");
    try {
      if (recipient === "") throw new NotYet("recipient-empty");
      // Tried first: nothing is read before it is known that it can be sealed.
      await sealOutside(recipient);
    } catch (error) {
      field.setAttribute("aria-invalid", "true");
      field.focus();
      throw error;
    }
    if (part(form, "[name=identify]", HTMLInputElement).checked) {
      const typed = (name: string): string => wellFormed(part(form, `[name=${name}]`, HTMLInputElement).value.trim());
      const identity = { name: typed("name"), contact: typed("contact"), number: typed("number") };
      if (identity.name === "") {
        part(form, "[name=name]", HTMLInputElement).focus();
        throw new NotYet("name-empty");
      }
      extra.set("identity.json", canonicalJson(identity));
    }
    // What was made is told below the form; above it stands how the export went.
    if (!(await this.#make("zip.age", recipient, extra))) throw new NotYet("stopped");
  }

  /** Whether it was saved: she may choose nowhere, or stop it. */
  async #make(ending: string, recipient: string | null, extra: ReadonlyMap<string, string>): Promise<boolean> {
    if (this.#mine === null || this.#running !== null) return false;
    // Asked at once, while the press still counts as one.
    const { chosen } = await import("../../dossier/saving.js");
    const saving = await chosen(`${this.#say("dossier-file")}-${today()}.${ending}`, saveAs);
    if (saving === null) return false;
    const running = new AbortController();
    this.#running = running;
    const pressed = document.activeElement;
    this.#busy(true);
    try {
      const made = await this.#write(this.#mine, saving.sink, recipient, extra, running.signal);
      saving.save();
      this.#status(recipient === null ? this.#after(made) : "");
      return true;
    } catch (error) {
      this.#status(running.signal.aborted ? this.#say("stopped") : "");
      if (!running.signal.aborted) throw error;
      return false;
    } finally {
      this.#running = null;
      const stop = part(this, "[data-stop]", HTMLElement);
      const back = document.activeElement === stop;
      this.#busy(false);
      // The button to stop goes away: the focus returns to what was pressed.
      if (back && pressed instanceof HTMLElement) pressed.focus();
    }
  }

  async #write(
    mine: Mine, to: Sink, recipient: string | null, extra: ReadonlyMap<string, string>, signal: AbortSignal,
  ): Promise<Made> {
    const { herSide, makeDossier, sealedSink } = await import("../../dossier/index.js");
    const { herTelling, lentBy } = await import("./telling.js");
    const { origin, language, root } = deployment();
    const side = herSide(mine, { ...lentBy(mine), root, language: language === "nl" ? "nl" : "en", open: publicApi(origin, language) }, extra);
    if (side === null) throw new Error("nothing lies under this receipt");
    const sink = recipient === null ? to : await sealedSink(recipient, to);
    return makeDossier(side, herTelling(this, side.directory), sink, this.#told(), signal);
  }

  #told(): Told {
    const bar = part(this, "progress", HTMLProgressElement);
    const tell = (key: string, values: Readonly<Record<string, string | number>>, done: number): void => {
      this.#status(this.#say(key, values));
      bar.value = done;
    };
    return {
      opening: (n, all) => { tell("opening", { done: n, all }, (n / all) * 0.3); },
      fetching: (n, all, name) => { tell("fetching", { done: n, all, name }, 0.3 + (n / all) * 0.4); },
      proving: (n, all) => { tell("proving", { done: n, all }, 0.7 + (n / Math.max(1, all)) * 0.2); },
      writing: () => { tell("writing", {}, 0.95); },
    };
  }

  #after({ dossier: { lacking, head } }: Made): string {
    const proven = this.#say(head === null ? "made-unproven" : lacking.length === 0 ? "made" : "made-partly");
    if (lacking.length === 0) return proven;
    const taken = lacking.some(({ why }) => why === "taken-away") ? [this.#say("made-taken-away")] : [];
    return [...taken, proven, this.#say("made-lacking", { n: lacking.length })].join(" ");
  }

  #status(text: string): void {
    const status = part(this, "[data-export-status]", HTMLElement);
    if (status.textContent !== text) status.textContent = text;
  }

  #busy(on: boolean): void {
    part(this, "progress", HTMLProgressElement).hidden = !on;
    part(this, "[data-stop]", HTMLElement).hidden = !on;
    part(this, "[data-export]", HTMLButtonElement).disabled = on;
    if (on) part(this, "[data-stop]", HTMLElement).focus();
  }
}
