import { toBase64Url } from '../../protocol/base64url.ts';
import { joinSignatureInput } from '../../protocol/join-signature-input.ts';

/** The key that a credential is bound to: it proves, on each joining, that this is the browser that first used it. */
export interface SigningKey {
  /** Raw P-256 point, base64url. */
  readonly publicKey: string;
  /** ECDSA P-256/SHA-256 over the server's challenge, base64url. */
  signJoin(sessionId: string, challenge: string): Promise<string>;
}

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** A key for one page only, as the join page uses. */
export const makeSigningKey = async (): Promise<SigningKey> => signingKeyOf(await makeSigningPair());

export const makeSigningPair = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(ecdsa, false, ['sign', 'verify']);

export const signingKeyOf = async ({ publicKey, privateKey }: CryptoKeyPair): Promise<SigningKey> => {
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  return {
    publicKey: toBase64Url(point),
    signJoin: async (sessionId, challenge) => {
      const signed = joinSignatureInput(sessionId, challenge);
      const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, signed);
      return toBase64Url(new Uint8Array(signature));
    },
  };
};
