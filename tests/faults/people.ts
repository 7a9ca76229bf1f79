/**
 * Reporters and officers at their devices, with the client's own code, for tests that ask a real
 * server. Reads one command per line from standard input and answers each with one line.
 *
 * Usage: node people.mjs SETTING.json
 */

import { readFileSync } from "node:fs";
import { request as ask } from "node:http";
import { createInterface } from "node:readline";

import { type Api, ConnectionLost, officerApi, Problem, publicApi, reporterApi } from "../../client/api.js";
import {
  DirectoryRefused,
  fromHex,
  newId,
  newReceipt,
  newRoomKey,
  readManifest,
  receiptWords,
  reporterKeys,
  sealGrant,
  sha256Hex,
  Tampered,
  toBase64,
  toHex,
  unwrapOfficerKeys,
  type OfficerKeys,
  type Receipt,
} from "../../client/crypto/index.js";
import { wholeLog } from "../../client/log/fetching.js";
import { handles, leafOf, readLeaf } from "../../client/log/leaf.js";
import { type Named, remaining } from "../../client/readers.js";
import { recipientOf } from "../../client/membership.js";
import { openMyReport } from "../../client/mine.js";
import { NoKey, Room, type RoomState } from "../../client/rooms.js";
import { type Deployment, fetchDirectory, SealedReport } from "../../client/sending.js";
import { NotLetIn, UnknownMember } from "../../client/strangers.js";
import { fetchFile, sendFile } from "../../client/transfer.js";

interface Setting {
  readonly origin: string;
  readonly deployment: string;
  readonly organisation: string;
  readonly root: string;
  /** The address that requests come from. */
  readonly from: string;
}

type Kind = RoomState["kind"];

/** What a command says; each uses what it needs. */
interface Command {
  readonly do: string;
  /** Another server than that of the setting: one that lies. */
  readonly origin?: string;
  readonly who: string;
  readonly case: string;
  readonly room?: Kind;
  readonly kind: string;
  readonly body: Record<string, unknown>;
  readonly extra?: Record<string, unknown>;
  readonly path?: string;
  /** A reporter's own name, locked in her box. */
  readonly named?: string;
  readonly account: { text: string; who: string; where: string; when: string; told: string };
  readonly excluding?: readonly { readonly kind: Named["kind"]; readonly name: string }[];
  readonly officer: string;
  readonly cookie: string;
  readonly csrf: string;
  readonly passphrase: string;
  readonly minimum?: number;
  readonly file: { readonly name: string; readonly text: string; readonly times: number };
}

interface Officer {
  readonly id: string;
  readonly keys: OfficerKeys;
  readonly cookie: string;
  readonly csrf: string;
}

const setting = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Setting;
const words = readFileSync(new URL("words-nl.txt", import.meta.url), "utf8").trim().split("\n");
const receipts = new Map<string, Receipt>();
const officers = new Map<string, Officer>();

/** Waiting for a line that is lost on purpose takes a thousandth of the time. */
const wait = globalThis.setTimeout;
Object.assign(globalThis, {
  setTimeout: (act: () => void, ms: number): unknown => wait(act, ms / 1000),
});

/** Press the same button again when no answer came at all. */
async function pressed<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    return act();
  }
}

/** As the browser's own, from an address that a search can find. */
globalThis.fetch = (address, init = {}) =>
  new Promise((resolve, reject) => {
    const url = new URL(address instanceof Request ? address.url : address);
    const headers = Object.fromEntries(new Headers(init.headers));
    const body = init.body instanceof Uint8Array ? init.body : null;
    const sent = ask(
      url,
      {
        method: init.method ?? "GET",
        headers: { ...headers, ...(body === null ? {} : { "content-length": body.length }) },
        localAddress: setting.from,
        agent: false,
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("error", reject);
        answer.on("end", () => {
          const status = answer.statusCode ?? 0;
          const whole = status === 204 ? null : Buffer.concat(parts);
          const said = answer.headersDistinct;
          const list = Object.entries(said).map(([name, value]) => [name, (value ?? []).join(", ")]);
          resolve(new Response(whole, { status, headers: list as [string, string][] }));
        });
      },
    );
    // What the browser throws when no answer came.
    sent.on("error", () => { reject(new TypeError("no answer")); });
    sent.end(body);
  });

function deployment(command: Command): Deployment {
  const { organisation, root } = setting;
  const id = fromHex(setting.deployment);
  return { origin: command.origin ?? setting.origin, language: "nl", id, organisation, root };
}

async function report(command: Command): Promise<object> {
  const place = deployment(command);
  const directory = await pressed(() => fetchDirectory(place, 1));
  const channel = directory.channels.find((one) => one.slug === "integriteit");
  const named = (command.excluding ?? []).map(({ kind, name }): Named => {
    const found =
      kind === "officer"
        ? directory.officers.find((one) => one.name === name)
        : directory.functions.find((one) => one.titles.nl === name);
    return { kind, id: found?.id ?? "" };
  });
  const receipt = newReceipt();
  const readers = remaining(directory, channel?.id ?? "", named);
  const identity = { name: command.named ?? "", contact: "", number: "" };
  const sealed = await SealedReport.make(place, directory, readers, command.account, receipt, {
    ...(identity.name === "" ? {} : { naming: { known: "sealed", identity } }),
  });
  const accepted = await pressed(() => sealed.deliver());
  receipts.set(command.who, receipt);
  const { dialogue: room } = await pressed(() => openMyReport(place, receipt, directory));
  const keys = await reporterKeys(receipt, place.id);
  const ikm = Buffer.concat(
    receipt.indices.slice(0, 8).map((one) => Buffer.from([one >> 8, one & 255])),
  );
  return {
    case: accepted.case,
    room: room.state.id,
    words: receiptWords(receipt, words),
    request: toHex(sealed.encoded),
    readers: readers.readers.map((one) => one.name),
    secrets: {
      ikm: toHex(ikm),
      lookup: keys.lookup,
      request: toHex(keys.request.seed),
      author: toHex(keys.author.seed),
      box: toHex(keys.box),
    },
    identities: { reporter: keys.identity, room: room.key.identity },
  };
}

/** Somebody's own side of the interface. */
function apiOf(command: Command): Api {
  const { origin } = deployment(command);
  const officer = officers.get(command.who);
  if (officer === undefined) throw new Error(`${command.who} is not here`);
  return officerApi(origin, "nl", () => officer.csrf, (url, init) => {
    const headers = new Headers(init.headers);
    headers.set("Cookie", officer.cookie);
    headers.set("Origin", setting.origin);
    return fetch(url, { ...init, headers: Object.fromEntries(headers) });
  });
}

interface Opened {
  readonly room: Room;
  readonly api: Api;
}

/** Open a room of a case as whoever asks, with all that this checks. */
function open(command: Command): Promise<Opened> {
  return pressed(() => openOnce(command));
}

async function openOnce(command: Command): Promise<Opened> {
  const place = deployment(command);
  const receipt = receipts.get(command.who);
  if (receipt !== undefined) {
    const mine = await openMyReport(place, receipt, await fetchDirectory(place, 1));
    return { room: mine.dialogue, api: mine.api };
  }
  const api = apiOf(command);
  const officer = officers.get(command.who);
  if (officer === undefined) throw new Error(`${command.who} is not here`);
  const directory = await fetchDirectory(place, 1);
  const path = `/api/desk/cases/${command.case}`;
  const asked = (await api.get(path)) as { case: { declared: boolean }; rooms: RoomState[] };
  // An officer declares to be impartial before reading.
  if (!asked.case.declared) await api.post(`${path}/declaration`, {});
  const shown = asked.case.declared ? asked : ((await api.get(path)) as { rooms: RoomState[] });
  const viewer = { holder: `officer:${officer.id}`, ...officer.keys };
  const find = (kind: Kind): RoomState => {
    const state = shown.rooms.find((one) => one.kind === kind);
    if (state === undefined) throw new Error(`no ${kind}`);
    return state;
  };
  const trust = { directory, reporter: null };
  const state = find(command.room ?? "dialogue");
  const room = await Room.open(api, "/api/desk", state, viewer, trust);
  await room.refresh();
  return { room, api };
}

/** Come back with a receipt, whose keys alone are asked: what the server lets her do. */
async function mine(command: Command): Promise<unknown> {
  const place = deployment(command);
  const receipt = receipts.get(command.who) ?? newReceipt();
  const keys = await reporterKeys(receipt, place.id);
  return reporterApi(place.origin, "nl", keys.request, keys.lookup).get(command.path ?? "");
}

async function arrive(command: Command): Promise<object> {
  const { cookie, csrf } = command;
  officers.set(command.who, { id: "", keys: {} as OfficerKeys, cookie, csrf });
  const me = (await apiOf(command).get("/api/desk/me")) as { officer: { id: string }; wrap: string };
  const keys = await unwrapOfficerKeys(me.wrap, command.passphrase, me.officer.id);
  officers.set(command.who, { id: me.officer.id, keys, cookie, csrf });
  return { id: me.officer.id, identity: keys.identity, author: toHex(keys.author.seed) };
}

async function read(command: Command): Promise<object> {
  const { room } = await open(command);
  return {
    stale: room.state.stale,
    epoch: room.state.epoch,
    identity: room.identityOf(room.state.epoch),
    entries: room.entries.map((one) =>
      one.state === "trouble"
        ? { trouble: one.what, sequence: one.sequence }
        : {
            kind: one.header.kind,
            day: one.header.day,
            sequence: one.sequence,
            by: one.by,
            body: one.body,
          },
    ),
  };
}

async function write(command: Command): Promise<object> {
  const { room } = await open(command);
  const { kind, body, path, extra } = command;
  await pressed(() => room.send(kind, body, path ?? null, extra ?? {}));
  return { head: room.state.head.sequence };
}

/** Open the investigation room, for whoever asks and Ruth's like: the officers of the dialogue. */
async function investigate(command: Command): Promise<object> {
  const { room, api } = await open(command);
  const key = await newRoomKey();
  const id = newId();
  const officer = officers.get(command.who);
  if (officer === undefined) throw new Error(`${command.who} is not here`);
  const { directory } = room.trust;
  const place = { organisation: directory.organisation.id, case: command.case, room: id };
  const holders = room.holders.filter((one) => one !== "reporter");
  const epochs = [{ number: 1, identity: key.identity }];
  const grants = await Promise.all(
    holders.map(async (holder) => {
      const to = recipientOf(holder, room.trust);
      const sealed = await sealGrant(place, { to: holder, epochs }, officer.keys.author, to);
      return { holder, sealed: toBase64(sealed) };
    }),
  );
  const body = { room: { id, recipient: key.recipient }, grants };
  await api.post(`/api/desk/cases/${command.case}/investigation`, body);
  const opened = await open({ ...command, room: "investigation" });
  await opened.room.begin(holders.map((holder) => ({ holder, until: null })));
  return { room: id, identity: key.identity };
}

/** Let `body.holder` into the room. */
async function admit(command: Command): Promise<object> {
  const { room } = await open(command);
  await pressed(() => room.addMember(String(command.body["holder"]), null));
  return {};
}

/** Start a new key; `body.removed` leave with it. */
async function epoch(command: Command): Promise<object> {
  const { room } = await open(command);
  await room.startEpoch((command.body["removed"] as string[] | undefined) ?? []);
  return { epoch: room.state.epoch, identity: room.key.identity };
}

async function send(command: Command): Promise<object> {
  const { room, api } = await open(command);
  const { name, text, times } = command.file;
  const part = Buffer.from(text);
  const upload = {
    name,
    type: "text/plain",
    size: part.length * times,
    removed: [],
    original: true,
    stream: () => {
      let left = times;
      const batch = Math.max(1, Math.floor(65_536 / part.length));
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          const now = Math.min(left, batch);
          if (now > 0) controller.enqueue(Buffer.concat(Array<Buffer>(now).fill(part)));
          left -= now;
          if (left === 0) controller.close();
        },
      });
    },
  };
  let stalled = 0;
  const manifest = await sendFile(api, room, upload, () => undefined, (error) => {
    stalled += 1;
    // Somebody who presses "go on" once: the line is back by then.
    return stalled > 1 ? Promise.reject(error as Error) : Promise.resolve();
  });
  await pressed(() => room.send("files", { text: "", files: [manifest] }));
  return { id: manifest.id, pieces: manifest.pieces.length };
}

async function fetchBack(command: Command): Promise<object> {
  const { room, api } = await open(command);
  const entry = room.entries.find((one) => one.state === "read" && one.header.kind === "files");
  if (entry?.state !== "read") throw new Error("no file");
  const { files } = entry.body as { files: readonly unknown[] };
  const manifest = readManifest(files[0]);
  const chunks = await fetchFile(api, room, manifest, () => undefined);
  const whole = Buffer.concat(chunks);
  return { name: manifest.name, size: whole.length, digest: await sha256Hex(new Uint8Array(whole)) };
}

/** Keep somebody's receipt under another name. */
function rename(command: Command): Promise<void> {
  const receipt = receipts.get(command.who);
  if (receipt !== undefined) receipts.set(command.path ?? "", receipt);
  return Promise.resolve();
}

async function directory(command: Command): Promise<object> {
  const found = await fetchDirectory(deployment(command), command.minimum ?? 1);
  return { version: found.version, officers: found.officers.map((one) => one.name) };
}

/** What Noor knew of the log when she looked last: nobody can take it from her. */
const known = { size: 0, root: "" };

/** Hold the reporter's journal against the public log, with nothing but her own keys. */
async function audit(command: Command): Promise<object> {
  const place = deployment(command);
  const receipt = receipts.get(command.who);
  if (receipt === undefined) throw new Error(`${command.who} has no receipt`);
  const keys = await reporterKeys(receipt, place.id);
  const { log } = await fetchDirectory(place, 1);
  const api = reporterApi(place.origin, "nl", keys.request, keys.lookup);
  const said = (await api.get("/api/my/journal")) as {
    events: { n: number; event: string; leaf: number | null }[];
  };
  const wanted = { handles: handles(keys.ledger, said.events.length), sizes: [known.size] };
  const { said: { size, root }, tree, found } = await wholeLog(publicApi(place.origin, "nl"), log.key, wanted, () => undefined);
  const wrong: string[] = [];
  if (toHex(tree.root()) !== toHex(root)) wrong.push("root");
  if (size < known.size) wrong.push("older");
  else if (known.size > 0 && toHex(tree.root(known.size)) !== known.root) wrong.push("rewritten");
  for (const [at, { n, event, leaf }] of said.events.entries()) {
    if (n !== at) wrong.push(`event ${String(at)} is missing`);
    if (leaf === null) continue;
    const there = found.get(n)?.find((one) => one.index === leaf)?.leaf;
    const { day } = there === undefined ? { day: "1970-01-01" } : readLeaf(there);
    const own = leafOf(keys.ledger, n, event, day);
    if (there === undefined || toHex(own) !== toHex(there)) wrong.push(`event ${String(n)}`);
  }
  if (wrong.length === 0) Object.assign(known, { size, root: toHex(root) });
  return { size, wrong, events: said.events.map((one) => one.event) };
}

/** What went wrong, in the words of the code that refused. */
function told(error: unknown): object {
  if (error instanceof Tampered) return { refused: "Tampered", why: error.what };
  if (error instanceof DirectoryRefused) return { refused: "DirectoryRefused", why: error.reason };
  if (error instanceof Problem) return { refused: "Problem", why: error.kind, status: error.status };
  if (error instanceof NoKey) return { refused: "NoKey", why: "" };
  if (error instanceof NotLetIn) return { refused: "NotLetIn", why: error.holder };
  if (error instanceof UnknownMember) return { refused: "UnknownMember", why: error.holder };
  if (error instanceof Error) return { refused: error.name, why: `${error.message} ${error.stack ?? ""}` };
  return { refused: "unknown", why: String(error) };
}

const commands: Record<string, (command: Command) => Promise<unknown>> = {
  report,
  arrive,
  mine,
  read,
  write,
  investigate,
  epoch,
  admit,
  send,
  fetch: fetchBack,
  directory,
  audit,
  rename,
};

for await (const text of createInterface({ input: process.stdin })) {
  const command = JSON.parse(text) as Command;
  let answer: unknown;
  try {
    answer = { done: (await commands[command.do]?.(command)) ?? null };
  } catch (error) {
    answer = told(error);
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
