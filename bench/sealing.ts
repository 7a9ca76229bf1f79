/** Times sealing in the browser; the page reads `globalThis.sealing`. */

import {
  newOfficerKeys,
  newReceipt,
  newRoomKey,
  openBox,
  reporterKeys,
  sealAttachment,
  sealBox,
  sealGrant,
  sealItem,
} from "../client/crypto/index.js";
import {
  approval,
  authority,
  custodians,
  handed,
  omar,
  opening,
  place as held,
} from "../client/tests/crypto/custody.js";

const id = "0".repeat(32);
const place = { organisation: id, case: id, room: id };

/**
 * Milliseconds to seal 10 kB to a room, the room's key to the reporter and four officers, and her box to
 * five custodians and the authority.
 */
async function report(): Promise<number> {
  const people = await Promise.all(Array.from({ length: 5 }, () => newOfficerKeys()));
  const keys = await reporterKeys(newReceipt(), new Uint8Array(32));
  const { author } = keys;
  const began = performance.now();
  const room = await newRoomKey();
  const header = {
    v: 1 as const, ...place, epoch: 1, sequence: 1, previous: "0".repeat(64),
    author: author.verify, kind: "report", day: "2026-11-24",
  };
  await sealItem(header, { text: "x".repeat(10_000) }, author, room.recipient);
  const epochs = [{ number: 1, identity: room.identity }];
  for (const one of people) await sealGrant(place, { to: "reporter", epochs }, author, one.recipient);
  const name = { name: "Noor", contact: "", number: "" };
  await sealBox({ organisation: id, case: id }, name, keys, custodians, authority);
  return performance.now() - began;
}

/** Milliseconds that three custodians and the person who is let in need for one box, in all. */
async function name(): Promise<number> {
  const began = performance.now();
  const approvals = [await approval(0), await approval(2), await approval(4)];
  await openBox(handed(approvals), omar.identity, { ...held, opening }, null);
  return performance.now() - began;
}

/** Milliseconds to seal a file of so many bytes. */
async function file(size: number): Promise<number> {
  const { recipient } = await newRoomKey();
  const blob = new Blob([new Uint8Array(size)]);
  const began = performance.now();
  await sealAttachment(blob.stream(), size, recipient, () => Promise.resolve());
  return performance.now() - began;
}

Object.assign(globalThis, { sealing: { report, file, name } });
