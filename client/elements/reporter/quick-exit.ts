/**
 * `<quick-exit href="/nl/away/">` with a button inside: leave at once.
 *
 * The button, or Shift pressed three times within 1.5 seconds, empties the page, gives it a
 * neutral title, steps back over the entries that this page added to the tab's history, drops those
 * ahead and replaces it by the neutral page. The browser's own history keeps the address; the page on
 * safety says so. A box `[data-exit-keys]` on the page switches the keyboard way off (for people
 * whose aids press Shift for them); the choice stays in memory only.
 */

/** Fired on `document` before leaving: whoever holds content drops it now. */
export const LEAVING = "hoeder:leaving";

const WITHIN = 1_500;
const PRESSES = 3;

/** How many entries the page added to the tab's history; set by whoever pushes. */
export interface Pushed {
  hoeder?: number;
}

export class QuickExit extends HTMLElement {
  #presses: number[] = [];
  #clean = true;
  #keys = true;

  static define(): void {
    customElements.define("quick-exit", QuickExit);
  }

  connectedCallback(): void {
    this.addEventListener("click", this.#click);
    document.addEventListener("keydown", this.#down);
    document.addEventListener("keyup", this.#up);
    document.addEventListener("change", this.#change);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#down);
    document.removeEventListener("keyup", this.#up);
    document.removeEventListener("change", this.#change);
  }

  /** Leave the page. Nothing that was typed is kept. */
  leave(): void {
    document.dispatchEvent(new CustomEvent(LEAVING));
    document.body.replaceChildren();
    const title = this.dataset["title"] ?? "";
    const away = this.getAttribute("href") ?? "/";
    const pushed = (history.state as Pushed | null)?.hoeder ?? 0;
    document.title = title;
    // A browser may keep the emptied page for Back: it leaves again at once.
    addEventListener("pageshow", ({ persisted }) => { if (persisted) location.replace(away); });
    let gone = false;
    const go = (): void => {
      if (gone) return;
      gone = true;
      document.title = title;
      // This entry gets the neutral address, and a new one ends those ahead of it, so that neither
      // Back nor Forward leads to the report.
      history.replaceState(null, "", away);
      history.pushState(null, "", away);
      location.replace(away);
    };
    if (pushed === 0) {
      go();
      return;
    }
    addEventListener("popstate", go, { once: true });
    // Should the browser not tell that it went back, leave all the same.
    setTimeout(go, 400);
    history.go(-pushed);
  }

  readonly #click = (event: Event): void => {
    event.preventDefault();
    this.leave();
  };

  readonly #change = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement && target.matches("[data-exit-keys]")) {
      this.#keys = target.checked;
    }
  };

  readonly #down = (event: KeyboardEvent): void => {
    // Shift together with another key is typing, not leaving.
    if (event.key !== "Shift") this.#clean = false;
    else if (!event.repeat) this.#clean = true;
  };

  readonly #up = (event: KeyboardEvent): void => {
    if (event.key !== "Shift" || !this.#clean || !this.#keys) {
      this.#presses = [];
      return;
    }
    const now = event.timeStamp;
    this.#presses = [...this.#presses.filter((at) => now - at < WITHIN), now];
    if (this.#presses.length >= PRESSES) this.leave();
  };
}
