/** `<what-is-mine>`: from the nine words to what lies under them: a report, a talk, or both. */

import type { Mine } from "../../mine.js";
import { MyReport } from "./my-report.js";
import { MyTalk } from "./my-talk.js";
import { NameOut } from "./name-out.js";
import { choose, goTo, part } from "./page.js";
import { ReceiptEntry } from "./receipt-entry.js";

export class WhatIsMine extends HTMLElement {
  static define(): void {
    customElements.define("what-is-mine", WhatIsMine);
  }

  connectedCallback(): void {
    const entry = part(this, "receipt-entry", ReceiptEntry);
    entry.addEventListener("opened", (event) => {
      entry.remove();
      void this.#show((event as CustomEvent<Mine>).detail);
    });
    part(this, "[data-close]", HTMLElement).addEventListener("click", () => {
      // A fresh page holds nothing of this one.
      location.reload();
    });
  }

  async #show({ report, talk, alarm }: Mine): Promise<void> {
    const opened = part(this, "[data-opened]", HTMLElement);
    opened.hidden = false;
    choose(opened, "holds", report !== null ? "report" : talk !== null ? "talk" : "alarm");
    const heading = part(opened, "h1:not([hidden])", HTMLElement);
    document.title = heading.textContent;
    goTo(heading);
    if (report !== null) await part(this, "my-report", MyReport).show(report);
    if (talk !== null) await part(this, "my-talk", MyTalk).show(talk);
    await part(this, "name-out", NameOut).show(report, alarm);
  }
}
