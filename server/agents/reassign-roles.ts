import { record } from '../audit/audit-log.ts';
import type { Transaction } from '../database/transaction.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Agent } from './agent.ts';
import { listAgents, setRoles } from './agent-store.ts';
import { readGrantsOfTenant } from './grant-store.ts';
import { standingOf } from './standing.ts';
import { rolesChanged } from './take-reading.ts';

/**
 * Gives everybody of the tenant the roles that its rules and its pilot group give them now, by what they were last seen to hold. To be
 * called in the transaction that changes either. Answers with those whose roles changed, as they were before.
 */
export const reassignRoles = async (
  trx: Transaction,
  tenant: Tenant,
  because: 'rules' | 'pilot' | 'settings',
): Promise<readonly Agent[]> => {
  const grants = await readGrantsOfTenant(trx, tenant.id);
  const changed: Agent[] = [];
  for (const agent of await listAgents(trx, tenant.id)) {
    const { roles } = standingOf(tenant, agent, grants.get(agent.id) ?? []);
    if (String(roles) === String(agent.roles)) continue;
    await setRoles(trx, { tenantId: tenant.id, agentId: agent.id }, roles);
    await record(trx, rolesChanged(agent, { from: agent.roles, to: roles, because }));
    changed.push(agent);
  }
  return changed;
};
