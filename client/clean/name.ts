/** File names: folders and hidden characters go, the rest is the reporter's own choice. */

import { cleanText } from "./text.js";

const LONGEST = 120;

/** Return the last part of a path, without hidden or control characters and of bounded length. */
export function cleanName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const plain = cleanText(last).text.replace(/[<>:"|?*\s]+/g, " ").trim().replace(/^\.+/, "");
  const characters = Array.from(plain);
  if (characters.length <= LONGEST) return plain || "file";
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? "";
  return characters.slice(0, LONGEST - extension.length).join("") + extension;
}
