/** Writes the documents that tests print into a folder, for tests in another language to read. */

import { writeFileSync } from "node:fs";
import path from "node:path";
import { printed } from "../../dossier/printed.js";
import { EVENT, look, sample, server } from "../certificate/sample.js";
import { FONTS, SHORT, long } from "./samples.js";

const folder = process.argv[2] ?? ".";
const certificate = sample("nl", await look(server(EVENT)), { name: "Noor" });
for (const [name, document] of Object.entries({ short: SHORT, long: long(300), certificate })) {
  writeFileSync(path.join(folder, `${name}.pdf`), await printed(document, FONTS));
}
