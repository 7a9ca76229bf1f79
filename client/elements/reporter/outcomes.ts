/** How the end of a case is shown to its reporter. Pure. */

import type { Closing } from "../../mine.js";

/** Where the end of a case stands for its reporter. */
export function standOf(closing: Closing): "asked" | "late" | "objected" | "closed" | "closed-over" {
  if (closing.closed_on !== null) return closing.answer === "agrees" ? "closed" : "closed-over";
  if (closing.answer === "objects") return "objected";
  return closing.waits ? "asked" : "late";
}
