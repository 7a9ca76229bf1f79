/** A text that is to leave the case, looked through for whatever could tell who somebody is. */

import type { OpenCase } from "../../desk/case.js";
import { identifying, takeAllOut, takeOut, termsOf, type Found } from "../../desk/redacting.js";
import type { Desk } from "../../desk/desk.js";
import { part, say, sayCount, write } from "./page.js";

/**
 * Wire the buttons of a form that holds such a text; return what looks the text through and lists
 * what was found.
 *
 * @param field - where the text stands
 * @param file - what the text is called when it is saved
 */
export function checkedText(
  form: HTMLFormElement, field: HTMLTextAreaElement, desk: Desk, opened: OpenCase, file: string,
): () => readonly Found[] {
  const terms = termsOf(desk.directory, [opened.detail.alias]);
  const check = (): readonly Found[] => {
    const found = identifying(field.value, terms);
    write(form, "found", found.length === 0 ? say("hearing.clean") : sayCount("hearing.found", found.length));
    part(form, "list").replaceChildren(...found.map((one) => {
      const row = document.createElement("li");
      row.textContent = say(`hearing.why.${one.why}`, { text: one.text });
      return row;
    }));
    return found;
  };
  const acts: Readonly<Record<string, () => void>> = {
    report: () => { field.value += opened.talk.report?.text ?? ""; },
    mark: () => {
      const { selectionStart: start, selectionEnd: end } = field;
      if (end > start) field.value = takeOut(field.value, start, end);
    },
    check: () => undefined,
    all: () => { field.value = takeAllOut(field.value, identifying(field.value, terms)); },
    save: () => { saveText(file, field.value); },
  };
  for (const button of form.querySelectorAll<HTMLElement>("[data-do]")) {
    button.addEventListener("click", () => {
      acts[button.dataset["do"] ?? ""]?.();
      check();
    });
  }
  return check;
}

/** Save a text on this computer, to print or to hand over by another way. */
export function saveText(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => { URL.revokeObjectURL(link.href); }, 60_000);
}
