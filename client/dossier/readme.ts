/** The README of a dossier, in both languages, whatever language the page is in. The words stand in `texts/`. Pure. */

import type { Dossier } from "./form.js";

/** Fill a README: `{name}` is replaced. What is lacking stands in it, a line each, or that nothing is. */
export function readmeOf(text: string, { made_on, arm, organisation, language, head, root, lacking }: Dossier): string {
  const [, none = ""] = /^\[nothing\] (.*)$/mu.exec(text) ?? [];
  const values: Readonly<Record<string, string>> = {
    made: made_on, arm, root,
    organisation: organisation.names[language],
    origin: head?.origin ?? "–", size: String(head?.size ?? 0),
    lacking: lacking.length === 0 ? none : lacking.map(({ what, why }) => `- \`${what.replaceAll("`", "'")}\`: ${why}`).join("\n"),
  };
  return text
    .replace(/^\[nothing\] .*\n/mu, "")
    .replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => values[name] ?? whole);
}
