/** Which colour the state of a promise has at the desk. Pure. */

export function toneOf(standing: string): "good" | "bad" | "warn" | "info" {
  if (standing === "kept") return "good";
  if (standing === "overdue" || standing === "broken") return "bad";
  return standing === "due" || standing === "refused" ? "info" : "warn";
}
