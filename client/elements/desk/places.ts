/** Names of bodies and cases at the desk, and why a case came to the commission. */

import type { Escalation } from "../../oversight.js";
import type { Frame } from "./desk-app.js";
import { say, sayOr } from "./page.js";

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

/** Why a case came to the commission: a silence is no default of whoever was silent. */
export function whyItCame({ duty, cause }: Escalation): string {
  if (duty === null) return sayOr("o-cause", cause);
  return duty === "check_in" ? say("escalation.silent") : say("escalation.missed", { duty: sayOr("o-clock", duty) });
}
