/** An entry as Noor types it. */
export const ENTRY = {
  form: "c",
  other: "",
  actor: "director",
  who: "Directeur Smit",
  what: "Ik mag niet terug naar Lissabon.",
  before: "Liaison in Lissabon",
  after: "Thuis, zonder taken",
  witnesses: "Bram",
  when: "day",
  "when-day": "2026-03-04",
};
