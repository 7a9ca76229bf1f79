/** The desk's worker: passphrases, off the page's own thread (client/desk/keeper.ts). */

import { keep, replyTo, type Reply, type Task } from "./desk/keeper.js";

// The type library has no worker scope beside the DOM's; this is all of it that is used here.
declare const self: {
  onmessage: ((event: { readonly data: Task }) => void) | null;
  postMessage(reply: Reply): void;
};

self.onmessage = ({ data }) => {
  let told = 0;
  keep(data, (done) => {
    // Telling more often than the eye can follow would slow the work itself.
    if (done - told >= 0.02) {
      told = done;
      self.postMessage({ state: "working", done });
    }
  }).then(
    (kept) => { self.postMessage({ state: "done", kept }); },
    (error: unknown) => { self.postMessage(replyTo(error)); },
  );
};
