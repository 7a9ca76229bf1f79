/** The saved page that checks a log: everything in one file. See elements/reporter/saved-check.ts. */

import { SavedCheck } from "./elements/reporter/saved-check.js";

SavedCheck.define();
