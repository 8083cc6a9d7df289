import * as v from 'valibot';

/** A file on its way through the server. */
export const TransferId = v.pipe(v.string(), v.regex(/^upl_[A-Za-z0-9_-]{22}$/));

/** Hexadecimal. */
const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** Every part has as many bytes, but the last, which has what is left. Parts are counted from 0 and may come in any order. */
export const partBytes = 1024 * 1024;

/** How many parts a file of this length has. */
export const partsOf = (bytes: number): number => Math.ceil(bytes / partBytes);

/** How long this part is; 0 beyond the end. */
export const partLength = (bytes: number, part: number): number =>
  Math.max(0, Math.min(partBytes, bytes - part * partBytes));

/**
 * POST /api/sessions/:id/transfers. Whoever sends it makes the id, so that asking again, after an answer was lost, begins nothing twice. The
 * name is one that `safeFileName` leaves as it is. What a file says of its type isn't asked: its content tells. @throws Problem `file_name_refused`, `file_type_refused`, `file_empty`, `file_too_large`, `not_granted`, `not_offered`,
 * `region_refused`, `spool_full`, `rate_limited`.
 */
export const OfferFile = v.strictObject({
  id: TransferId,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(2_000)),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
  /** Where it is known before; else it is said on completion. */
  sha256: v.optional(Sha256),
});
export type OfferFile = v.InferOutput<typeof OfferFile>;

/** What both sides see of a file. Times are epoch milliseconds. */
export const TransferView = v.strictObject({
  id: TransferId,
  from: v.picklist(['agent', 'visitor']),
  name: v.string(),
  bytes: v.number(),
  partBytes: v.number(),
  /** As it was announced, and, once it is complete, as the server has counted it; null: not said yet. */
  sha256: v.nullable(Sha256),
  /** What its content is found to be; null until it is complete. */
  contentType: v.nullable(v.string()),
  /** `uploading`: parts are missing, or it isn't checked yet. `ready`: the other side can have it, once it is accepted. `received`: they have it. */
  state: v.picklist(['uploading', 'ready', 'received']),
  /** Of the visitor's own files always; of an agent's once the visitor has said so. */
  accepted: v.boolean(),
  /** Whether it stays, and as what: null where it doesn't, or doesn't yet. */
  kept: v.boolean(),
  artifactId: v.nullable(v.string()),
  createdAt: v.number(),
  expiresAt: v.number(),
});
export type TransferView = v.InferOutput<typeof TransferView>;

/** GET /api/sessions/:id/transfers: those of the session that there are, the oldest first. */
export const Transfers = v.strictObject({ transfers: v.array(TransferView) });
export type Transfers = v.InferOutput<typeof Transfers>;

/** GET /api/sessions/:id/transfers/:id, to go on after a broken connection: [first, last] of the parts that are there. */
export const TransferProgress = v.strictObject({
  transfer: TransferView,
  parts: v.array(v.tuple([v.number(), v.number()])),
});
export type TransferProgress = v.InferOutput<typeof TransferProgress>;

/**
 * PUT /api/sessions/:id/transfers/:id/parts/:n, `application/octet-stream`, with `Content-Length` and `Content-Digest: sha-256=:…:` (RFC
 * 9530); 204. The same part again is fine. @throws Problem `length_wrong`, `hash_wrong`, `part_taken` (other bytes are there),
 * `part_out_of_order` (beyond the end), `upload_expired`, `not_found`, `spool_full`, `unavailable` (try again).
 */
export const contentDigest = (sha256: Uint8Array): string =>
  `sha-256=:${btoa(String.fromCharCode(...sha256))}:`;

/**
 * POST …/completions: all parts are there. Answers, once it is checked, with its `TransferView`; again with the same hash: the same.
 * @throws Problem `length_wrong` (parts are missing) and `scan_unavailable`, after which it can be completed again; `hash_wrong`,
 * `file_type_refused`, `file_infected`, after which nothing of it is left.
 */
export const CompleteFile = v.strictObject({ sha256: Sha256 });

/**
 * POST …/acceptances, by the visitor, of an agent's file. GET …/content, by the other side, takes a Range. POST …/receipts, by the other side,
 * with the hash of what it has: nothing of it is held any more. DELETE …, by either side: cancelled, or refused; 204.
 */
export const ReceiveFile = v.strictObject({ sha256: Sha256 });
