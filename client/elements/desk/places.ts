/** Names of bodies at the desk. */

import type { Frame } from "./desk-app.js";

/** The name of a body of the signed directory, in the language of the page. */
export function bodyName({ desk }: Frame, id: string): string {
  const { names } = desk.directory.bodies.find((one) => one.id === id) ?? {};
  return (document.documentElement.lang === "nl" ? names?.nl : names?.en) ?? "";
}
