/** Defines the elements of the page for those who come back with a receipt. */

import { CleanText } from "./elements/reporter/clean-text.js";
import { FilePicker } from "./elements/reporter/file-picker.js";
import { MyReport } from "./elements/reporter/my-report.js";
import { QuickExit } from "./elements/reporter/quick-exit.js";
import { ReceiptEntry } from "./elements/reporter/receipt-entry.js";
import type { MyReport as Opened } from "./mine.js";

QuickExit.define();
CleanText.define();
FilePicker.define();
ReceiptEntry.define();
MyReport.define();

const [entry, report] = [
  document.querySelector("receipt-entry"),
  document.querySelector("my-report"),
];
entry?.addEventListener("opened", (event) => {
  if (!(report instanceof MyReport)) return;
  entry.remove();
  void report.show((event as CustomEvent<Opened>).detail);
});
