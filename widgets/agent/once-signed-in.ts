import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { AgentToken } from '../../protocol/http/authentication.ts';
import type { ProofKey } from '../link/proof-key.ts';
import type { PanelChannel } from './panel/panel-channel.ts';
import { SignIn } from './panel/sign-in.ts';
import type { SignInApi } from './panel/sign-in-api.ts';

export interface SignInNeeds {
  readonly signInApi: SignInApi;
  readonly channel: PanelChannel;
  /** Signs in with a code that the address held; null: it held none. */
  readonly redeem: ((key: ProofKey) => Promise<AgentToken>) | null;
}

/** For a page of one thing: signs somebody in, and then asks for that thing, once. */
export class OnceSignedIn implements ReactiveController {
  signIn: SignIn | null = null;
  readonly #host: ReactiveControllerHost;
  readonly #ask: (signIn: SignIn) => Promise<void>;
  #hasAsked = false;

  /** `ask` never rejects. */
  constructor(host: ReactiveControllerHost, ask: (signIn: SignIn) => Promise<void>) {
    this.#host = host;
    this.#ask = ask;
    host.addController(this);
  }

  begin({ signInApi: api, channel, redeem }: SignInNeeds): void {
    this.signIn = new SignIn(this.#host, { api, channel });
    if (redeem) void this.signIn.enter(redeem);
  }

  hostUpdate(): void {
    if (this.signIn?.state.name !== 'signed-in' || this.#hasAsked) return;
    this.#hasAsked = true;
    void this.#ask(this.signIn);
  }

  again(): void {
    this.#hasAsked = false;
    this.#host.requestUpdate();
  }
}
