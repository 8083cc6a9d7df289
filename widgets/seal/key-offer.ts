import type { ClientMessageOf, ParticipantView } from '../../protocol/control.ts';
import { hpkeSeal } from './hpke-seal.ts';

/** What the visitor gives to an agent: the content key, and the stream that frames of this generation address. */
export interface OfferedKey {
  readonly contentKey: Uint8Array<ArrayBuffer>;
  readonly visitorStream: bigint;
}

/** An offer as one end knows it. `inputRoot` is this agent's alone: no other holder of the content key can make `input`. */
export interface AgreedKey extends OfferedKey {
  readonly inputRoot: Uint8Array<ArrayBuffer>;
}

export interface OfferContext {
  readonly sessionId: string;
  readonly psk: Uint8Array<ArrayBuffer>;
  readonly visitor: number;
  readonly agent: number;
  readonly generation: number;
}

export const contentKeyBytes = 32;

/** Seals the key to one agent in mode_psk. */
export const makeOffer = async (
  { contentKey, visitorStream }: OfferedKey,
  hpkeKey: string,
  context: OfferContext,
): Promise<{
  readonly message: ClientMessageOf<'key.offered'>;
  readonly inputRoot: Uint8Array<ArrayBuffer>;
}> => {
  const plain = new Uint8Array(contentKeyBytes + 8);
  plain.set(contentKey);
  new DataView(plain.buffer).setBigUint64(contentKeyBytes, visitorStream);
  const exchange = await hpkeSeal(plain, hpkeKey, { info: infoOf(context), psk: context.psk });
  const { agent: to, generation } = context;
  return {
    message: { type: 'key.offered', to, generation, hpkeKey, ...exchange.value },
    inputRoot: await exchange.exported(inputLabel),
  };
};

/** Agents who can be given a key now. */
export const canBeOffered = (
  one: ParticipantView,
): one is ParticipantView & { readonly role: 'agent'; readonly hpkeKey: string } =>
  one.role === 'agent' && one.present && one.hpkeKey !== null;

/** What the agent's own secret for `input` is exported under. */
export const inputLabel = 'handrail/1 input';

/** Binds an offer to its room, both ends and its generation. */
export const infoOf = ({ sessionId, visitor, agent, generation }: OfferContext): string =>
  `handrail/1 key|${sessionId}|${visitor}|${agent}|${generation}`;
