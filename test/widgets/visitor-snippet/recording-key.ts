import { toBase64Url } from '../../../protocol/base64url.ts';
import type { ClientMessageOf } from '../../../protocol/control.ts';
import { recordingInfo } from '../../../protocol/recording.ts';
import { type HpkeKey, hpkeOpen, makeHpkeKey } from '../../../widgets/seal/hpke.ts';
import { sha256 } from '../../../widgets/seal/sha256.ts';
import { utf8 } from '../../../widgets/seal/utf8.ts';
import type { TestRoom } from './test-room.ts';

/** A tenant's recording key, both halves. */
export interface TestRecordingKey {
  readonly publicKey: string;
  readonly fingerprint: string;
  /** What was sealed to it. */
  open(sessionId: string, keyed: ClientMessageOf<'recording.keyed'>): Promise<Uint8Array>;
}

export const makeRecordingKey = async (): Promise<TestRecordingKey> => {
  const key: HpkeKey = await makeHpkeKey();
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', key.pair.publicKey));
  return {
    publicKey: key.publicKey,
    fingerprint: toBase64Url(await sha256(point)),
    open: async (sessionId, keyed) =>
      (await hpkeOpen(keyed, key, { info: recordingInfo(sessionId, 1, keyed.generation) })).value,
  };
};

/** The agent asks, as the live view does: first the key, sealed, then the question. */
export const askToRecord = (room: TestRoom, { publicKey }: Pick<TestRecordingKey, 'publicKey'>): void => {
  room.agent?.sendBody('chat', utf8(JSON.stringify({ type: 'recording.key', publicKey })));
  room.fromAgent({ type: 'grant.requested', capability: 'recording' });
};

export const isRecorded = ({ grants }: TestRoom): boolean =>
  grants.some(({ capability }) => capability === 'recording');

/** What was said before the keys of each generation, in order. */
export const keyedOf = ({ heard }: TestRoom): readonly ClientMessageOf<'recording.keyed'>[] =>
  heard.filter((message) => message.type === 'recording.keyed');
