/** Defines the elements of the page for those who come back with a receipt. */

import { CleanText } from "./elements/reporter/clean-text.js";
import { FilePicker } from "./elements/reporter/file-picker.js";
import { JoinCode } from "./elements/reporter/join-code.js";
import { MyCircle } from "./elements/reporter/my-circle.js";
import { MyCommission } from "./elements/reporter/my-commission.js";
import { MyName } from "./elements/reporter/my-name.js";
import { MyOpenings } from "./elements/reporter/my-openings.js";
import { MyOutcome } from "./elements/reporter/my-outcome.js";
import { MyReport } from "./elements/reporter/my-report.js";
import { MyTodo } from "./elements/reporter/my-todo.js";
import { MyTalk } from "./elements/reporter/my-talk.js";
import { NameOut } from "./elements/reporter/name-out.js";
import { OwnWords } from "./elements/reporter/own-words.js";
import { QuickExit } from "./elements/reporter/quick-exit.js";
import { ReceiptCard } from "./elements/reporter/receipt-card.js";
import { ReceiptEntry } from "./elements/reporter/receipt-entry.js";
import { WhatIsMine } from "./elements/reporter/what-is-mine.js";
import { WhoKnew } from "./elements/reporter/who-knew.js";

QuickExit.define();
CleanText.define();
FilePicker.define();
ReceiptCard.define();
ReceiptEntry.define();
JoinCode.define();
OwnWords.define();
MyName.define();
MyOpenings.define();
MyCircle.define();
MyOutcome.define();
MyTodo.define();
MyReport.define();
MyTalk.define();
MyCommission.define();
WhoKnew.define();
NameOut.define();
WhatIsMine.define();
