/** `<desk-keys>`: makes keys, waits until they count, shows their groups, changes the passphrase. */

import { askKeeper } from "../../desk/keeper.js";
import { isAcceptable, strength } from "../../desk/passphrase.js";
import type { Frame } from "./desk-app.js";
import {
  banner, find, locale, number, onSubmit, part, Progress, say, showFault, showMistake, stamp, valueOf, wireSecrets,
} from "./page.js";

const LOOK_EVERY = 30_000;

export class DeskKeys extends HTMLElement {
  static define(): void {
    customElements.define("desk-keys", DeskKeys);
  }

  frame: Frame | null = null;
  #looking: ReturnType<typeof setInterval> | null = null;

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    const { stage } = frame.desk;
    if (stage === "first") {
      this.#drawFirst(frame);
    } else if (stage === "waiting" || stage === "confirmed") {
      this.#drawWaiting(frame, stage);
    } else {
      this.#drawChange(frame);
    }
  }

  disconnectedCallback(): void {
    if (this.#looking !== null) clearInterval(this.#looking);
  }

  #drawFirst(frame: Frame): void {
    this.append(stamp("first"));
    const form = find(this, "form", HTMLFormElement);
    this.#prepare(frame, form);
    onSubmit(form, async () => {
      const passphrase = this.#chosen(frame, form);
      if (passphrase === null) return;
      const { desk } = frame;
      await this.#working(frame, form, "progress.making", async (told) => {
        const task = { act: "make" as const, passphrase, officer: desk.me.officer.id };
        const { keys, wrap } = await askKeeper(frame.keeper(), task, told);
        await desk.register(keys, wrap);
      });
      frame.proceed();
    });
  }

  #drawWaiting(frame: Frame, stage: "waiting" | "confirmed"): void {
    const { desk } = frame;
    this.append(stamp(stage));
    if (!desk.isOwnKeyAtServer) {
      this.prepend(banner("", say("fault.own-key-at-server")));
    } else if (stage === "waiting") {
      this.#showGroups(desk.groups);
    }
    const said = part(this, "checked");
    const look = async (asked: boolean): Promise<void> => {
      try {
        await desk.reload();
        if (desk.me.key?.state !== "waiting" && desk.me.key !== null) await desk.fetchDirectory();
        if (desk.stage !== stage) {
          frame.proceed();
          return;
        }
        const time = new Intl.DateTimeFormat(locale(), { timeStyle: "short" });
        if (asked) said.textContent = say(`checked.${stage}`, { time: time.format(new Date()) });
      } catch (error) {
        if (asked) showFault(said, error);
      }
    };
    find(this, '[data-do="check"]', HTMLElement).addEventListener("click", () => { void look(true); });
    this.#looking = setInterval(() => { void look(false); }, LOOK_EVERY);
  }

  #drawChange(frame: Frame): void {
    const { desk } = frame;
    this.append(stamp("keys"));
    this.#showGroups(desk.groups);
    const form = find(this, "form", HTMLFormElement);
    this.#prepare(frame, form);
    onSubmit(form, async () => {
      const passphrase = valueOf(form, "old");
      if (passphrase === "") {
        const old = find(form, '[name="old"]', HTMLInputElement);
        showMistake(part(form, "error"), "error.empty-passphrase", old);
        return;
      }
      const next = this.#chosen(frame, form);
      if (next === null) return;
      const { officer } = desk.me;
      await this.#working(frame, form, "progress.making", async (told) => {
        const task = {
          act: "change" as const, wrap: desk.me.wrap ?? "", passphrase, next, officer: officer.id,
        };
        const { wrap } = await askKeeper(frame.keeper(), task, told);
        await desk.rewrap(wrap);
      });
      form.reset();
      part(form, "strength").textContent = "";
      const done = document.createElement("p");
      done.className = "notice notice--good";
      done.setAttribute("role", "status");
      done.textContent = say("done.changed");
      part(form, "progress").replaceChildren(done);
      frame.announce(say("done.changed"));
    });
  }

  #showGroups(groups: readonly string[]): void {
    part(this, "groups").replaceChildren(
      ...groups.flatMap((group) => {
        const one = document.createElement("span");
        one.textContent = group;
        return [one, document.createTextNode(" ")];
      }),
    );
  }

  #prepare(frame: Frame, form: HTMLFormElement): void {
    wireSecrets(form);
    find(form, '[name="username"]', HTMLInputElement).value = frame.desk.me.officer.name;
    const field = find(form, '[name="new"]', HTMLInputElement);
    const said = part(form, "strength");
    field.addEventListener("input", () => {
      const judged = strength(field.value, [frame.desk.me.officer.name]);
      said.dataset["strength"] = judged;
      said.textContent = field.value === "" ? "" : say(`strength.${judged}`);
    });
  }

  /** The new passphrase, when it may be used and was typed twice alike. */
  #chosen(frame: Frame, form: HTMLFormElement): string | null {
    const chosen = valueOf(form, "new");
    const where = part(form, "error");
    if (!isAcceptable(chosen, [frame.desk.me.officer.name])) {
      showMistake(where, "error.weak", find(form, '[name="new"]', HTMLInputElement));
      return null;
    }
    if (chosen.normalize("NFKC") !== valueOf(form, "repeat").normalize("NFKC")) {
      showMistake(where, "error.repeat", find(form, '[name="repeat"]', HTMLInputElement));
      return null;
    }
    return chosen;
  }

  async #working(
    frame: Frame,
    form: HTMLFormElement,
    word: string,
    act: (told: (done: number) => void) => Promise<void>,
  ): Promise<void> {
    const progress = new Progress(part(form, "progress"));
    const told = (done: number): void => {
      progress.show(done, say(word, { n: number(Math.floor(done * 100)) }));
    };
    told(0);
    frame.announce(say(word, { n: 0 }));
    try {
      await act(told);
    } finally {
      progress.end();
    }
  }
}
