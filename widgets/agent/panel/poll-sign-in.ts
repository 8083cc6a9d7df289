import type { AgentToken, SignInStarted, SignInState } from '../../../protocol/http/authentication.ts';
import type { ProblemBody } from '../../../protocol/problem.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';
import { wait } from '../wait.ts';
import type { SignInApi } from './sign-in-api.ts';

const everyMs = 1_000;

type Outcome =
  | { readonly name: 'signed-in'; readonly token: AgentToken }
  | { readonly name: 'refused'; readonly refusal: Refusal }
  | { readonly name: 'cancelled' };

interface PollNeeds {
  readonly api: SignInApi;
  readonly started: SignInStarted;
  readonly signal: AbortSignal;
}

/**
 * Asks until the sign-in in the popup has come to an end. That the popup says it is closed means nothing: once it has been
 * on a page with a cross-origin opener policy, it always does.
 */
export const pollSignIn = async ({ api, started, signal }: PollNeeds): Promise<Outcome> => {
  while (!signal.aborted) {
    await wait(everyMs, signal);
    const outcome = await look(api, started);
    if (signal.aborted) break;
    if (outcome) return outcome;
  }
  return { name: 'cancelled' };
};

const look = async (api: SignInApi, { id, pollSecret }: SignInStarted): Promise<Outcome | null> => {
  try {
    return outcomeOf(await api.look(id, pollSecret));
  } catch (error) {
    const refusal = refusalOf(error);
    // No network for a while: the popup may go on without it.
    const passing =
      refusal.code === 'offline' || refusal.code === 'unavailable' || refusal.code === 'rate_limited';
    return passing ? null : { name: 'refused', refusal };
  }
};

const outcomeOf = (state: SignInState): Outcome | null => {
  switch (state.status) {
    case 'pending':
      return null;
    case 'failed':
      return { name: 'refused', refusal: refusalIn(state.problem) };
    case 'signed-in':
      return {
        name: 'signed-in',
        token: { token: state.token, expiresAt: state.expiresAt, agent: state.agent },
      };
  }
};

const refusalIn = ({ code, role, account }: ProblemBody): Refusal => ({ code, role: role ?? null, account });
