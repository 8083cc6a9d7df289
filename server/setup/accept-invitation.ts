import type { Acceptance, InvitationSecret } from '../../protocol/http/invitations.ts';
import type { Agent } from '../agents/agent.ts';
import { findAgent, saveAgent } from '../agents/agent-store.ts';
import { record } from '../audit/audit-log.ts';
import { changeTransaction, findTransaction } from '../auth/transaction-store.ts';
import type { InTransaction, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { RoleRule, Tenant } from '../tenants/tenant.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { changeInvitation } from './invitation-store.ts';
import { openInvitation } from './open-invitation.ts';

export interface AcceptInvitationNeeds {
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'findSetUpOrNot' | 'prepare' | 'putInUse'>;
  /** Where the new admin goes on. */
  readonly adminUrl: (agent: Agent) => Promise<string>;
  readonly now: () => number;
}

type Outcome =
  | Exclude<Acceptance, { state: 'accepted' }>
  | { readonly state: 'accepted'; readonly agent: Agent };

/**
 * Makes whoever has signed in at the CRM with this invitation the tenant's first admin, by a rule for that one user. It uses the
 * invitation up and puts the tenant in use, all at once. @throws Problem `invitation_*`.
 */
export const acceptInvitation = (needs: AcceptInvitationNeeds) => {
  const { inTransaction, adminUrl } = needs;
  return async (id: string, { secret }: InvitationSecret): Promise<Acceptance> => {
    const outcome = await inTransaction((trx) => accept(trx, needs, { id, secret }));
    if (outcome.state !== 'accepted') return outcome;
    return { state: 'accepted', adminUrl: await adminUrl(outcome.agent) };
  };
};

const accept = async (
  trx: Transaction,
  { tenants, now }: AcceptInvitationNeeds,
  claim: { readonly id: string; readonly secret: string },
): Promise<Outcome> => {
  const invitation = await openInvitation(trx, { ...claim, now: now() });
  const { tenantId, signInId } = invitation;
  const signIn = signInId === null ? null : await findTransaction(trx, signInId);
  if (signIn?.status === 'failed' && signIn.problem) return { state: 'failed', problem: signIn.problem };
  if (!signIn || (signIn.status !== 'signed_in' && signIn.expiresAt <= now())) {
    return { state: 'failed', problem: tooLate().toBody() };
  }
  if (signIn.status !== 'signed_in' || signIn.agentId === null) return { state: 'pending' };
  const agent = await findAgent(trx, { tenantId, agentId: signIn.agentId });
  const tenant = await tenants.findSetUpOrNot(trx, tenantId);
  if (!agent || !tenant) throw new Error('A finished sign-in has its agent and its tenant.');

  await tenants.prepare(trx, withAdmin(tenant, agent));
  await tenants.putInUse(trx, tenantId);
  // What the one rule says: the CRM has just told who this is.
  await saveAgent(trx, { ...agent, roles: ['admin'], at: now() });
  await changeInvitation(trx, invitation, { used_at: now() });
  // Nobody else gets a bearer out of this sign-in.
  await changeTransaction(trx, signIn.id, { status: 'told' });
  await record(trx, {
    tenantId,
    actor: `agent:${agent.id}`,
    action: 'tenant.put_in_use',
    subject: tenantId,
    detail: { invitation: invitation.id, admin: agent.id },
    at: now(),
  });
  return { state: 'accepted', agent };
};

const withAdmin = (tenant: Tenant, { crmUserId, name }: Agent): Tenant => {
  const source = tenant.settings.crm.kind === 'zendesk' ? 'zd.user' : 'sf.user';
  const rule: RoleRule = { source, id: crmUserId, name, role: 'admin' };
  return { ...tenant, settings: { ...tenant.settings, roleRules: [rule] } };
};

const tooLate = () => new Problem('sign_in_expired', 'This sign-in took too long. Start again.');
