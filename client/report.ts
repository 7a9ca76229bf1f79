/** Defines the elements of the page on which a report is written and sent. */

import { AskedBefore } from "./elements/reporter/asked-before.js";
import { CleanText } from "./elements/reporter/clean-text.js";
import { ExcludeReaders } from "./elements/reporter/exclude-readers.js";
import { FilePicker } from "./elements/reporter/file-picker.js";
import { JoinWith } from "./elements/reporter/join-with.js";
import { NameChoice } from "./elements/reporter/name-choice.js";
import { QuickExit } from "./elements/reporter/quick-exit.js";
import { ReceiptCard } from "./elements/reporter/receipt-card.js";
import { ReportForm } from "./elements/reporter/report-form.js";
import { ReportProof } from "./elements/reporter/report-proof.js";

QuickExit.define();
CleanText.define();
ExcludeReaders.define();
FilePicker.define();
NameChoice.define();
ReceiptCard.define();
ReportProof.define();
AskedBefore.define();
JoinWith.define();
ReportForm.define();
