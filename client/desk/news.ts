/** What there is to do for this officer: kinds and days, never a case. */

import type { Desk } from "./desk.js";
import type { Route } from "./routes.js";

export interface News {
  readonly kind: string;
  readonly count: number;
  readonly since: string;
}

export async function listNews({ api }: Desk): Promise<readonly News[]> {
  return ((await api.get("/api/desk/news")) as { news: readonly News[] }).news;
}

export async function markSeen({ api }: Desk, news: readonly News[]): Promise<void> {
  await api.post("/api/desk/news/seen", { kinds: news.map((one) => one.kind) });
}

/** Where the work of each family of kinds is done; anything else begins in the inbox. */
const PLACES: Readonly<Record<string, Route>> = {
  incident: { view: "incidents" },
  account: { view: "accounts" },
  opening: { view: "openings" },
  override: { view: "custody" },
  share: { view: "custody" },
  drill: { view: "custody" },
  advice: { view: "talks" },
  grounds: { view: "grounds" },
  procedure: { view: "recommendations" },
};

/** Where to go for what happened. */
export function placeOf(kind: string): Route {
  // A decision is weighed in the case of whom it is against.
  if (kind === "grounds.to-weigh") return { view: "inbox", page: 1 };
  return PLACES[kind.split(".")[0] ?? ""] ?? { view: "inbox", page: 1 };
}
