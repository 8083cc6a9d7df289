import { type JoinClaim, JoinView, VisitorAdmitted } from '../../../protocol/http/joining.ts';
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
  /** BCP 47, what the visitor reads. */
  readonly locale: string;
  readonly compareWords: typeof compareWords;
  readonly leaveFor: (address: string) => void;
  readonly onPhase: (phase: JoinPhase) => void;
}

/** What a person can do on the join page; each answer comes as a phase. */
export interface JoinFlow {
  /** Looks who asks. Uses nothing up; also for trying again. */
  start(): Promise<void>;
  /** *Allow viewing*: uses the link or code up. */
  allow(): Promise<void>;
  /** *Not now*: uses nothing up. */
  decline(): void;
  /** *Show the words*: begins comparing anew. */
  showWords(): void;
  /** *Words match*, *Words differ*. */
  judge(match: boolean): void;
}

export const createJoinFlow = (needs: JoinFlowNeeds): JoinFlow => {
  const { api, sessionId, onPhase } = needs;
  const path = `/api/join/${sessionId}`;
  let invitation: { readonly way: Way; readonly view: JoinView } | null = null;
  let comparison: WordsComparison | null = null;

  const refuse = (refusal: Refusal): void => {
    comparison?.close();
    forget(sessionId);
    onPhase({ name: 'refused', refusal });
  };

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (passing.has(error.code) || error.code === 'offline') return onPhase({ name: 'unreachable' });
      refuse(error.code);
    }
  };

  const look = async (way: Way): Promise<void> => {
    const view = await api.post(`${path}/views`, { claim: way.claim }, JoinView);
    invitation = { way, view };
    onPhase({ name: 'invited', by: way.by, view });
  };

  const goOn = async (accepted: Accepted, way: Way | null, asked: boolean): Promise<void> => {
    if (way?.by === 'link') return leave(accepted, way.psk);
    const { view, admission } = accepted;
    comparison?.close();
    comparison = await needs.compareWords({
      origin: needs.origin,
      sessionId,
      asked,
      credential: admission.credential,
      onComparison: (state) => onPhase({ name: 'comparing', view, comparison: state }),
      onAgreed: (psk) => void attempt(() => leave(accepted, psk)),
      onRefused: refuse,
      onUnreachable: () => onPhase({ name: 'unreachable' }),
    });
  };

  const leave = async ({ view, admission }: Accepted, psk: string): Promise<void> => {
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
        capabilities: ['view'],
        locale: needs.locale,
      },
    });
    comparison?.close();
    forget(sessionId);
    needs.leaveFor(address);
  };

  return {
    start: () =>
      attempt(async () => {
        onPhase({ name: 'looking' });
        const way = await findWay(sessionId, needs.hash);
        const accepted = findAccepted(sessionId);
        if (accepted) return goOn(accepted, way, false);
        return way ? look(way) : refuse('no_key');
      }),
    allow: () =>
      attempt(async () => {
        if (!invitation) return;
        const { way, view } = invitation;
        onPhase({ name: 'admitting', view });
        const accepted = { view, admission: await admit(api, path, way.claim) };
        keepAccepted(sessionId, accepted);
        await goOn(accepted, way, true);
      }),
    decline: () => {
      if (invitation) onPhase({ name: 'declined', view: invitation.view });
    },
    showWords: () => comparison?.begin(),
    judge: (match) => comparison?.judge(match),
  };
};

const admit = (api: Api, path: string, claim: JoinClaim): Promise<VisitorAdmitted> =>
  api.post(`${path}/admissions`, { claim, capabilities: ['view'] }, VisitorAdmitted);

/** What may have passed in a moment: trying again is all there is to do. */
const passing: ReadonlySet<string> = new Set(['internal', 'unavailable', 'rate_limited']);
