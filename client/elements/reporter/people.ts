/** Lists of those who can read a report. */

import type { Directory } from "../../crypto/index.js";
import { language, type Say } from "./page.js";

type Officer = Directory["officers"][number];

/**
 * Write officers with their roles into a list.
 *
 * @param home - id of the body that the page is about; officers of others are shown with theirs
 */
export function showOfficers(
  list: HTMLElement,
  officers: readonly Officer[],
  directory: Directory,
  home: string,
  say: Say,
): void {
  list.replaceChildren(
    ...officers.map((officer) => {
      const row = document.createElement("li");
      row.textContent = nameWithRoles(officer, directory, home, say);
      return row;
    }),
  );
  list.hidden = officers.length === 0;
}

/** An officer as a line of text. */
export function nameWithRoles(
  officer: Officer,
  directory: Directory,
  home: string,
  say: Say,
): string {
  const { name } = officer;
  const roles = officer.roles.map((role) => say(`role-${role}`)).filter((role) => role !== "");
  const body = bodyName(directory, officer.body);
  return say(officer.body === home ? "reader" : "reader-elsewhere", {
    name,
    roles: roles.join(", "),
    body,
  });
}

/** The name of a body in the language of the page. */
export function bodyName(directory: Directory, id: string | undefined): string {
  return directory.bodies.find((one) => one.id === id)?.names[language()] ?? "";
}
