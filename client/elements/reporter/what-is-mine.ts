/** `<what-is-mine>`: from the nine words to what lies under them: a report, a talk, or both. */

import { ConnectionLost, Problem } from "../../api.js";
import type { Mine } from "../../mine.js";
import { provenBy } from "../../myproof.js";
import { MyCertificate } from "./my-certificate.js";
import { MyCommission } from "./my-commission.js";
import { MyDossier } from "./my-dossier.js";
import { MyFile } from "./my-file.js";
import { MyCare } from "./my-care.js";
import { MyReport } from "./my-report.js";
import { MyRetention } from "./my-retention.js";
import { MyTalk } from "./my-talk.js";
import { NameOut } from "./name-out.js";
import { OwnWords } from "./own-words.js";
import { choose, goTo, part } from "./page.js";
import { ReceiptEntry, type Opened } from "./receipt-entry.js";
import { ReportProof } from "./report-proof.js";

export class WhatIsMine extends HTMLElement {
  static define(): void {
    customElements.define("what-is-mine", WhatIsMine);
  }

  connectedCallback(): void {
    const entry = part(this, "receipt-entry", ReceiptEntry);
    entry.addEventListener("opened", (event) => {
      entry.remove();
      void this.#open((event as CustomEvent<Opened>).detail);
    });
    part(this, "[data-close]", HTMLElement).addEventListener("click", () => {
      // A fresh page holds nothing of this one.
      location.reload();
    });
  }

  /** Words on paper are replaced before anything else. */
  async #open({ mine, receipt }: Opened): Promise<void> {
    const { report } = mine;
    const own = part(this, "own-words", OwnWords);
    await this.#show(report?.onPaper === true ? await own.take(report, receipt) : mine);
  }

  async #show(mine: Mine): Promise<void> {
    const { report, talk, erased } = mine;
    const opened = part(this, "[data-opened]", HTMLElement);
    opened.hidden = false;
    choose(opened, "holds", report !== null || erased !== null ? "report" : talk !== null ? "talk" : "alarm");
    const heading = part(opened, "h1:not([hidden])", HTMLElement);
    document.title = heading.textContent;
    goTo(heading);
    part(opened, "[data-not-all]", HTMLElement).hidden = await this.#showParts(mine);
    // Seen when it stands: nothing comes in above what she reads, or under her finger.
    delete opened.dataset["waits"];
    part(opened, "[data-opening-status]", HTMLElement).hidden = true;
    // Last: it is long, and opened for every receipt, so that it says nothing that there is one.
    await part(this, "my-file", MyFile).show(mine);
    part(this, "my-dossier", MyDossier).show(mine);
  }

  /** Show what there is, and whether all of it could be. */
  async #showParts({ report, talk, alarm, erased }: Mine): Promise<boolean> {
    const [reported, talked] = [part(this, "my-report", MyReport), part(this, "my-talk", MyTalk)];
    // What is not there leaves the page before the rest is fetched.
    const care = part(this, "my-care", MyCare);
    const kept = part(this, "my-retention", MyRetention);
    const proof = part(this, "report-proof", ReportProof);
    // What was erased leaves the page; that it was, and when, does not.
    const certificate = part(this, "my-certificate", MyCertificate);
    if (erased !== null) reported.replaceWith(kept, proof, certificate);
    if (report === null) reported.remove();
    if (report === null) care.remove();
    if (talk === null) talked.remove();
    const proven = report ?? erased;
    const first: Promise<void>[] = [];
    // After the very last class went, the log has no word left to give.
    if (proven !== null && (erased === null || erased.proof !== null)) first.push(showProven(proof, certificate, proven));
    if (report !== null) first.push(reported.show(report));
    // Before the others: they read in the conversation.
    const whole = [await allShown(first)];
    const others = [this.#showAlarm(report, alarm)];
    if (erased !== null) others.push(kept.show(erased, null));
    if (report !== null) others.push(care.show(report));
    if (talk !== null) others.push(talked.show(talk));
    whole.push(await allShown(others));
    return !whole.includes(false);
  }

  async #showAlarm(report: Mine["report"], alarm: Mine["alarm"]): Promise<void> {
    const out = part(this, "name-out", NameOut);
    await out.show(report, alarm);
    const commission = part(this, "my-commission", MyCommission);
    if (report !== null) commission.opened = (room) => out.open(room, report);
    await commission.show(report, alarm);
  }
}

async function showProven(proof: ReportProof, certificate: MyCertificate, of: NonNullable<Mine["report" | "erased"]>): Promise<void> {
  proof.show({ proof: of.proof, log: of.directory.log.key, proven: await provenBy(of) });
  certificate.show(of);
}

/** Wait until all have ended: what one part could not fetch takes no other part away. */
async function allShown(parts: readonly Promise<void>[]): Promise<boolean> {
  const failed = (await Promise.allSettled(parts)).filter((one) => one.status === "rejected");
  for (const { reason } of failed) {
    // A bad line, or an answer of the server: the page says so. Anything else is a fault of ours.
    if (!(reason instanceof ConnectionLost || reason instanceof Problem)) reportError(reason);
  }
  return failed.length === 0;
}
