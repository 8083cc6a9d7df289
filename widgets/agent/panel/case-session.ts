import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ListedSession, SessionView } from '../../../protocol/http/sessions.ts';
import type { TellOutcome } from '../../../protocol/http/write-back.ts';
import type { BoundBearer } from '../../link/proof-key.ts';
import { deriveJoinSecrets, makeJoinKey } from '../../seal/join-key.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';
import { isAsking } from '../summary/is-asking.ts';
import { type CaseState, type Doing, hasJoined, type Running, seenSession } from './case-state.ts';
import { followSession } from './follow-session.ts';
import type { Invitation, Invitations } from './invitations.ts';
import type { PanelChannel } from './panel-channel.ts';
import type { SessionApi } from './session-api.ts';

export interface CaseSessionNeeds {
  readonly api: SessionApi;
  readonly channel: PanelChannel;
  readonly invitations: Invitations;
  /** Who is signed in; null: nobody. */
  readonly agentId: () => string | null;
  /** Calls as the signed-in agent. */
  readonly call: <T>(work: (bearer: BoundBearer) => Promise<T>) => Promise<T>;
}

/** For this long a summary that did not get to the CRM is shown with its case. */
const leftForMs = 7 * 24 * 60 * 60_000;

/** Starts, watches and ends the session on one case, or on none. Another case is another `CaseSession`. */
export class CaseSession implements ReactiveController {
  state: CaseState = { name: 'looking' };
  /** Null: on no case. */
  readonly caseId: string | null;
  readonly #host: ReactiveControllerHost;
  readonly #needs: CaseSessionNeeds;
  #following = new AbortController();
  #stopListening: () => void = () => undefined;

  constructor(host: ReactiveControllerHost, caseId: string | null, needs: CaseSessionNeeds) {
    this.caseId = caseId;
    this.#host = host;
    this.#needs = needs;
  }

  hostConnected(): void {
    this.#stopListening = this.#needs.channel.listen((message) => {
      if (message.type === 'sessions.changed' && message.caseId === this.caseId) void this.look();
      if (message.type === 'invitation.shared') this.#refreshInvitation(message.sessionId);
    });
    void this.look();
  }

  hostDisconnected(): void {
    this.#stopListening();
    this.#following.abort();
  }

  /** Finds the session that runs on the case: after a reload, or because another panel started one. */
  async look(): Promise<void> {
    const { api, call, invitations } = this.#needs;
    try {
      const sessions = await call((bearer) => api.ofCase(bearer, this.caseId));
      const session = sessions.find(({ state }) => state.name !== 'ended');
      if (session) return this.#run(session, await invitations.find(session.id));
      const left = sessions.find((one) => this.#isLeft(one));
      if (left && this.state.name !== 'running') return this.#run(left, null);
      if (this.state.name === 'running') return await this.#refresh(this.state.session.id);
      if (this.state.name === 'looking' || this.state.name === 'not-found')
        this.#become({ name: 'none', refusal: null });
    } catch (error) {
      this.#become({ name: 'not-found', refusal: refusalOf(error) });
    }
  }

  async start(): Promise<void> {
    const { api, call, channel, invitations } = this.#needs;
    this.#following.abort();
    this.#become({ name: 'starting' });
    try {
      const joinKey = makeJoinKey();
      const { proofHash } = await deriveJoinSecrets(joinKey);
      const { session, joinCode, invitation } = await call((bearer) =>
        api.start(bearer, { ...(this.caseId === null ? {} : { caseId: this.caseId }), proofHash }),
      );
      this.#run(session, invitations.keep(session.id, { joinKey, joinCode, ...invitation }));
      channel.post({ type: 'sessions.changed', caseId: this.caseId });
    } catch (error) {
      const refusal = refusalOf(error);
      this.#become({ name: 'none', refusal });
      // Somebody was quicker, in another panel: show theirs.
      if (refusal.code === 'session_exists') await this.look();
    }
  }

  cancel(): Promise<boolean> {
    return this.#do('cancelling', ({ session }) =>
      this.#needs.call((bearer) => this.#needs.api.cancel(bearer, session.id)),
    );
  }

  end(): Promise<boolean> {
    return this.#do('ending', ({ session }) =>
      this.#needs.call((bearer) => this.#needs.api.end(bearer, session.id)),
    );
  }

  /** Ends what can't be gone on with, and starts anew. */
  async startAgain(): Promise<void> {
    if (this.state.name !== 'running') return;
    if (await (hasJoined(this.state.session) ? this.end() : this.cancel())) await this.start();
  }

  renewJoinCode(): Promise<boolean> {
    return this.#do('making-code', async ({ session, invitation }) => {
      if (!invitation) return;
      const joinCode = await this.#needs.call((bearer) => this.#needs.api.newJoinCode(bearer, session.id));
      this.#needs.invitations.keep(session.id, { ...invitation, joinCode });
    });
  }

  /** A fresh address of the live view, good for one opening within a minute. */
  async liveAddress(): Promise<string | null> {
    if (this.state.name !== 'running') return null;
    const { session, invitation } = this.state;
    const { code } = await this.#needs.call((bearer) => this.#needs.api.newLiveCode(bearer, session.id));
    return `${location.origin}/live/${session.id}#${invitation?.joinKey ?? ''}.${code}`;
  }

  /** How it went, after the end. Rejects with an `ApiProblem`. */
  async tellOutcome(told: TellOutcome): Promise<void> {
    if (this.state.name !== 'over') return;
    const { session } = this.state;
    const { api, call } = this.#needs;
    const writeBack = await call((bearer) => api.tellOutcome(bearer, session.id, told)).catch(
      async (error: unknown) => {
        // Said in the live view, or too late: show what is so.
        await this.#refresh(session.id);
        throw error;
      },
    );
    // What was added is on its way: it is looked at until it is there.
    if (told.finished) this.#run({ ...session, writeBack }, null);
    else this.#showOver({ ...session, writeBack });
  }

  /** Tries again at once what is not in the CRM. */
  async retryWriteBack(): Promise<void> {
    if (this.state.name !== 'over') return;
    const { session } = this.state;
    const { api, call } = this.#needs;
    try {
      const writeBack = await call((bearer) => api.retryWriteBack(bearer, session.id));
      this.#run({ ...session, writeBack }, null);
    } catch (error) {
      this.#become({ name: 'over', session, refusal: refusalOf(error) });
    }
  }

  /** Shows why something that was asked for beside this controller did not happen. */
  refuse(refusal: Refusal | null): void {
    if (this.state.name === 'running') this.#become({ ...this.state, refusal });
  }

  /** Whether it was done. */
  async #do(doing: Doing, work: (running: Running) => Promise<void>): Promise<boolean> {
    if (this.state.name !== 'running' || this.state.doing) return false;
    const running = this.state;
    this.#become({ ...running, doing, refusal: null });
    try {
      await work(running);
      await this.#refresh(running.session.id);
      this.#needs.channel.post({ type: 'sessions.changed', caseId: this.caseId });
      return true;
    } catch (error) {
      const refusal = refusalOf(error);
      if (this.state.name === 'running') this.#become({ ...this.state, doing: null, refusal });
      return false;
    }
  }

  async #refresh(id: string): Promise<void> {
    const session = await this.#needs.call((bearer) => this.#needs.api.find(bearer, id));
    this.#show(session, this.#needs.invitations.known(id));
  }

  #run(session: SessionView, invitation: Invitation | null): void {
    this.#show(session, invitation);
    this.#following.abort();
    this.#following = new AbortController();
    const { signal } = this.#following;
    void followSession({
      signal,
      look: () => this.#needs.call((bearer) => this.#needs.api.find(bearer, session.id)),
      seen: (latest) => this.#show(latest, this.#needs.invitations.known(latest.id)),
      missed: (refusal) => this.refuse(refusal),
    });
  }

  #showOver(session: SessionView): void {
    if (this.state.name === 'over') this.#become({ name: 'over', session, refusal: null });
  }

  /** Over, and something is still to be said or done about it: after a reload, too. */
  #isLeft({ agent, state, writeBack }: ListedSession): boolean {
    if (agent.id !== this.#needs.agentId() || state.name !== 'ended' || !writeBack) return false;
    const isRecent = state.endedAt > Date.now() - leftForMs;
    return (
      isRecent &&
      (isAsking(writeBack) ||
        writeBack.parts.some((part) => part.state.name !== 'written' && part.state.name !== 'unsupported'))
    );
  }

  #show(session: SessionView, invitation: Invitation | null): void {
    this.#become(seenSession(this.state, session, invitation));
  }

  #refreshInvitation(sessionId: string): void {
    if (this.state.name !== 'running' || this.state.session.id !== sessionId) return;
    this.#become({ ...this.state, invitation: this.#needs.invitations.known(sessionId) });
  }

  #become(state: CaseState): void {
    this.state = state;
    this.#host.requestUpdate();
  }
}
