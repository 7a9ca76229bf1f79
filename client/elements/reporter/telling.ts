/** How a dossier is told in the words of the reporter's page. Loaded with what makes one. */

import { publicApi } from "../../api.js";
import type { Directory } from "../../crypto/index.js";
import type { Lent } from "../../dossier/hers.js";
import type { OpenedRoom } from "../../dossier/gathering.js";
import type { Telling } from "../../dossier/making.js";
import { readmeOf } from "../../dossier/readme.js";
import { documentOf, type ToldItem, type Words } from "../../dossier/telling.js";
import { factsOf, textOf as textIn, titleOf, type Tongue } from "../../file/facts.js";
import type { ItemKind } from "../../file/forms.js";
import { isOne, ITEM_KINDS } from "../../file/forms.js";
import type { Bodies } from "../../file/bodies.js";
import type { Entry } from "../../items.js";
import type { Mine } from "../../mine.js";
import { calledIn, careIn, givenIn, kindOf, meetingIn, membersOf, partsOf, textOf, troubleOf, typesOf } from "./entries.js";
import { knowerName } from "./knowing.js";
import { dayInWords, language, LOCALES, texts, type Say } from "./page.js";

function tongue(say: Say): Tongue {
  return { say, day: dayInWords, locale: LOCALES[language()] };
}

/** The words of the page for what is summed up. */
export function lentBy({ report, talk, alarm, erased }: Mine): Omit<Lent, "root" | "language" | "open"> {
  const say = texts(document);
  const directory = (report ?? talk ?? alarm ?? erased)?.directory;
  const file = tongue(say);
  return {
    named: (knower) => (directory === undefined ? null : knowerName(knower, directory, language())),
    label: (body) => titleOf("entry", body, file),
    reported: say("told-report"),
    alarmed: say("line-alarm"),
    known: (name) => say("line-knowledge", { name: name ?? say("line-somebody") }),
  };
}

/**
 * How her dossier is told.
 *
 * @param root - says where the READMEs lie
 */
export function herTelling(root: HTMLElement, directory: Directory): Telling {
  const words = wordsFor(directory);
  return {
    readmes: async (made) => {
      const api = publicApi(location.origin, language());
      const read = async (lang: string): Promise<string> =>
        new TextDecoder().decode(await api.getBytes(root.getAttribute(`data-readme-${lang}`) ?? ""));
      return new Map(await Promise.all(["nl", "en"].map(async (lang) => [`README.${lang}.md`, readmeOf(await read(lang), made)] as const)));
    },
    pdf: async (made, rooms) => {
      const [{ printed }, { fetchFonts }] = await Promise.all([import("../../dossier/printed.js"), import("../../dossier/fonts.js")]);
      return printed(documentOf(made, rooms, words), await fetchFonts(language()));
    },
  };
}

function wordsFor(directory: Directory): Words {
  const say = texts(document);
  // Words of the file and of the talks differ for the same key: each room has its own.
  const talk = texts(document.querySelector("my-report") ?? document.querySelector("my-talk") ?? document);
  const file = texts(document.querySelector("my-file") ?? document);
  return {
    say, day: dayInWords, locale: LOCALES[language()],
    named: (label) => knowerName(label, directory, language()) ?? label,
    event: (kind) => say(`event-${kind}`) || kind,
    item: (entry, room) => (room.kind === "file" ? fileItem(entry, file, talk) : talkItem(entry, room, directory, talk, say)),
  };
}

/** @param paper - the words of the document itself: whoever reads it is not the reporter */
function talkItem(entry: Entry, room: OpenedRoom, directory: Directory, say: Say, paper: Say): ToldItem {
  if (entry.state === "trouble") return { title: troubleOf(entry, say), text: "", facts: [] };
  const { header, body } = entry;
  const officer = directory.officers.find(({ key }) => key?.verify === header.author);
  const by = room.isReporters(header.author) ? paper("paper-reporter") : officer?.name ?? say("unknown-officer");
  const said = [
    ...calledIn(entry, say), ...typesOf(entry, say), ...partsOf(entry, say), ...careIn(entry, say),
    ...meetingIn(entry, say), ...givenIn(entry, say), ...membersOf(entry, directory, say),
  ];
  return {
    title: `${dayInWords(header.day)} – ${by} – ${paper(`item-${header.kind}`) || kindOf(entry, say)}`,
    text: textOf(body, "text"),
    facts: said.filter((one) => one.text.trim() !== "").map(({ label, text }) => [label, text] as const),
  };
}

function fileItem(entry: Entry, say: Say, talk: Say): ToldItem {
  if (entry.state === "trouble") return { title: troubleOf(entry, say), text: "", facts: [] };
  const { header } = entry;
  const { kind: corrected, body: changed, why } = (entry.body ?? {}) as { kind?: unknown; body?: unknown; why?: unknown };
  const kind = header.kind === "correction" ? corrected : header.kind;
  const body = (header.kind === "correction" ? changed : entry.body) as Bodies[ItemKind] | null;
  const day = dayInWords(header.day);
  const because = typeof why === "string" ? say("version-why", { day, why }) : say("version", { day });
  if (!isOne(ITEM_KINDS, kind) || body === null) return { title: header.kind === "correction" ? because : `${kindOf(entry, talk)} – ${because}`, text: "", facts: [] };
  const facts = factsOf(kind, body, tongue(say), () => null).map(({ label, text }) => [label, text] as const);
  return { title: `${titleOf(kind, body, tongue(say))} – ${because}`, text: textIn(kind, body), facts };
}
