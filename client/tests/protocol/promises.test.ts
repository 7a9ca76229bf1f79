/** Commitments: one room for each, with keys of its own, and a signature over the words that were opened. */

import { describe, expect, test } from "vitest";

import {
  fromBase64,
  newId,
  newReceipt,
  promiseKeys,
  readAcceptance,
  reporterKeys,
  signAcceptance,
  type OfficerKeys,
  type PromiseKeys,
} from "../../crypto/index.js";
import { ownersOf, passOn, sealPromise, wordsIn, type RoomReporter } from "../../promises.js";
import { stepsOf, toneOf } from "../../elements/reporter/promises.js";
import { Room, type Viewer } from "../../rooms.js";
import { ID, OFFICER, theCast } from "./cast.js";
import { emptyRoom, type RoomServer } from "./server.js";

const { directory, keys } = await theCast();
const noor = await reporterKeys(newReceipt(), new Uint8Array(32));
// Kuiper stands for whoever keeps the promise; Jonas for who looks after her.
const KUIPER = `officer:${OFFICER.kuiper}`;
const JONAS = `officer:${OFFICER.jonas}`;
const said = { text: "Uw spullen worden veilig bewaard.", said_by: "Directeur Smit" };
const people = directory.officers.filter((one) => [OFFICER.kuiper, OFFICER.jonas].includes(one.id as never));

const publicOf = ({ recipient, author }: PromiseKeys): RoomReporter => ({ recipient, verify: author.verify });

/** A promise on the server, as Noor's browser sealed it. */
async function promised(
  by: "noor" | "jonas" = "noor", named?: RoomReporter,
): Promise<{ server: RoomServer; hers: PromiseKeys }> {
  const id = newId();
  const hers = await promiseKeys(noor, id);
  const author = by === "noor" ? hers.author : keys.jonas.author;
  const reporter = named ?? publicOf(hers);
  const sealed = await sealPromise(ID.organisation, id, reporter, people, author, said);
  const server = emptyRoom(id, ["reporter", KUIPER, JONAS], id);
  server.state = { ...server.state, kind: "commitment" };
  const giver = by === "noor" ? "reporter" : JONAS;
  for (const grant of sealed.grants) server.grants.push({ ...grant, epoch: 1, by: giver });
  const item = { ...sealed.words, sequence: 1, previous: "0".repeat(64), epoch: 1 };
  await server.as(giver).post(`/api/my/rooms/${id}/items`, item);
  return { server, hers };
}

const asHer = (server: RoomServer, hers: PromiseKeys): Promise<Room> =>
  Room.open(
    server.as("reporter"), "/api/my", server.shown("reporter"), { holder: "reporter", ...hers },
    { directory, reporter: publicOf(hers) },
  );

const asOfficer = (server: RoomServer, holder: string, of: OfficerKeys): Promise<Room> => {
  const viewer: Viewer = { holder, ...of };
  return Room.open(server.as(holder), "/api/desk", server.shown(holder), viewer, { directory, reporter: null });
};

describe("the room of a promise", () => {
  test("tells its words to who keeps it, and is hers without the keys of her receipt", async () => {
    const { server, hers } = await promised();
    const kuiper = await asOfficer(server, KUIPER, keys.kuiper);
    await kuiper.refresh();
    expect(wordsIn(kuiper)?.text).toBe(said.text);
    expect(wordsIn(kuiper)?.saidBy).toBe("Directeur Smit");
    expect(kuiper.trust.reporter?.verify).toBe(hers.author.verify);
    expect(hers.author.verify).not.toBe(noor.author.verify);
    await kuiper.send("evidence", { text: "Zij staan in een container." });
    const her = await asHer(server, hers);
    await her.refresh();
    expect(wordsIn(her)?.later.map(({ kind, by }) => [kind, by])).toEqual([["evidence", KUIPER]]);
  });

  test("has other keys of hers than the next one, so that two cannot be told to belong together", async () => {
    const [one, other] = [await promised(), await promised()];
    expect(one.hers.author.verify).not.toBe(other.hers.author.verify);
    expect(one.hers.recipient).not.toBe(other.hers.recipient);
    expect(one.server.state.case).toBe(one.server.state.id);
  });

  test("may be opened by an officer with keys that she named", async () => {
    const { server, hers } = await promised("jonas");
    const her = await asHer(server, hers);
    await her.refresh();
    expect(wordsIn(her)?.text).toBe(said.text);
  });

  test("is not believed by her when it names other keys", async () => {
    const stranger = await promiseKeys(await reporterKeys(newReceipt(), new Uint8Array(32)), newId());
    const { server } = await promised("jonas", publicOf(stranger));
    const kuiper = await asOfficer(server, KUIPER, keys.kuiper);
    await kuiper.refresh();
    expect(wordsIn(kuiper)?.text).toBe(said.text);
    const her = await promiseKeys(noor, server.state.id);
    const opened = asHer(server, her).then((room) => room.refresh().then(() => wordsIn(room)));
    await expect(opened.catch(() => null)).resolves.toBeNull();
  });

  test("is not believed when somebody opens it who is not in it", async () => {
    const id = newId();
    const hers = await promiseKeys(noor, id);
    const sealed = await sealPromise(ID.organisation, id, publicOf(hers), people, keys.ada.author, said);
    const server = emptyRoom(id, ["reporter", KUIPER, JONAS], id);
    server.state = { ...server.state, kind: "commitment" };
    for (const grant of sealed.grants) server.grants.push({ ...grant, epoch: 1, by: KUIPER });
    await server.as(KUIPER).post(`/x/rooms/${id}/items`, {
      ...{ ...sealed.words, sequence: 1, previous: "0".repeat(64), epoch: 1 },
    });
    const kuiper = await asOfficer(server, KUIPER, keys.kuiper);
    await kuiper.refresh();
    expect(wordsIn(kuiper)).toBeNull();
  });

  test("lets in who follows, at the word of anybody who is in", async () => {
    const { server, hers } = await promised();
    const her = await asHer(server, hers);
    await her.refresh();
    const posted: string[] = [];
    const api = { ...server.as("reporter"), post: (path: string) => Promise.resolve(posted.push(path)) };
    await passOn(api, "/api/my", her, OFFICER.mira);
    expect(her.holds(`officer:${OFFICER.mira}`)).toBe(true);
    expect(posted).toEqual([`/api/my/commitments/${server.state.id}/owner`]);
  });
});

test("an owner signs the hash of the words that they opened", async () => {
  const { server } = await promised();
  const kuiper = await asOfficer(server, KUIPER, keys.kuiper);
  await kuiper.refresh();
  const text = wordsIn(kuiper)?.hash ?? "";
  const of = {
    ...{ organisation: ID.organisation, commitment: server.state.id, owner: OFFICER.kuiper },
    ...{ kind: "belongings", due_on: "2026-12-04", text },
  };
  const signed = await signAcceptance({ ...of, day: "2026-11-27" }, keys.kuiper.author);
  expect(readAcceptance(signed, keys.kuiper.author.verify, of).text).toBe(server.state.head.hash);
  expect(fromBase64(server.items[0]?.sealed ?? "").length).toBeGreaterThan(4096);
  expect(() => readAcceptance(signed, keys.kuiper.author.verify, { ...of, kind: "pay" })).toThrow("kind");
});

test("those can be asked to keep a promise who have the role, at the body or above it", () => {
  const officers = directory.officers.map((one) =>
    one.id === OFFICER.kuiper ? { ...one, roles: ["director"] } : one.id === OFFICER.mira ? { ...one, roles: ["commission_member"] } : one,
  );
  const found = (out: readonly string[]): string[] =>
    ownersOf({ ...directory, officers }, ID.kustdienst, new Set(out)).map(({ id }) => id);
  expect(found([])).toEqual([OFFICER.kuiper, OFFICER.mira]);
  expect(found([OFFICER.kuiper])).toEqual([OFFICER.mira]);
});

describe("what she can do", () => {
  const shown = (standing: string, state = standing) => ({ standing, state }) as never;

  test("follows from how it stands", () => {
    expect(stepsOf({ shown: shown("proposed"), ownerReads: true })).toEqual(["yes", "no"]);
    expect(stepsOf({ shown: shown("claimed"), ownerReads: true })).toEqual(["kept", "dispute"]);
    expect(stepsOf({ shown: shown("overdue"), ownerReads: true })).toEqual(["kept", "other"]);
    expect(stepsOf({ shown: shown("kept"), ownerReads: true })).toEqual([]);
  });

  test("is also to give the key to who took over", () => {
    expect(stepsOf({ shown: shown("open", "offered"), ownerReads: false })).toEqual(["kept", "other"]);
    expect(stepsOf({ shown: shown("open", "offered"), ownerReads: true })).toEqual(["kept"]);
  });

  test("has a colour that is never the only sign", () => {
    expect(["overdue", "broken"].map(toneOf)).toEqual(["bad", "bad"]);
    expect(toneOf("kept")).toBe("good");
    expect(toneOf("due")).toBe("info");
  });
});
