/**
 * Fills the demo the way people do: officers sign in, make their keys and get them confirmed;
 * reporters seal and send. Runs under Node against a served Hoeder, through the public interface
 * only, with the client's own code.
 *
 * Usage: node fill.mjs keys|reports PLAN.json RESULT.json
 */

import { createHmac } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

import { type Api, officerApi } from "../client/api.js";
import { type OwnDrill, passDrill, startDrill } from "../client/desk/drills.js";
import {
  fingerprint,
  fromHex,
  newOfficerKeys,
  newReceipt,
  receiptWords,
  type Identity,
  type OfficerKeys,
  wrapOfficerKeys,
  unwrapOfficerKeys,
} from "../client/crypto/index.js";
import { type Named, remaining } from "../client/readers.js";
import { Room, type RoomState } from "../client/rooms.js";
import { type Deployment, fetchDirectory, SealedReport } from "../client/sending.js";

interface Person {
  readonly name: string;
  readonly email: string;
  /** The one-time link by which an officer sets a password. */
  readonly invitation: string;
  readonly password: string;
  readonly passphrase: string;
  /** Base32 secret of the second factor, once it is set up. */
  totp?: string;
}

interface Plan {
  readonly origin: string;
  readonly deployment: string;
  readonly organisation: string;
  readonly root: string;
  readonly people: Person[];
  /** Who confirms whose keys, by name; each compares the fingerprint first. */
  readonly confirms: readonly { readonly by: string; readonly of: readonly string[] }[];
  /** Custodians who start a drill of every body whose shares they keep, by name. */
  readonly drills: readonly string[];
  readonly reports: readonly {
    readonly reporter: string;
    readonly language: "nl" | "en";
    readonly channel: string;
    readonly excluding: readonly { readonly kind: Named["kind"]; readonly name: string }[];
    readonly text: string;
    readonly who: string;
    readonly where: string;
    readonly when: string;
    readonly told: string;
    /** Who the reporter is, sealed in her box; null for somebody who stays anonymous. */
    readonly identity: Identity | null;
    readonly handler: string | null;
    readonly answer: string | null;
  }[];
}

/** A browser as far as signing in needs one: it keeps cookies and sends forms. */
class Browser {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  get csrf(): string {
    return this.#cookies.get("csrftoken") ?? "";
  }

  /** As `fetch`, with this browser's cookies, and following redirects while it keeps them. */
  async fetch(address: string | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address, this.#origin);
    const headers = new Headers(init.headers);
    headers.set("Cookie", [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    headers.set("Origin", this.#origin);
    headers.set("Referer", url.href);
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const at = pair.indexOf("=");
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = response.headers.get("Location");
    if (location === null || response.status < 300 || response.status > 399) return response;
    return this.fetch(new URL(location, url), { method: "GET" });
  }

  async page(path: string): Promise<{ html: string; url: string }> {
    const response = await this.fetch(path);
    return { html: await response.text(), url: response.url };
  }

  /** Send the form of a page, its hidden fields included. */
  async submit(
    page: { html: string; url: string },
    fields: Record<string, string>,
  ): Promise<{ html: string; url: string }> {
    const form = new URLSearchParams();
    for (const [, name = "", value = ""] of page.html.matchAll(
      /<input type="hidden" name="([^"]+)" value="([^"]*)"/g,
    )) {
      form.set(name, value);
    }
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const response = await this.fetch(page.url, { method: "POST", body: form });
    const html = await response.text();
    if (response.status >= 400) throw new Error(`${page.url}: HTTP ${String(response.status)}`);
    return { html, url: response.url };
  }
}

/** The six digits of RFC 6238 for now. */
function code(secret: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((one) => alphabet.indexOf(one).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const at = (digest.at(-1) ?? 0) & 15;
  return ((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).toString().padStart(6, "0");
}

/** First sign-in: set the password, then the second factor. */
async function accept(origin: string, person: Person): Promise<Browser> {
  const browser = new Browser(origin);
  const invited = await browser.page(new URL(person.invitation).pathname);
  await browser.submit(invited, { password: person.password, again: person.password });
  const activate = await signIn(browser, person);
  const secret = /<code translate="no">([A-Z2-7]+)<\/code>/.exec(activate.html)?.[1];
  if (secret === undefined) throw new Error(`${person.name}: no second factor was offered`);
  await browser.submit(activate, { code: code(secret) });
  person.totp = secret;
  // Without the duties of their roles nobody gets a key.
  await browser.submit(await browser.page("/account/duties/"), {});
  return browser;
}

async function signIn(browser: Browser, person: Person): Promise<{ html: string; url: string }> {
  const page = await browser.page("/account/login/");
  if (!page.url.includes("/account/login/")) return page;
  return browser.submit(page, { login: person.email, password: person.password });
}

/** Sign in again, with both factors. */
async function comeBack(origin: string, person: Person): Promise<Browser> {
  const browser = new Browser(origin);
  const page = await signIn(browser, person);
  await browser.submit(page, { code: code(person.totp ?? "") });
  return browser;
}

/** The officer's side of the interface, through this browser's session. */
function desk(origin: string, browser: Browser): Api {
  return officerApi(origin, "nl", () => browser.csrf, (url, init) => browser.fetch(url, init));
}

interface Me {
  officer: { id: string };
  wrap: string | null;
}

/** Every officer's first day: password, second factor, keys; then a second person confirms. */
async function makeKeys(plan: Plan): Promise<void> {
  const browsers = new Map<string, Browser>();
  const prints = new Map<string, string>();
  const keepers = new Map<string, Keeper>();
  for (const person of plan.people) {
    const browser = await accept(plan.origin, person);
    browsers.set(person.name, browser);
    const api = desk(plan.origin, browser);
    const me = (await api.get("/api/desk/me")) as Me;
    const keys = await newOfficerKeys();
    const wrap = await wrapOfficerKeys(keys, person.passphrase, me.officer.id);
    await api.post("/api/desk/keys", { recipient: keys.recipient, verify: keys.author.verify, wrap });
    keepers.set(me.officer.id, { api, keys });
    prints.set(person.name, fingerprint(keys.recipient, keys.author.verify));
    console.log(`  ${person.name} has keys`);
  }
  for (const { by, of } of plan.confirms) {
    const browser = browsers.get(by);
    for (const name of of) if (browser) await confirm(browser, prints.get(name) ?? "");
  }
  for (const name of plan.drills) {
    const starter = browsers.get(name);
    if (starter) await drill(plan.organisation, desk(plan.origin, starter), keepers);
  }
}

interface Keeper {
  readonly api: Api;
  readonly keys: OfficerKeys;
}

interface Custody {
  readonly custodies: readonly {
    readonly body: string;
    readonly keepers: readonly { readonly officer: string; readonly place: string }[];
  }[];
  readonly drills: readonly OwnDrill[];
}

/** Start a drill of every body whose shares this custodian keeps; everybody passes it. */
async function drill(
  organisation: string,
  starter: Api,
  keepers: ReadonlyMap<string, Keeper>,
): Promise<void> {
  const kept = (await starter.get("/api/desk/custody")) as Custody;
  const all = new Set<string>();
  for (const { body, keepers: places } of kept.custodies) {
    const of = (place: string): { officer: string; recipient: string }[] =>
      places
        .filter((one) => one.place === place)
        .map(({ officer }) => ({ officer, recipient: keepers.get(officer)?.keys.recipient ?? "" }));
    const [authority] = of("authority");
    if (authority === undefined) throw new Error("a custody has no authority");
    await startDrill(starter, organisation, body, of("custodian"), authority);
    for (const { officer } of [...of("custodian"), authority]) all.add(officer);
  }
  for (const officer of all) {
    const keeper = keepers.get(officer);
    if (keeper === undefined) throw new Error("somebody keeps a share and has no keys");
    const { drills } = (await keeper.api.get("/api/desk/custody")) as Custody;
    const me = { officer, identity: keeper.keys.identity };
    for (const one of drills) await passDrill(keeper.api, organisation, one, me);
  }
  console.log("  the custodians and the authority passed a drill");
}

/** Find the key with this fingerprint among the people, and confirm it. */
async function confirm(browser: Browser, print: string): Promise<void> {
  const people = await browser.page("/people/");
  for (const [, path = ""] of people.html.matchAll(/href="(\/people\/keys\/[0-9a-f]+\/confirm\/)"/g)) {
    const page = await browser.page(path);
    const groups = page.html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
    if (groups.includes(print)) {
      await browser.submit(page, { compared: "on" });
      return;
    }
  }
  throw new Error("a key that waits to be confirmed is not among the people");
}

/** Reporters report; where the plan says so, the handler acknowledges and asks. */
async function sendReports(plan: Plan, words: readonly string[]): Promise<object[]> {
  const sent: object[] = [];
  for (const report of plan.reports) {
    const deployment: Deployment = {
      origin: plan.origin,
      language: report.language,
      id: fromHex(plan.deployment),
      organisation: plan.organisation,
      root: plan.root,
    };
    const directory = await fetchDirectory(deployment, 1);
    const channel = directory.channels.find((one) => one.slug === report.channel);
    const named = report.excluding.map(({ kind, name }): Named => {
      const found =
        kind === "unit"
          ? directory.units.find((one) => one.names.nl === name)
          : kind === "function"
            ? directory.functions.find((one) => one.titles.nl === name)
            : directory.officers.find((one) => one.name === name);
      return { kind, id: found?.id ?? "" };
    });
    const readers = remaining(directory, channel?.id ?? "", named);
    const receipt = newReceipt();
    const { text, who, where, when, told } = report;
    const account = { text, who, where, when, told };
    const sealed = await SealedReport.make(deployment, directory, readers, account, receipt, {
      ...(report.identity === null
        ? {}
        : { naming: { known: "sealed", identity: report.identity } }),
    });
    const accepted = await sealed.deliver();
    if (report.handler !== null && report.answer !== null) {
      await answer(plan, directory, report.handler, accepted.case, report.answer);
    }
    sent.push({ reporter: report.reporter, words: receiptWords(receipt, words).join(" ") });
    console.log(`  ${report.reporter} reported`);
  }
  return sent;
}

async function answer(
  plan: Plan,
  directory: Awaited<ReturnType<typeof fetchDirectory>>,
  handler: string,
  caseId: string,
  text: string,
): Promise<void> {
  const person = plan.people.find((one) => one.name === handler);
  if (person === undefined) throw new Error(`${handler} is not in the plan`);
  const api = desk(plan.origin, await comeBack(plan.origin, person));
  const me = (await api.get("/api/desk/me")) as Me;
  const keys: OfficerKeys = await unwrapOfficerKeys(me.wrap ?? "", person.passphrase, me.officer.id);
  await api.post(`/api/desk/cases/${caseId}/declaration`, {});
  const shown = (await api.get(`/api/desk/cases/${caseId}`)) as { rooms: readonly RoomState[] };
  const state = shown.rooms.find((one) => one.kind === "dialogue");
  if (state === undefined) throw new Error("the case has no dialogue");
  const viewer = { holder: `officer:${me.officer.id}`, ...keys };
  const room = await Room.open(api, "/api/desk", state, viewer, { directory, reporter: null });
  await room.send("acknowledgement", { text }, `/api/desk/cases/${caseId}/acknowledge`);
}

const [, , step, planFile = "", resultFile = ""] = process.argv;
const plan = JSON.parse(readFileSync(planFile, "utf8")) as Plan;
if (step === "keys") {
  await makeKeys(plan);
  writeFileSync(resultFile, JSON.stringify(plan.people), { mode: 0o600 });
} else {
  const words = readFileSync(new URL("words-nl.txt", import.meta.url), "utf8").trim().split("\n");
  writeFileSync(resultFile, JSON.stringify(await sendReports(plan, words)), { mode: 0o600 });
}
