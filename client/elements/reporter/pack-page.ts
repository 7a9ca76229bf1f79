/** The pack as one zip: a page that opens without this website, and the files beside it. */

import { zipSync, type Zippable } from "fflate";
import { today } from "../../days.js";
import type { Entry } from "../../items.js";
import type { PackedFile, PackedRoom } from "../../pack.js";
import type { Directory } from "../../crypto/index.js";
import { isReporters } from "../../membership.js";
import { calledIn, careIn, filesOf, kindOf, membersOf, partsOf, textOf, troubleOf, typesOf } from "./entries.js";
import { dayInWords, part, type Say } from "./page.js";

/**
 * Make the zip.
 *
 * @param root - holds the templates `data-pack` and `data-pack-style`
 * @param talk - gives the words of a conversation
 * @param say - gives the words about the pack itself
 */
export function packed(
  root: ParentNode, rooms: readonly PackedRoom[], files: readonly PackedFile[], directory: Directory, talk: Say, say: Say,
): Blob {
  const page = new DOMParser().parseFromString(part(root, "[data-pack]", HTMLTemplateElement).innerHTML, "text/html");
  page.documentElement.lang = document.documentElement.lang;
  part(page, "[data-saved]", Element).textContent = dayInWords(today());
  const paths = new Map(files.map((one) => [one.manifest.id, one]));
  part(page, "[data-rooms]", Element).append(
    ...rooms.flatMap((one) => [
      element("h2", say(`room-${one.kind}`)),
      ...one.entries.map((entry) => article(entry, one, paths, directory, talk, say)),
    ]),
  );
  const data = page.createElement("script");
  data.type = "application/json";
  const items = rooms.map(({ kind, room, entries }) => ({ kind, room: room.state.id, entries }));
  // Inside a script only `<` could end it.
  data.textContent = JSON.stringify({ v: 1, saved: today(), rooms: items }).replaceAll("<", "\\u003c");
  page.body.append(data);
  const style = part(root, "[data-pack-style]", HTMLTemplateElement).content.textContent;
  const html = page.documentElement.outerHTML.replace("</head>", () => `<style>${style}</style></head>`);
  const zip: Zippable = { "index.html": new TextEncoder().encode(`<!doctype html>\n${html}`) };
  for (const { path, chunks } of files) if (chunks !== null) zip[path] = joined(chunks);
  // No time of saving and no program in it; files are stored as they are.
  return new Blob([new Uint8Array(zipSync(zip, { level: 0, mtime: new Date(1980, 0, 1), os: 0 }))], { type: "application/zip" });
}

function article(
  entry: Entry, { room }: PackedRoom, paths: ReadonlyMap<string, PackedFile>, directory: Directory, talk: Say, say: Say,
): HTMLElement {
  const one = document.createElement("article");
  if (entry.state === "trouble") {
    one.append(element("p", troubleOf(entry, talk)));
    return one;
  }
  const { header, body } = entry;
  const officer = directory.officers.find(({ key }) => key?.verify === header.author);
  const by = isReporters(header.author, room.trust) ? talk("you") : officer?.name ?? talk("unknown-officer");
  one.append(element("h3", `${dayInWords(header.day)} – ${by} – ${kindOf(entry, talk)}`));
  const facts = document.createElement("dl");
  const said = [...calledIn(entry, talk), ...typesOf(entry, talk), ...partsOf(entry, talk), ...careIn(entry, talk), ...membersOf(entry, directory, talk)];
  facts.append(...said.flatMap(({ label, text }) => [element("dt", label), element("dd", text)]));
  one.append(element("p", textOf(body, "text")), facts);
  for (const file of filesOf(body).files) {
    const packedAs = paths.get(file.id);
    const line = element("p", "");
    if (packedAs === undefined || packedAs.chunks === null) line.textContent = `${file.name}: ${say("pack-broken")}`;
    else {
      const link = document.createElement("a");
      link.href = packedAs.path.split("/").map(encodeURIComponent).join("/");
      link.textContent = file.name;
      line.append(link);
    }
    one.append(line);
  }
  one.append(element("code", entry.hash));
  return one;
}

function element(name: string, text: string): HTMLElement {
  const one = document.createElement(name);
  one.textContent = text;
  return one;
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of chunks) {
    all.set(one, at);
    at += one.length;
  }
  return all;
}
