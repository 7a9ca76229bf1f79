/** `<desk-news>`: what there is to do since one was last here, without content. */

import { listNews, markSeen, placeOf, type News } from "../../desk/news.js";
import { AboveList } from "./above.js";
import type { Frame } from "./desk-app.js";
import { dayInWords, find, has, part, say, sayCount, showFault, stampOne } from "./page.js";

export class DeskNews extends AboveList {
  static define(): void {
    customElements.define("desk-news", DeskNews);
  }

  protected override async load(frame: Frame): Promise<void> {
    const news = await listNews(frame.desk);
    if (news.length === 0 || !this.isConnected) return;
    const made = stampOne("news");
    part(made, "list").append(...news.map((one) => lineOf(frame, one)));
    find(made, '[data-do="seen"]', HTMLElement).addEventListener("click", () => {
      void this.#seen(frame, news);
    });
    this.append(made);
  }

  async #seen(frame: Frame, news: readonly News[]): Promise<void> {
    try {
      await markSeen(frame.desk, news);
      this.replaceChildren();
      frame.announce(say("done.news"));
      document.querySelector<HTMLElement>("main h1")?.focus();
    } catch (error) {
      showFault(part(this, "error"), error);
    }
  }
}

function lineOf(frame: Frame, { kind, count, since }: News): HTMLElement {
  const row = document.createElement("li");
  const link = document.createElement("a");
  link.href = frame.hrefOf(placeOf(kind));
  link.textContent = say(has(`news.${kind}`) ? `news.${kind}` : "news.other");
  const times = document.createElement("span");
  times.className = "quiet";
  times.textContent = ` ${sayCount("news.times", count).replace("{day}", dayInWords(since))}`;
  row.append(link, times);
  return row;
}
