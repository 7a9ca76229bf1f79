/** Asking a confidential adviser (docs/spec/api.md §7): a talk that is not a report. */

import { reporterApi } from "./api.js";
import { newId, reporterKeys, wellFormed, type Directory, type Receipt } from "./crypto/index.js";
import { Delivery, publicReceipt, sealRoom } from "./sealed.js";
import { type Deployment } from "./sending.js";

type Officer = Directory["officers"][number];

/** The officers who can be asked, those of the page's own body first. */
export function advisers({ officers }: Directory, home: string): readonly Officer[] {
  const able = officers.filter((one) => one.key !== null && one.roles.includes("confidential_adviser"));
  return able.toSorted((a, b) => Number(b.body === home) - Number(a.body === home));
}

/** A question that was sealed to one adviser and can be delivered, as often as it takes. */
export class SealedQuestion extends Delivery<{ readonly talk: string }> {
  /**
   * Seal a question.
   *
   * @param receipt - shown to the reporter only after the question was delivered; she may report with it
   */
  static async make(
    deployment: Deployment,
    adviser: Officer,
    text: string,
    receipt: Receipt,
  ): Promise<SealedQuestion> {
    const keys = await reporterKeys(receipt, deployment.id);
    const api = reporterApi(deployment.origin, deployment.language, keys.request, keys.lookup);
    const { organisation, language } = deployment;
    const talk = newId();
    const body = { text: wellFormed(text), language };
    return new SealedQuestion(api, "/api/advice", {
      organisation,
      case: newId(),
      talk,
      receipt: publicReceipt(keys, keys.advice),
      ...(await sealRoom({ organisation, case: talk }, keys, [adviser], "question", body)),
    });
  }
}
