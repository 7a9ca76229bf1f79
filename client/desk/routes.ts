/** Where in the desk somebody is: one document, told apart by its path. */

export type Route =
  | { readonly view: "inbox"; readonly page: number }
  | { readonly view: "case"; readonly id: string }
  | { readonly view: "talks" }
  | { readonly view: "register" }
  | { readonly view: "talk"; readonly id: string }
  | { readonly view: "custody" }
  | { readonly view: "openings" }
  | { readonly view: "incidents" }
  | { readonly view: "incident"; readonly id: string }
  | { readonly view: "accounts" }
  | { readonly view: "board" }
  | { readonly view: "duties"; readonly id: string }
  | { readonly view: "escalations" }
  | { readonly view: "review"; readonly id: string }
  | { readonly view: "breaches" }
  | { readonly view: "recommendations" }
  | { readonly view: "reports" }
  | { readonly view: "commitments" }
  | { readonly view: "grounds" }
  | { readonly view: "keys" }
  | { readonly view: "absent" };

/** Places that are one word and nothing more. */
const PLACES = [
  "keys", "talks", "register", "custody", "openings", "incidents", "accounts", "board", "escalations", "breaches",
  "recommendations", "reports", "commitments", "grounds",
] as const;
const DUTIES = /^board\/([0-9a-f]{32})$/;
const REVIEW = /^reviews\/([0-9a-f]{32})$/;
const TALK = /^talks\/([0-9a-f]{32})$/;
const INCIDENT = /^incidents\/([0-9a-f]{32})$/;
const CASE = /^cases\/([0-9a-f]{32})$/;
const PAGE = /^[1-9][0-9]{0,5}$/;

/** Read a path and query below the desk's own root, such as `/desk/` or `/nl/desk/`. */
export function readRoute(root: string, path: string, query: string): Route {
  if (!path.startsWith(root)) {
    return { view: "absent" };
  }
  const rest = path.slice(root.length).replace(/\/$/, "");
  if (rest === "") {
    const page = new URLSearchParams(query).get("page") ?? "1";
    return PAGE.test(page) ? { view: "inbox", page: Number(page) } : { view: "absent" };
  }
  const place = PLACES.find((one) => one === rest);
  if (place !== undefined) return { view: place };
  const incident = INCIDENT.exec(rest)?.[1];
  if (incident !== undefined) {
    return { view: "incident", id: incident };
  }
  const body = DUTIES.exec(rest)?.[1];
  if (body !== undefined) return { view: "duties", id: body };
  const review = REVIEW.exec(rest)?.[1];
  if (review !== undefined) return { view: "review", id: review };
  const talk = TALK.exec(rest)?.[1];
  if (talk !== undefined) {
    return { view: "talk", id: talk };
  }
  const id = CASE.exec(rest)?.[1];
  return id === undefined ? { view: "absent" } : { view: "case", id };
}

/** The address of a place: `readRoute` reads it back as the same place. */
export function writeRoute(root: string, route: Route): string {
  switch (route.view) {
    case "inbox":
      return route.page === 1 ? root : `${root}?page=${String(route.page)}`;
    case "case":
      return `${root}cases/${route.id}`;
    case "talk":
      return `${root}talks/${route.id}`;
    case "incident":
      return `${root}incidents/${route.id}`;
    case "duties":
      return `${root}board/${route.id}`;
    case "review":
      return `${root}reviews/${route.id}`;
    case "board":
    case "escalations":
    case "breaches":
    case "recommendations":
    case "reports":
    case "keys":
    case "talks":
    case "register":
    case "custody":
    case "openings":
    case "incidents":
    case "accounts":
    case "commitments":
    case "grounds":
      return `${root}${route.view}`;
    case "absent":
      return root;
  }
}
