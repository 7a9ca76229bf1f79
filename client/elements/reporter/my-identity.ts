/** Her name on the page of her report: the box, who asks for it, and who knows. */

import { Tampered } from "../../crypto/index.js";
import { myBox, type MyBox } from "../../mybox.js";
import type { MyReport } from "../../mine.js";
import { MyCircle } from "./my-circle.js";
import { MyName } from "./my-name.js";
import { MyOpenings } from "./my-openings.js";
import { explained, part, type Say } from "./page.js";

/** What the three parts share: the report, the texts of the page, and how to draw them all again. */
export interface Identified {
  readonly mine: MyReport;
  readonly box: MyBox | null;
  readonly say: Say;
  /** To draw all anew, after something has changed. */
  refresh(): Promise<void>;
}

/** Show the three parts. What cannot be shown says so in its place and stops nothing else. */
export async function showIdentity(root: HTMLElement, mine: MyReport, say: Say): Promise<void> {
  const problem = part(root, "[data-identity-problem]", HTMLElement);
  const refresh = (): Promise<void> => showIdentity(root, mine, say);
  problem.hidden = true;
  try {
    const box = await myBox(mine);
    const shown: Identified = { mine, box, say, refresh };
    part(root, "my-name", MyName).show(shown);
    await part(root, "my-openings", MyOpenings).show(shown);
    await part(root, "my-circle", MyCircle).show(shown);
  } catch (error) {
    problem.textContent = whyNot(error, say);
    problem.hidden = false;
  }
}

/** Why something about her name did not work, in a sentence. */
export function whyNot(error: unknown, say: Say): string {
  return error instanceof Tampered ? say("box-strange") : explained(error, say);
}
