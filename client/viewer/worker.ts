/** The viewer's worker: reads the file, off the thread that draws it. */

import "pdfjs-dist/legacy/build/pdf.worker.mjs";
