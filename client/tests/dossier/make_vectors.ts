/**
 * The vectors of the dossier (docs/spec/dossier.md), for client/tests/crypto/make_vectors.ts.
 *
 * Two whole ones, as ZIP. The broken ones hold only what was changed in one of them, as ZIP too.
 */

import { zipSync, type Zippable } from "fflate";
import { canonicalJson, sha256Hex, signDossier, type SigningKey } from "../../crypto/index.js";
import type { Dossier } from "../../dossier/form.js";
import { checkpoint, dummy } from "../log/log.js";
import { named } from "./chance.js";
import { fromText, madeFor, toText, type Files } from "./vectors.js";
import { theWorld, type World } from "./world.js";

type Write = (kind: string, name: string, fields: readonly (readonly [string, string | number])[], bytes?: Uint8Array) => void;
type Changes = Readonly<Record<string, Uint8Array | null>>;

interface Whole {
  readonly name: string;
  readonly files: Files;
  readonly author: SigningKey;
  readonly world: World;
}

export async function dossierVectors(write: Write, there: (name: string) => boolean): Promise<void> {
  if (there("reporter")) return;
  const world = await theWorld(3, 100, named);
  const whole = async (name: "reporter" | "employer"): Promise<Whole> => {
    const side = world.side(name);
    return { name, files: await madeFor(side), author: side.author, world };
  };
  const [reporter, employer] = [await whole("reporter"), await whole("employer")];
  for (const { name, files } of [reporter, employer]) {
    write("dossier", name, [["expect", "success"], ["root", world.root]], zipped(files));
  }
  await broken(write, reporter, employer);
}

/** Bytes that are the same whenever they are made. */
function zipped(files: Files): Uint8Array {
  const entries = Object.entries(files).map(([path, bytes]) => [path, [bytes, { mtime: new Date(1980, 0, 1), level: 9 as const }]] as const);
  return zipSync(Object.fromEntries(entries) as Zippable);
}

function flipped(bytes: Uint8Array | undefined, at: number): Uint8Array {
  const changed = new Uint8Array(bytes ?? []);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

/** The same dossier with these changes, in a manifest that fits them, signed by somebody. */
async function signedAgain({ files, author }: Whole, changes: Changes, by = author): Promise<Changes> {
  const all = Object.entries({ ...files, ...changes }).filter(([path, bytes]) => bytes !== null && !path.startsWith("manifest."));
  const hashes = await Promise.all(all.map(async ([path, bytes]) => [path, await sha256Hex(bytes ?? new Uint8Array())] as const));
  const manifest = canonicalJson({ v: 1, files: Object.fromEntries(hashes) });
  return { ...changes, "manifest.json": fromText(manifest), "manifest.sig": fromText(`${await signDossier(manifest, by)}\n`) };
}

async function broken(write: Write, reporter: Whole, employer: Whole): Promise<void> {
  const { files, world } = reporter;
  const put = (name: string, word: string, at: string, changes: Changes, of = reporter): void => {
    const gone = Object.entries(changes).flatMap(([path, bytes]) => (bytes === null ? [path] : []));
    const kept = Object.entries(changes).filter((one): one is [string, Uint8Array] => one[1] !== null);
    write("dossier", name, [
      ["expect", `refused: ${word}`], ["root", world.root], ["of", of.name], ["at", at],
      ...(gone.length === 0 ? [] : [["without", gone.join(" ")] as const]),
    ], zipped(Object.fromEntries(kept)));
  };
  const again = async (name: string, word: string, at: string, changes: Changes): Promise<void> => {
    put(name, word, at, await signedAgain(reporter, changes));
  };
  const said = JSON.parse(toText(files["dossier.json"])) as Dossier;
  const telling = (changes: Partial<Dossier>): Uint8Array => fromText(canonicalJson({ ...said, ...changes }));
  const [one, two] = paths(said);
  const text = (path: string): string => toText(files[path]);

  put("original_altered", "manifest", two.original, { [two.original]: flipped(files[two.original], 3000) });
  await again("original_altered_and_signed_again", "item", two.original, { [two.original]: flipped(files[two.original], 3000) });
  put("event_altered", "manifest", one.event, { [one.event]: fromText(text(one.event).replace("2026", "2025")) });
  await again("event_altered_and_signed_again", "event", one.event, { [one.event]: fromText(text(one.event).replace("-23", "-22")) });
  const events = said.events.map((event) => (event.n === 1 ? { ...event, day: "2026-11-22" } : event));
  await again("event_altered_where_it_is_listed_too", "proof", two.proof, {
    "dossier.json": telling({ events }), [two.event]: fromText(text(two.event).replace("-23", "-22")),
  });
  await again("proof_altered_and_signed_again", "proof", one.proof, { [one.proof]: fromText(otherHash(text(one.proof))) });
  put("manifest_altered", "manifest", one.original, {
    "manifest.json": fromText(text("manifest.json").replace(new RegExp(`(?<="${one.original}":").`), (digit) => (digit === "0" ? "1" : "0"))),
  });
  put("manifest_not_canonical", "manifest", "manifest.json", { "manifest.json": fromText(` ${text("manifest.json")}`) });
  put("file_missing", "manifest", one.original, { [one.original]: null });
  await again("file_missing_and_signed_again", "dossier", one.original, { [one.original]: null });
  const extra = one.original.replace("/1.age", "/4.age");
  put("file_too_many", "manifest", extra, { [extra]: fromText("four") });
  await again("file_too_many_and_signed_again", "dossier", extra, { [extra]: fromText("four") });
  put("path_leads_out", "zip", "../outside.txt", { "../outside.txt": fromText("outside") });
  if (said.head !== null) {
    await again("another_head", "checkpoint", "dossier.json", { "dossier.json": telling({ head: { ...said.head, root: "0".repeat(64) } }) });
  }
  const elsewhere = Array.from({ length: 73 }, (_, at) => dummy(`elsewhere ${String(at)}`, "2026-11-23"));
  await again("checkpoint_of_another_tree", "checkpoint", "log/checkpoint", { "log/checkpoint": fromText(checkpoint(elsewhere)) });
  await again("items_change_places", "item", one.original, moved(files, said, one, two));
  await again("opened_text_altered", "opened", two.opened, { [two.opened]: fromText(text(two.opened).replace("Bericht", "Gerucht")) });
  await again("opened_file_altered", "file", one.file, { [one.file]: flipped(files[one.file], 5) });
  await again("proof_of_report_altered", "proof-of-report", "log/proof-of-report", {
    "log/proof-of-report": fromText(text("log/proof-of-report").replace("-23", "-22")),
  });
  await again("directory_altered", "directory", "log/directory.json", { "log/directory.json": fromText(text("log/directory.json").replace("vanDalen", "VanDalen")) });
  put("signature_of_zeros", "signature", "manifest.sig", { "manifest.sig": fromText(`${"0".repeat(128)}\n`) });
  const stranger = (await named.officer("a stranger")).author;
  put("employers_signed_by_the_reporter", "signature", "manifest.sig", await signedAgain(employer, {}, reporter.author), employer);
  put("signed_by_a_stranger", "signature", "dossier.json", await signedAgain(
    reporter, { "dossier.json": telling({ made_by: { label: "reporter", verify: stranger.verify } }) }, stranger,
  ));
}

interface Paths {
  readonly original: string;
  readonly opened: string;
  readonly event: string;
  readonly proof: string;
  readonly file: string;
}

/** Where the first two items lie, and their events. */
function paths({ rooms, events, files }: Dossier): [Paths, Paths] {
  const [one, two] = [0, 1].map((at): Paths => {
    const [item, event, file] = [rooms[0]?.items[at], events[at], files[at]];
    const place = `${event?.chain ?? ""}/${String(event?.n)}`;
    return {
      original: item?.original ?? "", opened: item?.opened ?? "", file: file?.opened ?? "",
      event: `log/events/${place}.json`, proof: `log/proofs/${place}.tlog-proof`,
    };
  });
  if (one === undefined || two === undefined) throw new Error("two items are needed");
  return [one, two];
}

/** Another first hash on the way to the root: it stands in the line after that of the index. */
function otherHash(proof: string): string {
  const lines = proof.split("\n");
  const at = lines.findIndex((line) => line.startsWith("index ")) + 1;
  return lines.with(at, (lines[at] ?? "").replace(/^./, (sign) => (sign === "A" ? "B" : "A"))).join("\n");
}

/** The first two items, each in the other's place with its hash, its opened text and its file. */
function moved(files: Files, said: Dossier, one: Paths, two: Paths): Changes {
  const rooms = said.rooms.map((room) => {
    const [first, second, ...rest] = room.items;
    if (first === undefined || second === undefined) throw new Error("two items are needed");
    return { ...room, items: [{ ...first, hash: second.hash }, { ...second, hash: first.hash }, ...rest] };
  });
  const swapped = (a: string, b: string): Changes => ({ [a]: files[b] ?? null, [b]: files[a] ?? null });
  return { ...swapped(one.original, two.original), "dossier.json": fromText(canonicalJson({ ...said, rooms })) };
}
