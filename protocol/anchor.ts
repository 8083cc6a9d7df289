import * as v from 'valibot';

const NodeId = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(0xffff_ffff));
const Offset = v.pipe(v.number(), v.finite(), v.minValue(-100_000), v.maxValue(100_000));

/** A place on the visitor's page: a captured node, and CSS pixels from the top left corner of its box. */
export const Anchor = v.strictObject({ node: NodeId, dx: Offset, dy: Offset });
export type Anchor = v.InferOutput<typeof Anchor>;

/**
 * Which page the node ids belong to: the visitor's `page` stream (16 lower-case hexadecimal digits) and epoch. What names another
 * page than the present one is out of date and is ignored.
 */
export const PageReference = v.strictObject({
  stream: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  epoch: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff)),
});
export type PageReference = v.InferOutput<typeof PageReference>;

/** The reference to the page that a frame header's stream and epoch name. */
export const pageReference = (header: {
  readonly stream: bigint;
  readonly epoch: number;
}): PageReference => ({ stream: header.stream.toString(16).padStart(16, '0'), epoch: header.epoch });
