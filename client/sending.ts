/**
 * Sending a report (docs/spec/api.md). What comes after it, mine.ts and transfer.ts, is loaded when it
 * is needed: the way to a sent report is short on a slow line.
 *
 * A report is sealed once and its bytes are kept: pressing "send" twice, or sending again after a
 * lost connection, delivers the very same bytes, and the server answers as it did the first time.
 */

import { publicApi, reporterApi, type Api } from "./api.js";
import { boxUnlessTooFew, NOBODY } from "./boxes.js";
import {
  identityField,
  newId,
  openDirectory,
  openProof,
  reporterKeys,
  wellFormed,
  type Directory,
  type Identity,
  type ProofOfReport,
  type Receipt,
} from "./crypto/index.js";
import { type Remaining } from "./readers.js";
import { Delivery, publicReceipt, sealRoom } from "./sealed.js";

/** What the page knows of the deployment: built in, so that the server cannot vary it by visitor. */
export interface Deployment {
  readonly origin: string;
  readonly language: string;
  /** Salt of every receipt. */
  readonly id: Uint8Array;
  /** The organisation and the public half of its root key. */
  readonly organisation: string;
  readonly root: string;
}

/** What the reporter wrote. All but `text` may be empty. */
export interface Account {
  readonly text: string;
  readonly who: string;
  readonly where: string;
  readonly when: string;
  readonly told: string;
}

/** What the server promised when it took the report. Days as `YYYY-MM-DD`. */
export interface Accepted {
  readonly case: string;
  readonly received_on: string;
  readonly acknowledge_by: string;
  readonly feedback_by: string;
  /** The proof of report, as the log signed it; null when the server could not sign. */
  readonly proof: string | null;
}

/** Fetch the directory and check it against the root key that is built into the page. */
export async function fetchDirectory(deployment: Deployment, minimum: number): Promise<Directory> {
  const api = publicApi(deployment.origin, deployment.language);
  const signed = await api.get(`/api/organisations/${deployment.organisation}/directory`);
  return openDirectory(signed as { document: string; signature: string }, deployment.root, minimum);
}

/** Whether she gives her name, and to whom: into her box, or in the report as well. */
export interface Naming {
  readonly known: "anonymous" | "sealed" | "handlers";
  /** Empty when she stays anonymous. */
  readonly identity: Identity;
}

const ANONYMOUS: Naming = { known: "anonymous", identity: NOBODY };

/** What was typed before she chose to stay anonymous goes nowhere. */
function named(naming: Naming): Naming {
  return naming.known === "anonymous" ? ANONYMOUS : naming;
}

/** What goes with a report that is not written in it. */
export interface With {
  /** The id that a talk with an adviser kept for the case (`MyTalk`). */
  readonly case?: string;
  /** What the server knows a join code by, when she reports together with somebody. */
  readonly joint?: string;
  readonly standing?: Standing;
  readonly naming?: Naming;
}

/** As whom somebody reports (Dir. 4): alone or together, as a helper, or as somebody who may be hurt too. */
export type Standing = "reporter" | "co-reporter" | "facilitator" | "connected person";

/** A report that was sealed and can be delivered, as often as it takes. */
export class SealedReport extends Delivery<Accepted> {
  readonly #proven: (note: string) => ProofOfReport;

  private constructor(api: Api, request: unknown, proven: (note: string) => ProofOfReport) {
    super(api, "/api/reports", request);
    this.#proven = proven;
  }

  /**
   * Verify a proof that this very report came in, by the log that the signed directory names.
   *
   * @throws ProofRefused
   */
  proven(note: string): ProofOfReport {
    return this.#proven(note);
  }

  /**
   * Seal a report to its readers.
   *
   * @param readers - who is left, from `remaining()`; the list must not be empty
   * @param receipt - shown to the reporter only after the report was delivered
   */
  static async make(
    deployment: Deployment,
    directory: Directory,
    readers: Remaining,
    account: Account,
    receipt: Receipt,
    more: With = {},
  ): Promise<SealedReport> {
    const { channel, out } = readers;
    if (channel === null || readers.readers.length === 0) throw new Error("nobody reads");
    const keys = await reporterKeys(receipt, deployment.id);
    const api = reporterApi(deployment.origin, deployment.language, keys.request, keys.lookup);
    const at = { organisation: deployment.organisation, case: more.case ?? newId() };
    const { known, identity } = named(more.naming ?? ANONYMOUS);
    const body = {
      text: wellFormed(account.text),
      who: wellFormed(account.who),
      where: wellFormed(account.where),
      when: wellFormed(account.when),
      told: wellFormed(account.told),
      language: deployment.language,
      standing: more.standing ?? "reporter",
      directory: directory.version,
      // Always of one length, filled or not.
      identity: identityField(known === "handlers" ? identity : NOBODY),
    };
    const sealed = await sealRoom(at, keys, readers.readers, "report", body);
    const request = {
      ...at,
      channel: channel.id,
      directory: directory.version,
      receipt: publicReceipt(keys, keys.ledger),
      joint: more.joint ?? null,
      box: await boxUnlessTooFew(directory, channel.body, out, identity, keys, at),
      ...sealed,
    };
    return new SealedReport(api, request, (note) =>
      openProof(note, directory.log, sealed.item.hash, keys.ledger));
  }
}
