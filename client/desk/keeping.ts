/** Steps of keeping and destroying: each is a sealed item, through its own route. */

import { wellFormed } from "../crypto/index.js";
import type { Retention } from "../keeping.js";
import type { OpenCase } from "./case.js";

/** A step of deciding what goes, and its route. */
const DECIDING = { proposed: "", confirmed: "/confirm", refused: "/refuse" } as const;
export type Deciding = keyof typeof DECIDING;

/** A step with a legal hold that stands, and its route. */
const HOLDING = { "hold-confirmed": "confirm", "lifting-asked": "lifting", "hold-kept": "keep", lifted: "lift" } as const;
export type Holding = keyof typeof HOLDING;

export async function retentionOf(opened: OpenCase): Promise<Retention> {
  return (await opened.ask("retention")) as Retention;
}

/** Propose what goes and when the rest is looked at again, or answer such a proposal. */
export async function decideKeeping(
  opened: OpenCase, step: Deciding, text: string, proposed: { readonly destroy: readonly string[]; readonly review_on: string },
): Promise<void> {
  const body = { step, text: wellFormed(text) };
  await opened.step("keeping", body, `retention${DECIDING[step]}`, step === "proposed" ? proposed : {});
}

/** Stop all destroying of this case. */
export async function holdCase(opened: OpenCase, text: string): Promise<void> {
  await opened.stepAnywhere("keeping", { step: "held", text: wellFormed(text) }, `/api/desk/cases/${opened.id}/holds`);
}

/** Confirm a hold, propose to lift it, keep it, or lift it. */
export async function answerHold(opened: OpenCase, hold: string, step: Holding, text: string): Promise<void> {
  await opened.stepAnywhere("keeping", { step, text: wellFormed(text) }, `/api/desk/holds/${hold}/${HOLDING[step]}`);
}
