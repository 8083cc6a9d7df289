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

/** The popup holds its own part of the sign-in in a cookie of its own origin. */
const withCookie = { cookies: 'own-origin' } as const;

/** What the popup does before and after the CRM's own pages, and what the person in it can answer. */
export class SignInFlow {
  readonly #needs: SignInFlowNeeds;
  readonly #path: string;
  #view: SignInView | null = null;

  constructor(needs: SignInFlowNeeds) {
    this.#needs = needs;
    this.#path = `/auth/transactions/${encodeURIComponent(needs.transactionId)}`;
  }

  /** Goes on at once when the panel proves that it began this; else a person compares codes. */
  start(): Promise<void> {
    return this.#attempt(async () => {
      const { api, askForProof, onPhase } = this.#needs;
      onPhase({ name: 'looking' });
      const view = await api.get(this.#path, SignInView, withCookie);
      this.#view = view;
      const proof = await askForProof();
      if (proof !== null && (await this.#prove(proof))) return;
      if (view.comparesCode) return onPhase({ name: 'comparing', view });
      await this.#goOn('confirmations', {});
    });
  }

  /** *The codes match*. */
  confirm(): Promise<void> {
    return this.#attempt(() => this.#goOn('confirmations', {}));
  }

  /** *They differ*: nothing happens. */
  stop(): void {
    this.#needs.onPhase({ name: 'stopped' });
    this.#needs.close();
  }

  /** After the CRM: says how it went, and closes the popup when all is well. */
  finish(): Promise<void> {
    return this.#attempt(async () => {
      const { api, close, onPhase } = this.#needs;
      onPhase({ name: 'looking' });
      const outcome = await api.get(`${this.#path}/outcome`, SignInOutcome, withCookie);
      if (outcome.status === 'failed') return onPhase({ name: 'failed', code: outcome.problem.code });
      onPhase({ name: 'signed-in', agentName: outcome.name });
      return close();
    });
  }

  /** False when somebody answered who did not begin this sign-in: then a person has to look. */
  async #prove(proof: string): Promise<boolean> {
    try {
      await this.#goOn('proofs', { proof });
      return true;
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'sign_in_unproven') return false;
      throw error;
    }
  }

  async #goOn(route: 'proofs' | 'confirmations', body: unknown): Promise<void> {
    const { api, goTo, onPhase } = this.#needs;
    if (this.#view) onPhase({ name: 'leaving', view: this.#view });
    const { next } = await api.post(`${this.#path}/${route}`, body, SignInNext, withCookie);
    goTo(next);
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const expected = error instanceof ApiProblem;
      this.#needs.onPhase({ name: 'failed', code: expected ? error.code : 'internal' });
      // A bug of ours is for the console; the person is not left with a spinner.
      if (!expected) throw error;
    }
  }
}
