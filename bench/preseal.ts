/** Seals one real report and prints the request's JSON: `node preseal.mjs PLAN.json`. */

import { readFileSync } from "node:fs";

import { fromHex, newReceipt } from "../client/crypto/index.js";
import { remaining } from "../client/readers.js";
import { type Deployment, fetchDirectory, SealedReport } from "../client/sending.js";

const plan = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as {
  origin: string;
  deployment: string;
  organisation: string;
  root: string;
  channel: string;
};
const deployment: Deployment = {
  origin: plan.origin,
  language: "nl",
  id: fromHex(plan.deployment),
  organisation: plan.organisation,
  root: plan.root,
};
const directory = await fetchDirectory(deployment, 1);
const channel = directory.channels.find((one) => one.slug === plan.channel);
const readers = remaining(directory, channel?.id ?? "", []);
const account = { text: "x".repeat(1500), who: "", where: "", when: "", told: "" };
const sealed = await SealedReport.make(deployment, directory, readers, account, newReceipt());
process.stdout.write(sealed.encoded);
