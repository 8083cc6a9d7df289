import { record } from '../audit/audit-log.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import type { Agent, AgentRef } from './agent.ts';
import { findAgent, markInactive } from './agent-store.ts';
import { type NamedGrant, signedInReadings } from './grant-reading.ts';
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
  /** The CRM's word on whoever has this id there, asked as another agent. @throws Problem as `personOf`, and `crm_forbidden`. */
  readonly personAskedBy: (by: AgentRef, crmUserId: string) => Promise<CrmPerson | null>;
  readonly now: () => number;
}

/** Keeps what an agent may do in step with what the CRM says about them. */
export interface Access {
  /** Reads the grants now. @throws Problem `user_inactive` (the roles are gone then), `crm_*`, `auth_*`. */
  refresh(who: AgentRef): Promise<Agent>;
  /** As `refresh`, with what another agent may read of them in the CRM: for who has signed out. @throws Problem also `crm_forbidden`. */
  refreshAskedBy(by: AgentRef, who: AgentRef): Promise<Agent>;
  /** As `refresh`, but only if what is known would be older than 15 minutes at this time. */
  ensureFresh(agent: Agent, until: number): Promise<Agent>;
}

/** Losing the role in the CRM ends access within this time. */
const maxAgeMs = 15 * 60_000;

export const createAccess = (needs: AccessNeeds): Access => ({
  refresh: (who) => refresh(needs, who, needs.personOf),
  refreshAskedBy: (by, who) =>
    refresh(needs, who, async (_who, { crmUserId }) => {
      const person = await needs.personAskedBy(by, crmUserId);
      if (!person) throw new Problem('user_inactive', 'The CRM knows nobody of this id any more.');
      return person;
    }),
  ensureFresh: async (agent, until) =>
    until <= agent.rolesCheckedAt + maxAgeMs
      ? agent
      : refresh(needs, { tenantId: agent.tenantId, agentId: agent.id }, needs.personOf),
});

type AskFor = (who: AgentRef, agent: Agent) => Promise<CrmPerson>;

const refresh = async (needs: AccessNeeds, who: AgentRef, askFor: AskFor): Promise<Agent> => {
  const { db, inTransaction, tenants, now } = needs;
  const before = await findAgent(db, who);
  const tenant = await tenants.find(db, who.tenantId);
  if (!before || !tenant) throw new Problem('unauthorized', 'Sign in first.');
  // A console that signs JWTs can't be asked: what it said last is good for its time.
  if (tenant.settings.crm.kind === 'jwt') return ifFresh(before, now());
  const self = { tenantId: before.tenantId, agentId: before.id };
  const person = await askFor(self, before).catch((error: unknown) => refuse(needs, before, error));
  if (person.id !== before.crmUserId) {
    throw new Problem('wrong_account', 'The CRM now answers for somebody else. Sign in again.');
  }
  const { id: crmUserId, name, email, grants } = person;
  const at = now();
  const readings = signedInReadings(tenant.settings.crm.kind, { asOf: at, grants });
  const seen = { crmUserId, name, email, readings, at };
  return inTransaction((trx) => takeReading(trx, tenant, seen));
};

const ifFresh = (agent: Agent, now: number): Agent => {
  if (now < agent.rolesCheckedAt + maxAgeMs) return agent;
  throw new Problem(
    'auth_expired',
    'The console has not said who you are for a while. Load the panel again.',
  );
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
