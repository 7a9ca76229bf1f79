/** Names of bodies at the desk. */

import type { Frame } from "./desk-app.js";
import { say } from "./page.js";

/** The name of a body of the signed directory, in the language of the page. */
export function bodyName({ desk }: Frame, id: string): string {
  const { names } = desk.directory.bodies.find((one) => one.id === id) ?? {};
  return (document.documentElement.lang === "nl" ? names?.nl : names?.en) ?? "";
}

/** The name of a unit of the signed directory. */
export function unitName({ desk }: Frame, id: string): string {
  const { names } = desk.directory.units.find((one) => one.id === id) ?? {};
  return (document.documentElement.lang === "nl" ? names?.nl : names?.en) ?? "";
}

/** Name a case by its number and body; a report made elsewhere has no number. */
export function caseName(frame: Frame, number: number | null, body: string): string {
  const name = bodyName(frame, body);
  return number === null ? say("case.elsewhere-at", { body: name }) : say("case.at", { n: number, body: name });
}
