/** Documents that tests print: a short one with every kind of part, and a long one. */

import { readFileSync } from "node:fs";
import path from "node:path";
import type { Fonts } from "../../dossier/fonts.js";
import type { Part, Printed } from "../../dossier/printed.js";

// Tests run from the top of the repository, also when they were bundled to another place.
function read(name: string): Uint8Array {
  return new Uint8Array(readFileSync(path.resolve("node_modules", name)));
}

const SERIF = "@expo-google-fonts/source-serif-4";

/** The fonts that client/build.mjs puts beside the scripts. */
export const FONTS: Fonts = {
  regular: read(`${SERIF}/400Regular/SourceSerif4_400Regular.ttf`),
  bold: read(`${SERIF}/600SemiBold/SourceSerif4_600SemiBold.ttf`),
  code: read("@fontsource/source-code-pro/files/source-code-pro-latin-400-normal.woff"),
};

export const LANGUAGES = [
  ["English", "She wrote that the scaffolding was signed off by no one."],
  ["Nederlands", "Wéér geen veiligheidskeuring: €\u00a012.500 boete, één coördinator, ’s middags om 14 uur."],
  ["Deutsch", "Die Prüfung fand außerhalb der Öffnungszeiten statt; Größe, Übergabe, Straße."],
  ["Français", "L’œuvre a été signée à la hâte : « ça suffira », dit-il à Noël."],
  ["Polski", "Zażółć gęślą jaźń; Łukasz nie podpisał żadnej umowy."],
  ["Türkçe", "Şişli’de ığdır ağacı: İstanbul, güvenlik önlemi alınmadı."],
  ["Ελληνικά", "Η αναφορά έγινε την Τρίτη· κανείς δεν απάντησε."],
  ["Русский, Українська", "Щойно її звільнили; съёмка велась без её согласия, ґанок, їжа."],
  ["Română, Čeština, Magyar", "Știință și țară; příliš žluťoučký kůň; árvíztűrő tükörfúrógép."],
] as const;

const LONG = "Rijksvastgoedbedrijfsverzamelgebouwenbeheersorganisatie".repeat(4);

const STORY: readonly Part[] = [
  { kind: "heading", level: 1, text: "What this is" },
  {
    kind: "text",
    text: "This dossier was made by the person who reported, on her own device. It holds what she sent and received, what was promised and what became of it. The organisation cannot change it: each part is bound to a public log.\n\nThe originals stand beside this document, sealed as they were kept, together with the keys that open them.",
  },
  {
    kind: "facts",
    pairs: [
      ["Report", "Received by the Executive Board of Waterland on 3 February 2026"],
      ["Law", "Wet bescherming klokkenluiders, and Directive (EU) 2019/1937"],
      ["Log", "meldpunt.example/log, 12 345 leaves"],
      ["Root", "YLHgF7Am6yGP2zdgJ+EsHjS39gzgYm0OFxHNpqX63cM="],
    ],
  },
  { kind: "heading", level: 1, text: "Report, knowledge and detriment" },
  {
    kind: "timeline",
    caption: "What was reported, who knew of it, and what followed",
    head: ["No.", "Day", "Row", "What"],
    rows: [
      { name: "Report", marks: [{ day: "2026-02-03", label: "The report was received" }, { day: "2026-03-02", label: "A second letter, with the minutes" }] },
      {
        name: "Knowledge",
        marks: [
          { day: "2026-02-05", label: "A. de Vries, officer, reads the report" },
          { day: "2026-02-06", label: "The Executive Board is told that there is a report" },
          { day: "2026-03-11", label: "R. van Dalen learns the name, by a letter left on the printer" },
        ],
      },
      {
        name: "Detriment",
        marks: [
          { day: "2026-03-19", label: "Removed from the rota; no reason given" },
          { day: "2026-04-30", label: "A bad assessment, the first in eleven years" },
          { day: "2026-05-12", label: "The promotion was given to another" },
        ],
      },
    ],
  },
  { kind: "heading", level: 1, text: "Every letter" },
  { kind: "heading", level: 2, text: "Languages" },
  { kind: "table", caption: "The same font for all", head: ["Language", "Sentence"], rows: LANGUAGES },
  { kind: "heading", level: 3, text: "What does not fit" },
  { kind: "text", text: `A word of great length: ${LONG}. And signs that the font lacks: 漢字, عربى, 🙂.` },
  { kind: "small", text: "Small print: <this> & that." },
  { kind: "code", text: "meldpunt.example/log+987c5455+ASmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X\n— meldpunt.example/log mHxUVY98jtDyP4DHFegr" },
];

export const SHORT: Printed = {
  title: "Dossier of a report <about> Jansen & Zonen – 漢",
  language: "en",
  made: "Made on 27 November 2026",
  parts: STORY,
  attached: [{ name: "proof-of-report.txt", mime: "text/plain", description: "The proof of report", bytes: new TextEncoder().encode("hello\n") }],
  missing: "{sign} stands {count} times for a sign that the letters of this document do not have.",
  at: new Date("2026-11-27T00:00:00Z"),
};

/** `count` events, each with a text of some length, some of them over a page long. */
export function long(count: number): Printed {
  const day = (n: number): string => new Date(Date.UTC(2025, 0, 6) + n * 2 * 86_400_000).toISOString().slice(0, 10);
  const rows = Array.from({ length: count }, (_, n) => [String(n), day(n), n % 3 === 0 ? "reporter" : "officer:6d656c64656e", `item.added ${"a sentence that says what happened on that day, and to whom. ".repeat(n % 97 === 7 ? 90 : (n % 5) + 1)}`]);
  const marks = Array.from({ length: count }, (_, n) => ({ lane: n % 3, day: day(n), label: `Event ${String(n)}: ${"what happened then. ".repeat((n % 4) + 1)}` }));
  return {
    ...SHORT,
    title: "A long dossier",
    parts: [
      ...STORY,
      { kind: "heading", level: 1, text: "Every event" },
      { kind: "timeline", caption: "All of it on one line", head: ["No.", "Day", "Row", "What"], rows: ["Report", "Knowledge", "Detriment"].map((name, lane) => ({ name, marks: marks.filter((mark) => mark.lane === lane) })) },
      { kind: "heading", level: 1, text: "The chain" },
      { kind: "table", head: ["n", "Day", "Actor", "Event"], rows },
      ...Array.from({ length: count / 10 }, (_, n): Part[] => [
        { kind: "heading", level: 2, text: `Item ${String(n)}` },
        { kind: "text", text: "It was the third time that week. ".repeat(20 + (n % 7) * 30) },
      ]).flat(),
    ],
  };
}
