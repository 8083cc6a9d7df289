import type { Check, SetupChecks } from '../../protocol/http/setup-checks.ts';
import type { AgentRef } from '../agents/agent.ts';
import type { CrmOf } from '../crm/crm.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { Upstream } from '../http/upstream.ts';
import { UpstreamFailure } from '../http/upstream-failure.ts';
import type { CrmSettings } from '../tenants/crm-settings.ts';
import { fingerprintOf } from '../tenants/public-keys.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { checkIntegration } from './check-integration.ts';
import { lookAtSite } from './look-at-site.ts';
import { readFact, rememberFact } from './setup-facts.ts';

export interface RunChecksNeeds {
  readonly db: Queryable;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly crmOf: CrmOf;
  readonly upstream: Pick<Upstream, 'fetch'>;
  readonly snippet: SetupChecks['snippet'];
  readonly now: () => number;
}

/** Looks at everything that has to be there, now, and remembers how it stood. */
export const runChecks =
  (needs: RunChecksNeeds) =>
  async (caller: AgentRef): Promise<SetupChecks> => {
    const { db, tenants, now, snippet } = needs;
    const tenant = await tenants.find(db, caller.tenantId);
    if (!tenant) throw new Problem('not_found', 'There is no such organization.');
    const { crm, sites } = tenant.settings;
    const [oauth, integration, key, app, frame, roles, ...looks] = await Promise.all([
      checkGrant(needs, caller, crm),
      checkIntegration(needs.crmOf, tenant),
      checkKeys(needs, crm),
      checkApp(db, tenant.id),
      checkFrame(db, tenant),
      checkRoles(db, tenant),
      ...sites.map((site) => lookAtSite(needs, site)),
    ]);
    const checks = [oauth, ...integration, key, app, frame, roles, ...looks.flat()];
    const at = now();
    await rememberFact(db, { tenantId: tenant.id, name: 'checks', at }, { checks });
    return { at, checks, snippet };
  };

const once = { site: null } as const;

const checkGrant = async (
  { crmOf }: RunChecksNeeds,
  { tenantId, agentId }: AgentRef,
  crm: CrmSettings,
): Promise<Check> => {
  if (crm.kind === 'jwt') return { ...once, name: 'oauth', state: 'pass', reason: 'not_needed', seen: [] };
  try {
    const { name } = await (await crmOf({ tenantId, agentId })).currentUser();
    return { ...once, name: 'oauth', state: 'pass', reason: 'fine', seen: [name] };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const reason = error.code.startsWith('auth_') ? 'not_connected' : 'crm_refused';
    return { ...once, name: 'oauth', state: 'fail', reason, seen: [error.code] };
  }
};

const checkKeys = async ({ upstream }: RunChecksNeeds, crm: CrmSettings): Promise<Check> => {
  const check = { ...once, name: 'key' } as const;
  if (crm.kind === 'jwt' && crm.keys.by === 'jwks') {
    return (await isKeySet(upstream, crm.keys.url))
      ? { ...check, state: 'pass', reason: 'fine', seen: [crm.keys.url] }
      : { ...check, state: 'fail', reason: 'keys_unreachable', seen: [crm.keys.url] };
  }
  const pems = pinned(crm);
  return pems.length > 0
    ? { ...check, state: 'pass', reason: 'fine', seen: pems.map(fingerprintOf) }
    : { ...check, state: 'fail', reason: 'not_pinned', seen: [] };
};

const pinned = (crm: CrmSettings): readonly string[] => {
  switch (crm.kind) {
    case 'zendesk':
      return crm.app ? [crm.app.publicKeyPem] : [];
    case 'salesforce':
      return crm.assertionCertificates;
    case 'jwt':
      return crm.keys.by === 'pem' ? crm.keys.pems : [];
  }
};

const isKeySet = async (upstream: RunChecksNeeds['upstream'], url: string): Promise<boolean> => {
  try {
    const response = await upstream.fetch(url, { maxBytes: 256 * 1024 });
    return response.ok && (await response.text()).includes('"keys"');
  } catch (error) {
    if (error instanceof UpstreamFailure) return false;
    throw error;
  }
};

const checkApp = async (db: Queryable, tenantId: string): Promise<Check> => {
  const check = { ...once, name: 'app' } as const;
  const signed = await readFact(db, tenantId, 'panel_signed');
  if (signed) {
    return { ...check, state: 'pass', reason: 'fine', seen: [new Date(signed.at).toISOString()] };
  }
  const opened = await readFact(db, tenantId, 'panel_opened');
  return opened
    ? { ...check, state: 'unknown', reason: 'unsigned', seen: [new Date(opened.at).toISOString()] }
    : { ...check, state: 'fail', reason: 'never_seen', seen: [] };
};

const checkFrame = async (db: Queryable, { id, settings: { crm } }: Tenant): Promise<Check> => {
  const check = { ...once, name: 'frame' } as const;
  const opened = await readFact(db, id, 'panel_opened');
  const framedBy = opened?.fact.framedBy ?? null;
  if (framedBy === null) return { ...check, state: 'unknown', reason: 'never_seen', seen: [] };
  return framersOf(crm).includes(framedBy)
    ? { ...check, state: 'pass', reason: 'fine', seen: [framedBy] }
    : { ...check, state: 'fail', reason: 'other_origin', seen: [framedBy, ...framersOf(crm)] };
};

const framersOf = (crm: CrmSettings): readonly string[] => {
  if (crm.kind === 'jwt') return crm.frameAncestors;
  return [crm.kind === 'zendesk' ? crm.base : crm.lightning];
};

const checkRoles = async (db: Queryable, { id, settings }: Tenant): Promise<Check> => {
  const check = { ...once, name: 'roles' } as const;
  const rules = settings.roleRules.filter(({ role }) => role === 'agent' || role === 'supervisor');
  if (rules.length === 0) return { ...check, state: 'fail', reason: 'no_rule', seen: [] };
  const people = await db
    .selectFrom('agents')
    .select(['name', 'roles'])
    .where('tenant_id', '=', id)
    .execute();
  const helpers = people.filter(({ roles }) => /"(agent|supervisor)"/.test(roles)).map(({ name }) => name);
  return helpers.length > 0
    ? { ...check, state: 'pass', reason: 'fine', seen: helpers.slice(0, 3) }
    : { ...check, state: 'unknown', reason: 'nobody_yet', seen: rules.map(({ name }) => name) };
};
