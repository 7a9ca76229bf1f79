/** `<desk-people>`: who holds a case, handing it over, removing a member, stepping back. */

import type { OpenCase } from "../../desk/case.js";
import { bodiesFrom, candidates, holdings, type Candidate, type Holding } from "../../desk/people.js";
import type { Frame } from "./desk-app.js";
import {
  dayInWords, find, isTicked, names, onSubmit, part, say, sayOr, showFault, showMistake, stamp, stampOne,
  valueOf, write,
} from "./page.js";
import type { RoomKind } from "./sealed-file.js";

export class DeskPeople extends HTMLElement {
  static define(): void {
    customElements.define("desk-people", DeskPeople);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  changed: () => void = () => undefined;
  #shown = "";

  connectedCallback(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount > 0) return;
    this.append(stamp("people"));
    this.#wireHandOver(frame, opened);
    this.#wireTake(opened);
    this.#wireRecuse(frame, opened);
    this.update();
  }

  /** Members may have changed: draw the list anew, but only then. */
  update(): void {
    const { frame, opened } = this;
    const room = opened?.dialogue ?? null;
    if (frame === null || opened === null || room === null || this.childElementCount === 0) return;
    const now = JSON.stringify([room.state.members, opened.detail.handler, opened.detail.status, opened.talk.report !== null]);
    if (now === this.#shown) return;
    this.#shown = now;
    drawMembers(frame, opened, "dialogue", part(this, "dialogue"), this, this.changed);
    const { handler, status, excluded } = opened.detail;
    part(this, "take").hidden = handler !== null || status === "received";
    const form = find(this, '[data-form="handover"]', HTMLFormElement);
    const { directory } = frame.desk;
    const mine = frame.desk.holder;
    // Colleagues who hold the talk already can become the handler too: only oneself is left out.
    const bodies = bodiesFrom(directory, frame.desk.me.officer.body);
    const able = ["handler", "commission_member"]
      .flatMap((role) => candidates(directory, role, [mine], opened.talk.report))
      .filter((one) => bodies.has(one.officer.body) && !excluded.includes(one.officer.id));
    drawCandidates(form, able.filter((one, at) =>
      able.findIndex((other) => other.officer.id === one.officer.id) === at,
    ));
  }

  #wireHandOver(frame: Frame, opened: OpenCase): void {
    const form = find(this, '[data-form="handover"]', HTMLFormElement);
    wireWarning(form);
    onSubmit(form, async () => {
      const to = chosenPerson(form);
      if (to === null) return;
      await opened.handOver(to);
      form.reset();
      form.closest("details")?.removeAttribute("open");
      const name = frame.desk.directory.officers.find((one) => one.id === to)?.name ?? "";
      this.changed();
      this.#say(say("done.handed", { name }));
    });
  }

  /** A case whose handler is gone is taken by an officer who holds it already. */
  #wireTake(opened: OpenCase): void {
    const form = find(this, '[data-form="take"]', HTMLFormElement);
    onSubmit(form, async () => {
      await opened.take();
      this.changed();
      this.#say(say("done.taken"));
    });
  }

  #wireRecuse(frame: Frame, opened: OpenCase): void {
    const form = find(this, '[data-form="recuse"]', HTMLFormElement);
    onSubmit(form, async () => {
      if (!isTicked(form, "sure")) {
        showMistake(part(form, "error"), "error.sure", find(form, '[name="sure"]', HTMLElement));
        return;
      }
      const { number } = opened.detail;
      await opened.recuse();
      frame.go({ view: "inbox", page: 1 });
      frame.announce(say("done.recused", { number }));
    });
  }

  #say(text: string): void {
    const said = this.querySelector<HTMLElement>(':scope > [data-part="said"]');
    if (said !== null) said.textContent = text;
  }
}

/** The name of a member of a room, as the signed directory has it. */
export function nameOf(frame: Frame, one: Holding): string {
  if (one.holder === "reporter") return say("person.reporter");
  if (one.officer === null) return say("person.unknown");
  const { name } = one.officer;
  return one.holder === frame.desk.holder ? say("person.me", { name }) : name;
}

/** Draw the rows of a table of members, with the handler's way to remove one. */
export function drawMembers(
  frame: Frame,
  opened: OpenCase,
  where: RoomKind,
  body: HTMLElement,
  panel: HTMLElement,
  changed: () => void,
): void {
  const room = where === "dialogue" ? opened.dialogue : opened.investigation;
  if (room === null) return;
  const rows = holdings(room.state, frame.desk.directory).map((one) => {
    const row = stampOne("people-row");
    const name = nameOf(frame, one);
    write(row, "name", name);
    write(row, "whom", name);
    const roles = one.holder === "reporter" ? ["reporter"] : (one.officer?.roles ?? []);
    write(row, "role", names(roles.map((role) => sayOr("role", role))));
    write(row, "until", one.until === null ? say("until.none") : dayInWords(one.until));
    const removable =
      opened.isHandler && one.holder !== "reporter" && one.holder !== frame.desk.holder;
    const button = find(row, "button", HTMLButtonElement);
    if (!removable) {
      button.remove();
      return row;
    }
    button.addEventListener("click", () => {
      void confirmRemoval(panel, name).then(async (yes) => {
        if (!yes) {
          button.focus();
          return;
        }
        const error = find(panel, ':scope > [data-part="error"]', HTMLElement);
        error.replaceChildren();
        try {
          await opened.remove(where, one.holder);
          changed();
          const said = panel.querySelector<HTMLElement>(':scope > [data-part="said"]');
          if (said !== null) {
            said.textContent = say("done.removed", { name });
            said.tabIndex = -1;
            said.focus();
          }
        } catch (fault) {
          showFault(error, fault);
        }
      });
    });
    return row;
  });
  body.replaceChildren(...rows);
}

function confirmRemoval(panel: HTMLElement, name: string): Promise<boolean> {
  const dialog = find(stampIn(panel, "remove"), "dialog", HTMLDialogElement);
  write(dialog, "title", say("remove.title", { name }));
  dialog.showModal();
  return new Promise((resolve) => {
    let yes = false;
    find(dialog, '[data-do="yes"]', HTMLElement).addEventListener("click", () => {
      yes = true;
      dialog.close();
    });
    const no = find(dialog, '[data-do="no"]', HTMLElement);
    no.addEventListener("click", () => { dialog.close(); });
    no.focus();
    dialog.addEventListener("close", () => {
      dialog.parentElement?.remove();
      resolve(yes);
    });
  });
}

function stampIn(panel: HTMLElement, name: string): HTMLElement {
  const holder = document.createElement("div");
  holder.append(stamp(name));
  panel.append(holder);
  return holder;
}

/** Draw who can be chosen. Whoever the report names stands there too, with the reason, to be seen. */
export function drawCandidates(form: HTMLFormElement, able: readonly Candidate[]): void {
  const where = part(form, "choices");
  const legend = part(where, "legend");
  const submit = find(form, 'button[type="submit"]', HTMLButtonElement);
  submit.hidden = able.every((one) => one.standing === "named");
  if (able.length === 0) {
    where.replaceChildren(legend, stamp("candidates-none"));
    return;
  }
  const choices = able.map(({ officer, standing }) => {
    const one = stampOne("candidate");
    const radio = find(one, "input", HTMLInputElement);
    radio.value = officer.id;
    radio.dataset["standing"] = standing;
    radio.disabled = standing === "named";
    write(one, "name", officer.name);
    const roles = names(officer.roles.map((role) => sayOr("role", role)));
    write(one, "about", `${roles}; ${say(`standing.${standing}`)}`);
    return one;
  });
  where.replaceChildren(legend, ...choices);
}

/** Show the warning, and ask for the tick, when somebody is chosen whom the reporter did not choose. */
export function wireWarning(form: HTMLFormElement): void {
  const warning = part(form, "warning");
  form.addEventListener("change", () => {
    const radio = form.querySelector<HTMLInputElement>('[name="to"]:checked');
    warning.hidden = radio?.dataset["standing"] !== "unasked";
  });
  form.addEventListener("reset", () => { warning.hidden = true; });
}

/** The person chosen in a form, or null after saying what is missing. */
export function chosenPerson(form: HTMLFormElement): string | null {
  const where = part(form, "error");
  const radio = form.querySelector<HTMLInputElement>('[name="to"]:checked');
  if (radio === null || valueOf(form, "to") === "") {
    showMistake(where, "error.no-person", form.querySelector<HTMLElement>('[name="to"]:enabled'));
    return null;
  }
  if (radio.dataset["standing"] === "unasked" && !isTicked(form, "asked")) {
    showMistake(where, "error.asked", find(form, '[name="asked"]', HTMLElement));
    return null;
  }
  return radio.value;
}
