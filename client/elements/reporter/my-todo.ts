/**
 * `<my-todo>`: what waits for her on this page. Any part of the page that shows and has `data-asks` is
 * listed by that sentence, with a link to the heading whose id stands in `data-asks-at`.
 */

export class MyTodo extends HTMLElement {
  #planned = false;

  static define(): void {
    customElements.define("my-todo", MyTodo);
  }

  connectedCallback(): void {
    const page = this.parentElement;
    if (page === null) return;
    const observer = new MutationObserver(() => { this.#plan(page); });
    observer.observe(page, { subtree: true, childList: true, attributeFilter: ["hidden"] });
    this.#plan(page);
  }

  #plan(page: HTMLElement): void {
    if (this.#planned) return;
    this.#planned = true;
    requestAnimationFrame(() => {
      this.#planned = false;
      this.#draw(page);
    });
  }

  #draw(page: HTMLElement): void {
    const asking = [...page.querySelectorAll<HTMLElement>("[data-asks]")].filter((one) => one.checkVisibility());
    // The same question twice, such as by two people who ask for her name, is one thing to do.
    const asked = new Map(asking.map((one) => [one.dataset["asks"] ?? "", one.dataset["asksAt"] ?? ""]));
    const list = this.querySelector("ul");
    const now = [...asked.keys()].join("\n");
    if (list === null || this.dataset["now"] === now) return;
    this.dataset["now"] = now;
    this.hidden = asked.size === 0;
    list.replaceChildren(
      ...[...asked].map(([text, at]) => {
        const [row, link] = [document.createElement("li"), document.createElement("a")];
        link.href = `#${at}`;
        link.textContent = text;
        row.append(link);
        return row;
      }),
    );
  }
}
