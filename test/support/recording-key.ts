import { randomBytes } from 'node:crypto';
import type { RecordingKey } from '../../protocol/http/artifacts.ts';
import { recordingInfo, sealedRootsBytes } from '../../protocol/recording.ts';
import { hpkeSeal } from '../../widgets/seal/hpke-seal.ts';
import type { RoomPeer } from './room-peer.ts';
import type { SessionsHouse } from './sessions-house.ts';

interface Keying {
  readonly visitor: RoomPeer;
  readonly generation: number;
  /** The session that the roots are sealed for, where it isn't the visitor's own. */
  readonly sessionId?: string;
  /** Where it isn't the tenant's. */
  readonly key?: Pick<RecordingKey, 'publicKey' | 'fingerprint'>;
  readonly roots?: Buffer;
}

/** What recordings of the company acme are sealed to. */
export const recordingKeyOf = async (house: SessionsHouse): Promise<RecordingKey> => {
  const answer = await house.call('ada', '/api/recording-key');
  if (answer.status !== 200) throw new Error(`no key: ${JSON.stringify(answer.body)}`);
  return answer.body;
};

/** Seals a generation's roots as the visitor's browser does, and says so. Answers with the roots. */
export const keyRecording = async (
  house: SessionsHouse,
  { visitor, generation, sessionId = visitor.sessionId, key, roots = randomBytes(sealedRootsBytes) }: Keying,
): Promise<Buffer> => {
  const { publicKey, fingerprint } = key ?? (await recordingKeyOf(house));
  const info = recordingInfo(sessionId, visitor.number, generation);
  const { value } = await hpkeSeal(Uint8Array.from(roots), publicKey, { info });
  visitor.send({ type: 'recording.keyed', generation, key: fingerprint, ...value });
  return roots;
};
