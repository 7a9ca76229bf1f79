/** What makes a dossier at the desk, loaded only when somebody asks for one. */

export { makeDossier } from "./making.js";
export { chosen } from "./saving.js";
export { theirSide } from "./theirs.js";
