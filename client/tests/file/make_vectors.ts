/** The vectors of docs/spec/rooms.md §8.1, for client/tests/crypto/make_vectors.ts. */

import { canonicalJson } from "../../crypto/canonical.js";
import { attachmentSize } from "../../crypto/attachment.js";
import { utf8 } from "../../crypto/bytes.js";
import { FORMS } from "../../file/forms.js";

type Pen = (kind: string, name: string, fields: readonly (readonly [string, string])[], bytes?: Uint8Array) => void;

const day = { precision: "day", date: "2026-03-04" };
const month = { precision: "month", date: "2026-02" };
const unknown = { precision: "unknown", date: null };
const hash = (n: number): string => String(n).padStart(64, "0");
const size = attachmentSize(1_000);
const photo = {
  ...{ id: "0".repeat(31) + "1", name: "brief.jpg", type: "image/jpeg", size: 1_000, epoch: 1 },
  ...{ sealed_size: size.sealed_size, pieces: [hash(7)], original: false, removed: ["exif"] },
};

const entry = {
  ...{ form: "c", other: "", when: day, who: "Directeur Smit", actor: "director" },
  ...{ what: "Ik mag niet terug naar Lissabon.", before: "Liaison in Lissabon" },
  ...{ after: "Thuis, zonder taken", witnesses: "Bram", files: [photo] },
};
const baseline = {
  ...{ duties: "Contact met de havens", post: "Liaison, Lissabon", rating: "Goed, 2025", pay: "Schaal 11" },
  ...{ leave: "12 dagen", tools: "Laptop, telefoon", workplace: "Ambassade", promised: "Verlenging tot 2028" },
  ...{ when: month, files: [] },
};
const decision = {
  ...{ what: "Einde van de plaatsing", who: "HR", reference: "P-2026-12", when: day },
  ...{ grounds: "Reorganisatie", grounds_when: { precision: "day", date: "2026-04-20" }, files: [] },
};
const cost = { class: "legal", what: "Advocaat", cents: 123_456, currency: "EUR", when: day, entry: hash(2), files: [] };
const note = { text: "Yara was erbij.", entry: null, files: [] };
const attachment = { text: "", entry: null, files: [photo] };
const correction = { of: { sequence: 2, hash: hash(2) }, why: "De dag was fout.", kind: "entry", body: entry };

const GOOD: readonly (readonly [string, string, unknown])[] = [
  ["baseline", "baseline", baseline],
  ["entry", "entry", entry],
  ["entry_day_unknown", "entry", { ...entry, when: unknown }],
  ["decision_with_later_grounds", "decision", decision],
  ["cost", "cost", cost],
  ["cost_of_one_cent", "cost", { ...cost, cents: 1 }],
  ["note", "note", note],
  ["attachment", "attachment", attachment],
  ["correction", "correction", correction],
  ["correction_strikes_out", "correction", { ...correction, body: null }],
];

const BAD: readonly (readonly [string, string, unknown])[] = [
  ["entry_of_no_form", "entry", { ...entry, form: "p" }],
  ["entry_other_without_words", "entry", { ...entry, form: "other", other: " " }],
  ["entry_of_no_actor", "entry", { ...entry, actor: "nobody" }],
  ["entry_says_nothing", "entry", { ...entry, what: "" }],
  ["entry_day_not_in_the_calendar", "entry", { ...entry, when: { precision: "day", date: "2026-02-29" } }],
  ["entry_month_with_a_day", "entry", { ...entry, when: { precision: "month", date: "2026-02-01" } }],
  ["entry_with_another_member", "entry", { ...entry, colour: "red" }],
  ["cost_in_another_currency", "cost", { ...cost, currency: "USD" }],
  ["cost_of_nothing", "cost", { ...cost, cents: 0 }],
  ["cost_too_large", "cost", { ...cost, cents: 100_000_000_001 }],
  ["cost_as_text", "cost", { ...cost, cents: "12" }],
  ["attachment_without_files", "attachment", { ...attachment, files: [] }],
  ["note_with_a_broken_file", "note", { ...note, files: [{ ...photo, size: 2_000_000 }] }],
  ["correction_of_the_first_item", "correction", { ...correction, of: { sequence: 1, hash: hash(1) } }],
  ["correction_without_a_reason", "correction", { ...correction, why: "" }],
  ["correction_of_a_correction", "correction", { ...correction, kind: "correction", body: correction }],
];

/** A file in which costs were made, corrected and struck out. */
const COSTS = [
  { sequence: 2, hash: hash(2), kind: "cost", body: { ...cost, cents: 10, entry: null } },
  { sequence: 3, hash: hash(3), kind: "cost", body: { ...cost, cents: 20, entry: null } },
  { sequence: 4, hash: hash(4), kind: "cost", body: { ...cost, class: "travel", cents: 9_999_999, entry: null } },
  ...[5, 6].map((sequence) => ({
    ...{ sequence, hash: hash(sequence), kind: "correction" },
    body: {
      ...{ of: { sequence: 3, hash: hash(3) }, why: "bedrag", kind: "cost" },
      body: { ...cost, cents: sequence * 100, entry: null },
    },
  })),
  {
    ...{ sequence: 7, hash: hash(7), kind: "correction" },
    body: { of: { sequence: 4, hash: hash(4) }, why: "dubbel", kind: "cost", body: null },
  },
  {
    ...{ sequence: 8, hash: hash(8), kind: "correction" },
    body: { of: { sequence: 9, hash: hash(2) }, why: "andere plaats", kind: "cost", body: null },
  },
];

/** Write them, unless they are there. */
export function fileVectors(write: Pen): void {
  const put = (expect: string, name: string, kind: string, body: unknown): void => {
    write("file", name, [["expect", expect], ["kind", kind]], utf8(canonicalJson(body)));
  };
  for (const [name, kind, body] of GOOD) put("success", name, kind, body);
  for (const [name, kind, body] of BAD) put("tampered: body", name, kind, body);
  for (const form of FORMS) put("success", `form_${form}`, "entry", { ...entry, form, other: "in eigen woorden" });
  write("file", "costs_that_hold", [["expect", "success"], ["totals", canonicalJson({ legal: 610 })]], utf8(canonicalJson(COSTS)));
}
