import * as v from 'valibot';

/** Names one file on its way between two browsers: 16 random bytes, base64url, made by whoever offers or asks. */
const FileId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{21}[AQgw]$/));

/** No file is larger, whatever the tenant says. */
export const maxFileBytes = 2 * 1024 ** 3;

const Bytes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(maxFileBytes));
/** SHA-256, hexadecimal. */
const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/**
 * `sealed`: the content goes from browser to browser in sealed frames of kind `file`, and nobody else can open it. `server`: it is
 * uploaded, checked, perhaps kept, and downloaded. Which of them is the tenant's choice: `FileTerms`.
 */
export const FileWayName = v.picklist(['sealed', 'server']);
export type FileWayName = v.InferOutput<typeof FileWayName>;

/** Why a file does not come, or comes no further. `person`: somebody pressed a button. */
export const FileRefusal = v.picklist([
  'person',
  'empty',
  'too_large',
  'blocked_type',
  'not_offered',
  /** The sender's file can't be read any more, or has changed since it was offered. */
  'unreadable',
  /** The page that sent it was left, or loaded anew, and the file stayed behind with it. */
  'left',
  /** The receiver has no place for it. */
  'no_room',
  /** What came is not what was offered. */
  'damaged',
  'infected',
  /** Nobody can say at present whether it is infected. */
  'scan_unavailable',
  /** Handrail does not take it. */
  'server',
]);
export type FileRefusal = v.InferOutput<typeof FileRefusal>;

const Offered = v.strictObject({
  type: v.literal('file.offered'),
  id: FileId,
  /** As the sender's disk has it, made safe; the receiver makes it safe again. */
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  bytes: Bytes,
  contentType: v.pipe(v.string(), v.maxLength(255)),
  sha256: Sha256,
  way: FileWayName,
});
/** What is offered, before anybody has said yes. */
export type FileOffer = v.InferOutput<typeof Offered>;

/**
 * What the two sides say to each other about files: JSON in sealed frames of kind `chat`. A connection may be lost at any time, so that each
 * may be said again: with new keys, offers and answers that stand are.
 */
export const FileMessage = v.variant('type', [
  /** The agent would like a file of the customer's; refused with the same id, or answered by an offer. */
  v.strictObject({ type: v.literal('file.requested'), id: FileId }),
  Offered,
  /** A person said yes. Content is wanted from this offset on; said again after something was lost. */
  v.strictObject({ type: v.literal('file.accepted'), id: FileId, from: Bytes }),
  v.strictObject({ type: v.literal('file.refused'), id: FileId, because: FileRefusal }),
  /** Either side rests, or goes on. */
  v.strictObject({ type: v.literal('file.paused'), id: FileId, paused: v.boolean() }),
  /** Either side; also the offer, or what was asked for, before it is answered. */
  v.strictObject({ type: v.literal('file.cancelled'), id: FileId, because: FileRefusal }),
  /** Way `server` only: it is there, checked, to be downloaded. */
  v.strictObject({ type: v.literal('file.uploaded'), id: FileId }),
  /** The receiver has the whole file; the hash is of what it has. */
  v.strictObject({ type: v.literal('file.received'), id: FileId, sha256: Sha256 }),
  /** An agent's keys are in force: what stands is to be said again, because they could hear nothing before. */
  v.strictObject({ type: v.literal('files.resumed') }),
]);
export type FileMessage = v.InferOutput<typeof FileMessage>;
