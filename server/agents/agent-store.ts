import type { Selectable } from 'kysely';
import * as v from 'valibot';
import { AgentRole } from '../../protocol/permission.ts';
import { randomId } from '../crypto/random.ts';
import type { Schema } from '../database/schema.ts';
import type { Queryable } from '../database/transaction.ts';
import type { Agent, AgentRef } from './agent.ts';

/** What the CRM said about somebody, and what follows from it. */
export interface SeenAgent {
  readonly tenantId: string;
  readonly crmUserId: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly AgentRole[];
  readonly at: number;
}

const Roles = v.array(AgentRole);

/** Null when this tenant has no such agent. */
export const findAgent = async (q: Queryable, { tenantId, agentId }: AgentRef): Promise<Agent | null> => {
  const row = await q
    .selectFrom('agents')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', agentId)
    .executeTakeFirst();
  return row ? agentOf(row) : null;
};

/** Null when nobody with this id in the CRM has been here. */
export const findAgentOfCrm = async (
  q: Queryable,
  { tenantId, crmUserId }: Pick<Agent, 'tenantId' | 'crmUserId'>,
): Promise<Agent | null> => {
  const row = await q
    .selectFrom('agents')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('crm_user_id', '=', crmUserId)
    .executeTakeFirst();
  return row ? agentOf(row) : null;
};

/** Everybody who has been here, by name. */
export const listAgents = async (q: Queryable, tenantId: string): Promise<readonly Agent[]> => {
  const rows = await q
    .selectFrom('agents')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(agentOf);
};

/** Adds the agent, or brings name, address and roles up to date: one row a CRM user and tenant. The account is active, it seems. */
export const saveAgent = async (q: Queryable, seen: SeenAgent): Promise<Agent> => {
  const now = {
    name: seen.name,
    email: seen.email,
    roles: JSON.stringify(seen.roles),
    roles_checked_at: seen.at,
    inactive_at: null,
  };
  const row = await q
    .insertInto('agents')
    .values({
      id: randomId('agt'),
      tenant_id: seen.tenantId,
      crm_user_id: seen.crmUserId,
      created_at: seen.at,
      ...now,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'crm_user_id']).doUpdateSet(now))
    .returningAll()
    .executeTakeFirstOrThrow();
  return agentOf(row);
};

/** The rules have changed, not what is known about the agent. */
export const setRoles = async (
  q: Queryable,
  { tenantId, agentId }: AgentRef,
  roles: readonly AgentRole[],
): Promise<void> => {
  await q
    .updateTable('agents')
    .set({ roles: JSON.stringify(roles) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', agentId)
    .execute();
};

/** The CRM has switched the account off: no role, whatever the rules say, until the CRM says something else. */
export const markInactive = async (
  q: Queryable,
  { tenantId, agentId }: AgentRef,
  at: number,
): Promise<void> => {
  await q
    .updateTable('agents')
    .set({ roles: '[]', roles_checked_at: at, inactive_at: at })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', agentId)
    .execute();
};

const agentOf = (row: Selectable<Schema['agents']>): Agent => ({
  id: row.id,
  tenantId: row.tenant_id,
  crmUserId: row.crm_user_id,
  name: row.name,
  email: row.email,
  roles: v.parse(Roles, JSON.parse(row.roles)),
  rolesCheckedAt: row.roles_checked_at,
  inactiveAt: row.inactive_at,
});
