import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { AgentToken } from '../../../protocol/http/authentication.ts';
import { AssertionRefused } from '../../host/assertion-refused.ts';
import { ApiProblem } from '../../link/api.ts';
import { type BoundBearer, makeProofKey, type ProofKey } from '../../link/proof-key.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';
import { wait } from '../wait.ts';
import type { HostIdentity } from './host-identity.ts';
import type { PanelChannel, PanelMessage } from './panel-channel.ts';
import { pollSignIn } from './poll-sign-in.ts';
import { popupGone } from './popup-gone.ts';
import { beforeExpiry } from './renewal.ts';
import type { SignInApi } from './sign-in-api.ts';
import { answerProofs, openSignInPopup } from './sign-in-popup.ts';
import type { SignInState } from './sign-in-state.ts';

type Waiting = Extract<SignInState, { name: 'waiting' }>;

interface SignInNeeds {
  readonly api: SignInApi;
  readonly channel: PanelChannel;
  /** What the console says of who is here; left out where none is asked. */
  readonly identity?: HostIdentity;
}

/** A bearer, until when it is good and whose it is, with the key that it is bound to. */
interface Held {
  readonly token: AgentToken;
  readonly key: ProofKey;
}

const slowAfterMs = 3_000;
const othersAnswerWithinMs = 400;
const lostCodes: ReadonlySet<Refusal['code']> = new Set([
  'unauthorized',
  'auth_expired',
  'auth_revoked',
  'proof_refused',
]);

/** Signs the agent in through the CRM, shares that with the other panels of this browser, and keeps it fresh. In memory only. */
export class SignIn implements ReactiveController {
  state: SignInState = { name: 'signed-out', refusal: null, host: null };
  readonly #host: ReactiveControllerHost;
  readonly #needs: SignInNeeds;
  #held: Held | null = null;
  /** Whether the console named this person to this very panel. */
  #isOwn = false;
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
    if (this.#needs.identity) void this.#meet(this.#needs.identity);
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
      if (!signal.aborted) this.#settle(refusalOf(error));
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
      if (!signal.aborted) this.#settle(refusal);
    }
  }

  /** The popup was closed too early: opens it again, for the same sign-in. To be called by a click, too. */
  reopen(): void {
    if (this.state.name === 'waiting') this.#show(openSignInPopup(), this.state);
  }

  cancel(): void {
    this.#newAttempt();
    this.#settle(null);
  }

  /** Does something that changes who this is or what they may do, and shows it. */
  async change(work: (api: SignInApi, bearer: BoundBearer) => Promise<void>): Promise<void> {
    await this.call((bearer) => work(this.#needs.api, bearer));
    await this.renew();
  }

  /** Asks anew who is here and what they may do, if anybody is. */
  async renew(): Promise<void> {
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
      if (refusal.code === 'auth_revoked') {
        await this.#disconnected(bearer);
        throw error;
      }
      const fresh = await this.#fresherThan(bearer);
      if (fresh) return work(fresh);
      if (this.#held?.token.token === bearer.token) this.#lose(refusal);
      throw error;
    }
  }

  /** Asks the console who is here. Meanwhile no other panel's sign-in is taken. */
  async #meet(identity: HostIdentity): Promise<void> {
    const { signal } = this.#newAttempt();
    this.#become({ name: 'looking', isSlow: false });
    void wait(slowAfterMs, signal).then(() => {
      if (!signal.aborted) this.#become({ name: 'looking', isSlow: true });
    });
    try {
      const held = await this.#introduced(identity);
      if (signal.aborted) return;
      if (held) return this.#take(held, { share: true });
      this.#lose(identity.refusal);
    } catch (error) {
      if (signal.aborted) return;
      this.#lose(error instanceof AssertionRefused ? null : refusalOf(error), error);
    }
    // Nobody was named: whoever has signed in to another panel will do.
    this.#needs.channel.post({ type: 'sign-in.requested' });
  }

  async #introduced(identity: HostIdentity): Promise<Held | null> {
    const proof = await identity.prove();
    if (!proof) return null;
    const key = await makeProofKey();
    const token = await this.#needs.api.exchange(key, proof);
    this.#isOwn = true;
    return { token, key };
  }

  /** The CRM has ended the grant: who is here stays known, and has to connect again. */
  async #disconnected(bearer: BoundBearer): Promise<void> {
    try {
      const token = await this.#needs.api.renew(bearer);
      if (this.#bearer?.token === bearer.token) this.#take({ token, key: bearer.key }, { share: true });
    } catch (error) {
      const refusal = refusalOf(error);
      if (this.#bearer?.token === bearer.token) this.#lose(refusal);
    }
  }

  async #signIn(popup: Window | null, signal: AbortSignal): Promise<void> {
    const { api } = this.#needs;
    const key = await makeProofKey();
    const started = await api.start(key, this.#bearer);
    const startUrl = new URL(started.startUrl, location.origin).href;
    if (signal.aborted) return popup?.close();
    const stopAnswering = answerProofs(started);
    // Whoever is known already needs no code: another account is refused.
    this.#show(popup, { userCode: this.#held ? null : started.userCode, startUrl });
    const outcome = await pollSignIn({ api, started, signal }).finally(stopAnswering);
    if (outcome.name === 'refused') this.#settle(outcome.refusal);
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
    this.#settle(null);
  }

  async #renew(old: Held): Promise<void> {
    if (this.#held !== old) return;
    try {
      const named = await this.#namedAgain();
      const token = named?.token ?? (await this.call((bearer) => this.#needs.api.renew(bearer)));
      this.#take({ token, key: named?.key ?? old.key }, { share: true });
    } catch (error) {
      if (error instanceof AssertionRefused) return this.#lose(null, error);
      // Lost by `call` already, or the network is away: the bearer may still be good when it is back.
      if (this.#held === old && refusalOf(error).code === 'offline') {
        this.#stopRenewal = beforeExpiry(Date.now(), () => void this.#renew(old));
      }
    }
  }

  /** By a fresh word of the console. Null: it has none, and the bearer itself has to do. @throws AssertionRefused when the role is gone. */
  async #namedAgain(): Promise<Held | null> {
    const { identity } = this.#needs;
    if (!identity || !this.#isOwn) return null;
    try {
      return await this.#introduced(identity);
    } catch (error) {
      if (error instanceof AssertionRefused && error.reason === 'no_permission') throw error;
      if (!(error instanceof AssertionRefused)) refusalOf(error);
      return null;
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
    if (message.type === 'sign-in.shared') this.#hearShared({ token: message.token, key: message.key });
    if (message.type === 'sign-in.ended' && this.#held) this.#lose(null);
  }

  #hearShared(held: Held): void {
    if (this.state.name === 'looking') return;
    if (!this.#isOwn) {
      if (held.token.expiresAt > (this.#held?.token.expiresAt ?? 0)) this.#take(held, { share: false });
      return;
    }
    // Connected to the CRM in another panel: this one has to hear of it.
    const [mine, theirs] = [this.#held, held.token.agent];
    const isNews = mine?.token.agent.id === theirs.id && mine.token.agent.connection !== theirs.connection;
    if (mine && isNews && theirs.connection === 'connected') void this.#renew(mine);
  }

  #lose(refusal: Refusal | null, error: unknown = null): void {
    this.#newAttempt();
    this.#held = null;
    this.#isOwn = false;
    this.#stopRenewal();
    const host = error instanceof AssertionRefused ? error.reason : null;
    this.#become({ name: 'signed-out', refusal, host });
  }

  /** Back to who is here, if anybody is, with what went wrong. */
  #settle(refusal: Refusal | null): void {
    const agent = this.#held?.token.agent;
    this.#become(agent ? { name: 'signed-in', agent, refusal } : { name: 'signed-out', refusal, host: null });
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
