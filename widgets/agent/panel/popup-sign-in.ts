import type { BoundBearer, ProofKey } from '../../link/proof-key.ts';
import { pollSignIn } from './poll-sign-in.ts';
import { popupGone } from './popup-gone.ts';
import type { SignInApi } from './sign-in-api.ts';
import { answerProofs } from './sign-in-popup.ts';
import type { SignInState } from './sign-in-state.ts';

type Waiting = Extract<SignInState, { name: 'waiting' }>;
type Outcome = Awaited<ReturnType<typeof pollSignIn>>;

interface PopupSignInNeeds {
  readonly api: SignInApi;
  readonly current: () => SignInState;
  readonly become: (state: Waiting) => void;
}

interface Attempt {
  readonly key: ProofKey;
  /** Who is signed in here already: only the same person may come back. */
  readonly known: BoundBearer | null;
  readonly signal: AbortSignal;
}

/** The way through the CRM's own pages in a popup; what came of it is polled for. */
export class PopupSignIn {
  readonly #needs: PopupSignInNeeds;

  constructor(needs: PopupSignInNeeds) {
    this.#needs = needs;
  }

  async signIn(popup: Window | null, { key, known, signal }: Attempt): Promise<Outcome> {
    const { api } = this.#needs;
    const started = await api.start(key, known);
    const startUrl = new URL(started.startUrl, location.origin).href;
    if (signal.aborted) {
      popup?.close();
      return { name: 'cancelled' };
    }
    const stopAnswering = answerProofs(started);
    this.show(popup, { userCode: known ? null : started.userCode, startUrl }, signal);
    return pollSignIn({ api, started, signal }).finally(stopAnswering);
  }

  /** Leads the popup on its way, and tells when it seems to be closed. */
  show(
    popup: Window | null,
    { userCode, startUrl }: Pick<Waiting, 'userCode' | 'startUrl'>,
    signal: AbortSignal,
  ): void {
    popup?.location.replace(startUrl);
    const shown: Waiting = { name: 'waiting', userCode, startUrl, popup: popup ? 'open' : 'blocked' };
    this.#needs.become(shown);
    if (!popup) return;
    void popupGone(popup, signal).then(() => {
      if (this.#needs.current() === shown) this.#needs.become({ ...shown, popup: 'gone' });
    });
  }
}
