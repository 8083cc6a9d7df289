/** A point of the visitor's viewport, in its CSS pixels. */
export interface PagePoint {
  readonly x: number;
  readonly y: number;
}
