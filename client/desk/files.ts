/**
 * What may be shown of a file that somebody sent, and under which name it is saved.
 *
 * Only pictures and PDF are ever shown, and only when their first bytes are those of that very type:
 * the type inside the seal is the sender's claim. Everything else, HTML and SVG first of all, is saved
 * and never shown.
 */

export type Showing = "picture" | "pdf" | "never";

interface Signature {
  readonly type: string;
  readonly showing: Showing;
  readonly matches: (bytes: Uint8Array) => boolean;
}

const SIGNATURES: readonly Signature[] = [
  { type: "image/jpeg", showing: "picture", matches: (bytes) => begins(bytes, [0xff, 0xd8, 0xff]) },
  {
    type: "image/png",
    showing: "picture",
    matches: (bytes) => begins(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  },
  {
    type: "image/gif",
    showing: "picture",
    matches: (bytes) => begins(bytes, [0x47, 0x49, 0x46, 0x38]),
  },
  {
    type: "image/webp",
    showing: "picture",
    matches: (bytes) =>
      begins(bytes, [0x52, 0x49, 0x46, 0x46]) && begins(bytes.subarray(8), [0x57, 0x45, 0x42, 0x50]),
  },
  {
    type: "application/pdf",
    showing: "pdf",
    matches: (bytes) => begins(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d]),
  },
];

/** Larger files are saved, not shown: a viewer would need several times their size. */
export const LARGEST_SHOWN = 32 * 1024 * 1024;

export interface Decision {
  readonly showing: Showing;
  /** The type under which the bytes are handed to the browser. */
  readonly type: string;
  /** The claimed type is not what the bytes are. */
  readonly disguised: boolean;
}

/** May files of this claimed type be asked to be shown at all? The bytes decide afterwards. */
export function mayShow(type: string, size: number): boolean {
  return size <= LARGEST_SHOWN && SIGNATURES.some((signature) => signature.type === plainType(type));
}

/** Decide by the claimed type and the first bytes of a file whose end was verified. */
export function decide(type: string, size: number, first: Uint8Array): Decision {
  const claimed = plainType(type);
  const known = SIGNATURES.find((signature) => signature.type === claimed);
  if (known === undefined) {
    return { showing: "never", type: "application/octet-stream", disguised: false };
  }
  if (!known.matches(first)) {
    return { showing: "never", type: "application/octet-stream", disguised: true };
  }
  if (size > LARGEST_SHOWN) {
    return { showing: "never", type: known.type, disguised: false };
  }
  return { showing: known.showing, type: known.type, disguised: false };
}

const RISKY = new Set([
  "html", "htm", "xhtml", "shtml", "mht", "mhtml", "svg", "svgz", "xml", "xsl", "js", "mjs", "jse", "vbs",
  "vbe", "wsf", "wsh", "hta", "exe", "com", "scr", "msi", "bat", "cmd", "ps1", "psm1", "lnk", "url", "jar",
  "apk", "app", "dmg", "pkg", "iso", "img", "vhd", "dll", "cpl", "reg", "sh", "desktop", "chm", "pif", "gadget",
  "docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppam", "ppsm", "sldm", "one", "application", "scf",
  "library-ms", "search-ms", "settingcontent-ms", "website", "webloc", "inf", "appref-ms", "xll", "swf",
]);

/** Does opening a file with this name on somebody's computer run something? */
export function isRisky(name: string): boolean {
  const ending = /\.([^.]+?)[\s.]*$/.exec(name)?.[1];
  return ending !== undefined && RISKY.has(ending.toLowerCase());
}

/**
 * A name that is safe to save under: no folders, no control or direction-changing characters, no
 * name that a system reserves; and an ending that makes nothing run when it is double-clicked.
 */
export function safeName(name: string): string {
  const kept = name
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, "")
    .replace(/[\\/:*?"<>|]+/g, "_")
    .replace(/\s+/g, " ")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  const dot = kept.lastIndexOf(".");
  const stem = dot > 0 ? kept.slice(0, dot) : kept;
  const ending = dot > 0 ? kept.slice(dot) : "";
  const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/i.test(stem.split(".")[0] ?? "");
  const short = Array.from(`${reserved ? "_" : ""}${stem}`).slice(0, 100).join("");
  const whole = (short === "" ? "file" : short) + Array.from(ending).slice(0, 20).join("");
  return isRisky(whole) ? `${whole}.txt` : whole;
}

function plainType(type: string): string {
  return (type.split(";")[0] ?? "").trim().toLowerCase();
}

function begins(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}
