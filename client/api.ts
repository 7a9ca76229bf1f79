/**
 * The only place that calls `fetch()`.
 *
 * A reporter's requests carry no cookie and are signed with her receipt's key (docs/spec/api.md);
 * an officer's carry the session cookie and Django's CSRF token. Every request that changes
 * something may be repeated without harm, so a lost connection is met by sending it again.
 */

import { signRequest, type SigningKey } from "./crypto/index.js";

/** The server refused, and said why (RFC 9457). `detail` is fit to show to the visitor. */
export class Problem extends Error {
  readonly status: number;
  /** The last part of the problem's type: `not-found`, `room-moved-on`, … */
  readonly kind: string;
  readonly detail: string;
  readonly extras: Readonly<Record<string, unknown>>;

  constructor(status: number, kind: string, detail: string, extras: Record<string, unknown>) {
    super(`${String(status)} ${kind}`);
    this.name = "Problem";
    this.status = status;
    this.kind = kind;
    this.detail = detail;
    this.extras = extras;
  }
}

/** No answer came, also not after trying again. Nothing is known about what the server did. */
export class ConnectionLost extends Error {
  constructor() {
    super("no answer");
    this.name = "ConnectionLost";
  }
}

/** What one audience can ask the server. Paths are absolute: `/api/…`. */
export interface Api {
  get(path: string, query?: string): Promise<unknown>;
  getBytes(path: string): Promise<Uint8Array>;
  post(path: string, body: unknown): Promise<unknown>;
  /** Send bytes that were encoded before, unchanged: a report that is pressed twice stays one. */
  postEncoded(path: string, body: Uint8Array): Promise<unknown>;
  put(path: string, body: unknown): Promise<unknown>;
  putBytes(path: string, body: Uint8Array): Promise<void>;
}

interface Request {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  readonly query: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type: string | null;
}

/** Gives the headers that prove who asks, null for anybody. Called anew for each try. */
type Prove = (request: Request) => Promise<Record<string, string> | null>;

/** Sends one request: `fetch`, or something that behaves like it. */
export type Transport = (url: string, init: RequestInit) => Promise<Response>;

const browser: Transport = (url, init) => fetch(url, init);

const NOTHING = new Uint8Array(0);
const encoder = new TextEncoder();

/** Milliseconds to wait before each further try. */
const PAUSES = [1_000, 3_000, 8_000];

/** These answers come from something in between and say nothing about our request. */
const PASSING = new Set([502, 503, 504]);

/** Requests of a reporter: cookie-less, each signed with the receipt's request key. */
export function reporterApi(
  origin: string,
  language: string,
  key: SigningKey,
  lookup: string,
): Api {
  const clock = { ahead: 0 };
  return connect(origin, language, "omit", clock, async ({ method, path, query, body }) => {
    const created = Math.floor(Date.now() / 1000) + clock.ahead;
    return signRequest({ method, path, query, body, created }, key, lookup);
  });
}

/**
 * Requests of an officer: with the session, and the CSRF token of the page.
 *
 * @param transport - what sends them, where the browser's own `fetch` would not have the session
 */
export function officerApi(
  origin: string,
  language: string,
  csrf: () => string,
  transport: Transport = browser,
): Api {
  const prove: Prove = ({ method }) =>
    Promise.resolve(method === "GET" ? {} : { "X-CSRFToken": csrf() });
  return connect(origin, language, "same-origin", { ahead: 0 }, prove, transport);
}

/** Requests of anybody: what the server publishes. */
export function publicApi(origin: string, language: string): Api {
  return connect(origin, language, "omit", { ahead: 0 }, () => Promise.resolve(null));
}

function connect(
  origin: string,
  language: string,
  credentials: RequestCredentials,
  clock: { ahead: number },
  prove: Prove,
  transport: Transport = browser,
): Api {
  const send = async (request: Request): Promise<Response> => {
    const once = async (): Promise<Response> => {
      const proof = await prove(request);
      return transport(origin + request.path + (request.query === "" ? "" : `?${request.query}`), {
        method: request.method,
        headers: {
          "Accept-Language": language,
          ...(request.type === null ? {} : { "Content-Type": request.type }),
          ...(proof ?? {}),
        },
        body: request.method === "GET" ? null : request.body,
        credentials,
        redirect: "error",
        referrerPolicy: "no-referrer",
        // What is public may stay in the browser as long as its answer allows: a list of words for
        // good, a directory until it is asked for again. Nothing else is kept anywhere.
        cache: proof === null ? "default" : "no-store",
      });
    };
    let response = await persist(once);
    if (response.status === 401) {
      const ahead = await serverIsAhead(response.clone());
      if (ahead !== null) {
        // The device's clock is off. Sign with the server's time instead of asking her to mend it.
        clock.ahead = ahead;
        response = await persist(once);
      }
    }
    if (!response.ok) throw await problemIn(response);
    return response;
  };
  const json = async (response: Response): Promise<unknown> =>
    response.status === 204 ? null : ((await response.json()) as unknown);
  const encode = (body: unknown): Uint8Array<ArrayBuffer> => encoder.encode(JSON.stringify(body));
  const JSON_TYPE = "application/json";
  return {
    get: async (path, query = "") =>
      json(await send({ method: "GET", path, query, body: NOTHING, type: null })),
    getBytes: async (path) => {
      const response = await send({ method: "GET", path, query: "", body: NOTHING, type: null });
      return new Uint8Array(await response.arrayBuffer());
    },
    post: async (path, body) =>
      json(await send({ method: "POST", path, query: "", body: encode(body), type: JSON_TYPE })),
    postEncoded: async (path, body) =>
      json(
        await send({ method: "POST", path, query: "", body: new Uint8Array(body), type: JSON_TYPE }),
      ),
    put: async (path, body) =>
      json(await send({ method: "PUT", path, query: "", body: encode(body), type: JSON_TYPE })),
    putBytes: async (path, body) => {
      const type = "application/octet-stream";
      await send({ method: "PUT", path, query: "", body: new Uint8Array(body), type });
    },
  };
}

/** Try until something answers, or give up after the last pause. */
async function persist(once: () => Promise<Response>): Promise<Response> {
  for (const pause of [...PAUSES, null]) {
    try {
      const response = await once();
      if (!PASSING.has(response.status) || pause === null) return response;
    } catch (error) {
      // fetch() throws a TypeError, and nothing else, when no answer came.
      if (!(error instanceof TypeError)) throw error;
      if (pause === null) throw new ConnectionLost();
    }
    await new Promise((resume) => setTimeout(resume, pause));
  }
  throw new ConnectionLost();
}

/** Seconds that the server's clock is ahead of ours, if that is why it refused. */
async function serverIsAhead(response: Response): Promise<number | null> {
  const problem = await problemIn(response);
  const date = Date.parse(response.headers.get("Date") ?? "");
  if (problem.kind !== "clock" || Number.isNaN(date)) return null;
  return Math.round((date - Date.now()) / 1000);
}

async function problemIn(response: Response): Promise<Problem> {
  let said: Record<string, unknown> = {};
  try {
    said = (await response.json()) as Record<string, unknown>;
  } catch {
    // Not JSON: something between us and the server answered. The status must do.
  }
  const { type, detail, ...extras } = said;
  const kind = typeof type === "string" ? (type.split("/").pop() ?? "") : "unknown";
  return new Problem(response.status, kind, typeof detail === "string" ? detail : "", extras);
}
