/** Nothing that was typed is lost by accident: the browser asks before the page is left. */

import { LEAVING } from "./quick-exit.js";

/**
 * Let the browser ask before leaving while there is something to lose.
 *
 * The quick exit never asks.
 *
 * @param needed - whether something would be lost now
 */
export function guardLeaving(needed: () => boolean): void {
  let leaving = false;
  document.addEventListener(LEAVING, () => {
    leaving = true;
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && needed()) event.preventDefault();
  });
}
