/**
 * Colour profiles. A profile that was made for one screen or scanner names it, so only the ordinary
 * ones are kept, and of these only the tables that colours are computed from (ICC.1:2010 §7 and §9).
 */

import { Reader, concat, fromLatin1, latin1, number } from "./bytes.js";
import { CannotBeCleaned } from "./problems.js";

const ORDINARY =
  /^(sRGB|Display P3|P3|DCI-P3|Adobe RGB|c2(ci)?$|uRGB|Apple Wide Color|Generic (RGB|Gray|CMYK)|Gray Gamma|Dot Gain|ProPhoto RGB|ROMM|Rec\.? ?(709|2020)|ITU-R|Coated FOGRA|U\.S\. Web Coated|ISO Coated|PSO )/i;
const COLOUR_TAGS = new Set(
  (
    "rXYZ gXYZ bXYZ wtpt bkpt rTRC gTRC bTRC kTRC chad chrm lumi " +
    "A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 gamt cicp"
  ).split(" "),
);
const HEADER = 128;
const MOST_TAGS = 100;

/**
 * Return the profile with nothing in it but colours, or `null` when it is not an ordinary one and
 * has to go. A broken profile has to go too.
 */
export function neutralProfile(profile: Uint8Array): Uint8Array | null {
  try {
    const reader = new Reader(profile);
    if (reader.tag(36) !== "acsp") return null;
    const count = reader.u32(HEADER);
    if (count > MOST_TAGS) return null;
    const tags = Array.from({ length: count }, (_, index) => {
      const at = HEADER + 4 + index * 12;
      return { name: reader.tag(at), data: reader.slice(reader.u32(at + 4), reader.u32(at + 8)) };
    });
    const description = tags.find((tag) => tag.name === "desc");
    if (!description || !ORDINARY.test(textOf(description.data))) return null;
    const modern = reader.u8(8) >= 4;
    const kept = tags.filter((tag) => COLOUR_TAGS.has(tag.name));
    return build(reader.slice(0, HEADER), [
      { name: "desc", data: modern ? localised("-") : oldDescription("-") },
      { name: "cprt", data: modern ? localised("-") : fromLatin1("text\0\0\0\0-\0") },
      ...kept,
    ]);
  } catch (problem) {
    if (problem instanceof CannotBeCleaned) return null;
    throw problem;
  }
}

/** The plain characters of a description, whether `desc` (old) or `mluc` (new). */
function textOf(data: Uint8Array): string {
  const letters = latin1(data.subarray(0, 1024));
  if (letters.startsWith("desc")) return letters.slice(12).replace(/\0[^]*/, "");
  const reader = new Reader(data);
  if (letters.startsWith("mluc") && reader.u32(8) > 0) {
    const text = latin1(reader.slice(reader.u32(24), reader.u32(20)));
    return text.replaceAll("\0", "");
  }
  return "";
}

function localised(text: string): Uint8Array {
  const wide = fromLatin1(text.replace(/./g, "\0$&"));
  return concat([
    fromLatin1("mluc\0\0\0\0"),
    number(1, 4),
    number(12, 4),
    fromLatin1("enUS"),
    number(wide.length, 4),
    number(28, 4),
    wide,
  ]);
}

function oldDescription(text: string): Uint8Array {
  return concat([
    fromLatin1("desc\0\0\0\0"),
    number(text.length + 1, 4),
    fromLatin1(`${text}\0`),
    new Uint8Array(4 + 4 + 2 + 1 + 67),
  ]);
}

function build(header: Uint8Array, tags: readonly { name: string; data: Uint8Array }[]): Uint8Array {
  const table: Uint8Array[] = [number(tags.length, 4)];
  const bodies: Uint8Array[] = [];
  let at = HEADER + 4 + tags.length * 12;
  for (const { name, data } of tags) {
    table.push(fromLatin1(name), number(at, 4), number(data.length, 4));
    const padded = new Uint8Array(Math.ceil(data.length / 4) * 4);
    padded.set(data);
    bodies.push(padded);
    at += padded.length;
  }
  const whole = concat([header, ...table, ...bodies]);
  whole.set(number(whole.length, 4), 0);
  // Preferred module, date, platform, maker, model, creator and fingerprint: none is a colour.
  for (const [from, to] of [[4, 8], [24, 36], [40, 44], [48, 64], [80, 128]] as const) {
    whole.fill(0, from, to);
  }
  return whole;
}
