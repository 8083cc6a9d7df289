import type { ConsentPolicy } from '../../protocol/consent-policy.ts';
import type { MaskPolicy } from '../masking/mask-policy.ts';
import type { KeptSession } from './session-record.ts';
import type { Handed } from './snippet-handed.ts';
import type { Texts } from './texts.ts';

export interface LiveSessionNeeds {
  readonly handed: Handed;
  readonly texts: Texts;
  readonly policy: MaskPolicy;
  readonly consent: ConsentPolicy;
  readonly recordingDays: number;
  readonly kept: KeptSession;
  /** Another tab or browser carries it now. */
  readonly onReplaced: () => void;
  readonly onEnded: () => void;
  /** The visitor has stopped it; the server may not know yet. */
  readonly onStopped: () => void;
}
