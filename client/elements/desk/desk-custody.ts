/** `<desk-custody>`: what a custodian keeps, and what waits for them. */

import { ConsentRefused } from "../../crypto/index.js";
import {
  approveRequest, beginDrill, handOver, myCustody, passMyDrill, readiness, refuseRequest, testShares,
  type Custody, type CustodianRequest, type MyCustody,
} from "../../desk/custody.js";
import { today } from "../../days.js";
import type { Frame } from "./desk-app.js";
import { nameOfOfficer, openingCard, showWrong } from "./openings.js";
import {
  banner, dayInWords, find, number, onSubmit, part, Progress, say, sayCount, showFault, showMistake, stamp,
  stampOne, valueOf, write,
} from "./page.js";

export class DeskCustody extends HTMLElement {
  static define(): void {
    customElements.define("desk-custody", DeskCustody);
  }

  frame: Frame | null = null;

  connectedCallback(): void {
    const { frame } = this;
    if (frame === null || this.childElementCount > 0) return;
    this.append(stamp("custody"));
    void this.#load(frame);
  }

  async #load(frame: Frame): Promise<void> {
    try {
      const kept = await myCustody(frame.desk);
      this.#drawRequests(frame, kept);
      this.#drawDrills(frame, kept);
      part(this, "custodies").replaceChildren(
        ...kept.custodies.map((one) => this.#custody(frame, one, kept)),
      );
      await this.#test(frame, kept);
    } catch (error) {
      showFault(part(this, "error"), error);
    }
  }

  /** Test what was not tested yet, without being asked: a share that nobody can open helps nobody. */
  async #test(frame: Frame, kept: MyCustody): Promise<void> {
    const where = part(this, "tests");
    const untested = kept.shares.filter((one) => one.tested_on === null).length;
    if (untested === 0) {
      where.replaceChildren();
      where.textContent = sayCount("custody.kept", kept.shares.length);
      return;
    }
    const progress = new Progress(where);
    const bad = await testShares(frame.desk, kept.shares, (done, total) => {
      const values = { n: number(done), total: number(total) };
      progress.show(done / total, say("custody.testing", values));
      frame.busy();
    });
    progress.end();
    where.textContent = sayCount("custody.tested", untested - bad.length);
    frame.announce(where.textContent);
    for (const { share, error } of bad) {
      const box = document.createElement("div");
      showWrong(frame.desk, box, error);
      box.prepend(say("custody.bad", { n: number(share.index) }));
      where.append(box);
    }
  }

  #drawRequests(frame: Frame, kept: MyCustody): void {
    const where = part(this, "requests");
    where.replaceChildren(...kept.requests.map((one) => this.#request(frame, one)));
    if (kept.requests.length === 0) where.append(stamp("requests-none"));
  }

  #request(frame: Frame, request: CustodianRequest): HTMLElement {
    const { opening } = request;
    const made = openingCard(frame, opening, null);
    const ready = readiness(opening, today());
    const act = stampOne("answer");
    write(act, "check", say(opening.kind === "consent" ? "answer.consent" : `answer.${ready}`));
    const form = find(act, "form", HTMLFormElement);
    const field = find(form, "textarea", HTMLTextAreaElement);
    field.id = `desk-answer-${opening.id}`;
    find(form, "label", HTMLLabelElement).htmlFor = field.id;
    form.hidden = ready !== "ready";
    let refuse = false;
    find(form, '[data-do="refuse"]', HTMLElement).addEventListener("click", () => {
      refuse = true;
      form.requestSubmit();
    });
    onSubmit(form, async () => {
      const answer = refuse ? refuseRequest : approveRequest;
      const word = refuse ? "done.refused" : "done.approved";
      refuse = false;
      try {
        await answer(frame.desk, request, valueOf(form, "reasons"));
      } catch (error) {
        if (error instanceof ConsentRefused) {
          const text = say("consent.refused.text");
          part(form, "error").replaceChildren(banner(say(`consent.${error.reason}`), text));
        } else {
          showWrong(frame.desk, part(form, "error"), error);
        }
        return;
      }
      frame.announce(say(word));
      part(this, "done").textContent = say(word);
      await this.#load(frame);
    });
    part(made, "act").replaceChildren(act);
    return made;
  }

  #drawDrills(frame: Frame, kept: MyCustody): void {
    const where = part(this, "drills");
    where.replaceChildren(...kept.drills.map((drill) => {
      const made = stampOne("drill");
      write(made, "about", say("drill.about", {
        body: bodyName(frame, drill.body), day: dayInWords(drill.day),
      }));
      onSubmit(find(made, "form", HTMLFormElement), async () => {
        try {
          const finished = await passMyDrill(frame.desk, drill);
          part(this, "done").textContent = say(finished ? "done.drill-finished" : "done.drill");
        } catch (error) {
          showWrong(frame.desk, part(made, "error"), error);
          return;
        }
        await this.#load(frame);
      });
      return made;
    }));
  }

  #custody(frame: Frame, custody: Custody, kept: MyCustody): HTMLElement {
    const made = stampOne("custody-body");
    write(made, "name", bodyName(frame, custody.body));
    const region = find(made, ".table-wrap", HTMLElement);
    region.setAttribute("aria-label", `${region.getAttribute("aria-label") ?? ""}: ${bodyName(frame, custody.body)}`);
    write(made, "ready", custody.ready_on === null
      ? say("custody.preparing") : say("custody.ready", { day: dayInWords(custody.ready_on) }));
    for (const keeper of custody.keepers) {
      const row = stampOne("keeper");
      write(row, "name", nameOfOfficer(frame.desk, keeper.officer));
      write(row, "place", say(`place.${keeper.place}`));
      write(row, "drill", keeper.passed_on === null ? say("drill.never") : dayInWords(keeper.passed_on));
      find(made, "tbody", HTMLElement).append(row);
    }
    const me = custody.keepers.find((one) => one.officer === frame.desk.me.officer.id);
    const drill = find(made, '[data-form="drill"]', HTMLFormElement);
    drill.hidden = me === undefined || me.place === "authority";
    onSubmit(drill, async () => {
      await beginDrill(frame.desk, custody);
      part(this, "done").textContent = say("done.drill-started");
      await this.#load(frame);
    });
    this.#drawHandOver(frame, custody, kept, made);
    return made;
  }

  #drawHandOver(frame: Frame, custody: Custody, kept: MyCustody, made: HTMLElement): void {
    const mine = frame.desk.me.officer.id;
    const deputies = custody.keepers.filter((one) => one.place === "deputy" && one.officer !== mine);
    const shares = kept.shares.filter((one) => one.body === custody.body && !one.waiting);
    const step = part(made, "handover");
    step.hidden = deputies.length === 0 || shares.length === 0;
    const form = find(step, "form", HTMLFormElement);
    write(form, "how-many", sayCount("handover.shares", shares.length));
    for (const { officer } of deputies) {
      const choice = stampOne("candidate");
      find(choice, "input", HTMLInputElement).value = officer;
      write(choice, "name", nameOfOfficer(frame.desk, officer));
      part(form, "choices").append(choice);
    }
    onSubmit(form, async () => {
      const to = form.querySelector<HTMLInputElement>('[name="to"]:checked')?.value;
      if (to === undefined) {
        showMistake(part(form, "error"), "error.no-person", form.querySelector('[name="to"]'));
        return;
      }
      const progress = new Progress(part(form, "progress"));
      try {
        await handOver(frame.desk, shares, to, (done, total) => {
          progress.show(done / total, say("handover.progress", { n: number(done), total: number(total) }));
          frame.busy();
        });
      } finally {
        progress.end();
      }
      part(this, "done").textContent = say("done.shares-handed", { name: nameOfOfficer(frame.desk, to) });
    });
  }
}

function bodyName(frame: Frame, id: string): string {
  const language = document.documentElement.lang === "nl" ? "nl" : "en";
  return frame.desk.directory.bodies.find((one) => one.id === id)?.names[language] ?? "";
}
