import { describe, expect, it } from "vitest";

import type { OpenCase } from "../../desk/case.js";
import { cutOff, nameables, wouldLose } from "../../desk/conflicts.js";
import type { Desk } from "../../desk/desk.js";
import type { Named } from "../../readers.js";
import { ID, OFFICER, theCast } from "../protocol/cast.js";

const { directory } = await theCast();
const ADA = `officer:${OFFICER.ada}`;
const VAN_DALEN = `officer:${OFFICER.vanDalen}`;
const head: Named = { kind: "function", id: ID.vanDalen };
const director: Named = { kind: "function", id: ID.smit };

interface Scene {
  readonly desk: Desk;
  readonly opened: OpenCase;
  readonly did: string[];
}

/** Ada's desk with one room in it; what she does is written down in order. */
function scene(...holders: string[]): Scene {
  const did: string[] = [];
  const room = {
    holders: ["reporter", ...holders],
    state: { stale: true },
    putOut: (out: string[]) => Promise.resolve(did.push(`out ${String(out.length)}`)),
    startEpoch: () => Promise.resolve(did.push("new key")),
  };
  const opened = { id: "c", rooms: [room], look: () => Promise.resolve(did.push("look")) };
  const desk = {
    directory,
    holder: ADA,
    forgetCase: () => did.push("forget"),
    api: {
      post: (path: string, body: { officers: string[]; functions: string[] }) => {
        did.push(`${path.split("/").at(-1) ?? ""} ${String(body.officers.length)}+${String(body.functions.length)}`);
        return Promise.resolve(null);
      },
    },
  };
  return { desk: desk as unknown as Desk, opened: opened as unknown as OpenCase, did };
}

describe("naming somebody later", () => {
  it("offers every function once, and officers who have none", () => {
    const all = nameables(directory, "en");
    expect(all.map((one) => one.id).sort()).toEqual(
      [...directory.functions.map((one) => one.id), OFFICER.jonas, OFFICER.mira].sort(),
    );
    expect(all.find((one) => one.id === ID.vanDalen)).toMatchObject({ kind: "function", name: "vanDalen" });
    expect(all.find((one) => one.id === OFFICER.jonas)?.kind).toBe("officer");
  });

  it("foretells who loses access: holders in that line, above and below", () => {
    const { opened } = scene(ADA, VAN_DALEN);
    expect(wouldLose(opened, directory, [head])).toEqual([OFFICER.vanDalen]);
    expect(wouldLose(opened, directory, [director]).sort()).toEqual([OFFICER.ada, OFFICER.vanDalen].sort());
    expect(wouldLose(scene(ADA).opened, directory, [head])).toEqual([]);
  });

  it("cuts off at once, then gives each room a new key", async () => {
    const { desk, opened, did } = scene(ADA, VAN_DALEN);
    expect(await cutOff(desk, opened, [head])).toBe(false);
    expect(did).toEqual(["named 0+1", "look", "new key", "look"]);
  });

  it("signs first and forgets afterwards when it strikes the one who names", async () => {
    const { desk, opened, did } = scene(ADA, VAN_DALEN);
    expect(await cutOff(desk, opened, [director, { kind: "officer", id: OFFICER.jonas }])).toBe(true);
    expect(did).toEqual(["out 2", "named 1+1", "forget"]);
  });
});
