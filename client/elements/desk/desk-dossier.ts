/** `<desk-dossier>`: a case as one file, for who protects and for the commission; or the employer's, for proceedings. */

import type { Telling, Told } from "../../dossier/making.js";
import type { OpenedRoom } from "../../dossier/gathering.js";
import type { ToldItem, Words } from "../../dossier/telling.js";
import { publicApi } from "../../api.js";
import type { OpenCase } from "../../desk/case.js";
import { today } from "../../days.js";
import type { Directory } from "../../crypto/index.js";
import type { Entry } from "../../items.js";
import { textOf } from "../../promises.js";
import type { Frame } from "./desk-app.js";
import { dayInWords, find, has, locale, onSubmit, part, say, sayCount, sayOr, stamp, valueOf } from "./page.js";

/** What an item says at length, in the order in which it is told. */
const TEXTS = ["text", "what", "who", "where", "when", "told", "action", "grounds", "given", "reasons", "record"];

export class DeskDossier extends HTMLElement {
  static define(): void {
    customElements.define("desk-dossier", DeskDossier);
  }

  frame: Frame | null = null;
  opened: OpenCase | null = null;
  changed: () => void = () => undefined;
  #running: AbortController | null = null;

  connectedCallback(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount > 0) return;
    this.append(stamp("dossier"));
    part(this, "stop").addEventListener("click", () => { this.#running?.abort(); });
    for (const arm of ["officer", "employer"] as const) {
      const form = find(this, `form[data-form="${arm}"]`, HTMLFormElement);
      onSubmit(form, async () => {
        const further = arm === "employer" ? valueOf(form, "further").split("\n") : [];
        await this.#make(frame, opened, arm, further.map((one) => one.trim()).filter((one) => one !== ""));
      });
    }
    this.update();
  }

  disconnectedCallback(): void {
    this.#running?.abort();
  }

  update(): void {
    const { frame, opened } = this;
    if (frame === null || opened === null || this.childElementCount === 0) return;
    const { roles } = frame.desk.me.officer;
    const above = roles.includes("commission_member");
    find(this, '[data-arm="officer"]', HTMLElement).hidden = !above && !roles.includes("protection_officer");
    find(this, '[data-arm="employer"]', HTMLElement).hidden = !above && !opened.isHandler;
  }

  async #make(frame: Frame, opened: OpenCase, arm: "officer" | "employer", further: readonly string[]): Promise<void> {
    if (this.#running !== null) return;
    const { desk } = frame;
    const { chosen, makeDossier, theirSide } = await import("../../dossier/theirs-index.js");
    const saving = await chosen(`${say("dossier.file")}-${today()}.zip`, saveAs);
    if (saving === null) return;
    const running = new AbortController();
    this.#running = running;
    this.#busy(true);
    try {
      const side = theirSide(desk, opened, arm, further, lent(desk.directory));
      const { dossier } = await makeDossier(side, this.#telling(desk.directory), saving.sink, this.#told(), running.signal);
      saving.save();
      const made = say(dossier.head === null ? "dossier.made-unproven" : `dossier.made-${arm}`);
      const { length } = dossier.lacking;
      this.#status(length === 0 ? made : `${made} ${sayCount("dossier.made-lacking", length)}`);
    } catch (error) {
      this.#status(running.signal.aborted ? say("dossier.stopped") : "");
      if (!running.signal.aborted) throw error;
    } finally {
      this.#running = null;
      const stopped = document.activeElement === part(this, "stop");
      this.#busy(false);
      // The button to stop goes away: the focus returns to what was pressed.
      if (stopped) find(this, `form[data-form="${arm}"] [type=submit]`, HTMLElement).focus();
    }
  }

  #telling(directory: Directory): Telling {
    const read = async (lang: string): Promise<string> => {
      const path = find(this, "[data-readme-nl]", HTMLElement).getAttribute(`data-readme-${lang}`) ?? "";
      return new TextDecoder().decode(await publicApi(location.origin, lang).getBytes(path));
    };
    return {
      readmes: async (made) => {
        const { readmeOf } = await import("../../dossier/readme.js");
        return new Map(await Promise.all(["nl", "en"].map(async (lang) => [`README.${lang}.md`, readmeOf(await read(lang), made)] as const)));
      },
      pdf: async (made, rooms) => {
        const [{ printed }, { fetchFonts }, { documentOf }] = await Promise.all([
          import("../../dossier/printed.js"), import("../../dossier/fonts.js"), import("../../dossier/telling.js"),
        ]);
        return printed(documentOf(made, rooms, wordsFor(directory)), await fetchFonts(made.language));
      },
    };
  }

  #told(): Told {
    const bar = find(this, "progress", HTMLProgressElement);
    const tell = (word: string, values: Readonly<Record<string, string | number>>, done: number): void => {
      this.#status(say(`dossier.${word}`, values));
      bar.value = done;
    };
    return {
      opening: (done, all) => { tell("opening", { done, all }, (done / all) * 0.3); },
      fetching: (done, all, name) => { tell("fetching", { done, all, name }, 0.3 + (done / all) * 0.4); },
      proving: (done, all) => { tell("proving", { done, all }, 0.7 + (done / Math.max(1, all)) * 0.2); },
      writing: () => { tell("writing", {}, 0.95); },
    };
  }

  #status(text: string): void {
    const status = part(this, "done");
    if (status.textContent !== text) status.textContent = text;
  }

  #busy(on: boolean): void {
    find(this, "progress", HTMLProgressElement).hidden = !on;
    part(this, "stop").hidden = !on;
  }
}

/** Who somebody is, by label: officers and functions of the directory. */
function nameOf(directory: Directory, label: string): string | null {
  const [kind, id] = label.split(":");
  if (kind === "officer") return directory.officers.find((one) => one.id === id)?.name ?? null;
  if (kind !== "function") return null;
  const found = directory.functions.find((one) => one.id === id);
  return found === undefined ? null : `${found.titles[document.documentElement.lang === "nl" ? "nl" : "en"]} ${found.holder_name ?? ""}`.trim();
}

function lent(directory: Directory): { named: (label: string) => string | null; reported: string; known: (name: string | null) => string; harmed: string } {
  return {
    named: (label) => nameOf(directory, label),
    reported: say("dossier.told-report"),
    known: (name) => say("dossier.told-knowledge", { name: name ?? say("dossier.told-somebody") }),
    harmed: say("dossier.told-detriment"),
  };
}

function wordsFor(directory: Directory): Words {
  return {
    say: (key, values) => (has(`dossier.${key}`) ? say(`dossier.${key}`, values) : ""),
    day: dayInWords,
    locale: locale(),
    named: (label) => nameOf(directory, label) ?? label,
    event: (kind) => (has(`event.${kind}`) ? say(`event.${kind}`) : kind),
    item: (entry, room) => told(entry, room, directory),
  };
}

function told(entry: Entry, room: OpenedRoom, directory: Directory): ToldItem {
  if (entry.state === "trouble") return { title: say("damaged.where", { n: entry.sequence }), text: "", facts: [] };
  const { header, body } = entry;
  const officer = directory.officers.find(({ key }) => key?.verify === header.author);
  const by = room.isReporters(header.author) ? say("author.reporter") : officer?.name ?? say("author.former");
  const text = TEXTS.map((name) => textOf(body, name)).filter((one) => one.trim() !== "").join("\n\n");
  return { title: `${dayInWords(header.day)} – ${by} – ${sayOr("kind", header.kind)}`, text, facts: [] };
}

/** Let the browser save something on this device. */
function saveAs(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => { URL.revokeObjectURL(link.href); }, 60_000);
}
