/** Defines the elements of the page on which the alarm is raised about a report made elsewhere. */

import { AlarmForm } from "./elements/reporter/alarm-form.js";
import { CleanText } from "./elements/reporter/clean-text.js";
import { QuickExit } from "./elements/reporter/quick-exit.js";
import { ReceiptCard } from "./elements/reporter/receipt-card.js";

QuickExit.define();
CleanText.define();
ReceiptCard.define();
AlarmForm.define();
