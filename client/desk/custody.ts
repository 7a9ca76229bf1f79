/** What a custodian's browser does: test shares, answer requests, hand shares over. */

import {
  approve,
  fromBase64,
  handOverShare,
  readBoxStatement,
  testShare,
  toBase64,
  type HeldShare,
  type Keyholder,
  type Release,
  type Signed,
} from "../crypto/index.js";
import { keyholder } from "../boxes.js";
import type { Desk } from "./desk.js";
import { passDrill, startDrill, type OwnDrill } from "./drills.js";
import { today } from "../days.js";
import { answerLetters, type OpeningRow } from "./openings.js";
import { OVERRIDE_WAIT_DAYS } from "../terms.js";

export interface Keeper {
  readonly officer: string;
  readonly place: "custodian" | "deputy" | "authority";
  /** The day of their last good drill. */
  readonly passed_on: string | null;
}

export interface Custody {
  readonly body: string;
  readonly ready_on: string | null;
  readonly keepers: readonly Keeper[];
}

export interface OwnShare {
  readonly id: string;
  readonly body: string;
  readonly index: number;
  /** Handed over to this officer, and not tested yet. */
  readonly waiting: boolean;
  readonly tested_on: string | null;
}

export interface CustodianRequest {
  readonly opening: OpeningRow;
  readonly share: string;
  readonly index: number;
  readonly box: Signed;
}

export interface MyCustody {
  readonly custodies: readonly Custody[];
  readonly shares: readonly OwnShare[];
  readonly requests: readonly CustodianRequest[];
  readonly drills: readonly OwnDrill[];
}

export async function myCustody(desk: Desk): Promise<MyCustody> {
  return (await desk.api.get("/api/desk/custody")) as MyCustody;
}

/** How many shares of a box still work, compared with how many an opening needs. */
export type Margin = "none" | "exact" | "enough";

export function margin(working: number, need: number): Margin {
  if (working < need) return "none";
  return working === need ? "exact" : "enough";
}

/**
 * Why a custodian cannot approve yet, or "ready". The page checks the waiting time itself: the day that
 * the server names must lie a whole waiting time after the request.
 */
export type Readiness = "ready" | "waiting" | "too-early";
const DAY = 86_400_000;

export function readiness(opening: OpeningRow, day: string): Readiness {
  if (opening.kind === "consent") return "ready";
  const asked = Date.parse(`${opening.requested_on}T00:00:00Z`);
  const now = Date.parse(`${day}T00:00:00Z`);
  const own = new Date(asked + OVERRIDE_WAIT_DAYS * DAY).toISOString().slice(0, 10);
  if (opening.opens_on === null || opening.opens_on < own) return "too-early";
  return now < Date.parse(`${opening.opens_on}T00:00:00Z`) ? "waiting" : "ready";
}

/** A share whose test failed, and why. */
export interface BadShare {
  readonly share: OwnShare;
  readonly error: unknown;
}

/** Test every share that was not tested yet; the others go on when one fails. */
export async function testShares(
  desk: Desk,
  shares: readonly OwnShare[],
  progress: (done: number, total: number) => void,
): Promise<readonly BadShare[]> {
  const untested = shares.filter((one) => one.tested_on === null);
  const bad: BadShare[] = [];
  for (const [at, share] of untested.entries()) {
    progress(at, untested.length);
    try {
      const proof = await testShare(await fetchShare(desk, share.id), desk.keys.identity);
      await desk.api.post(`/api/desk/shares/${share.id}/proof`, { proof });
    } catch (error) {
      bad.push({ share, error });
    }
  }
  progress(untested.length, untested.length);
  return bad;
}

/** Approve a request: the consent is checked here, and the share sealed to the person. */
export async function approveRequest(
  desk: Desk, request: CustodianRequest, reasons: string,
): Promise<void> {
  const { opening } = request;
  const held = await fetchShare(desk, request.share);
  const by = { officer: desk.me.officer.id, author: desk.keys.author };
  const day = today();
  const sealed = await approve(held, desk.keys.identity, releaseOf(desk, opening), by, day);
  await desk.api.post(`/api/desk/openings/${opening.id}/approve`, {
    sealed: toBase64(sealed),
    letters: await reasonsTo(desk, opening, "approval", reasons),
  });
}

/** Refuse a request, with or without reasons. */
export async function refuseRequest(
  desk: Desk, request: CustodianRequest, reasons: string,
): Promise<void> {
  const { opening } = request;
  await desk.api.post(`/api/desk/openings/${opening.id}/refuse`, {
    letters: await reasonsTo(desk, opening, "refusal", reasons),
  });
}

function reasonsTo(
  desk: Desk, opening: OpeningRow, kind: "approval" | "refusal", reasons: string,
): Promise<{ holder: string; sealed: string }[]> {
  if (reasons.trim() === "") return Promise.resolve([]);
  return answerLetters(desk, opening, kind, reasons, [opening.requested_by, opening.to]);
}

function releaseOf(desk: Desk, opening: OpeningRow): Release {
  const to = keyholder(desk.directory, opening.to);
  if (opening.kind === "override") return { kind: "override", opening: opening.id, to };
  const verify = desk.directory.officers.find((one) => one.id === opening.to)?.key?.verify ?? "";
  return {
    kind: "consent",
    opening: opening.id,
    consent: opening.consent ?? { statement: "", signature: "" },
    to: { ...to, verify },
    purpose: opening.purpose ?? "",
  };
}

/** Start a drill of a body's custodians. */
export async function beginDrill(desk: Desk, custody: Custody): Promise<void> {
  const of = (place: Keeper["place"]): Keyholder[] =>
    custody.keepers
      .filter((one) => one.place === place)
      .map((one) => keyholder(desk.directory, one.officer));
  const [authority] = of("authority");
  if (authority === undefined) throw new Error("a custody has no authority");
  const { id } = desk.directory.organisation;
  await startDrill(desk.api, id, custody.body, of("custodian"), authority);
}

/** Open one's part of a drill and prove it; tells whether everybody has. */
export function passMyDrill(desk: Desk, drill: OwnDrill): Promise<boolean> {
  const me = { officer: desk.me.officer.id, identity: desk.keys.identity };
  return passDrill(desk.api, desk.directory.organisation.id, drill, me);
}

/** Seal all of one's tested shares of a body to a deputy. One's own count until the deputy tests theirs. */
export async function handOver(
  desk: Desk,
  shares: readonly OwnShare[],
  deputy: string,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const { recipient } = keyholder(desk.directory, deputy);
  for (const [at, share] of shares.entries()) {
    progress(at, shares.length);
    const sealed = await handOverShare(await fetchShare(desk, share.id), desk.keys.identity, recipient);
    const body = { to: deputy, sealed: toBase64(sealed) };
    await desk.api.post(`/api/desk/shares/${share.id}/handover`, body);
  }
  progress(shares.length, shares.length);
}

interface FetchedShare extends Signed {
  readonly case: string;
  readonly box: string;
  readonly index: number;
  readonly sealed: string;
}

/** Fetch one's own share. It stands in the journal first. */
async function fetchShare(desk: Desk, id: string): Promise<HeldShare> {
  const share = (await desk.api.get(`/api/desk/shares/${id}`)) as FetchedShare;
  const place = {
    organisation: desk.directory.organisation.id, case: share.case, box: share.box,
  };
  const { statement, signature } = share;
  const box = readBoxStatement({ statement, signature }, place, null);
  // Whoever holds it now may have got it from the custodian whom the reporter named.
  const custodian = box.shares.find((one) => one.index === share.index)?.custodian ?? "";
  return { statement, signature, place, custodian, sealed: fromBase64(share.sealed) };
}
