/** Defines the elements of the reporter's pages. */

import { QuickExit } from "./elements/reporter/quick-exit.js";

QuickExit.define();
