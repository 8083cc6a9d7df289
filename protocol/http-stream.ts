import * as v from 'valibot';
import { Secret256 } from './identifier.ts';

// Where a WebSocket can't be opened, `POST /realtime/<session id>` is answered by a stream that goes on for as long as the
// connection lasts, and what goes up comes by `POST /realtime/<session id>/batches`. Both carry the frames of a WebSocket
// (RFC 6455 §5.2), with a mask of zeros upwards: what is said, in which order, and how it ends is the same.

/** The first message of the stream; what follows is what a WebSocket brings. */
export const StreamOpened = v.strictObject({
  type: v.literal('stream.opened'),
  /** The bearer of this connection's batches. */
  secret: Secret256,
});

export type StreamOpened = v.InferOutput<typeof StreamOpened>;

/**
 * The largest batch, in bytes. Batches are pieces of one stream: where one ends has no meaning, and a large frame goes in several, so that
 * none takes long on a slow line, and no proxy finds one too large.
 */
export const maxBatchBytes = 256 * 1024;

/** The header with a batch's number: from 0, one more each time. The same number again is the same batch again. */
export const batchHeader = 'handrail-batch';
