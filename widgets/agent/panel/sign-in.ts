import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { AgentToken, AgentView } from '../../../protocol/http/authentication.ts';
import { ApiProblem } from '../../link/api.ts';
import { type BoundBearer, makeProofKey, type ProofKey } from '../../link/proof-key.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';
import { wait } from '../wait.ts';
import type { PanelChannel, PanelMessage } from './panel-channel.ts';
import { pollSignIn } from './poll-sign-in.ts';
import { popupGone } from './popup-gone.ts';
import { beforeExpiry } from './renewal.ts';
import type { SignInApi } from './sign-in-api.ts';
import { answerProofs, openSignInPopup } from './sign-in-popup.ts';

/** Who uses this panel. `waiting`: for the popup, which the browser may have blocked, or which seems to be closed. */
export type SignInState =
  | { readonly name: 'signed-out'; readonly refusal: Refusal | null }
  | { readonly name: 'starting' }
  | {
      readonly name: 'waiting';
      readonly userCode: string;
      readonly startUrl: string;
      readonly popup: 'open' | 'blocked' | 'gone';
    }
  | { readonly name: 'signed-in'; readonly agent: AgentView };

type Waiting = Extract<SignInState, { name: 'waiting' }>;

interface SignInNeeds {
  readonly api: SignInApi;
  readonly channel: PanelChannel;
}

/** A bearer, until when it is good and whose it is, with the key that it is bound to. */
interface Held {
  readonly token: AgentToken;
  readonly key: ProofKey;
}

const othersAnswerWithinMs = 400;
const lostCodes: ReadonlySet<Refusal['code']> = new Set([
  'unauthorized',
  'auth_expired',
  'auth_revoked',
  'proof_refused',
]);

/** Signs the agent in through the CRM, shares that with the other panels of this browser, and keeps it fresh. In memory only. */
export class SignIn implements ReactiveController {
  state: SignInState = { name: 'signed-out', refusal: null };
  readonly #host: ReactiveControllerHost;
  readonly #needs: SignInNeeds;
  #held: Held | null = null;
  #attempt = new AbortController();
  #stopListening: () => void = () => undefined;
  #stopRenewal: () => void = () => undefined;

  constructor(host: ReactiveControllerHost, needs: SignInNeeds) {
    this.#host = host;
    this.#needs = needs;
    host.addController(this);
  }

  hostConnected(): void {
    this.#stopListening = this.#needs.channel.listen((message) => this.#hear(message));
    this.#needs.channel.post({ type: 'sign-in.requested' });
  }

  hostDisconnected(): void {
    this.#stopListening();
    this.#stopRenewal();
    this.#attempt.abort();
  }

  /** To be called by a click, which is what lets the popup open. */
  async begin(): Promise<void> {
    const popup = openSignInPopup();
    const { signal } = this.#newAttempt();
    this.#become({ name: 'starting' });
    try {
      await this.#signIn(popup, signal);
    } catch (error) {
      popup?.close();
      if (!signal.aborted) this.#become({ name: 'signed-out', refusal: refusalOf(error) });
    }
  }

  /** Signs in with a bearer that is got in another way than through the popup. */
  async enter(ask: (key: ProofKey) => Promise<AgentToken>): Promise<void> {
    const { signal } = this.#newAttempt();
    this.#become({ name: 'starting' });
    try {
      const key = await makeProofKey();
      const token = await ask(key);
      if (!signal.aborted) this.#take({ token, key }, { share: true });
    } catch (error) {
      const refusal = refusalOf(error);
      if (!signal.aborted) this.#become({ name: 'signed-out', refusal });
    }
  }

  /** The popup was closed too early: opens it again, for the same sign-in. To be called by a click, too. */
  reopen(): void {
    if (this.state.name === 'waiting') this.#show(openSignInPopup(), this.state);
  }

  cancel(): void {
    this.#newAttempt();
    this.#become({ name: 'signed-out', refusal: null });
  }

  /** Does something that changes who this is or what they may do, and shows it. */
  async change(work: (api: SignInApi, bearer: BoundBearer) => Promise<void>): Promise<void> {
    await this.call((bearer) => work(this.#needs.api, bearer));
    if (this.#held) await this.#renew(this.#held);
  }

  /** Signs out here, in the other panels, and at the server. */
  async end(): Promise<void> {
    const bearer = this.#bearer;
    this.#lose(null);
    this.#needs.channel.post({ type: 'sign-in.ended' });
    // The bearer is forgotten either way; without a network the server's copy runs out by itself.
    if (bearer) await this.#needs.api.end(bearer).catch(refusalOf);
  }

  /** Does something as the signed-in agent. Another panel may just have renewed the bearer: then it is tried once more. */
  async call<T>(work: (bearer: BoundBearer) => Promise<T>): Promise<T> {
    const bearer = this.#bearer;
    if (!bearer) throw new ApiProblem('unauthorized', null);
    try {
      return await work(bearer);
    } catch (error) {
      const refusal = refusalOf(error);
      if (!lostCodes.has(refusal.code)) throw error;
      const fresh = await this.#fresherThan(bearer);
      if (fresh) return work(fresh);
      if (this.#held?.token.token === bearer.token) this.#lose(refusal);
      throw error;
    }
  }

  async #signIn(popup: Window | null, signal: AbortSignal): Promise<void> {
    const { api } = this.#needs;
    const key = await makeProofKey();
    const started = await api.start(key, this.#bearer);
    const startUrl = new URL(started.startUrl, location.origin).href;
    if (signal.aborted) return popup?.close();
    const stopAnswering = answerProofs(started);
    this.#show(popup, { userCode: started.userCode, startUrl });
    const outcome = await pollSignIn({ api, started, signal }).finally(stopAnswering);
    if (outcome.name === 'refused') this.#become({ name: 'signed-out', refusal: outcome.refusal });
    if (outcome.name === 'signed-in') this.#take({ token: outcome.token, key }, { share: true });
  }

  #show(popup: Window | null, { userCode, startUrl }: Pick<Waiting, 'userCode' | 'startUrl'>): void {
    popup?.location.replace(startUrl);
    const shown: Waiting = { name: 'waiting', userCode, startUrl, popup: popup ? 'open' : 'blocked' };
    this.#become(shown);
    if (!popup) return;
    void popupGone(popup, this.#attempt.signal).then(() => {
      if (this.state === shown) this.#become({ ...shown, popup: 'gone' });
    });
  }

  #take(held: Held, { share }: { readonly share: boolean }): void {
    this.#newAttempt();
    this.#held = held;
    this.#stopRenewal();
    this.#stopRenewal = beforeExpiry(held.token.expiresAt, () => void this.#renew(held));
    if (share) this.#needs.channel.post({ type: 'sign-in.shared', ...held });
    this.#become({ name: 'signed-in', agent: held.token.agent });
  }

  async #renew(old: Held): Promise<void> {
    if (this.#held !== old) return;
    try {
      const token = await this.call((bearer) => this.#needs.api.renew(bearer));
      this.#take({ token, key: old.key }, { share: true });
    } catch (error) {
      // Lost by `call` already, or the network is away: the bearer may still be good when it is back.
      if (this.#held === old && refusalOf(error).code === 'offline') {
        this.#stopRenewal = beforeExpiry(Date.now(), () => void this.#renew(old));
      }
    }
  }

  /** A bearer that replaced this one, if another panel has it. */
  async #fresherThan({ token }: BoundBearer): Promise<BoundBearer | null> {
    if (this.#held?.token.token === token) {
      this.#needs.channel.post({ type: 'sign-in.requested' });
      await wait(othersAnswerWithinMs, this.#attempt.signal);
    }
    const now = this.#bearer;
    return now?.token === token ? null : now;
  }

  #hear(message: PanelMessage): void {
    if (message.type === 'sign-in.requested' && this.#held) {
      this.#needs.channel.post({ type: 'sign-in.shared', ...this.#held });
    }
    if (message.type === 'sign-in.shared' && message.token.expiresAt > (this.#held?.token.expiresAt ?? 0)) {
      this.#take({ token: message.token, key: message.key }, { share: false });
    }
    if (message.type === 'sign-in.ended' && this.#held) this.#lose(null);
  }

  #lose(refusal: Refusal | null): void {
    this.#newAttempt();
    this.#held = null;
    this.#stopRenewal();
    this.#become({ name: 'signed-out', refusal });
  }

  get #bearer(): BoundBearer | null {
    return this.#held && { token: this.#held.token.token, key: this.#held.key };
  }

  #newAttempt(): AbortController {
    this.#attempt.abort();
    this.#attempt = new AbortController();
    return this.#attempt;
  }

  #become(state: SignInState): void {
    this.state = state;
    this.#host.requestUpdate();
  }
}
