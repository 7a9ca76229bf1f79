/** Defines the elements of the page for those who come back with a receipt. */

import { CleanText } from "./elements/reporter/clean-text.js";
import { FilePicker } from "./elements/reporter/file-picker.js";
import { MyCircle } from "./elements/reporter/my-circle.js";
import { MyName } from "./elements/reporter/my-name.js";
import { MyOpenings } from "./elements/reporter/my-openings.js";
import { MyReport } from "./elements/reporter/my-report.js";
import { MyTalk } from "./elements/reporter/my-talk.js";
import { QuickExit } from "./elements/reporter/quick-exit.js";
import { ReceiptEntry } from "./elements/reporter/receipt-entry.js";
import { WhatIsMine } from "./elements/reporter/what-is-mine.js";

QuickExit.define();
CleanText.define();
FilePicker.define();
ReceiptEntry.define();
MyName.define();
MyOpenings.define();
MyCircle.define();
MyReport.define();
MyTalk.define();
WhatIsMine.define();
