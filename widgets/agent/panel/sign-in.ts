import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { AgentToken } from '../../../protocol/http/authentication.ts';
import { AssertionRefused } from '../../host/assertion-refused.ts';
import { type BoundBearer, makeProofKey, type ProofKey } from '../../link/proof-key.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';
import { wait } from '../wait.ts';
import { callAsAgent } from './call-as-agent.ts';
import type { HostIdentity } from './host-identity.ts';
import { type Held, introducedBy, namedAgainBy } from './introduced-by.ts';
import type { PanelChannel, PanelMessage } from './panel-channel.ts';
import { PopupSignIn } from './popup-sign-in.ts';
import { beforeExpiry } from './renewal.ts';
import type { SignInApi } from './sign-in-api.ts';
import { openSignInPopup } from './sign-in-popup.ts';
import type { SignInState } from './sign-in-state.ts';

interface SignInNeeds {
  readonly api: SignInApi;
  readonly channel: PanelChannel;
  /** What the console says of who is here; left out where none is asked. */
  readonly identity?: HostIdentity;
}

const slowAfterMs = 3_000;
const othersAnswerWithinMs = 400;

/** Signs the agent in through the CRM, shares that with the other panels of this browser, and keeps it fresh. In memory only. */
export class SignIn implements ReactiveController {
  state: SignInState = { name: 'signed-out', refusal: null, host: null };
  readonly #host: ReactiveControllerHost;
  readonly #needs: SignInNeeds;
  readonly #popup: PopupSignIn;
  #held: Held | null = null;
  /** Whether the console named this person to this very panel. */
  #isOwn = false;
  #attempt = new AbortController();
  #stopListening: () => void = () => undefined;
  #stopRenewal: () => void = () => undefined;

  constructor(host: ReactiveControllerHost, needs: SignInNeeds) {
    this.#host = host;
    this.#needs = needs;
    this.#popup = new PopupSignIn({
      api: needs.api,
      current: () => this.state,
      become: (state) => this.#become(state),
    });
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
      const key = await makeProofKey();
      // Whoever is known already needs no code: another account is refused.
      const outcome = await this.#popup.signIn(popup, { key, known: this.#bearer, signal });
      if (outcome.name === 'refused') this.#settle(outcome.refusal);
      if (outcome.name === 'signed-in') this.#take({ token: outcome.token, key }, { share: true });
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
    if (this.state.name === 'waiting') this.#popup.show(openSignInPopup(), this.state, this.#attempt.signal);
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
  call<T>(work: (bearer: BoundBearer) => Promise<T>): Promise<T> {
    const needs = {
      bearer: () => this.#bearer,
      askOthers: () => {
        this.#needs.channel.post({ type: 'sign-in.requested' });
        return wait(othersAnswerWithinMs, this.#attempt.signal);
      },
      disconnected: (bearer: BoundBearer) => this.#disconnected(bearer),
      lost: (bearer: BoundBearer, refusal: Refusal) => {
        if (this.#bearer?.token === bearer.token) this.#lose(refusal);
      },
    };
    return callAsAgent(needs, work);
  }

  /** Asks the console who is here. Meanwhile no other panel's sign-in is taken. */
  async #meet(identity: HostIdentity): Promise<void> {
    const { signal } = this.#newAttempt();
    this.#become({ name: 'looking', isSlow: false });
    void wait(slowAfterMs, signal).then(() => {
      if (!signal.aborted) this.#become({ name: 'looking', isSlow: true });
    });
    try {
      const held = await introducedBy(identity, this.#needs.api);
      if (signal.aborted) return;
      if (held) {
        this.#isOwn = true;
        return this.#take(held, { share: true });
      }
      this.#lose(identity.refusal);
    } catch (error) {
      if (signal.aborted) return;
      this.#lose(error instanceof AssertionRefused ? null : refusalOf(error), error);
    }
    // Nobody was named: whoever has signed in to another panel will do.
    this.#needs.channel.post({ type: 'sign-in.requested' });
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
      const { api, identity } = this.#needs;
      const named = identity && this.#isOwn ? await namedAgainBy(identity, api) : null;
      const token = named?.token ?? (await this.call((bearer) => api.renew(bearer)));
      this.#take({ token, key: named?.key ?? old.key }, { share: true });
    } catch (error) {
      if (error instanceof AssertionRefused) return this.#lose(null, error);
      // Lost by `call` already, or the network is away: the bearer may still be good when it is back.
      if (this.#held === old && refusalOf(error).code === 'offline') {
        this.#stopRenewal = beforeExpiry(Date.now(), () => void this.#renew(old));
      }
    }
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
