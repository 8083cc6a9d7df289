import { fromBase64Url, toBase64Url } from '../../protocol/base64url.ts';
import { hkdf } from './hkdf.ts';
import { sha256 } from './sha256.ts';

/** What both ends derive from the join key: the server learns the hash of `proof`, later `proof`, and never `psk`. */
export interface JoinSecrets {
  /** base64url; tells the server that its bearer holds the link. */
  readonly proof: string;
  /** base64url(SHA-256(proof bytes)), for `POST /api/sessions`. */
  readonly proofHash: string;
  /** 32 bytes that authenticate the content key to the agent. */
  readonly psk: Uint8Array<ArrayBuffer>;
}

/** A fresh 256-bit join key, base64url. Only the panel makes one, and no server ever gets it. */
export const makeJoinKey = (): string => toBase64Url(crypto.getRandomValues(new Uint8Array(32)));

/** @throws RangeError when the key is not 256 bits of base64url. */
export const deriveJoinSecrets = async (joinKey: string): Promise<JoinSecrets> => {
  const secret = fromBase64Url(joinKey);
  if (secret?.byteLength !== 32) throw new RangeError('a join key has 256 bits');
  const proof = await hkdf({ secret, info: 'handrail/1 proof' });
  const psk = await hkdf({ secret, info: 'handrail/1 psk' });
  return { proof: toBase64Url(proof), proofHash: toBase64Url(await sha256(proof)), psk };
};

/** The address for the customer. The key stands in the fragment, which browsers send to nobody. */
export const joinLink = (origin: string, sessionId: string, joinKey: string): string =>
  `${origin}/join/${sessionId}#${joinKey}`;

/** The join key in a location's hash; null when there is none. */
export const joinKeyOf = (hash: string): string | null => /^#([A-Za-z0-9_-]{43})$/.exec(hash)?.[1] ?? null;
