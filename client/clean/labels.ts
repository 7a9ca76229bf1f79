/** What was taken out of a file. Stable codes; a page translates them. */
export const REMOVED_LABELS = [
  "gps",
  "camera",
  "author",
  "comments",
  "comment-authors",
  "thumbnail",
  "dates",
  "software",
  "description",
  "exif",
  "xmp",
  "iptc",
  "embedded-profile",
  "trailing-data",
  "unknown-data",
  "properties",
  "custom-data",
  "revision",
  "printer",
  "paths",
  "template",
  "identifier",
  "history",
  "attachments",
  "attachment-names",
  "scripts",
  "signature",
  "form-data",
  "hidden-parts",
] as const;

export type RemovedLabel = (typeof REMOVED_LABELS)[number];

/** What stands inside a file and could not be cleaned; the page must say so. */
export type LeftLabel = "embedded-media";

/** The media types that are cleaned; everything else is `unknown` and is handed back as it came. */
export type FileType =
  | "image/jpeg"
  | "image/png"
  | "image/webp"
  | "application/pdf"
  | "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
  | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
  | "application/vnd.openxmlformats-officedocument.presentationml.presentation";

/** What a cleaner of one format answers. */
export interface CleanedBytes {
  readonly cleaned: Uint8Array;
  readonly removed: ReadonlySet<RemovedLabel>;
}
