/** Defines the elements of the reporter's first pages, which load nothing else. */

import { QuickExit } from "./elements/reporter/quick-exit.js";
import { WhoReads } from "./elements/reporter/who-reads.js";

QuickExit.define();
WhoReads.define();
