import * as v from 'valibot';
import type { FrameKind } from './frame.ts';
import { Base64Url, PublicPoint, Secret256 } from './identifier.ts';

/** The kinds that a recording holds, in the order in which their roots are sealed. Never `input`, `call`, `file` or `device`. */
export const recordedKinds = [
  'page',
  'asset',
  'pointer',
  'drawing',
  'console',
  'chat',
] as const satisfies readonly FrameKind[];
export type RecordedKind = (typeof recordedKinds)[number];

/** What the visitor seals to the recording key for one generation: the visitor's stream (8 bytes, big-endian), then one root of 32 bytes a recorded kind. */
export const sealedRootsBytes = 8 + 32 * recordedKinds.length;

/** The `info` of that HPKE exchange (RFC 9180, base mode, DHKEM(P-256), HKDF-SHA256, AES-256-GCM). */
export const recordingInfo = (sessionId: string, visitor: number, generation: number): string =>
  `handrail/1 recording|${sessionId}|${visitor}|${generation}`;

/** The body of kind `chat` in which an agent tells what recordings are sealed to: so it is never the server's word. */
export const RecordingKeyTold = v.strictObject({
  type: v.literal('recording.key'),
  publicKey: PublicPoint,
});
export type RecordingKeyTold = v.InferOutput<typeof RecordingKeyTold>;

/** One generation's roots as the server keeps them. `key` is base64url(SHA-256) of the recording key that they are sealed to. */
export const SealedRoots = v.strictObject({
  generation: v.number(),
  visitor: v.number(),
  key: Secret256,
  enc: PublicPoint,
  sealed: Base64Url,
});
export type SealedRoots = v.InferOutput<typeof SealedRoots>;

/**
 * A recording is one entry after another: length of what follows (u32), milliseconds since its start (u32), type (u8), payload. Numbers are big-endian.
 * Frames are in the order in which they passed. Some may be missing, as between a pause and what follows it: then sequences jump.
 */
export const entryTypes = { frame: 1, event: 2 } as const;
export type EntryType = (typeof entryTypes)[keyof typeof entryTypes];
/** Before the payload. */
export const entryHeadBytes = 9;
/** Largest payload: the largest frame of a recorded kind. */
const maxEntryBytes = 4 * 1024 * 1024;

export interface RecordingEntry {
  /** Milliseconds since the recording's start. */
  readonly at: number;
  readonly type: EntryType;
  /** A frame's bytes as they came, header included; or an event as JSON. */
  readonly payload: Uint8Array;
}

/** Head of an entry with a payload of this length. */
export const entryHead = (
  { at, type }: Omit<RecordingEntry, 'payload'>,
  payloadBytes: number,
): Uint8Array => {
  const bytes = new Uint8Array(entryHeadBytes);
  writeEntryHead(bytes, 0, { at, type, length: payloadBytes });
  return bytes;
};

/** The same, to where the entry is to be. By hand: for every frame that is recorded, nothing is made. */
export const writeEntryHead = (to: Uint8Array, offset: number, { at, type, length }: EntryHead): void => {
  writeUint32(to, offset, length + 5);
  writeUint32(to, offset + 4, at);
  to[offset + 8] = type;
};

/** Big-endian. */
export const writeUint32 = (to: Uint8Array, offset: number, value: number): void => {
  to[offset] = value >>> 24;
  to[offset + 1] = value >>> 16;
  to[offset + 2] = value >>> 8;
  to[offset + 3] = value;
};

/** What is before a payload of `length` bytes. */
interface EntryHead {
  /** Milliseconds since the recording's start. */
  readonly at: number;
  readonly type: EntryType;
  readonly length: number;
}

/** The head of the entry that begins here; `incomplete` when it goes on beyond the bytes there are, `malformed` when there is none. */
export const readEntryHead = (bytes: Uint8Array, offset: number): EntryHead | 'incomplete' | 'malformed' => {
  if (bytes.length - offset < entryHeadBytes) return 'incomplete';
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, entryHeadBytes);
  const length = view.getUint32(0) - 5;
  const type = view.getUint8(8);
  if (length < 0 || length > maxEntryBytes || (type !== entryTypes.frame && type !== entryTypes.event))
    return 'malformed';
  return { at: view.getUint32(4), type, length };
};

/** The entry that begins here; `incomplete` and `malformed` as of its head. `next` is where the following one begins. */
export const readEntry = (
  bytes: Uint8Array,
  offset: number,
): { readonly entry: RecordingEntry; readonly next: number } | 'incomplete' | 'malformed' => {
  const head = readEntryHead(bytes, offset);
  if (typeof head === 'string') return head;
  const next = offset + entryHeadBytes + head.length;
  if (next > bytes.length) return 'incomplete';
  const { at, type } = head;
  return { entry: { at, type, payload: bytes.subarray(offset + entryHeadBytes, next) }, next };
};

const At = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What happened beside the frames, as the server knows it: no content. */
export const RecordingEvent = v.variant('type', [
  v.strictObject({
    at: At,
    type: v.literal('participant.joined'),
    number: v.number(),
    role: v.picklist(['visitor', 'agent']),
    name: v.string(),
  }),
  v.strictObject({ at: At, type: v.literal('participant.left'), number: v.number() }),
  v.strictObject({ at: At, type: v.literal('grant.changed'), capability: v.string(), allowed: v.boolean() }),
  v.strictObject({ at: At, type: v.literal('sharing.changed'), paused: v.boolean() }),
  /** Nothing was recorded until here since the last entry: the server was away. */
  v.strictObject({ at: At, type: v.literal('recording.resumed') }),
]);
export type RecordingEvent = v.InferOutput<typeof RecordingEvent>;

/** Where to begin reading for a moment, and what happened when. Times are ms since the start, offsets bytes of the recording's content. */
export const RecordingIndex = v.strictObject({
  durationMs: At,
  /** Each is the first frame of a whole page that is there to its end; `stream` (hexadecimal) changes with each page load and key. */
  keyframes: v.array(v.strictObject({ at: At, offset: At, generation: v.number(), stream: v.string() })),
  events: v.array(RecordingEvent),
  /** In which something moved: whole seconds since the start as [first, last] pairs, both included. */
  activity: v.array(v.tuple([At, At])),
});
export type RecordingIndex = v.InferOutput<typeof RecordingIndex>;
