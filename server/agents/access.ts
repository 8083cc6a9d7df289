import { record } from '../audit/audit-log.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import type { Agent, AgentRef } from './agent.ts';
import { findAgent, markInactive } from './agent-store.ts';
import { type GrantReading, type NamedGrant, readingOf } from './grant-reading.ts';
import { rolesChanged, takeReading } from './take-reading.ts';

/** What the CRM says about an agent now. */
interface CrmPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly grants: readonly NamedGrant[];
}

interface AccessNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'find'>;
  /** The CRM's word on this agent, asked as they themselves. @throws Problem `user_inactive`, `crm_*`, `auth_*`. */
  readonly personOf: (who: AgentRef) => Promise<CrmPerson>;
  /**
   * The CRM's word on any of its users, asked as the tenant's integration user. Null when the tenant has none. @throws Problem
   * `user_inactive`, `crm_*`, `auth_*`.
   */
  readonly grantsOf?: (tenant: Tenant, crmUserId: string) => Promise<readonly NamedGrant[] | null>;
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
  const { db, inTransaction, tenants, now } = needs;
  const before = await findAgent(db, who);
  const tenant = await tenants.find(db, who.tenantId);
  if (!before || !tenant) throw new Problem('unauthorized', 'Sign in first.');
  // A console that signs JWTs can't be asked: what it said last is good for its time.
  if (tenant.settings.crm.kind === 'jwt') return ifFresh(before, now());
  const { person, readings } = await readAll(needs, tenant, before).catch((error: unknown) =>
    refuse(needs, before, error),
  );
  const { name, email } = person;
  const seen = { crmUserId: before.crmUserId, name, email, readings, at: now() };
  return inTransaction((trx) => takeReading(trx, tenant, seen));
};

const ifFresh = (agent: Agent, now: number): Agent => {
  if (now < agent.rolesCheckedAt + maxAgeMs) return agent;
  throw new Problem(
    'auth_expired',
    'The console has not said who you are for a while. Load the panel again.',
  );
};

interface AllRead {
  readonly person: Pick<CrmPerson, 'name' | 'email'>;
  readonly readings: readonly GrantReading[];
}

const readAll = async (
  { personOf, grantsOf, now }: AccessNeeds,
  tenant: Tenant,
  agent: Agent,
): Promise<AllRead> => {
  const { kind } = tenant.settings.crm;
  const asOf = now();
  const byIntegration = (await grantsOf?.(tenant, agent.crmUserId).catch(nullIfRevoked)) ?? null;
  // What only the integration user can read is held no longer when there is none.
  const integration = readingOf(kind, { via: 'integration', asOf, grants: byIntegration ?? [] });
  const readings = byIntegration === null && kind === 'zendesk' ? [] : [integration];
  // Somebody who has no OAuth grant of their own is still known to the integration user.
  const own = await personOf({ tenantId: agent.tenantId, agentId: agent.id }).catch(
    byIntegration === null ? undefined : nullIfRevoked,
  );
  if (!own) return { person: agent, readings };
  if (own.id !== agent.crmUserId) {
    throw new Problem('wrong_account', 'The CRM now answers for somebody else. Sign in again.');
  }
  return {
    person: own,
    readings: [readingOf(kind, { via: 'oauth', asOf, grants: own.grants }), ...readings],
  };
};

const nullIfRevoked = (error: unknown): null => {
  if (error instanceof Problem && error.code === 'auth_revoked') return null;
  throw error;
};

// Whom the CRM has switched off has no role from that moment, whatever the rules say.
const refuse = async ({ inTransaction, now }: AccessNeeds, agent: Agent, error: unknown): Promise<never> => {
  if (error instanceof Problem && error.code === 'user_inactive') {
    await inTransaction(async (trx) => {
      await markInactive(trx, { tenantId: agent.tenantId, agentId: agent.id }, now());
      if (agent.roles.length === 0) return;
      await record(trx, rolesChanged(agent, { from: agent.roles, to: [], because: error.code }));
    });
  }
  throw error;
};
