import { type AuditEntry, record } from '../audit/audit-log.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import type { Agent, AgentRef } from './agent.ts';
import { findAgent, removeRoles, saveAgent } from './agent-store.ts';
import { type HeldGrant, rolesFor } from './roles.ts';

/** What the CRM says about an agent now. */
interface CrmPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly grants: readonly HeldGrant[];
}

interface AccessNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'find'>;
  /** The CRM's word on this agent. @throws Problem `user_inactive`, `crm_*`, `auth_*`. */
  readonly personOf: (who: AgentRef) => Promise<CrmPerson>;
  readonly now: () => number;
}

/** Keeps what an agent may do in step with what the CRM says about them. */
export interface Access {
  /** Reads the grants now. @throws Problem `user_inactive` (the roles are gone then), `crm_*`, `auth_*`. */
  refresh(who: AgentRef): Promise<Agent>;
  /** As `refresh`, but only if what is known would be older than 15 minutes at this time. */
  ensureFresh(agent: Agent, until: number): Promise<Agent>;
}

/** Losing the role in the CRM ends access within this time. */
const maxAgeMs = 15 * 60_000;

export const createAccess = (needs: AccessNeeds): Access => ({
  refresh: (who) => refresh(needs, who),
  ensureFresh: async (agent, until) =>
    until <= agent.rolesCheckedAt + maxAgeMs
      ? agent
      : refresh(needs, { tenantId: agent.tenantId, agentId: agent.id }),
});

const refresh = async (needs: AccessNeeds, who: AgentRef): Promise<Agent> => {
  const { db, inTransaction, tenants, personOf, now } = needs;
  const before = await findAgent(db, who);
  const tenant = await tenants.find(db, who.tenantId);
  if (!before || !tenant) throw new Problem('unauthorized', 'Sign in first.');
  const person = await personOf({ tenantId: before.tenantId, agentId: before.id }).catch((error: unknown) =>
    refuse(needs, before, error),
  );
  if (person.id !== before.crmUserId) {
    throw new Problem('wrong_account', 'The CRM now answers for somebody else. Sign in again.');
  }
  const { id: crmUserId, name, email } = person;
  const roles = rolesFor(tenant.settings.roleRules, person.grants);
  return inTransaction(async (trx) => {
    const agent = await saveAgent(trx, { tenantId: tenant.id, crmUserId, name, email, roles, at: now() });
    if (String(agent.roles) !== String(before.roles)) {
      await record(trx, changeOf(before, { from: before.roles, to: agent.roles }));
    }
    return agent;
  });
};

// Whom the CRM has switched off has no role from that moment, whatever the rules say.
const refuse = async ({ inTransaction, now }: AccessNeeds, agent: Agent, error: unknown): Promise<never> => {
  if (error instanceof Problem && error.code === 'user_inactive') {
    await inTransaction(async (trx) => {
      await removeRoles(trx, { tenantId: agent.tenantId, agentId: agent.id }, now());
      await record(trx, changeOf(agent, { from: agent.roles, to: [], because: error.code }));
    });
  }
  throw error;
};

const changeOf = (agent: Agent, detail: AuditEntry['detail']): AuditEntry => ({
  tenantId: agent.tenantId,
  actor: 'server',
  action: 'roles.changed',
  subject: agent.id,
  detail,
});
