import { isFromTheStart } from '../../protocol/consent-policy.ts';
import type { JoinView, ViewJoin } from '../../protocol/http/joining.ts';
import { findAgent } from '../agents/agent-store.ts';
import { record } from '../audit/audit-log.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { appearanceOf, logoPathOf } from '../tenants/appearance.ts';
import { consentPolicyOf, storagePolicyOf, type Tenant } from '../tenants/tenant.ts';
import type { ChangeSession } from './change-session.ts';
import { checkClaim, linkInvalid } from './join-claim.ts';
import { refuseUnlessOpen, type Session, viewed } from './session.ts';
import { findSession } from './session-store.ts';

interface ViewJoinNeeds {
  readonly db: Queryable;
  readonly change: ChangeSession;
  readonly tenantOf: (id: string) => Promise<Tenant>;
  readonly now: () => number;
}

/** What the join page shows. Looking uses nothing up: mail scanners look too, and run scripts. */
export const viewJoin = ({ db, change, tenantOf, now }: ViewJoinNeeds) => {
  const look = async (before: Session, trx: Transaction): Promise<Session> => {
    const after = viewed(before, now());
    if (after === before) return before;
    const { id: subject, tenantId } = before;
    await record(trx, {
      tenantId,
      actor: 'server',
      action: 'session.viewed',
      subject,
      detail: {},
      at: now(),
    });
    return after;
  };

  return async (sessionId: string, { claim }: ViewJoin): Promise<JoinView> => {
    const seen = await findSession(db, sessionId);
    if (!seen) throw linkInvalid();
    // First without a transaction, of which there is one at a time: anybody can ask, and most looks change nothing.
    await checkClaim(db, seen, claim, now());
    const session = viewed(seen, now()) === seen ? seen : await change(sessionId, look);
    const tenant = await tenantOf(session.tenantId);
    const agent = await findAgent(db, { tenantId: session.tenantId, agentId: session.agentId });
    if (!agent) throw new Error(`Session ${sessionId} has no agent.`);
    const appearance = appearanceOf(tenant, session.brandId);
    const { name, locale, site } = appearance;
    return {
      tenant: { id: tenant.id, name, logoPath: logoPathOf(tenant.id, appearance), locale },
      agentName: agent.name,
      caseNumber: session.caseNumber,
      site,
      expiresAt: refuseUnlessOpen(session, now()),
      recording: recordingOf(tenant),
    };
  };
};

/** What a visitor must know before they allow anything. */
const recordingOf = ({ settings }: Tenant): JoinView['recording'] => {
  const consent = consentPolicyOf(settings);
  if (!isFromTheStart(consent)) return null;
  const days = storagePolicyOf(settings).recording.retentionDays;
  return { required: consent.recording === 'required', days };
};

/** An unknown session id is answered as a wrong key is. */
export const hideMissing = (error: unknown): never => {
  if (error instanceof Problem && error.code === 'not_found') throw linkInvalid();
  throw error;
};
