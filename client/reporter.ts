/** Defines the elements of the pages on which a reporter writes and reads. */

import { CleanText } from "./elements/reporter/clean-text.js";
import { ExcludeReaders } from "./elements/reporter/exclude-readers.js";
import { FilePicker } from "./elements/reporter/file-picker.js";
import { MyReport } from "./elements/reporter/my-report.js";
import { QuickExit } from "./elements/reporter/quick-exit.js";
import { ReceiptCard } from "./elements/reporter/receipt-card.js";
import { ReceiptEntry } from "./elements/reporter/receipt-entry.js";
import { ReportForm } from "./elements/reporter/report-form.js";
import type { MyReport as Opened } from "./sending.js";

QuickExit.define();
CleanText.define();
ExcludeReaders.define();
FilePicker.define();
ReceiptCard.define();
ReportForm.define();
ReceiptEntry.define();
MyReport.define();

const [entry, report] = [
  document.querySelector("receipt-entry"),
  document.querySelector("my-report"),
];
entry?.addEventListener("opened", (event) => {
  if (!(report instanceof MyReport)) return;
  entry.remove();
  report.show((event as CustomEvent<Opened>).detail);
});
