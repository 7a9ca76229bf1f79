/** What the desk and its viewer say to one another (docs/decisions/0004-viewer.md). */

/** From the desk, once: the verified bytes of the file. They are transferred. */
export interface ToViewer {
  readonly bytes: ArrayBuffer;
}

/** `broken` holds no page that can be drawn; `locked` has a password. */
export type Why = "broken" | "locked";

export type FromViewer =
  | { readonly state: "ready" }
  | { readonly state: "shown" }
  /** The reader scrolled or pressed something: a sign of life. */
  | { readonly state: "busy" }
  | { readonly state: "failed"; readonly why: Why };

/** What the frame says is not believed: only these few words are listened to. */
export function fromViewer(data: unknown): FromViewer | null {
  if (typeof data !== "object" || data === null) return null;
  const { state, why } = data as { state?: unknown; why?: unknown };
  if (state === "ready" || state === "shown" || state === "busy") return { state };
  if (state === "failed") return { state, why: why === "locked" ? why : "broken" };
  return null;
}
