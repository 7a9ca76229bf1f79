import { describe, expect, it } from "vitest";
import { pageAt, sane, scaleOf, sharpness, zoomed } from "../../viewer/layout.js";

describe("how large a page is drawn", () => {
  it("zooms in steps, and stops at both ends", () => {
    expect(zoomed(1, 1)).toBe(1.25);
    expect(zoomed(1, -1)).toBe(0.75);
    expect(zoomed(4, 1)).toBe(4);
    expect(zoomed(0.5, -1)).toBe(0.5);
  });

  it("fills the width of the frame at zoom 1", () => {
    expect(scaleOf({ width: 600, height: 800 }, 300, 1)).toBe(0.5);
    expect(scaleOf({ width: 600, height: 800 }, 300, 2)).toBe(1);
    expect(scaleOf({ width: 600, height: 800 }, -5, 1)).toBeGreaterThan(0);
  });

  it("takes a size that makes no sense for A4", () => {
    expect(sane({ width: 300, height: 400 })).toEqual({ width: 300, height: 400 });
    for (const size of [0, -1, Number.NaN, Infinity, 1e9]) {
      expect(sane({ width: size, height: 400 })).toEqual({ width: 595, height: 842 });
      expect(sane({ width: 400, height: size })).toEqual({ width: 595, height: 842 });
    }
  });

  it("never paints more pixels than a device can hold", () => {
    expect(sharpness({ width: 600, height: 800 }, 2)).toBe(2);
    expect(sharpness({ width: 600, height: 800 }, 0.5)).toBe(1);
    for (const page of [{ width: 5000, height: 7000 }, { width: 14_400, height: 1 }, { width: 1e6, height: 1e6 }]) {
      const ratio = sharpness(page, 3);
      expect(page.width * ratio * page.height * ratio).toBeLessThanOrEqual(16 * 1024 * 1024 + 1);
      expect(Math.max(page.width, page.height) * ratio).toBeLessThanOrEqual(8192 + 1);
    }
  });
});

describe("which page is read", () => {
  it("is the one that crosses the middle", () => {
    const tops = [0, 1000, 2000, 3000];
    expect(pageAt(tops, 0)).toBe(1);
    expect(pageAt(tops, 999)).toBe(1);
    expect(pageAt(tops, 1000)).toBe(2);
    expect(pageAt(tops, 99_999)).toBe(4);
    expect(pageAt([0], 500)).toBe(1);
  });
});
