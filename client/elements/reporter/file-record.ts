/** Draws one thing of a file: what holds now, what it said before, its files, and with whom it was shared. */

import type { Manifest } from "../../crypto/index.js";
import { factsOf, textOf, titleOf, whenInWords, type Fact, type Tongue } from "../../file/facts.js";
import type { Recorded, Version } from "../../file/records.js";
import { copyOf, part, parts } from "./page.js";

/** What drawing needs of the page around it. */
export interface Drawing {
  readonly root: HTMLElement;
  readonly tongue: Tongue;
  readonly entryBy: (hash: string) => Recorded | null;
  readonly fileRow: (file: Manifest) => HTMLElement;
  /** Lines that say with whom a version was shared. */
  readonly sharedWith: (thing: Recorded) => readonly string[];
  readonly onCorrect: (thing: Recorded) => void;
  readonly onShare: ((thing: Recorded, row: HTMLElement) => void) | null;
}

/** The version whose words are shown: the newest that has any. */
export function shownVersion({ versions, first }: Recorded): Version {
  return versions.find((one) => one.body !== null) ?? first;
}

/** Make the row of one thing. */
export function recordRow(thing: Recorded, drawing: Drawing): HTMLElement {
  const { root, tongue } = drawing;
  const { say } = tongue;
  const row = copyOf(root, "[data-record]");
  const { body } = shownVersion(thing);
  row.dataset["hash"] = thing.first.hash;
  if (body === null) return row;
  const title = titleOf(thing.kind, body, tongue);
  part(row, "[data-title]", HTMLElement).textContent = title;
  for (const one of parts(row, "[data-title-again]")) one.textContent = `: ${title}`;
  const when = "when" in body ? whenInWords(body.when, tongue) : "";
  part(row, "[data-day]", HTMLElement).textContent = when;
  part(row, "[data-kind-name]", HTMLElement).textContent = say(`kind-${thing.kind}`);
  part(row, "[data-written]", HTMLElement).textContent = say("written", { day: tongue.day(thing.first.day) });
  drawVersion(row, thing, shownVersion(thing), drawing);
  const files = part(row, "[data-files]", HTMLElement);
  files.replaceChildren(...body.files.map(drawing.fileRow));
  files.hidden = body.files.length === 0;
  drawHistory(row, thing, drawing);
  drawShared(row, thing, drawing);
  const struck = thing.versions[0]?.body === null;
  part(row, "[data-struck]", HTMLElement).hidden = !struck;
  part(row, "[data-correct]", HTMLElement).addEventListener("click", () => { drawing.onCorrect(thing); });
  const share = part(row, "[data-share]", HTMLElement);
  share.hidden = struck || drawing.onShare === null;
  share.addEventListener("click", () => drawing.onShare?.(thing, row));
  return row;
}

function drawVersion(at: HTMLElement, { kind }: Recorded, { body }: Version, { tongue, entryBy }: Drawing): void {
  const text = part(at, "[data-body]", HTMLElement);
  text.textContent = body === null ? "" : textOf(kind, body);
  text.hidden = text.textContent === "";
  const facts = part(at, "[data-facts]", HTMLElement);
  drawFacts(facts, body === null ? [] : factsOf(kind, body, tongue, entryBy));
}

/** Draw lines of label and text. */
export function drawFacts(list: HTMLElement, facts: readonly Fact[]): void {
  list.replaceChildren(
    ...facts.flatMap(({ label, text }) => {
      const name = document.createElement("dt");
      name.textContent = label;
      const value = document.createElement("dd");
      value.className = "summary__text";
      value.textContent = text;
      return [name, value];
    }),
  );
  list.hidden = facts.length === 0;
}

/** A line that says when a version was written, and why. */
export function versionLine(version: Version, { say, day }: Tongue): string {
  if (version.why === "") return say("version", { day: day(version.day) });
  const values = { day: day(version.day), why: version.why };
  return say(version.body === null ? "version-struck" : "version-why", values);
}

function drawHistory(row: HTMLElement, thing: Recorded, drawing: Drawing): void {
  const history = part(row, "[data-history]", HTMLElement);
  history.hidden = thing.versions.length === 1;
  if (history.hidden) return;
  part(history, "[data-versions]", HTMLElement).replaceChildren(
    ...thing.versions.map((version) => {
      const at = copyOf(drawing.root, "[data-version]");
      part(at, "[data-version-text]", HTMLElement).textContent = versionLine(version, drawing.tongue);
      drawVersion(at, thing, version, drawing);
      return at;
    }),
  );
}

function drawShared(row: HTMLElement, thing: Recorded, { sharedWith }: Drawing): void {
  const lines = sharedWith(thing);
  const list = part(row, "[data-shared]", HTMLElement);
  list.replaceChildren(
    ...lines.map((text) => {
      const line = document.createElement("li");
      line.textContent = text;
      return line;
    }),
  );
  list.hidden = lines.length === 0;
}
