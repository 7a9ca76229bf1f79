import { latin1 } from "./bytes.js";
import { cleanJpeg } from "./jpeg.js";
import type { CleanedBytes, FileType } from "./labels.js";
import { cleanPng } from "./png.js";
import { cleanWebp } from "./webp.js";

/** Clean a picture by what its first bytes say it is; `null` when it is none of the three. */
export function cleanPicture(file: Uint8Array): (CleanedBytes & { type: FileType }) | null {
  const head = latin1(file.subarray(0, 12));
  if (head.startsWith("\xff\xd8\xff")) return { type: "image/jpeg", ...cleanJpeg(file) };
  if (head.startsWith("\x89PNG")) return { type: "image/png", ...cleanPng(file) };
  if (head.startsWith("RIFF") && head.endsWith("WEBP")) {
    return { type: "image/webp", ...cleanWebp(file) };
  }
  return null;
}
