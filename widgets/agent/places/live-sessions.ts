import type { ReactiveControllerHost } from 'lit';
import type { ListedSession } from '../../../protocol/http/sessions.ts';
import type { Refusal } from '../refusal.ts';
import { followList } from './follow-list.ts';

interface LiveSessionsNeeds {
  readonly look: () => Promise<readonly ListedSession[]>;
  /** What was there before the newest look (null: this is the first one), and what is there now. */
  readonly changed: (before: readonly ListedSession[] | null, now: readonly ListedSession[]) => void;
}

/** All sessions that go on, as one agent may see them, for as long as that agent is signed in. */
export class LiveSessions {
  /** Null: not known yet. */
  sessions: readonly ListedSession[] | null = null;
  refusal: Refusal | null = null;
  readonly #host: ReactiveControllerHost;
  readonly #needs: LiveSessionsNeeds;
  #following: { readonly agentId: string; readonly stop: AbortController } | null = null;

  constructor(host: ReactiveControllerHost, needs: LiveSessionsNeeds) {
    this.#host = host;
    this.#needs = needs;
  }

  /** Follows for this agent; null: for nobody. */
  follow(agentId: string | null): void {
    if (agentId === (this.#following?.agentId ?? null)) return;
    this.#following?.stop.abort();
    this.#following = null;
    if (this.sessions?.length) this.#needs.changed(this.sessions, []);
    this.sessions = null;
    if (agentId !== null) this.#begin(agentId);
  }

  #begin(agentId: string): void {
    const stop = new AbortController();
    this.#following = { agentId, stop };
    void followList({
      signal: stop.signal,
      look: this.#needs.look,
      seen: (now) => {
        this.#needs.changed(this.sessions, now);
        this.#become(now, null);
      },
      missed: (refusal) => this.#become(this.sessions, refusal),
    });
  }

  #become(sessions: readonly ListedSession[] | null, refusal: Refusal | null): void {
    this.sessions = sessions;
    this.refusal = refusal;
    this.#host.requestUpdate();
  }
}
