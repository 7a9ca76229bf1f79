import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ConnectionLost, Problem } from "../../api.js";
import {
  DirectoryRefused, Tampered, TooLarge, WrongPassphrase, type What,
} from "../../crypto/index.js";
import { NotLetIn, UnknownMember } from "../../strangers.js";
import { NoKey } from "../../rooms.js";
import { DAMAGE, damageOf } from "../../desk/talk.js";
import { CODES, faultOf, isPassing, SomebodyElse } from "../../desk/trouble.js";

const page = ["words", "words-incidents", "words-promises"]
  .map((name) => new URL(`../../../hoeder/web/templates/officer/parts/${name}.html`, import.meta.url))
  .map((file) => readFileSync(file, "utf8"))
  .join("");
const words = new Set([...page.matchAll(/data-word="([^"]+)"/g)].map((match) => match[1]));

const problem = (status: number, kind: string): Problem => new Problem(status, kind, "said", {});

describe("the words of the page", () => {
  it("hold a sentence for everything that can go wrong", () => {
    expect(CODES.filter((code) => !words.has(`fault.${code}`))).toEqual([]);
    expect(DAMAGE.filter((what) => !words.has(`damaged.${what}`))).toEqual([]);
  });

  it("hold no word twice", () => {
    expect(page.match(/data-word="/g)).toHaveLength(words.size);
  });

  it("have another form for one wherever they count", () => {
    const counted = [...words].filter((word) => word?.endsWith(".other") && word.split(".").length > 2);
    const pairs = counted.filter((word) => page.includes(`data-word="${word ?? ""}">{% translate "`));
    for (const word of pairs) {
      if (word === "event.other") continue;
      expect(words, word).toContain(word?.replace(/\.other$/, ".one"));
    }
  });
});

describe("what went wrong", () => {
  it("is told apart by what the officer can do about it", () => {
    expect(faultOf(problem(401, "sign-in-needed"))).toEqual({ code: "sign-in", detail: "said" });
    expect(faultOf(problem(403, "duties"))).toEqual({ code: "duties", detail: "said" });
    expect(faultOf(problem(404, "not-found")).code).toBe("not-found");
    expect(faultOf(problem(413, "too-large")).code).toBe("too-large");
    expect(faultOf(problem(409, "room-moved-on")).code).toBe("room-moved-on");
    expect(faultOf(problem(409, "not-now")).code).toBe("refused");
    expect(faultOf(problem(500, "failed")).code).toBe("server");
    expect(faultOf(new ConnectionLost()).code).toBe("connection");
    expect(faultOf(new NoKey()).code).toBe("no-key");
    expect(faultOf(new UnknownMember("officer:x")).code).toBe("unknown-member");
    expect(faultOf(new NotLetIn("officer:x")).code).toBe("not-let-in");
    expect(faultOf(new SomebodyElse()).code).toBe("somebody-else");
    expect(faultOf(new WrongPassphrase()).code).toBe("passphrase");
    expect(faultOf(new TooLarge()).code).toBe("too-large");
    expect(faultOf(new Tampered("wrap")).code).toBe("wrap");
    expect(faultOf(new Tampered("piece")).code).toBe("file");
    expect(faultOf(new TypeError("?"))).toEqual({ code: "unknown", detail: "" });
  });

  it("names why a directory was refused", () => {
    for (const reason of ["root", "signature", "older", "version", "malformed"] as const) {
      expect(CODES).toContain(faultOf(new DirectoryRefused(reason)).code);
    }
  });

  it("passes by itself only when the line, the session, the duties or the server was the reason", () => {
    expect([new ConnectionLost(), problem(401, "sign-in-needed"), problem(403, "duties"), problem(503, "")].every(isPassing)).toBe(true);
    expect(isPassing(problem(409, "not-now"))).toBe(false);
    expect(isPassing(new NoKey())).toBe(false);
  });
});

describe("an item that is not what it should be", () => {
  it("is altered, moved, missing or by nobody known, whatever the code", () => {
    const moved: What[] = ["organisation", "case", "room", "epoch", "sequence", "previous", "to", "kind"];
    for (const what of moved) expect(damageOf(what)).toBe("moved");
    for (const what of ["seal", "signature", "padding", "body"]) expect(damageOf(what)).toBe("altered");
    expect(damageOf("author")).toBe("author");
    expect(damageOf("missing")).toBe("missing");
    expect(damageOf("no-key")).toBe("no-key");
    expect(damageOf("something-new")).toBe("unreadable");
  });
});
