import { type PageReference, pageReference } from '../../protocol/anchor.ts';
import {
  decodeHeader,
  type FrameHeader,
  type FrameKind,
  kindRules,
  type Role,
} from '../../protocol/frame.ts';
import {
  entryTypes,
  type RecordedKind,
  type RecordingEntry,
  recordedKinds,
} from '../../protocol/recording.ts';
import { createExpander } from '../seal/expander.ts';
import { type OpenFromSenders, openFromSenders } from '../seal/open-from-senders.ts';
import type { RecordedKey } from './recorded-key.ts';

/** One whole body of a recording: authentic, and in order. */
export interface RecordedBody {
  /** Milliseconds since the recording's start. */
  readonly at: number;
  readonly kind: FrameKind;
  readonly sender: number;
  readonly role: Role;
  readonly body: Uint8Array;
  readonly keyframe: boolean;
  /** Which page a `page` body belongs to. */
  readonly page: PageReference;
}

/** Opens a recording's frames in order, from anywhere: pages begin with the first keyframe that comes. */
export interface RecordingOpener {
  /** Null for what shows nothing: an event, a part of a body, a frame whose key was not given or that doesn't open. */
  open(entry: RecordingEntry): Promise<RecordedBody | null>;
}

interface RecordingOpenerNeeds {
  readonly sessionId: string;
  readonly keys: readonly RecordedKey[];
}

export const openRecording = ({ sessionId, keys }: RecordingOpenerNeeds): RecordingOpener => {
  const generations = new Map(keys.map((key) => [key.generation, recordedGeneration(sessionId, key)]));
  return {
    async open({ at, type, payload }) {
      const header = type === entryTypes.frame ? decodeHeader(payload) : null;
      const generation = header && generations.get(header.key);
      if (!header || !generation) return null;
      const role = generation.roleOf(header);
      if (!kindRules[header.kind].senders.includes(role)) return null;
      const opened = await generation.open(header, role, new Uint8Array(payload));
      if (opened.type !== 'body') return null;
      const { kind, sender } = header;
      const { body, keyframe } = opened;
      return { at, kind, sender, role, body, keyframe, page: pageReference(header) };
    },
  };
};

interface RecordedGeneration {
  roleOf(header: FrameHeader): Role;
  readonly open: OpenFromSenders;
}

/** As a key generation, but only of the kinds whose roots the visitor gave. */
const recordedGeneration = (
  sessionId: string,
  { generation, visitor, visitorStream, roots }: RecordedKey,
): RecordedGeneration => ({
  // The visitor has said in the sealed roots who they are; a wrong role opens nothing.
  roleOf: ({ sender }) => (sender === visitor ? 'visitor' : 'agent'),
  open: openFromSenders({
    sessionId,
    generation,
    addressed: visitorStream,
    // Random bytes that nobody has: other kinds open under no key.
    rootFor: () => async (kind) =>
      (isRecorded(kind) && roots.get(kind)) || crypto.getRandomValues(new Uint8Array(32)),
    createExpander,
    fromMiddle: true,
  }),
});

const isRecorded = (kind: FrameKind): kind is RecordedKind =>
  recordedKinds.some((recorded) => recorded === kind);
