import type { ClientMessageOf } from '../../protocol/control.ts';
import { type HpkeKey, hpkeOpen } from './hpke.ts';
import { type AgreedKey, contentKeyBytes, infoOf, inputLabel, type OfferContext } from './key-offer.ts';

/** @throws HpkeError when whoever offered doesn't have the psk, or the offer was for another room, agent or generation. */
export const acceptOffer = async (
  offer: ClientMessageOf<'key.offered'>,
  key: HpkeKey,
  context: OfferContext,
): Promise<AgreedKey> => {
  const exchange = await hpkeOpen(offer, key, { info: infoOf(context), psk: context.psk });
  const plain = exchange.value;
  if (plain.byteLength !== contentKeyBytes + 8) throw new RangeError('an offer holds a key and a stream');
  return {
    contentKey: plain.slice(0, contentKeyBytes),
    visitorStream: new DataView(plain.buffer, plain.byteOffset).getBigUint64(contentKeyBytes),
    inputRoot: await exchange.exported(inputLabel),
  };
};
