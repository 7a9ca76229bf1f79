/** The letters of what is printed: fetched when they are asked for, and only then. */

import { publicApi } from "../api.js";

/** TrueType or WOFF files; all are under the SIL Open Font Licence 1.1. */
export interface Fonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
  /** Letters of one width: for keys and hashes, which people compare. */
  readonly code: Uint8Array;
}

/** Fetch them from where the page's element `data-print-fonts` says they lie. */
export async function fetchFonts(language: string): Promise<Fonts> {
  const { regular = "", bold = "", code = "" } =
    document.querySelector<HTMLElement>("[data-print-fonts]")?.dataset ?? {};
  const api = publicApi(location.origin, language);
  const [one, two, three] = await Promise.all([regular, bold, code].map((path) => api.getBytes(path)));
  if (one === undefined || two === undefined || three === undefined) throw new Error("no fonts");
  return { regular: one, bold: two, code: three };
}
