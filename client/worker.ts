/** The desk's worker: passphrases and many items, off the page's own thread. */

import { keep, replyTo, type Reply, type Task } from "./desk/keeper.js";
import { openTask, type OpenReply, type OpenTask } from "./desk/opening.js";

// The type library has no worker scope beside the DOM's; this is all of it that is used here.
declare const self: {
  onmessage: ((event: { readonly data: Task | OpenTask }) => void) | null;
  postMessage(reply: Reply | OpenReply): void;
};

self.onmessage = ({ data }) => {
  if (data.act === "item") {
    void openTask(data).then((reply) => { self.postMessage(reply); });
    return;
  }
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
