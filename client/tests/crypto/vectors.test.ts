import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkRecipient } from "../../crypto/age.js";
import { CONTENT } from "../../crypto/box.js";
import { parseCanonical } from "../../crypto/canonical.js";
import { APPROVAL, checkConsent, HALF, openApproval, openReleasedHalf } from "../../crypto/consent.js";
import { listedShare } from "../../crypto/custodian.js";
import { decode, encode } from "../../crypto/envelope.js";
import {
  canonicalJson,
  fingerprint,
  fromBase64,
  fromHex,
  joinId,
  joinWords,
  openAttachment,
  openBox,
  openDirectory,
  openGrant,
  openItem,
  openLetter,
  openProof,
  promiseKeys,
  readAcceptance,
  readBoxStatement,
  readJoinCode,
  readManifest,
  readPledge,
  readReceipt,
  receiptWords,
  ReceiptProblem,
  reporterKeys,
  sha256Hex,
  signRequest,
  toHex,
  unwrapOfficerKeys,
  type Approval,
  type BoxPlace,
  type Header,
  type Language,
  type LetterKind,
  type OpeningPlace,
  type Signed,
} from "../../crypto/index.js";
import { padme, sizeClass } from "../../crypto/padding.js";
import { LETTER } from "../../crypto/letter.js";
import { decodeRecord, encodeRecord, type RecordFormat } from "../../crypto/record.js";
import { combined, openHalf, openShare, OVERRIDE_FORMAT, SHARE_FORMAT } from "../../crypto/shares.js";
import { checksum } from "../../crypto/receipt.js";
import { signingKey } from "../../crypto/signing.js";
import { concat, fromUtf8 } from "../../crypto/bytes.js";
import { runFileVector } from "../file/vectors.js";
import { kinds, outcome, parse, vectors, type Vector } from "./vectors.js";
import { book } from "./words.js";

const PIECE = 4_194_304;

function trusted(vector: Vector): ReadonlySet<string> | null {
  const text = vector.get("trusted");
  return text === "any" ? null : new Set(text.split(" "));
}

function place(vector: Vector): { organisation: string; case: string; room: string } {
  return {
    organisation: vector.get("organisation"),
    case: vector.get("case"),
    room: vector.get("room"),
  };
}

function opening(vector: Vector): OpeningPlace {
  const { organisation, case: caseId, box } = boxPlace(vector);
  return { organisation, case: caseId, box, opening: vector.get("opening") };
}

function boxPlace(vector: Vector): BoxPlace {
  return {
    organisation: vector.get("organisation"),
    case: vector.get("case"),
    box: vector.get("box"),
  };
}

function signed(vector: Vector): Signed {
  return { statement: vector.get("statement"), signature: vector.get("signature") };
}

const RECORDS = [SHARE_FORMAT, OVERRIDE_FORMAT, CONTENT, HALF, APPROVAL, LETTER];

/** What each kind of vector does. Resolves when it held, throws what it found otherwise. */
const RUN: Readonly<Record<string, (vector: Vector) => Promise<void> | void>> = {
  "report-proof"(vector) {
    const log = { origin: vector.get("origin"), key: vector.get("key") };
    const note = new TextDecoder().decode(vector.bytes);
    const said = openProof(note, log, vector.get("hash"), fromHex(vector.get("ledger")));
    expect(said).toEqual({ day: vector.get("day"), loggedBy: vector.get("logged_by") });
  },
  async approval(vector) {
    const approval = {
      custodian: vector.get("custodian"),
      index: Number(vector.get("index")),
      verify: vector.get("verify"),
      sealed: vector.bytes,
    };
    const at = opening(vector);
    const opened = await openApproval(approval, vector.get("identity"), at, vector.get("hash"));
    expect(opened).toEqual({ q: vector.get("q"), o: vector.get("o") });
  },
  async attachment(vector) {
    const manifest = readManifest(JSON.parse(vector.get("manifest")));
    const pieces = (n: number): Promise<Uint8Array> =>
      Promise.resolve(vector.bytes.subarray(n * PIECE, (n + 1) * PIECE));
    const chunks = await openAttachment(pieces, manifest, vector.get("identity"));
    expect(await sha256Hex(concat(...chunks))).toBe(vector.get("content"));
  },
  async box(vector) {
    const approvals = JSON.parse(vector.get("approvals")) as (Approval & { sealed: string })[];
    const handed = {
      ...signed(vector),
      content: vector.bytes,
      version: Number(vector.get("version")),
      half: {
        kind: vector.get("half") as "consent" | "override",
        sealed: fromBase64(vector.get("sealed_half")),
      },
      approvals: approvals.map((one) => ({ ...one, sealed: fromBase64(one.sealed) })),
    };
    const opened = await openBox(handed, vector.get("identity"), opening(vector), null);
    expect(canonicalJson(opened.identity)).toBe(vector.get("opened"));
  },
  canonical(vector) {
    const text = fromUtf8(vector.bytes);
    try {
      expect(canonicalJson(parseCanonical(text))).toBe(text);
    } catch {
      throw Object.assign(new Error(), { what: null, name: "canonical" });
    }
  },
  async consent(vector) {
    const to = {
      officer: vector.get("officer"),
      recipient: vector.get("recipient"),
      verify: vector.get("verify"),
    };
    const author = vector.get("author");
    const expected = { ...opening(vector), to, purpose: vector.get("purpose"), author };
    checkConsent(signed(vector), expected, vector.get("today"));
    if (vector.bytes.length === 0) return;
    const { half } = await openReleasedHalf(vector.bytes, vector.get("identity"), expected);
    expect(half).toBe(vector.get("half"));
  },
  directory(vector) {
    const signed = { document: fromUtf8(vector.bytes), signature: vector.get("signature") };
    openDirectory(signed, vector.get("root"), Number(vector.get("minimum")));
  },
  async envelope(vector) {
    const expected = {
      v: 1 as const,
      ...place(vector),
      epoch: Number(vector.get("epoch")),
      sequence: Number(vector.get("sequence")),
      previous: vector.get("previous"),
    };
    const item = await openItem(vector.bytes, vector.get("identity"), expected, trusted(vector));
    expect(canonicalJson(item.header)).toBe(vector.get("header"));
    expect(canonicalJson(item.body)).toBe(vector.get("body"));
    if (vector.has("hash")) expect(item.hash).toBe(vector.get("hash"));
  },
  file: runFileVector,
  fingerprint(vector) {
    const made = fingerprint(vector.get("recipient"), vector.get("verify"));
    expect(made).toBe(vector.get("fingerprint"));
  },
  async grant(vector) {
    const expected = { ...place(vector), to: vector.get("to") };
    const opened = await openGrant(
      vector.bytes,
      vector.get("identity"),
      expected,
      trusted(vector),
    );
    const epochs = opened.epochs.map(({ number, identity }) => ({ number, identity }));
    expect(opened.author).toBe(vector.get("author"));
    expect(canonicalJson(epochs)).toBe(vector.get("epochs"));
    expect(opened.epochs.map((one) => one.recipient).join(" ")).toBe(vector.get("recipients"));
  },
  join(vector) {
    const language = vector.get("language") as Language;
    const code = { indices: vector.get("indices").split(" ").map(Number) };
    expect(joinId(code, fromHex(vector.get("deployment")))).toBe(vector.get("id"));
    expect(joinWords(code, list(language)).join(" ")).toBe(vector.get("words"));
    const lists = new Map([[language, list(language)]]);
    expect(readJoinCode(vector.get("words"), lists)).toEqual(code);
  },
  async letter(vector) {
    const expected = {
      ...opening(vector),
      kind: vector.get("kind") as LetterKind,
      to: vector.get("to"),
      from: vector.get("from"),
      author: vector.get("author"),
    };
    const fields = await openLetter(vector.bytes, vector.get("identity"), expected);
    expect(canonicalJson(fields)).toBe(vector.get("fields"));
  },
  async override(vector) {
    const box = readBoxStatement(signed(vector), boxPlace(vector), null);
    const half = await openHalf(vector.bytes, vector.get("identity"), box);
    expect(box.authority.id).toBe(vector.get("authority"));
    expect([half.b, half.proof]).toEqual([vector.get("b"), vector.get("proof")]);
  },
  padding(vector) {
    const length = Number(vector.get("length"));
    if (vector.has("padme")) expect(padme(length)).toBe(Number(vector.get("padme")));
    else if (sizeClass(length) === null) throw Object.assign(new Error(), { name: "TooLarge" });
    else expect(sizeClass(length)).toBe(Number(vector.get("class")));
  },
  async plaintext(vector) {
    const key = signingKey(fromHex(vector.get("seed")));
    const header = JSON.parse(vector.get("header")) as Header;
    const made = await encode(header, JSON.parse(vector.get("body")), key);
    expect(toHex(made)).toBe(toHex(vector.bytes));
    expect(canonicalJson((await decode(vector.bytes)).body)).toBe(vector.get("body"));
  },
  acceptance(vector) {
    const [organisation, commitment, owner, kind, due_on, text] = (
      ["organisation", "commitment", "owner", "kind", "due_on", "text"] as const
    ).map((name) => vector.get(name)) as [string, string, string, string, string, string];
    const expected = { organisation, commitment, owner, kind, due_on, text };
    const accepted = readAcceptance(signed(vector), vector.get("verify"), expected);
    expect(accepted.day).toBe(vector.get("day"));
  },
  async promise(vector) {
    const receipt = { indices: vector.get("indices").split(" ").map(Number) };
    const hers = await reporterKeys(receipt, fromHex(vector.get("deployment")));
    expect(toHex(hers.promises)).toBe(vector.get("promises"));
    const keys = await promiseKeys(hers, vector.get("room"));
    expect(keys.author.verify).toBe(vector.get("author"));
    expect(keys.identity).toBe(vector.get("identity"));
    expect(keys.recipient).toBe(vector.get("recipient"));
  },
  pledge(vector) {
    const expected = {
      organisation: vector.get("organisation"),
      case: vector.get("case"),
      officer: vector.get("officer"),
    };
    const pledge = readPledge(signed(vector), vector.get("verify"), expected);
    expect(pledge.text).toBe(vector.get("text"));
  },
  async receipt(vector) {
    if (vector.has("typed")) {
      const words = book("w");
      const typed = vector.get("typed").split(" ").map((index) => words[Number(index)]);
      const receipt = readReceipt(typed.join(" "), new Map([["nl", words]]));
      expect([...receipt.indices, checksum(receipt)].join(" ")).toBe(vector.get("typed"));
      return;
    }
    const receipt = { indices: vector.get("indices").split(" ").map(Number) };
    const keys = await reporterKeys(receipt, fromHex(vector.get("deployment")));
    expect(checksum(receipt)).toBe(Number(vector.get("checksum")));
    expect(keys.lookup).toBe(vector.get("lookup"));
    expect(keys.request.verify).toBe(vector.get("request"));
    expect(keys.author.verify).toBe(vector.get("author"));
    expect(toHex(keys.ledger)).toBe(vector.get("ledger"));
    expect(keys.identity).toBe(vector.get("identity"));
    expect(keys.recipient).toBe(vector.get("recipient"));
    // The first vectors are older than the purposes `box` and `file`.
    if (vector.has("box")) expect(toHex(keys.box)).toBe(vector.get("box"));
    if (vector.has("file")) expect(toHex(keys.file)).toBe(vector.get("file"));
  },
  recipient(vector) {
    checkRecipient(vector.get("recipient"));
  },
  async record(vector) {
    const format = RECORDS.find((one) => one.context === `${vector.get("context")}\n`);
    if (format === undefined) throw new Error("no such record");
    const anyRecord = format as RecordFormat<{ author: string }>;
    const value = JSON.parse(vector.get("json")) as { author: string };
    expect(await decodeRecord(anyRecord, vector.bytes)).toEqual(value);
    const encoded = await encodeRecord(anyRecord, value, signingKey(fromHex(vector.get("seed"))));
    expect(toHex(encoded)).toBe(toHex(vector.bytes));
  },
  async request(vector) {
    const headers = await signRequest(
      {
        method: vector.get("method"),
        path: vector.get("path"),
        query: vector.get("query"),
        body: vector.bytes,
        created: Number(vector.get("created")),
      },
      signingKey(fromHex(vector.get("seed"))),
      vector.get("keyid"),
    );
    expect(headers).toEqual({
      "Content-Digest": vector.get("content-digest"),
      "Signature-Input": vector.get("signature-input"),
      Signature: vector.get("signature"),
    });
  },
  async shamir(vector) {
    const secret = await combined(vector.get("shares").split(" "));
    expect(toHex(secret)).toBe(vector.get("secret"));
  },
  async share(vector) {
    const box = readBoxStatement(signed(vector), boxPlace(vector), null);
    const custodian = vector.get("custodian");
    const listed = listedShare(box, custodian);
    const share = await openShare(vector.bytes, vector.get("identity"), box, listed);
    expect(share.index).toBe(Number(vector.get("index")));
    expect([share.q, share.o, share.proof]).toEqual([
      vector.get("q"),
      vector.get("o"),
      vector.get("proof"),
    ]);
  },
  words(vector) {
    const language = vector.get("language") as Language;
    const receipt = { indices: vector.get("indices").split(" ").map(Number) };
    const words = list(language);
    expect(receiptWords(receipt, words).join(" ")).toBe(vector.get("words"));
    expect(readReceipt(vector.get("words"), new Map([[language, words]]))).toEqual(receipt);
  },
  async wrap(vector) {
    const keys = await unwrapOfficerKeys(
      vector.get("wrap"),
      vector.get("passphrase"),
      vector.get("officer"),
    );
    expect(keys.identity).toBe(vector.get("identity"));
    expect(keys.author.verify).toBe(vector.get("author"));
  },
};

function list(language: Language): string[] {
  const words = readFileSync(new URL(`../../words/${language}.txt`, import.meta.url), "utf8")
    .trim()
    .split("\n");
  expect(words).toHaveLength(7776);
  return words;
}

function said(error: unknown): string {
  if (error instanceof ReceiptProblem) {
    if (error.reason === "swapped") {
      return `swapped: ${String(error.position)} ${String(error.other)}`;
    }
    return error.reason === "count" ? `count: ${String(error.found)}` : error.reason;
  }
  if (error instanceof Error && error.name === "canonical") return "refused";
  return outcome(error);
}

for (const kind of kinds().filter((one) => one in RUN)) {
  describe(`vectors/${kind}`, () => {
    test.each(vectors(kind).map((vector) => [vector.name, vector] as const))(
      "%s",
      async (_, vector) => {
        let found = "success";
        try {
          await RUN[kind]?.(vector);
        } catch (error) {
          if (error instanceof Error && error.name === "AssertionError") throw error;
          found = said(error);
        }
        expect(found).toBe(vector.expect);
      },
    );
  });
}

test("every folder of vectors is run", () => {
  const root = new URL("../../../vectors/", import.meta.url);
  const ours = readdirSync(root, { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map((one) => one.name);
  // Vectors of ledger and dossier are run by the tests of those; what erasing does, a client never sees.
  const elsewhere = new Set(["ledger", "cosignature", "policy", "dossier", "erasure"]);
  expect(ours.filter((one) => !elsewhere.has(one)).toSorted()).toEqual(Object.keys(RUN).toSorted());
});

test("the reader of vectors refuses what it does not know", () => {
  expect(() => parse("padding", "a.txt", "expect: success\nlenght: 1\n")).toThrow("unknown field");
  expect(() => parse("padding", "a.txt", "length: 1\nexpect: success\n")).toThrow("not first");
  expect(() => parse("padding", "a.txt", "expect: a\nexpect: b\n")).toThrow("malformed");
  expect(() => parse("padding", "a.txt", "expect: a\nlength\n")).toThrow("malformed");
  expect(() => parse("padding", "A b.txt", "expect: a\n")).toThrow("name");
});
