import { type PageReference, pageReference } from '../../protocol/anchor.ts';
import { toBase64Url } from '../../protocol/base64url.ts';
import { decodeHeader, type FrameKind, type Role } from '../../protocol/frame.ts';
import {
  entryHead,
  entryTypes,
  type RecordingEvent,
  type RecordingIndex,
  recordedKinds,
  recordingInfo,
  type SealedRoots,
} from '../../protocol/recording.ts';
import { concat } from '../../widgets/seal/concat.ts';
import { kindRoot, makeContentKey, makeStream } from '../../widgets/seal/content-keys.ts';
import { createExpander } from '../../widgets/seal/expander.ts';
import { hpkeSeal } from '../../widgets/seal/hpke-seal.ts';
import { createKeyGeneration, type KeyGeneration } from '../../widgets/seal/key-generation.ts';
import { sha256 } from '../../widgets/seal/sha256.ts';

/** Something that a participant said, at a moment. */
export interface Said {
  readonly at: number;
  readonly from: Role;
  readonly kind: FrameKind;
  /** Bytes, or what is said of the page that is there then, as JSON. */
  readonly body: Uint8Array | ((page: PageReference) => unknown);
  readonly keyframe?: boolean;
  /** The content key that it is sealed under; 0 when not said. */
  readonly generation?: number;
}

export interface MadeRecording {
  readonly sessionId: string;
  readonly content: Uint8Array<ArrayBuffer>;
  readonly index: RecordingIndex;
  /** As the server opens them. */
  readonly roots: readonly {
    readonly generation: number;
    readonly visitor: number;
    readonly roots: string;
  }[];
  /** As the visitor seals them to this key (raw P-256 point, base64url). */
  sealedRoots(publicKey: string): Promise<SealedRoots[]>;
}

interface Generation {
  readonly visitor: KeyGeneration;
  readonly agent: KeyGeneration;
  readonly roots: Uint8Array<ArrayBuffer>;
}

const numbers = { visitor: 1, agent: 2 } as const;

/** Seals what was said with the sealers that browsers have, and puts it one after another as the server does. */
export const makeRecording = async (
  said: readonly Said[],
  { durationMs, events = [] }: { readonly durationMs: number; readonly events?: readonly RecordingEvent[] },
): Promise<MadeRecording> => {
  const sessionId = 'ses_aaaaaaaaaaaaaaaaaaaaaa';
  const generations = new Map<number, Generation>();
  const generationOf = async (number: number): Promise<Generation> => {
    const known = generations.get(number) ?? (await makeGeneration(sessionId, number));
    generations.set(number, known);
    return known;
  };

  const parts: Uint8Array[] = [];
  const keyframes: RecordingIndex['keyframes'] = [];
  const moved = new Set<number>();
  let offset = 0;
  for (const { at, from, kind, body, keyframe = false, generation: number = 0 } of said) {
    const generation = await generationOf(number);
    const frames = await generation[from].seal(kind, bytesOf(body, generation), keyframe);
    for (const [index, frame] of frames.entries()) {
      const stream = decodeHeader(frame)?.stream.toString(16) ?? '';
      if (kind === 'page' && keyframe && index === 0)
        keyframes.push({ at, offset, generation: number, stream });
      const entry = concat(entryHead({ at, type: entryTypes.frame }, frame.byteLength), frame);
      parts.push(entry);
      offset += entry.byteLength;
      if (!keyframe) moved.add(Math.floor(at / 1000));
    }
  }

  const roots = [...generations].map(([generation, each]) => ({ generation, bytes: each.roots }));
  return {
    sessionId,
    content: concat(...parts),
    index: { durationMs, keyframes, events: [...events], activity: spansOf([...moved]) },
    roots: roots.map(({ generation, bytes }) => ({
      generation,
      visitor: numbers.visitor,
      roots: toBase64Url(bytes),
    })),
    sealedRoots: (publicKey) =>
      Promise.all(
        roots.map(async ({ generation, bytes }) => {
          const info = recordingInfo(sessionId, numbers.visitor, generation);
          const { value } = await hpkeSeal(bytes, publicKey, { info });
          const key = toBase64Url(await sha256(new Uint8Array(Buffer.from(publicKey, 'base64url'))));
          return { generation, visitor: numbers.visitor, key, ...value };
        }),
      ),
  };
};

const bytesOf = (body: Said['body'], { visitor }: Generation): Uint8Array => {
  if (typeof body !== 'function') return body;
  const page = pageReference({ stream: visitor.visitorStream, epoch: visitor.epochOf('page') });
  return new TextEncoder().encode(JSON.stringify(body(page)));
};

const makeGeneration = async (sessionId: string, generation: number): Promise<Generation> => {
  const key = { contentKey: makeContentKey(), visitorStream: makeStream() };
  const common = { ...key, sessionId, generation, createExpander, inputRootOf: () => null };
  const stream = new Uint8Array(8);
  new DataView(stream.buffer).setBigUint64(0, key.visitorStream);
  const roots = await Promise.all(recordedKinds.map((kind) => kindRoot(key.contentKey, kind)));
  return {
    visitor: createKeyGeneration({ ...common, role: 'visitor', self: numbers.visitor }),
    agent: createKeyGeneration({ ...common, role: 'agent', self: numbers.agent }),
    roots: concat(stream, ...roots),
  };
};

const spansOf = (seconds: readonly number[]): [number, number][] => {
  const spans: [number, number][] = [];
  for (const second of seconds.toSorted((one, other) => one - other)) {
    const last = spans.at(-1);
    if (last && second - last[1] <= 1) last[1] = second;
    else spans.push([second, second]);
  }
  return spans;
};
