import type { Capability } from '../../protocol/capability.ts';
import type { ConsentPolicy } from '../../protocol/consent-policy.ts';
import type { MaskPolicy } from '../masking/mask-policy.ts';
import { LiveSession } from './core-live.ts';
import { findSession, forgetSession, type KeptSession, restoreSession } from './session-record.ts';
import { type Turn, takeTurn } from './session-turn.ts';
import type { Handed } from './snippet-handed.ts';
import { tellStopped } from './tell-stopped.ts';
import type { Texts } from './texts.ts';

export interface CoreSessionNeeds {
  readonly handed: Handed;
  readonly texts: Texts;
  readonly sessionId: string;
  readonly policy: MaskPolicy;
  readonly consent: ConsentPolicy;
  readonly recordingDays: number;
}

/** The session as this tab sees it: carried here while this is the tab that the visitor looked at last. */
export class CoreSession {
  readonly #needs: CoreSessionNeeds;
  #turn: Turn | null = null;
  #live: LiveSession | null = null;
  #taking = false;

  constructor(needs: CoreSessionNeeds) {
    this.#needs = needs;
  }

  start(): void {
    const { natives } = this.#needs.handed;
    for (const type of ['visibilitychange', 'pageshow', 'focus']) {
      natives.listen(type === 'visibilitychange' ? document : window, type, () => this.#look());
    }
    // In the back/forward cache a page must hold no connection, and it says nothing.
    natives.listen(window, 'pagehide', () => this.#leave());
    this.#look();
  }

  #look(): void {
    if (this.#live || this.#taking || document.visibilityState !== 'visible') return;
    this.#taking = true;
    this.#take()
      .catch((error: unknown) => console.warn('Handrail', error))
      .finally(() => {
        this.#taking = false;
      });
  }

  async #take(): Promise<void> {
    const { sessionId, ...needs } = this.#needs;
    const turn = await takeTurn({ sessionId, onLost: () => this.#leave() });
    // Read when it is this tab's turn: the other tab may have changed or ended it.
    const kept = await findSession();
    if (kept?.record.handover.sessionId !== sessionId) {
      turn.release();
      return;
    }
    if (kept.stoppedAt !== null) {
      turn.release();
      return tellStopped(this.#needs.handed.origin, kept);
    }
    this.#turn = turn;
    this.#live = new LiveSession({
      ...needs,
      kept,
      onReplaced: () => this.#leave(),
      onEnded: () => this.#ended(kept, forgetSession(sessionId)),
      onStopped: () => this.#ended(kept, tellStopped(this.#needs.handed.origin, kept)),
    });
    this.#live.start();
  }

  #leave(): void {
    this.#live?.leave();
    this.#live = null;
    this.#turn?.release();
    this.#turn = null;
  }

  #ended(kept: KeptSession, cleared: Promise<void>): void {
    // `#live` stays: it still says that it is over, and nothing of this session begins here again unless both sides want that.
    this.#turn?.release();
    this.#turn = null;
    const warn = (error: unknown): void => console.warn('Handrail', error);
    const goOn = (): void => {
      const capabilities: readonly Capability[] = this.#live?.after?.recorded
        ? ['view', 'recording']
        : ['view'];
      this.#leave();
      restoreSession(kept, capabilities).then(() => this.#look(), warn);
    };
    cleared.then(() => this.#live?.after?.wait(goOn), warn);
  }
}
