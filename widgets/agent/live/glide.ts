import type { PlacedPointer } from './marks.ts';
import type { PagePoint } from './page-point.ts';

/** Most of the way is gone in this time: about what lies between two places that are told. */
const glideMs = 45;
const nearPixels = 0.5;

/** Shows pointers as if they had gone from place to place, and not jumped ten times a second. Called for each frame of the screen. */
export type Glide = (pointers: readonly PlacedPointer[], now: number) => readonly PlacedPointer[];

export const createGlide = (): Glide => {
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  let shown: readonly PlacedPointer[] = [];
  let last = 0;
  return (pointers, now) => {
    const part = still.matches ? 1 : 1 - Math.exp((last - now) / glideMs);
    last = now;
    shown = pointers.map((pointer, index) => {
      const before = shown[index];
      return before?.hand === pointer.hand
        ? { ...pointer, point: between(before.point, pointer.point, part) }
        : pointer;
    });
    return shown;
  };
};

const between = (from: PagePoint, to: PagePoint, part: number): PagePoint => {
  if (Math.hypot(to.x - from.x, to.y - from.y) < nearPixels) return to;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
};
