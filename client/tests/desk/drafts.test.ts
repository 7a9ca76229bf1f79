import { describe, expect, it } from "vitest";
import { newOfficerKeys } from "../../crypto/index.js";
import { Drafts } from "../../desk/drafts.js";

const ada = await newOfficerKeys();

describe("what an officer is typing", () => {
  it("is kept by field, and cleared by form after it was sent", () => {
    const drafts = new Drafts();
    drafts.set("case/message", "half a sentence");
    drafts.set("case/note", "a note");
    drafts.clear("case/message");
    expect(drafts.get("case/message")).toBe("");
    expect(drafts.get("case/note")).toBe("a note");
    drafts.set("case/note", "");
    expect(drafts.isEmpty).toBe(true);
  });

  it("is unreadable while the desk is locked, and comes back", async () => {
    const drafts = new Drafts();
    drafts.set("case/message", "half a sentence");
    await drafts.lock(ada);
    expect(drafts.get("case/message")).toBe("");
    expect(drafts.isEmpty).toBe(false);
    expect(await drafts.unlock(ada)).toBe(true);
    expect(drafts.get("case/message")).toBe("half a sentence");
    expect(await drafts.unlock(ada)).toBe(false);
  });

  it("stays as it was typed later, when both are there", async () => {
    const drafts = new Drafts();
    drafts.set("case/message", "before");
    await drafts.lock(ada);
    drafts.set("case/message", "after");
    await drafts.unlock(ada);
    expect(drafts.get("case/message")).toBe("after");
  });

  it("does not open for somebody else's keys", async () => {
    const drafts = new Drafts();
    drafts.set("case/message", "half a sentence");
    await drafts.lock(ada);
    await expect(drafts.unlock(await newOfficerKeys())).rejects.toThrow();
    expect(drafts.get("case/message")).toBe("");
  });

  it("seals nothing when nothing was typed", async () => {
    const drafts = new Drafts();
    await drafts.lock(ada);
    expect(drafts.isEmpty).toBe(true);
  });
});
