/** The alarm (docs/spec/api.md §8): a reporter's name is out, and what became of it. */

import { reporterApi, type Api } from "./api.js";
import {
  fromBase64,
  newId,
  openLetter,
  reporterKeys,
  wellFormed,
  type Directory,
  type Receipt,
} from "./crypto/index.js";
import type { Fetch, Knower } from "./knowers.js";
import type { LetIn } from "./membership.js";
import { Delivery, publicReceipt, sealRoom } from "./sealed.js";
import type { Deployment } from "./sending.js";

type Officer = Directory["officers"][number];

/** What the server says of an incident. It holds no content. */
export interface Incident {
  readonly id: string;
  readonly kind: string;
  /** The case, or the id that stands in its place when she reported elsewhere. */
  readonly case: string;
  readonly elsewhere: boolean;
  readonly body: string;
  readonly told: number;
  readonly opened_on: string;
  readonly measures_on: string | null;
  readonly notification: string | null;
  readonly notification_on: string | null;
  readonly closed_on: string | null;
  readonly clocks: readonly { kind: string; about: string | null; due_on: string; law_on: string | null; met_on: string | null }[];
  readonly accounts: readonly AskedFor[];
}

/** Who was asked to account, with the letters that are sealed to whoever asks. */
export interface AskedFor {
  readonly holder: string;
  readonly asked_on: string;
  readonly answered_on: string | null;
  readonly letters: readonly { readonly to: string; readonly sealed: string }[];
}

/** An account as it was opened; `text` is null when there is none, or it is not what it should be. */
export interface Account {
  readonly officer: Officer | null;
  readonly asked_on: string;
  readonly answered_on: string | null;
  readonly text: string | null;
  /** There is a letter, and it is not by this officer about this incident, or was changed. */
  readonly broken: boolean;
}

/** One press: nothing is asked first. Pressed again, it is the same incident. */
export async function raiseAlarm(api: Api): Promise<Incident> {
  return (await api.post("/api/my/alarm", {})) as Incident;
}

/** What became of her alarms, the newest first. */
export async function myIncidents(api: Api): Promise<readonly Incident[]> {
  const { incidents } = (await api.get("/api/my/incidents")) as { incidents: readonly Incident[] };
  return incidents.toReversed();
}

/** Open the accounts that are sealed to whoever reads, each verified against the directory. */
export function openAccounts(
  incident: Incident,
  reader: { readonly holder: string; readonly identity: string },
  directory: Directory,
): Promise<Account[]> {
  return Promise.all(
    incident.accounts.map(async ({ holder, asked_on, answered_on, letters }) => {
      const officer = directory.officers.find((one) => `officer:${one.id}` === holder) ?? null;
      const sealed = letters.find((one) => one.to === reader.holder)?.sealed;
      const about = { officer, asked_on, answered_on };
      if (sealed === undefined) return { ...about, text: null, broken: false };
      const text = await openAccount(sealed, incident, holder, reader, directory);
      return { ...about, text, broken: text === null };
    }),
  );
}

async function openAccount(
  sealed: string,
  incident: Incident,
  holder: string,
  reader: { readonly holder: string; readonly identity: string },
  directory: Directory,
): Promise<string | null> {
  const from = holder.replace("officer:", "");
  const expected = {
    organisation: directory.organisation.id,
    case: incident.case,
    box: incident.id,
    opening: incident.id,
    kind: "account" as const,
    to: reader.holder,
    from,
  };
  for (const author of keysOf(from, directory)) {
    try {
      const fields = await openLetter(fromBase64(sealed), reader.identity, { ...expected, author });
      return fields["text"] ?? null;
    } catch {
      // Written with another of this officer's keys, or not what it should be: told as broken.
    }
  }
  return null;
}

/** An officer's key of today and those of before. */
function keysOf(id: string, { officers, former }: Directory): readonly string[] {
  const now = officers.find((one) => one.id === id)?.key?.verify;
  const before = former.filter((one) => one.officer === id).map((one) => one.verify);
  return now === undefined ? before : [now, ...before];
}

/** What is known of who had what, for `couldHaveKnown`. */
export interface Evidence {
  readonly fetches: readonly Fetch[];
  readonly circle: readonly Knower[];
  readonly aliases: readonly { readonly holder: string; readonly alias: string }[];
}

/** Read from her journal and her circle who had what, and when. */
export async function evidence(api: Api): Promise<Evidence> {
  const journal = (await api.get("/api/my/journal")) as { events: readonly { event: string }[] };
  const { rows, aliases } = (await api.get("/api/my/circle")) as {
    rows: readonly { knower: string; since: string }[];
    aliases: Evidence["aliases"];
  };
  const circle = rows.map(({ knower, since }) => ({ holder: knower, since }));
  return { fetches: fetchesIn(journal.events), circle, aliases };
}

/** The hand-overs of sealed items, among the events of a journal. */
export function fetchesIn(events: readonly { readonly event: string }[]): Fetch[] {
  return events.flatMap(({ event }) => {
    const { kind, actor, day, detail } = JSON.parse(event) as {
      kind: string;
      actor: string;
      day: string;
      detail: { room?: string; first?: number; last?: number };
    };
    const { room, first, last } = detail;
    if (kind !== "items.fetched" || room === undefined || first === undefined || last === undefined) return [];
    return [{ holder: actor, room, first, last, day }];
  });
}

/** An alarm about a report made elsewhere, sealed and ready to be delivered as often as it takes. */
export class SealedAlarm extends Delivery<Incident> {
  /**
   * Seal what she tells to members of the commission. There is no case.
   *
   * @param body - id of the body that it is about
   * @param receipt - shown to the reporter only after it was delivered
   */
  static async make(
    deployment: Deployment,
    body: string,
    commission: readonly Officer[],
    text: string,
    receipt: Receipt,
  ): Promise<SealedAlarm> {
    const keys = await reporterKeys(receipt, deployment.id);
    const api = reporterApi(deployment.origin, deployment.language, keys.request, keys.lookup);
    const { organisation, language } = deployment;
    const at = { organisation, case: newId() };
    const let_in = commission.map(({ id }): LetIn => ({ holder: `officer:${id}`, until: null }));
    const said = { text: wellFormed(text), language, let_in, out: [] };
    return new SealedAlarm(api, "/api/alarms", {
      ...at,
      body,
      receipt: publicReceipt(keys, keys.ledger),
      ...(await sealRoom(at, keys, commission, "membership", said)),
    });
  }
}
