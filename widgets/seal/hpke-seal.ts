import { fromBase64Url, toBase64Url } from '../../protocol/base64url.ts';
import { type Exchanged, type HpkeContext, type HpkeSealed, pskId } from './hpke-exchange.ts';
import { setUpHpkeSender } from './hpke-sender.ts';
import { utf8 } from './utf8.ts';

/** Seals bytes to the owner of `publicKey` (raw P-256 point, base64url) with AES-256-GCM. @throws when it is no point on the curve. */
export const hpkeSeal = async (
  plain: Uint8Array<ArrayBuffer>,
  publicKey: string,
  { info, psk }: HpkeContext,
): Promise<Exchanged<HpkeSealed>> => {
  const sender = await setUpHpkeSender({
    publicKey: fromBase64Url(publicKey) ?? new Uint8Array(0),
    info: utf8(info),
    ...(psk && { psk: { id: utf8(pskId), key: psk } }),
    aead: { id: 2, keyBytes: 32 },
    makeEphemeral: () =>
      crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']),
  });
  const sealed = await sender.seal(plain, new Uint8Array(0));
  return {
    value: { enc: toBase64Url(sender.enc), sealed: toBase64Url(sealed) },
    exported: (label) => sender.exported(utf8(label)),
  };
};
