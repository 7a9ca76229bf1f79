/**
 * `<who-reads>` around a `<details>`: the names of those who read reports, when they are asked for.
 *
 * They come out of the signed directory, and with them what is needed to verify it: the first page
 * loads neither until somebody wants to see.
 */

export class WhoReads extends HTMLElement {
  static define(): void {
    customElements.define("who-reads", WhoReads);
  }

  connectedCallback(): void {
    this.hidden = false;
    const details = this.querySelector("details");
    details?.addEventListener("toggle", () => {
      if (details.open) void import("./reader-names.js").then((names) => names.show(this));
    });
  }
}
