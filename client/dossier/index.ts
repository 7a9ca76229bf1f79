/** What makes a dossier, loaded only when somebody asks for one. */

export { canonicalJson, sealOutside } from "../crypto/index.js";
export { herSide } from "./hers.js";
export { makeDossier } from "./making.js";
export { sealedSink } from "./sinks.js";
