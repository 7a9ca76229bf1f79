/** Draws one opening: what was asked, how far it is, and, for whom it is, the way to see it. */

import { NotEnoughShares, ShareAltered, Tampered, type Identity } from "../../crypto/index.js";
import { margin } from "../../desk/custody.js";
import type { Desk } from "../../desk/desk.js";
import { dayIn, today } from "../../days.js";
import { pledge, readLetter, see, type OpeningRow } from "../../desk/openings.js";
import type { Frame } from "./desk-app.js";
import {
  banner, dayInWords, find, isTicked, number, onSubmit, part, say, sayCount, sayOr, showFault, showMistake,
  stampOne, write,
} from "./page.js";

/** How long a name stays on the page. */
const SHOWN_SECONDS = 15 * 60;
/** The mark lies over the whole of what is shown, as often as this. */
const MARKS = 24;

/** Who an id of the directory is. */
export function nameOfOfficer(desk: Desk, id: string): string {
  return desk.directory.officers.find((one) => one.id === id)?.name ?? say("person.unknown");
}

/**
 * Draw an opening.
 *
 * @param author - the reporter's signing key, for who holds the talk; null for others
 */
export function openingCard(frame: Frame, row: OpeningRow, author: string | null): HTMLElement {
  const { desk } = frame;
  const made = stampOne("opening");
  const to = nameOfOfficer(desk, row.to);
  write(made, "title", say(`opening.title.${row.kind}`, { name: to }));
  write(made, "state", sayOr("opening.state", row.state));
  write(made, "until", say("opening.until", { day: dayInWords(row.not_after) }));
  write(made, "what", whatFor(row));
  write(made, "by", say("opening.by", {
    name: nameOfOfficer(desk, row.requested_by), day: dayInWords(row.requested_on),
  }));
  write(made, "count", say("opening.count", { n: number(row.approved), need: number(row.need) }));
  write(made, "margin", marginInWords(row));
  void drawLetters(desk, row, part(made, "letters"));
  if (row.to === desk.me.officer.id && row.state === "open") drawWay(frame, row, author, part(made, "act"));
  return made;
}

/** The purpose, or the ground with all that was typed for it. */
export function whatFor(row: OpeningRow): string {
  if (row.kind === "consent") return sayOr("purpose", row.purpose ?? "");
  const parts = [
    sayOr("ground", row.ground ?? ""),
    say("opening.demanded", { name: row.authority_name ?? "", basis: row.legal_basis ?? "" }),
    row.opens_on === null ? "" : say("opening.opens", { day: dayInWords(row.opens_on) }),
    row.deferred_until === null ? "" : say("opening.deferred", { day: dayInWords(row.deferred_until) }),
  ];
  return parts.filter((one) => one !== "").join(" ");
}

/** How many shares still work, in words: “3 left: exactly enough.” */
export function marginInWords(row: OpeningRow): string {
  return say("opening.margin", {
    left: sayCount("opening.left", row.working), judged: say(`margin.${margin(row.working, row.need)}`),
  });
}

/** Show what others wrote about an opening, sealed to this officer. */
export async function drawLetters(desk: Desk, row: OpeningRow, where: HTMLElement): Promise<void> {
  for (const letter of row.letters) {
    const read = await readLetter(desk, row, letter);
    const made = stampOne("letter");
    const by = read?.by ?? say("person.unknown");
    write(made, "head", say(`letter.${letter.kind}`, { name: by, day: dayInWords(letter.day) }));
    write(made, "text", read?.text ?? say("letter.damaged"));
    where.append(made);
  }
}

function drawWay(frame: Frame, row: OpeningRow, author: string | null, where: HTMLElement): void {
  const made = stampOne("pledge");
  const form = find(made, "form", HTMLFormElement);
  onSubmit(form, async () => {
    const error = part(form, "error");
    if (!isTicked(form, "promised")) {
      showMistake(error, "error.pledge", find(form, '[name="promised"]', HTMLElement));
      return;
    }
    const { desk } = frame;
    const text = part(form, "pledge").textContent.trim();
    try {
      await pledge(desk, row.case, text, today());
      show(frame, await see(desk, row, author), author !== null, where, made);
    } catch (fault) {
      const told = wrong(desk, fault);
      if (told === null) throw fault;
      error.replaceChildren(told);
    }
  });
  where.replaceChildren(made);
}

/** What did not hold when a box was opened or a share was used; null for everything else. */
export function wrong(desk: Desk, fault: unknown): HTMLElement | null {
  if (fault instanceof ShareAltered) {
    const name = nameOfOfficer(desk, fault.custodian);
    return banner(say("wrong.altered", { name }), say("wrong.altered.text", { name }));
  }
  if (fault instanceof NotEnoughShares) {
    return banner("", say("wrong.few", { have: number(fault.have), need: number(fault.need) }));
  }
  return fault instanceof Tampered ? banner("", say("wrong.box")) : null;
}

/** Show who it is to this one person, under a mark with their name, for a while. */
function show(
  frame: Frame, identity: Identity, checked: boolean, where: HTMLElement, again: HTMLElement,
): void {
  const { desk } = frame;
  const made = stampOne("shown");
  const { name, contact, number: staff } = identity;
  for (const [field, value] of Object.entries({ name, contact, number: staff })) {
    write(made, field, value === "" ? say("shown.empty") : value);
  }
  part(made, "unchecked").hidden = checked;
  const mark = say("shown.mark", {
    name: desk.me.officer.name, day: dayInWords(dayIn(desk.timeZone)),
  });
  write(made, "mark", mark);
  const tiles = part(made, "tiles");
  for (let n = 0; n < MARKS; n += 1) {
    const tile = document.createElement("span");
    // Drawn by the style sheet: it is ornament, and the same words stand in `mark` to be read.
    tile.dataset["mark"] = mark;
    tiles.append(tile);
  }
  const ends = Date.now() + SHOWN_SECONDS * 1_000;
  const left = part(made, "left");
  const tick = setInterval(() => {
    const seconds = Math.ceil((ends - Date.now()) / 1_000);
    if (seconds <= 0 || desk.isLocked || !made.isConnected) hide();
    else left.textContent = sayCount("shown.left", Math.ceil(seconds / 60));
  }, 1_000);
  const hide = (): void => {
    clearInterval(tick);
    find(again, '[name="promised"]', HTMLInputElement).checked = false;
    where.replaceChildren(again);
    if (!desk.isLocked) frame.announce(say("shown.hidden"));
  };
  left.textContent = sayCount("shown.left", SHOWN_SECONDS / 60);
  find(made, '[data-do="hide"]', HTMLElement).addEventListener("click", hide);
  where.replaceChildren(made);
  find(made, "h4", HTMLElement).focus();
}

/** Say what went wrong, naming the custodian where a share was altered. */
export function showWrong(desk: Desk, where: HTMLElement, fault: unknown): void {
  const told = wrong(desk, fault);
  if (told === null) showFault(where, fault);
  else where.replaceChildren(told);
}
