import type { ReactiveControllerHost } from 'lit';
import { CaseSession, type CaseSessionNeeds } from './case-session.ts';

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

  /** Another case was opened, or none; null also while nobody is signed in. */
  show(caseId: string | null): void {
    if (caseId === (this.current?.caseId ?? null)) return;
    const before = this.current;
    const back = this.#left?.caseId === caseId ? this.#left : null;
    if (back) this.#left = null;
    if (before?.state.name === 'running' && caseId !== null) this.#leave(before);
    else if (before) this.#drop(before);
    this.current = back ?? (caseId === null ? null : this.#open(caseId));
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

  #open(caseId: string): CaseSession {
    const session = new CaseSession(this.#host, caseId, this.#needs);
    this.#host.addController(session);
    return session;
  }

  #drop(session: CaseSession): void {
    this.#host.removeController(session);
    session.hostDisconnected();
  }
}
