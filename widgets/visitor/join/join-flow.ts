import { toBase64Url } from '../../../protocol/base64url.ts';
import type { Capability } from '../../../protocol/capability.ts';
import { JoinView, VisitorAdmitted } from '../../../protocol/http/joining.ts';
import type { ProblemCode } from '../../../protocol/problem.ts';
import { type Api, ApiProblem } from '../../link/api.ts';
import { type Accepted, findAccepted, findWay, forget, keepAccepted, type Way } from './claim.ts';
import type { compareWords, WordsComparison } from './compare-words.ts';
import { handOver } from './hand-over.ts';
import type { JoinPhase, Refusal } from './join-phase.ts';

interface JoinFlowNeeds {
  readonly api: Api;
  /** Handrail's own. */
  readonly origin: string;
  readonly sessionId: string;
  /** The address's fragment, with its `#`. */
  readonly hash: string;
  /** Shows the page in this company's language, or the visitor's; BCP 47, what it came to. */
  readonly speak: (companyLocale: string | null) => Promise<string>;
  readonly compareWords: typeof compareWords;
  readonly leaveFor: (address: string) => void;
  readonly onPhase: (phase: JoinPhase) => void;
}

/** What a person can do on the join page, from the invitation to the tenant's site; each answer comes as a phase. */
export class JoinFlow {
  readonly #needs: JoinFlowNeeds;
  #invitation: { readonly way: Way; readonly view: JoinView } | null = null;
  #comparison: WordsComparison | null = null;
  /** Shows the server that it is this page that asks again, should the answer to its admission be lost. */
  readonly #retryKey = toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
  #awaitsAdmission = false;
  #declining: Promise<void> = Promise.resolve();

  constructor(needs: JoinFlowNeeds) {
    this.#needs = needs;
  }

  /** Looks who asks, and goes on where a reload interrupted. Uses nothing up; also for trying again. */
  start(): Promise<void> {
    // They have pressed *Allow viewing*, and nobody knows whether that was heard.
    if (this.#awaitsAdmission) return this.allow();
    return this.#attempt(async () => {
      const { sessionId, hash, onPhase } = this.#needs;
      onPhase({ name: 'looking' });
      // Looking again says that they think about it again: not before the *Not now* has been said.
      await this.#declining;
      const way = await findWay(sessionId, hash);
      const accepted = findAccepted(sessionId);
      if (accepted) return this.#goOn(accepted, { way, asked: false });
      return way ? this.#look(way) : this.#refuse('no_key');
    });
  }

  /** *Allow viewing*: uses the link or code up. */
  allow(): Promise<void> {
    return this.#attempt(async () => {
      if (!this.#invitation) return;
      const { way, view } = this.#invitation;
      this.#needs.onPhase({ name: 'admitting', view });
      this.#awaitsAdmission = true;
      const accepted = { view, admission: await this.#admit(way, view) };
      this.#awaitsAdmission = false;
      keepAccepted(this.#needs.sessionId, accepted);
      await this.#goOn(accepted, { way, asked: true });
    });
  }

  /** *Not now*: uses nothing up. The agent is told, and this page doesn't wait for that. */
  decline(): void {
    if (!this.#invitation) return;
    const { way, view } = this.#invitation;
    this.#needs.onPhase({ name: 'declined', view });
    this.#declining = this.#tellDeclined(way);
  }

  /** *Show the words*: begins comparing anew. */
  showWords(): void {
    this.#comparison?.begin();
  }

  /** *Words match*, *Words differ*. */
  judge(match: boolean): void {
    this.#comparison?.judge(match);
  }

  async #look(way: Way): Promise<void> {
    const { api, sessionId, speak, onPhase } = this.#needs;
    const view = await api.post(`/api/join/${sessionId}/views`, { claim: way.claim }, JoinView);
    await speak(view.tenant.locale);
    this.#invitation = { way, view };
    onPhase({ name: 'invited', by: way.by, view });
  }

  /** The page may be closed at once. */
  async #tellDeclined({ claim }: Way): Promise<void> {
    const { api, sessionId } = this.#needs;
    try {
      await api.tell(`/api/join/${sessionId}/refusals`, { claim }, { keepalive: true });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      // For a person who wants nothing now, a server out of reach changes nothing; an invitation that is void does.
      if (isFinal(error.code)) this.#refuse(error.code);
    }
  }

  #admit({ claim }: Way, view: JoinView): Promise<VisitorAdmitted> {
    const { api, sessionId } = this.#needs;
    // Before the words are compared nothing but viewing can be allowed: what else was said goes along in the sealed box.
    const capabilities = claim.by === 'link' ? allowedBy(view) : ['view'];
    const body = { claim, capabilities, retryKey: this.#retryKey };
    return api.post(`/api/join/${sessionId}/admissions`, body, VisitorAdmitted);
  }

  async #goOn(accepted: Accepted, { way, asked }: { way: Way | null; asked: boolean }): Promise<void> {
    if (way?.by === 'link') return this.#leave(accepted, way.psk);
    const { origin, sessionId, speak, onPhase } = this.#needs;
    const { view, admission } = accepted;
    await speak(view.tenant.locale);
    this.#comparison?.close();
    this.#comparison = await this.#needs.compareWords({
      origin,
      sessionId,
      asked,
      credential: admission.credential,
      onComparison: (comparison) => onPhase({ name: 'comparing', view, comparison }),
      onAgreed: (psk) => void this.#attempt(() => this.#leave(accepted, psk)),
      onRefused: (refusal) => this.#refuse(refusal),
      onUnreachable: () => onPhase({ name: 'unreachable' }),
    });
    return undefined;
  }

  async #leave({ view, admission }: Accepted, psk: string): Promise<void> {
    const { api, sessionId, speak, onPhase, leaveFor } = this.#needs;
    const locale = await speak(view.tenant.locale);
    onPhase({ name: 'leaving', view });
    const address = await handOver({
      api,
      siteUrl: view.site.url,
      handover: {
        sessionId,
        psk,
        credential: admission.credential,
        visitorId: admission.visitorId,
        agentName: view.agentName,
        tenantId: view.tenant.id,
        tenantName: view.tenant.name,
        capabilities: allowedBy(view),
        locale,
      },
    });
    this.#comparison?.close();
    forget(sessionId);
    leaveFor(address);
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof ApiProblem && isFinal(error.code)) return this.#refuse(error.code);
      this.#needs.onPhase({ name: 'unreachable' });
      // A bug of ours is for the console; the person is not left with a spinner.
      if (!(error instanceof ApiProblem)) throw error;
    }
    return undefined;
  }

  #refuse(refusal: Refusal): void {
    this.#awaitsAdmission = false;
    this.#comparison?.close();
    forget(this.#needs.sessionId);
    this.#needs.onPhase({ name: 'refused', refusal });
  }
}

/** What *Allow viewing* stands for: it says so when the session is recorded from the start. */
const allowedBy = ({ recording }: JoinView): Capability[] =>
  recording === null ? ['view'] : ['view', 'recording'];

/** Whether trying again can't help. */
const isFinal = (code: ApiProblem['code']): code is ProblemCode => !passing.has(code);

const passing: ReadonlySet<ApiProblem['code']> = new Set([
  'offline',
  'internal',
  'unavailable',
  'rate_limited',
]);
