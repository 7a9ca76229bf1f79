/** Keys and places of the cast, made once for each test file. */

import {
  newId,
  newOfficerKeys,
  newReceipt,
  newRoomKey,
  NO_PREVIOUS,
  reporterKeys,
  type Header,
} from "../../crypto/index.js";

export const room = await newRoomKey();
export const ada = await newOfficerKeys();
export const eve = await newOfficerKeys();
export const noor = await reporterKeys(newReceipt(), new Uint8Array(32));

export const header: Header = {
  v: 1,
  organisation: newId(),
  case: newId(),
  room: newId(),
  epoch: 1,
  sequence: 1,
  previous: NO_PREVIOUS,
  author: noor.author.verify,
  kind: "message",
  day: "2026-11-20",
};

export const trusted = new Set([noor.author.verify, ada.author.verify]);

/** A stream that gives these chunks. */
export function streamOf(...chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}
