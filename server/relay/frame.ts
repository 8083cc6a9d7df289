import {
  droppableKinds,
  type FrameKind,
  frameFlags,
  frameKinds,
  headerBytes,
  kindRules,
} from '../../protocol/frame.ts';
import { recordedKinds } from '../../protocol/recording.ts';
import { protocolVersion } from '../../protocol/version.ts';

type KindRule = (typeof kindRules)[FrameKind] & {
  /** Whether it may be dropped for a slow reader. */
  readonly droppable: boolean;
  /** Whether a recording has it. */
  readonly recorded: boolean;
};

/** A frame as the relay sees it: what it needs of the header, and the bytes as they came. */
export interface Frame {
  readonly kind: FrameKind;
  readonly rule: KindRule;
  readonly sender: number;
  readonly keyframe: boolean;
  /** The body goes on in the sender's next frame of this kind. */
  readonly more: boolean;
  readonly bytes: Buffer;
}

/** Reads the four header fields that the relay decides on; it runs for every frame, so it builds nothing else. */
export const readFrame = (bytes: Buffer): Frame | 'malformed' | 'unknown_kind' => {
  if (bytes.length < headerBytes || bytes[0] !== protocolVersion) return 'malformed';
  const known = kinds.get(bytes.readUInt8(1));
  if (!known) return 'unknown_kind';
  const flags = bytes.readUInt8(2);
  return {
    kind: known.kind,
    rule: known.rule,
    sender: bytes.readUInt32BE(5),
    keyframe: (flags & frameFlags.keyframe) !== 0,
    more: (flags & frameFlags.more) !== 0,
    bytes,
  };
};

const isRecorded = (kind: FrameKind): boolean => recordedKinds.some((recorded) => recorded === kind);

/** By the number in the header: one look for all that is decided by the kind. */
const kinds = new Map<number, { readonly kind: FrameKind; readonly rule: KindRule }>(
  Object.entries(frameKinds).map(([name, number]) => {
    const kind = name as FrameKind;
    const recorded = isRecorded(kind);
    return [number, { kind, rule: { ...kindRules[kind], droppable: droppableKinds.has(kind), recorded } }];
  }),
);
