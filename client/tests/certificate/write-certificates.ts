/** Writes certificates and the key of their log into a folder, for tests in another language to read. */

import { writeFileSync } from "node:fs";
import path from "node:path";
import { printed } from "../../dossier/printed.js";
import { FONTS } from "../dossier/samples.js";
import { LOG } from "../log/log.js";
import { EVENT, look, sample, server } from "./sample.js";

const folder = process.argv[2] ?? ".";
const documents = {
  certificate: sample("nl", await look(server(EVENT)), { name: "Noor" }),
  "certificate-waits": sample("en", null, { policy: undefined }),
};
for (const [name, document] of Object.entries(documents)) {
  writeFileSync(path.join(folder, `${name}.pdf`), await printed(document, FONTS));
}
writeFileSync(path.join(folder, "key"), LOG.key);
