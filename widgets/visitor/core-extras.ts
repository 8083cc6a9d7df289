import type { Capability } from '../../protocol/capability.ts';
import { isFromTheStart } from '../../protocol/consent-policy.ts';
import type { ServerMessage } from '../../protocol/control.ts';
import type { FrameKind } from '../../protocol/frame.ts';
import { hpkeSeal } from '../seal/hpke-seal.ts';
import type { NewGeneration } from '../seal/recorded-roots.ts';
import type { BodyOrigin } from '../seal/sealed-channel.ts';
import type { Banner } from './banner.ts';
import type { Keeping } from './core-keeping.ts';
import { type Extra, type ExtrasNeeds, isOfExtras } from './extras.ts';
import type { KeptSession } from './session-record.ts';
import type { Handed } from './snippet-handed.ts';
import type { Texts } from './texts.ts';

interface ExtrasGateNeeds extends Pick<ExtrasNeeds, 'consent' | 'room' | 'recordingDays' | 'end'> {
  readonly handed: Handed;
  readonly texts: Texts;
  readonly kept: KeptSession;
  readonly banner: Banner;
  readonly keeping: Keeping;
}

/** Stands before the extras: fetches them as soon as one is needed, and holds back what comes in the meantime. */
export interface ExtrasGate extends Required<Omit<Extra, 'take'>> {
  take(kind: FrameKind, body: Uint8Array, origin: BodyOrigin): void;
}

/** More than a person or an agent's browser says while a script is fetched. */
const mostWaiting = 64;

export const createExtrasGate = (needs: ExtrasGateNeeds): ExtrasGate => {
  const { consent, room, handed } = needs;
  const waiting: ((extras: Required<Extra>) => void)[] = [];
  const asked = new Set<Capability>();
  let extras: Required<Extra> | null = null;
  let loading: Promise<Required<Extra> | null> | null = null;
  let stopped = false;

  const isAllowed = (): boolean => consent.allowed.some(isOfExtras);
  const failed = (error: unknown): null => {
    console.warn('Handrail', error);
    loading = null;
    waiting.length = 0;
    for (const capability of asked) room.send({ type: 'grant.refused', capability });
    asked.clear();
    return null;
  };
  const begin = () => {
    loading ??= handed
      .load('extras')
      .then((create) => {
        if (stopped) return null;
        extras = create(extrasNeedsOf(needs));
        for (const tell of waiting.splice(0)) tell(extras);
        return extras;
      })
      .catch(failed);
    return loading;
  };
  const tell = (wanted: boolean, told: (extras: Required<Extra>) => void): void => {
    if (extras) told(extras);
    else if (wanted || loading) {
      if (waiting.length < mostWaiting) waiting.push(told);
      void begin();
    }
  };
  const keying = async (generation: NewGeneration) => {
    if (!extras && !isAllowed()) return [];
    const there = extras ?? (await begin());
    if (there) return there.keying(generation);
    if (stopped) return [];
    // Nothing is recorded, and the server must not believe it.
    if (consent.allowed.includes('recording')) consent.withdraw('recording');
    return [];
  };

  return {
    hear(message: ServerMessage) {
      const isAsked = message.type === 'grant.requested' && isOfExtras(message.capability);
      if (isAsked && !extras) asked.add(message.capability);
      tell(isAsked || isAllowed() || isFromTheStart(consent.policy), (one) => one.hear(message));
    },
    take(kind, body, origin) {
      // All that an agent's browser says under these kinds is said to an extra.
      if (kind === 'file' || kind === 'chat') tell(true, (one) => one.take(kind, body, origin));
    },
    changed: () => tell(isAllowed(), (one) => one.changed()),
    keying,
    stop() {
      stopped = true;
      extras?.stop();
    },
  };
};

const extrasNeedsOf = (needs: ExtrasGateNeeds): ExtrasNeeds => ({
  ...needs,
  sessionId: needs.kept.record.handover.sessionId,
  natives: needs.handed.natives,
  seal: hpkeSeal,
  pinnedKey: needs.handed.recordingKey,
  recordingKey: needs.kept.record.recordingKey ?? null,
  keepRecordingKey: needs.keeping.keepRecordingKey,
});
