/** How large pages are drawn, and which of them: numbers only. */

/** A file may say that it has any number of pages; only so many are laid out. */
export const MOST_PAGES = 2000;

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];

/** The next step of zooming; the same when there is none. 1 is the width of the frame. */
export function zoomed(zoom: number, step: 1 | -1): number {
  const next = ZOOMS[ZOOMS.indexOf(zoom) + step];
  return next ?? zoom;
}

/** A page whose size makes no sense is laid out as A4. */
const A4 = { width: 595, height: 842 };
const LONGEST = 14_400;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size of a page in points, or that of A4. */
export function sane({ width, height }: Size): Size {
  const makesSense = (length: number): boolean => length >= 1 && length <= LONGEST;
  return makesSense(width) && makesSense(height) ? { width, height } : A4;
}

/** How many CSS pixels a point takes. */
export function scaleOf(page: Size, room: number, zoom: number): number {
  return (Math.max(room, 100) / page.width) * zoom;
}

const MOST_PIXELS = 16 * 1024 * 1024;
const LONGEST_SIDE = 8192;

/** How many pixels are drawn for a CSS pixel: as many as the screen has, unless memory forbids. */
export function sharpness(shown: Size, screen: number): number {
  const { width, height } = shown;
  const most = Math.min(Math.sqrt(MOST_PIXELS / (width * height)), LONGEST_SIDE / Math.max(width, height));
  return Math.min(Math.max(screen, 1), most);
}

/** The page (from 1) that crosses the middle of what is seen. */
export function pageAt(tops: readonly number[], middle: number): number {
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const half = Math.ceil((low + high) / 2);
    if ((tops[half] ?? 0) <= middle) low = half;
    else high = half - 1;
  }
  return low + 1;
}
