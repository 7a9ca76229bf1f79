/**
 * `<report-proof>`: the proof that she reported, checked on the device, to print with the receipt or save.
 *
 * A proof that is missing or wrong takes nothing away: the report is in, and the page says what to do.
 */

import { ProofRefused, type ProofOfReport } from "../../crypto/index.js";
import { choose, dayInWords, fill, part } from "./page.js";
import { saveAs } from "./saved-file.js";

/** A proof as the server sent it, and what it is held against. */
export interface Proven {
  readonly proof: string | null;
  /** The verifier key of the log, from the signed directory. */
  readonly log: string;
  /** @throws ProofRefused */
  readonly proven: (note: string) => ProofOfReport;
}

export class ReportProof extends HTMLElement {
  static define(): void {
    customElements.define("report-proof", ReportProof);
  }

  /** @param of - null when the answer with the proof was lost */
  show(of: Proven | null): void {
    const note = of?.proof ?? null;
    let state = note === null ? "missing" : "good";
    try {
      if (note !== null) this.#fill(of?.proven(note));
    } catch (error) {
      if (!(error instanceof ProofRefused)) throw error;
      state = "wrong";
    }
    this.hidden = false;
    choose(this, "state", state);
    const [given, save] = [part(this, "[data-note]", HTMLElement), part(this, "[data-save]", HTMLElement)];
    given.hidden = save.hidden = note === null;
    given.textContent = `${note ?? ""}\n${of?.log ?? ""}`;
    save.onclick = () => {
      saveAs(this.dataset["file"] ?? "", new Blob([note ?? ""], { type: "text/plain" }));
    };
  }

  #fill(proof?: ProofOfReport): void {
    const { day = "", loggedBy = "" } = proof ?? {};
    fill(part(this, "[data-state=good]", HTMLElement), {
      day: dayInWords(day),
      logged: dayInWords(loggedBy.slice(0, 10)),
    });
  }
}
