import { expect, test } from "vitest";

import type { Json } from "../../crypto/canonical.js";
import type { Entry } from "../../items.js";
import {
  isAgreed, mayAsk, mayPropose, mayRecord, meetingParts, minutesIn, newest, proposed, stepsOf, type Meeting,
} from "../../meeting.js";
import { meetingIn } from "../../elements/reporter/entries.js";

const at = (state: string, minutes: string | null = null): Meeting =>
  ({ number: 1, state, asked_on: "2026-11-02", changed_on: "2026-11-03", minutes });
const entry = (body: Json, author: string, hash: string, kind = "meeting"): Entry => ({
  state: "read", id: "00", sequence: 2, by: "reporter", hash, body, signature: "",
  header: {
    v: 1, organisation: "", case: "", room: "", epoch: 1, sequence: 2, previous: "", author, kind, day: "2026-11-23",
  },
});
const [noor, ada] = ["aa".repeat(32), "bb".repeat(32)];

test("she may ask while no request runs, and answer what lies before her", () => {
  expect(mayAsk(null)).toBe(true);
  expect(stepsOf(null)).toEqual([]);
  for (const over of ["signed", "unsigned", "withdrawn"]) expect(mayAsk(at(over))).toBe(true);
  for (const runs of ["asked", "proposed", "agreed", "recorded", "corrected"]) {
    expect(mayAsk(at(runs))).toBe(false);
    expect(stepsOf(at(runs)).length).toBeGreaterThan(0);
  }
  expect(stepsOf(at("something new"))).toEqual([]);
});

test("a handler proposes before the meeting and records after a day was agreed", () => {
  expect(["asked", "proposed", "agreed"].every((one) => mayPropose(at(one)))).toBe(true);
  expect([null, at("recorded"), at("withdrawn")].some(mayPropose)).toBe(false);
  expect(["agreed", "recorded", "corrected", "signed", "unsigned"].every((one) => mayRecord(at(one)))).toBe(true);
  expect([null, at("asked"), at("withdrawn")].some(mayRecord)).toBe(false);
});

test("minutes are agreed by her own signature on just these minutes", () => {
  const minutes = entry({ step: "minutes", text: "Wij spraken." }, ada, "11");
  const agrees = (author: string, of: string): Entry => entry({ step: "agrees", minutes: of }, author, "22");
  const room = (said: Entry): readonly Entry[] => [minutes, said];
  expect(minutesIn([minutes], at("recorded", "11"))).toBe(minutes);
  expect(minutesIn([minutes], at("recorded", "99"))).toBeNull();
  expect(isAgreed(room(agrees(noor, "11")), at("signed", "11"), noor)).toBe(true);
  expect(isAgreed(room(agrees(noor, "10")), at("signed", "11"), noor)).toBe(false);
  expect(isAgreed(room(agrees(ada, "11")), at("signed", "11"), noor)).toBe(false);
  expect(isAgreed(room(agrees(noor, "11")), at("signed"), noor)).toBe(false);
});

test("the days that count are those proposed last, and only days", () => {
  const first = entry({ step: "proposes", days: ["2026-12-01 10:00"] }, ada, "1");
  const second = entry({ step: "proposes", days: ["2026-12-03 14:30", "tomorrow", 7] }, ada, "2");
  expect(proposed([first, second])).toEqual(["2026-12-03 14:30"]);
  expect(proposed([])).toEqual([]);
  expect(proposed([entry({ step: "proposes", days: "2026-12-01" }, ada, "1")])).toEqual([]);
  expect(newest([first, second], "picks")).toBeNull();
});

test("a request is shown part by part; what is missing is left out", () => {
  const wish = { step: "asked", how: "voice", where: "", when: " ", whom: "Ruth", recording: "no", text: "Geen naam." };
  expect(meetingParts("meeting", wish).map((one) => [one.part, one.text, one.code])).toEqual([
    ["how", "voice", true], ["whom", "Ruth", false], ["recording", "no", true],
  ]);
  expect(meetingParts("message", wish)).toEqual([]);
  expect(meetingParts("meeting", null)).toEqual([]);
  const say = (key: string): string => key;
  const shown = entry(wish, noor, "3");
  expect(shown.state === "read" ? meetingIn(shown, say) : []).toEqual([
    { label: "meeting-step", text: "meeting-step-asked" },
    { label: "meeting-part-how", text: "meeting-how-voice" },
    { label: "meeting-part-whom", text: "Ruth" },
    { label: "meeting-part-recording", text: "meeting-recording-no" },
  ]);
  const other = entry({}, noor, "4", "message");
  expect(other.state === "read" ? meetingIn(other, say) : null).toEqual([]);
});
