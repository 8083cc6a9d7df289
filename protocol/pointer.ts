import * as v from 'valibot';
import { Anchor, PageReference } from './anchor.ts';

/** The body of a `pointer` frame, as JSON: where the sender's pointer is; null when it left the page. */
export const PointerBody = v.strictObject({
  page: PageReference,
  at: v.nullable(Anchor),
  pressed: v.boolean(),
});
export type PointerBody = v.InferOutput<typeof PointerBody>;

const StrokeId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,22}$/));
/** Points one after another as dx, dy from the stroke's node, in CSS pixels. */
const Points = v.pipe(
  v.array(v.pipe(v.number(), v.finite(), v.minValue(-100_000), v.maxValue(100_000))),
  v.minLength(2),
  v.maxLength(2000),
  v.check((points) => points.length % 2 === 0, 'Points come in pairs.'),
);

/** The body of a `drawing` frame, as JSON. A stroke hangs on one node, so that it scrolls and moves with the page. */
export const DrawingBody = v.variant('type', [
  v.strictObject({
    type: v.literal('stroke.started'),
    page: PageReference,
    id: StrokeId,
    node: Anchor.entries.node,
    points: Points,
  }),
  v.strictObject({ type: v.literal('stroke.continued'), page: PageReference, id: StrokeId, points: Points }),
  /** Every stroke of this sender goes. */
  v.strictObject({ type: v.literal('drawings.cleared') }),
]);
export type DrawingBody = v.InferOutput<typeof DrawingBody>;
