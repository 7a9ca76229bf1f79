/** Defines the elements of the page on which a confidential adviser is asked. */

import { AskForm } from "./elements/reporter/ask-form.js";
import { CleanText } from "./elements/reporter/clean-text.js";
import { QuickExit } from "./elements/reporter/quick-exit.js";
import { ReceiptCard } from "./elements/reporter/receipt-card.js";

QuickExit.define();
CleanText.define();
ReceiptCard.define();
AskForm.define();
