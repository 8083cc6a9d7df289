import type { AuditEntry } from '../audit/audit-log.ts';
import { record } from '../audit/audit-log.ts';
import type { Transaction } from '../database/transaction.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Agent } from './agent.ts';
import { findAgentOfCrm, saveAgent } from './agent-store.ts';
import type { GrantReading } from './grant-reading.ts';
import { keepReading, readGrantsOf, readTimesOf } from './grant-store.ts';
import { standingOf } from './standing.ts';

/** Somebody of the tenant's CRM, and what they were just seen to hold. */
export interface SeenPerson {
  readonly crmUserId: string;
  readonly name: string;
  readonly email: string;
  readonly readings: readonly GrantReading[];
  readonly at: number;
}

/** Keeps what somebody was seen to hold, and gives them the roles that follow from it now. That they changed is written down. */
export const takeReading = async (trx: Transaction, tenant: Tenant, seen: SeenPerson): Promise<Agent> => {
  const { crmUserId, name, email, at } = seen;
  const before = await findAgentOfCrm(trx, { tenantId: tenant.id, crmUserId });
  const known = { tenantId: tenant.id, crmUserId, name, email };
  const agent = before ?? (await saveAgent(trx, { ...known, roles: [], at }));
  const who = { tenantId: tenant.id, agentId: agent.id };
  for (const reading of seen.readings) await keepReading(trx, who, reading);
  const { roles } = standingOf(tenant, { crmUserId, name, inactiveAt: null }, await readGrantsOf(trx, who));
  const checkedAt = await oldestThatCounts(trx, tenant, agent, at);
  const after = await saveAgent(trx, { ...known, roles, at: checkedAt });
  if (before && String(before.roles) !== String(roles)) {
    await record(trx, rolesChanged(before, { from: before.roles, to: roles, because: 'grants' }));
  }
  return after;
};

/** Roles are as old as the oldest reading that a rule looks at. */
const oldestThatCounts = async (
  trx: Transaction,
  { settings: { roleRules, pilot } }: Tenant,
  { tenantId, id: agentId }: Agent,
  at: number,
): Promise<number> => {
  const times = await readTimesOf(trx, { tenantId, agentId });
  const sources = new Set([...roleRules, ...(pilot ? [pilot] : [])].map(({ source }) => source));
  return Math.min(at, ...[...sources].flatMap((source) => times.get(source) ?? []));
};

export const rolesChanged = (
  { tenantId, id }: Pick<Agent, 'tenantId' | 'id'>,
  detail: AuditEntry['detail'],
): AuditEntry => ({ tenantId, actor: 'server', action: 'roles.changed', subject: id, detail });
