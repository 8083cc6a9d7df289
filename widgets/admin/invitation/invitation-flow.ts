import type { SignInStarted } from '../../../protocol/http/authentication.ts';
import type { ConnectTenant, InvitationView } from '../../../protocol/http/invitations.ts';
import { answerProofs, openSignInPopup } from '../../agent/panel/sign-in-popup.ts';
import type { Refusal } from '../../agent/refusal.ts';
import { refusalOf } from '../../agent/refusal-of.ts';
import { wait } from '../../agent/wait.ts';
import type { InvitationApi } from './invitation-api.ts';
import type { InvitationPhase } from './invitation-phase.ts';

interface FlowNeeds {
  /** Null: the address held no secret. */
  readonly api: InvitationApi | null;
  readonly become: (phase: InvitationPhase) => void;
  /** Leaves this page for good. */
  readonly goTo: (url: string) => void;
}

const askEveryMs = 1_000;

/** From the opened invitation to the first admin. */
export class InvitationFlow {
  readonly #needs: FlowNeeds;
  #attempt = new AbortController();

  constructor(needs: FlowNeeds) {
    this.#needs = needs;
  }

  async look(): Promise<void> {
    const { api, become } = this.#needs;
    if (!api) return become({ name: 'closed', reason: 'invalid' });
    become({ name: 'looking' });
    try {
      become({ name: 'filling', view: await api.look(), refusal: null });
    } catch (error) {
      become({ name: 'closed', reason: closedBy(refusalOf(error)) ?? 'unreachable' });
    }
  }

  /** To be called by a click, which is what lets the popup open. */
  async connect(view: InvitationView, asked: Omit<ConnectTenant, 'secret'>): Promise<void> {
    const { api, become } = this.#needs;
    if (!api) return;
    const popup = asked.connection.kind === 'jwt' ? null : openSignInPopup();
    become({ name: 'sending', view });
    try {
      const connected = await api.connect(asked);
      if (connected.next === 'panel') return become({ name: 'done', panelUrl: connected.panelUrl });
      await this.#signIn({ api, view, popup, signIn: connected.signIn });
    } catch (error) {
      popup?.close();
      this.#refuse(view, refusalOf(error));
    }
  }

  /** Back to the form. */
  cancel(view: InvitationView): void {
    this.#attempt.abort();
    this.#needs.become({ name: 'filling', view, refusal: null });
  }

  async #signIn({ api, view, popup, signIn }: SigningIn): Promise<void> {
    this.#attempt.abort();
    this.#attempt = new AbortController();
    const { signal } = this.#attempt;
    const { userCode, startUrl } = signIn;
    const stopAnswering = answerProofs(signIn);
    popup?.location.replace(startUrl);
    this.#needs.become({ name: 'signing-in', view, userCode, startUrl, isBlocked: popup === null });
    try {
      while (!signal.aborted) {
        await wait(askEveryMs, signal);
        if (signal.aborted || (await this.#isOver(api, view))) return;
      }
    } finally {
      stopAnswering();
    }
  }

  async #isOver(api: InvitationApi, view: InvitationView): Promise<boolean> {
    const { become, goTo } = this.#needs;
    let accepted: Awaited<ReturnType<InvitationApi['accept']>>;
    try {
      accepted = await api.accept();
    } catch (error) {
      const refusal = refusalOf(error);
      if (passing.has(refusal.code)) return false;
      this.#refuse(view, refusal);
      return true;
    }
    if (accepted.state === 'pending') return false;
    if (accepted.state === 'failed') {
      const { code, role = null } = accepted.problem;
      this.#refuse(view, { code, role });
      return true;
    }
    become({ name: 'accepted' });
    goTo(accepted.adminUrl);
    return true;
  }

  #refuse(view: InvitationView, refusal: Refusal): void {
    const reason = closedBy(refusal);
    this.#needs.become(reason ? { name: 'closed', reason } : { name: 'filling', view, refusal });
  }
}

interface SigningIn {
  readonly api: InvitationApi;
  readonly view: InvitationView;
  readonly popup: Window | null;
  readonly signIn: SignInStarted;
}

/** No network for a while: the popup may go on without it. */
const passing: ReadonlySet<Refusal['code']> = new Set(['offline', 'unavailable', 'rate_limited']);

const closedBy = ({ code }: Refusal): 'invalid' | 'used' | 'expired' | null => {
  switch (code) {
    case 'invitation_invalid':
      return 'invalid';
    case 'invitation_used':
      return 'used';
    case 'invitation_expired':
      return 'expired';
    default:
      return null;
  }
};
