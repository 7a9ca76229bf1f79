/** `<my-talk>`: the talk with a confidential adviser. It has no dates: it is not a report. */

import type { MyTalk as Opened } from "../../mine.js";
import { Conversation, sendWith } from "./conversation.js";
import { choose, fill, part, parts, texts } from "./page.js";
import { guardLeaving } from "./unsent.js";

export class MyTalk extends HTMLElement {
  static define(): void {
    customElements.define("my-talk", MyTalk);
  }

  /** Show what was opened with the receipt. */
  async show(mine: Opened): Promise<void> {
    const say = texts(this);
    this.hidden = false;
    const adviser = mine.directory.officers.find((one) => one.id === mine.adviser);
    for (const one of parts(this, "[data-adviser]")) {
      fill(one, { adviser: adviser?.name ?? say("unknown-officer") });
    }
    choose(this, "reported", String(mine.reported));
    const answer = part(this, "textarea", HTMLTextAreaElement);
    guardLeaving(() => answer.value.trim() !== "");
    const talk = new Conversation(this, say, mine);
    talk.offerSeen(part(this, "[data-seen-form]", HTMLFormElement));
    sendWith(part(this, "[data-answer-form]", HTMLFormElement), say, async () => {
      await talk.write(answer);
      talk.showNew();
    }, (error) => talk.whyNot(error));
    part(this, "[data-refresh]", HTMLElement).addEventListener("click", () => void talk.refresh());
    await talk.refresh();
  }
}
