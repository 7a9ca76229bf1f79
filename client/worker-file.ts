/** The worker of a long file: opens items off the page's own thread. */

import { openTask, type OpenReply, type OpenTask } from "./desk/opening.js";

// The type library has no worker scope beside the DOM's; this is all of it that is used here.
declare const self: {
  onmessage: ((event: { readonly data: OpenTask }) => void) | null;
  postMessage(reply: OpenReply): void;
};

self.onmessage = ({ data }) => {
  void openTask(data).then((reply) => { self.postMessage(reply); });
};
