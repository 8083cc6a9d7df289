import { SignInNext, SignInOutcome, SignInView } from '../../../protocol/http/authentication.ts';
import { type Api, ApiProblem } from '../../link/api.ts';
import type { SignInPhase } from './sign-in-phase.ts';

interface SignInFlowNeeds {
  readonly api: Api;
  readonly transactionId: string;
  readonly askForProof: () => Promise<string | null>;
  readonly goTo: (address: string) => void;
  readonly close: () => void;
  readonly onPhase: (phase: SignInPhase) => void;
}

/** What the popup does before the CRM, and what the person in it can answer. */
export interface SignInFlow {
  start(): Promise<void>;
  /** *The codes match*. */
  confirm(): Promise<void>;
  /** They don't: nothing happens. */
  stop(): void;
  /** After the CRM: says how it went, and closes the popup when all is well. */
  finish(): Promise<void>;
}

/** The popup holds its own part of the sign-in in a cookie of its own origin. */
const withCookie = { cookies: 'own-origin' } as const;

export const createSignInFlow = (needs: SignInFlowNeeds): SignInFlow => {
  const { api, onPhase } = needs;
  const path = `/auth/transactions/${encodeURIComponent(needs.transactionId)}`;
  let view: SignInView | null = null;

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      onPhase({ name: 'failed', code: error.code });
    }
  };

  const goOn = async (route: 'proofs' | 'confirmations', body: unknown): Promise<void> => {
    if (view) onPhase({ name: 'leaving', view });
    const { next } = await api.post(`${path}/${route}`, body, SignInNext, withCookie);
    needs.goTo(next);
  };

  return {
    start: () =>
      attempt(async () => {
        onPhase({ name: 'looking' });
        const found = await api.get(path, SignInView, withCookie);
        view = found;
        const proof = await needs.askForProof();
        if (proof === null) return onPhase({ name: 'comparing', view: found });
        return goOn('proofs', { proof }).catch((error: unknown) => {
          // Somebody answered who did not begin this sign-in: then a person has to look.
          if (!(error instanceof ApiProblem) || error.code !== 'sign_in_unproven') throw error;
          onPhase({ name: 'comparing', view: found });
        });
      }),
    confirm: () => attempt(() => goOn('confirmations', {})),
    stop: () => {
      onPhase({ name: 'stopped' });
      needs.close();
    },
    finish: () =>
      attempt(async () => {
        onPhase({ name: 'looking' });
        const outcome = await api.get(`${path}/outcome`, SignInOutcome, withCookie);
        if (outcome.status === 'failed') return onPhase({ name: 'failed', code: outcome.problem.code });
        onPhase({ name: 'signed-in', agentName: outcome.name });
        return needs.close();
      }),
  };
};
