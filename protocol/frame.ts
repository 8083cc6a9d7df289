import type { Capability } from './capability.ts';
import { protocolVersion } from './version.ts';

/** What a frame carries. The number is the header's `kind`. */
export const frameKinds = {
  page: 1,
  asset: 2,
  pointer: 3,
  drawing: 4,
  input: 5,
  console: 6,
  chat: 7,
  call: 8,
  file: 9,
  device: 10,
} as const;

export type FrameKind = keyof typeof frameKinds;
export type Role = 'visitor' | 'agent';

interface KindRule {
  readonly senders: readonly Role[];
  /** The largest frame, in bytes, header included. */
  readonly maxBytes: number;
}

const MiB = 1024 * 1024;

/** Who may send which kind, and how large. */
export const kindRules: Readonly<Record<FrameKind, KindRule>> = {
  page: { senders: ['visitor'], maxBytes: 4 * MiB },
  asset: { senders: ['visitor'], maxBytes: 4 * MiB },
  pointer: { senders: ['visitor', 'agent'], maxBytes: 4096 },
  drawing: { senders: ['visitor', 'agent'], maxBytes: 65_536 },
  input: { senders: ['agent'], maxBytes: 65_536 },
  console: { senders: ['visitor'], maxBytes: 262_144 },
  chat: { senders: ['visitor', 'agent'], maxBytes: 65_536 },
  call: { senders: ['visitor', 'agent'], maxBytes: 65_536 },
  file: { senders: ['visitor', 'agent'], maxBytes: MiB },
  device: { senders: ['visitor'], maxBytes: 4 * MiB },
};

/** What the visitor must have allowed for a kind to pass: one of these; empty: nothing, from `joined` on. */
export const kindNeeds: Readonly<Record<FrameKind, readonly Capability[]>> = {
  page: ['view'],
  asset: ['view'],
  pointer: ['view'],
  drawing: ['view'],
  input: ['control'],
  console: ['console'],
  chat: [],
  call: ['voice', 'video', 'screen'],
  file: ['files'],
  device: ['device'],
};

/** Kinds whose frames the relay may drop for a slow reader, to ask for a keyframe after. */
export const droppableKinds: ReadonlySet<FrameKind> = /* @__PURE__ */ new Set<FrameKind>(['page', 'device']);

/** Header flags, as bits. */
export const frameFlags = { keyframe: 1, more: 2 } as const;

/** The bytes before the sealed body. */
export const headerBytes = 25;

/** The envelope that the relay reads; also the additional data of the sealed body. Numbers are big-endian on the wire. */
export interface FrameHeader {
  readonly version: number;
  readonly kind: FrameKind;
  readonly flags: number;
  /** Which generation of the content key, 0 to 65,535. */
  readonly key: number;
  /** The sender's participant number in this room. */
  readonly sender: number;
  /** Random, made by the sender at each page load, each return from the back/forward cache, and each new key. */
  readonly stream: bigint;
  /** Which keyframe this depends on (`page`, `device`); else 0. */
  readonly epoch: number;
  /** Per stream and kind, from 0, never restarting. */
  readonly sequence: number;
}

const nameOfKind = new Map<number, FrameKind>(
  Object.entries(frameKinds).map(([name, number]) => [number, name as FrameKind]),
);

/** The kind behind a header's second byte; null for one this build doesn't know. */
const frameKindOf = (number: number): FrameKind | null => nameOfKind.get(number) ?? null;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Writes the header's 25 bytes. */
export const encodeHeader = (header: FrameHeader): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(headerBytes);
  const view = viewOf(bytes);
  view.setUint8(0, header.version);
  view.setUint8(1, frameKinds[header.kind]);
  view.setUint8(2, header.flags);
  view.setUint16(3, header.key);
  view.setUint32(5, header.sender);
  view.setBigUint64(9, header.stream);
  view.setUint32(17, header.epoch);
  view.setUint32(21, header.sequence);
  return bytes;
};

/** Reads a frame's header. Null when it is too short, of another version, or of an unknown kind. */
export const decodeHeader = (bytes: Uint8Array): FrameHeader | null => {
  if (bytes.byteLength < headerBytes) return null;
  const view = viewOf(bytes);
  const version = view.getUint8(0);
  const kind = frameKindOf(view.getUint8(1));
  if (version !== protocolVersion || kind === null) return null;
  return {
    version,
    kind,
    flags: view.getUint8(2),
    key: view.getUint16(3),
    sender: view.getUint32(5),
    stream: view.getBigUint64(9),
    epoch: view.getUint32(17),
    sequence: view.getUint32(21),
  };
};
