import type { ReactiveControllerHost } from 'lit';
import { CaseSession, type CaseSessionNeeds } from './case-session.ts';

/** What a session can be on: a case, or nothing in particular. */
export interface Topic {
  readonly caseId: string | null;
}

/** The session on the case that is open, and one that still runs on a case that was left. */
export class CaseSessions {
  current: CaseSession | null = null;
  #left: CaseSession | null = null;
  readonly #host: ReactiveControllerHost;
  readonly #needs: CaseSessionNeeds;

  constructor(host: ReactiveControllerHost, needs: CaseSessionNeeds) {
    this.#host = host;
    this.#needs = needs;
  }

  /** The one that was left behind, as long as it runs. */
  get left(): CaseSession | null {
    return this.#left?.state.name === 'running' ? this.#left : null;
  }

  /** Another case was opened. Null: there is nothing to have a session on, or nobody is signed in. */
  show(topic: Topic | null): void {
    const before = this.current;
    if (topic?.caseId === before?.caseId) return;
    const back = topic && this.#left?.caseId === topic.caseId ? this.#left : null;
    if (back) this.#left = null;
    if (before?.state.name === 'running' && topic) this.#leave(before);
    else if (before) this.#drop(before);
    this.current = back ?? (topic && this.#open(topic));
  }

  /** Nobody is signed in any more: nothing is followed. */
  clear(): void {
    this.show(null);
    if (this.#left) this.#drop(this.#left);
    this.#left = null;
  }

  #leave(session: CaseSession): void {
    if (this.#left) this.#drop(this.#left);
    this.#left = session;
  }

  #open({ caseId }: Topic): CaseSession {
    const session = new CaseSession(this.#host, caseId, this.#needs);
    this.#host.addController(session);
    return session;
  }

  #drop(session: CaseSession): void {
    this.#host.removeController(session);
    session.hostDisconnected();
  }
}
