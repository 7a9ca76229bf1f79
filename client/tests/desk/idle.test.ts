import { describe, expect, it } from "vitest";
import { IdleLock } from "../../desk/idle.js";

const MINUTE = 60_000;

function lock(): { idle: IdleLock; after: (ms: number) => void } {
  let now = 1_000;
  const idle = new IdleLock(() => now, 15 * MINUTE, 2 * MINUTE);
  return { idle, after: (ms) => { now += ms; } };
}

describe("keys of somebody who walked away", () => {
  it("warns two minutes before it locks, and then locks", () => {
    const { idle, after } = lock();
    after(13 * MINUTE - 1);
    expect(idle.tick()).toBe("active");
    after(1);
    expect(idle.tick()).toBe("warned");
    expect(idle.secondsLeft).toBe(120);
    after(2 * MINUTE);
    expect(idle.tick()).toBe("locked");
    expect(idle.secondsLeft).toBe(0);
  });

  it("begins anew with every sign of life", () => {
    const { idle, after } = lock();
    for (let times = 0; times < 10; times += 1) {
      after(12 * MINUTE);
      idle.touch();
      expect(idle.tick()).toBe("active");
    }
  });

  it("keeps a warning until somebody answers it", () => {
    const { idle, after } = lock();
    after(14 * MINUTE);
    idle.tick();
    idle.touch();
    expect(idle.tick()).toBe("warned");
    idle.stay();
    expect(idle.tick()).toBe("active");
    expect(idle.secondsLeft).toBe(15 * 60);
  });

  it("locks a laptop that slept through the warning", () => {
    const { idle, after } = lock();
    after(8 * 60 * MINUTE);
    expect(idle.tick()).toBe("locked");
  });

  it("never comes back from being locked", () => {
    const { idle, after } = lock();
    after(20 * MINUTE);
    idle.tick();
    idle.stay();
    idle.busy();
    idle.touch();
    expect(idle.tick()).toBe("locked");
  });

  it("counts long work as a sign of life, also after the warning", () => {
    const { idle, after } = lock();
    after(14 * MINUTE);
    idle.tick();
    idle.busy();
    after(10 * MINUTE);
    expect(idle.tick()).toBe("active");
  });

  it("refuses a warning shorter than anybody could answer", () => {
    expect(() => new IdleLock(() => 0, MINUTE, 10_000)).toThrow(RangeError);
    expect(() => new IdleLock(() => 0, MINUTE, MINUTE)).toThrow(RangeError);
  });
});
