import type { RoleRules, RoleRulesPreview, SeenGrants } from '../../protocol/http/admin-roles.ts';
import { agentRoles } from '../../protocol/permission.ts';
import { record } from '../audit/audit-log.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import type { CallerWith } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import type { RoleRule, Tenant } from '../tenants/tenant.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import type { Agent, AgentRef } from './agent.ts';
import { findAgent, listAgents } from './agent-store.ts';
import { checkedRules } from './checked-rules.ts';
import { readGrantsOf, readGrantsOfTenant } from './grant-store.ts';
import { reassignRoles } from './reassign-roles.ts';
import { permissionsOf } from './roles.ts';
import { standingOf } from './standing.ts';

type Admin = CallerWith<'settings.manage'>;

interface RoleRulesNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'find' | 'read' | 'update'>;
  /** These people's roles are others now. */
  readonly onRolesChanged: (who: readonly AgentRef[]) => Promise<void>;
}

/** The tenant's rules: which grants of the CRM give which roles. */
export interface RoleRulesActions {
  read(caller: Admin): Promise<RoleRules>;
  /** What these rules would change, by what people were last seen to hold. @throws Problem `invalid_body`. */
  preview(caller: Admin, rules: readonly RoleRule[]): Promise<RoleRulesPreview>;
  /** @throws Problem `changed_meanwhile`, `would_lock_out`, `invalid_body`. */
  replace(caller: Admin, asked: RoleRules): Promise<RoleRules>;
  /** What people were seen to hold, for the search. */
  seenGrants(caller: Admin): Promise<SeenGrants>;
}

export const createRoleRules = (needs: RoleRulesNeeds): RoleRulesActions => ({
  read: async ({ tenantId }) => {
    const { tenant, version } = await currently(needs, tenantId);
    return { version, rules: tenant.settings.roleRules };
  },
  preview: (caller, rules) => preview(needs, caller, rules),
  replace: (caller, asked) => replace(needs, caller, asked),
  seenGrants: ({ tenantId }) => seenGrants(needs.db, tenantId),
});

const currently = async ({ db, tenants }: RoleRulesNeeds, tenantId: string) => {
  const found = await tenants.read(db, tenantId);
  if (!found) throw new Problem('not_found', 'There is no such organization.');
  return found;
};

const preview = async (
  needs: RoleRulesNeeds,
  { tenantId }: Admin,
  rules: readonly RoleRule[],
): Promise<RoleRulesPreview> => {
  const { tenant } = await currently(needs, tenantId);
  const after = withRules(tenant, checkedRules(tenant.settings.crm.kind, rules));
  const grants = await readGrantsOfTenant(needs.db, tenantId);
  const agents = await listAgents(needs.db, tenantId);
  const standings = agents.map((agent) => {
    const held = grants.get(agent.id) ?? [];
    return { name: agent.name, before: agent.roles, after: standingOf(after, agent, held).roles };
  });
  const changes = agentRoles.map((role) => ({
    role,
    gains: standings.filter((one) => one.after.includes(role) && !one.before.includes(role)).map(nameOf),
    losses: standings.filter((one) => one.before.includes(role) && !one.after.includes(role)).map(nameOf),
  }));
  return {
    people: agents.length,
    changes: changes.filter(({ gains, losses }) => gains.length + losses.length > 0),
  };
};

const replace = async (needs: RoleRulesNeeds, caller: Admin, asked: RoleRules): Promise<RoleRules> => {
  const { tenantId } = caller;
  const { saved, changed } = await needs.inTransaction(async (trx) => {
    const at = { id: tenantId, version: asked.version };
    const updated = await needs.tenants.update(trx, at, (tenant) =>
      withRules(tenant, checkedRules(tenant.settings.crm.kind, asked.rules)),
    );
    const { tenant, version } = updated;
    await refuseLockOut(trx, tenant, caller);
    await record(trx, {
      tenantId,
      actor: `agent:${caller.agentId}`,
      action: 'role_rules.changed',
      subject: tenantId,
      detail: { rules: tenant.settings.roleRules.map((rule) => ({ ...rule })) },
    });
    const agents = await reassignRoles(trx, tenant, 'rules');
    return { saved: { version, rules: tenant.settings.roleRules }, changed: agents };
  });
  await needs.onRolesChanged(changed.map(refOf));
  return saved;
};

// Whoever takes their own way in away could not come back to mend it.
const refuseLockOut = async (q: Queryable, tenant: Tenant, caller: Admin): Promise<void> => {
  const agent = await findAgent(q, caller);
  const { roles } = agent ? standingOf(tenant, agent, await readGrantsOf(q, caller)) : { roles: [] };
  if (permissionsOf(roles).has('settings.manage')) return;
  throw new Problem(
    'would_lock_out',
    'With these rules you would no longer be an admin. Keep a rule that makes you one.',
  );
};

const seenGrants = async (q: Queryable, tenantId: string): Promise<SeenGrants> => {
  const all = [...(await readGrantsOfTenant(q, tenantId)).values()].flat();
  const same = Map.groupBy(all, ({ source, id }) => `${source} ${id}`);
  const grants = [...same.values()].flatMap(([one, ...others]) => {
    if (!one) return [];
    const { source, id, name } = one;
    return [{ source, id, name, holders: others.length + 1 }];
  });
  return { grants: grants.sort((one, other) => one.name.localeCompare(other.name)) };
};

const withRules = (tenant: Tenant, roleRules: RoleRule[]): Tenant => ({
  ...tenant,
  settings: { ...tenant.settings, roleRules },
});

const nameOf = ({ name }: { readonly name: string }): string => name;
const refOf = ({ tenantId, id }: Agent): AgentRef => ({ tenantId, agentId: id });
