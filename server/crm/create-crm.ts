import type { Logger } from 'pino';
import type { ProblemCode } from '../../protocol/problem.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { Upstream } from '../http/upstream.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import type { CallUsage } from './call-usage.ts';
import type { Crm, CrmOf } from './crm.ts';
import { createJwtCrm } from './jwt/jwt-crm.ts';
import { lastSaid } from './jwt/last-said.ts';
import type { CrmProvider, Integration } from './provider.ts';
import { providerOf } from './provider-of.ts';
import { revoked } from './refusals.ts';
import { createTokenStore } from './token-store.ts';
import { createTokenVault, type TokenVault } from './token-vault.ts';
import type { TokenSet } from './tokens.ts';

interface CrmNeeds {
  readonly db: Queryable;
  readonly keyRing: Pick<KeyRing, 'seal' | 'open'>;
  readonly upstream: Pick<Upstream, 'fetch'>;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly inTransaction: InTransaction;
  readonly now: () => number;
  readonly log: Pick<Logger, 'warn'>;
}

/** The tenants' CRMs. */
export interface Crms {
  /** As an agent who has signed in. @throws Problem `auth_revoked` when the agent must sign in again. */
  readonly crmOf: CrmOf;
  /** As whoever has just signed in: tokens that are not kept yet, and not refreshed. */
  readonly crmWith: (tenant: Tenant, tokens: TokenSet) => Crm;
  readonly providerFor: (tenant: Tenant) => CrmProvider;
  readonly vault: TokenVault;
  /** How much of its allowance this tenant's CRM last said is used; null: it has not said since this process began. */
  readonly usageOf: (tenantId: string) => CallUsage | null;
  /** Why this tenant's integration account could not read who holds what, when it was used last; null: it could, was not used yet, or there is none. */
  readonly integrationProblemOf: (tenantId: string) => ProblemCode | null;
}

export const createCrm = ({ db, inTransaction, keyRing, upstream, tenants, now, log }: CrmNeeds): Crms => {
  const usage = new Map<string, CallUsage>();
  const integrationProblems = new Map<string, ProblemCode>();
  const providerFor = (tenant: Tenant) =>
    providerOf(tenant, { upstream, now, noteUsage: (said) => void usage.set(tenant.id, said) });
  const tenantOf = async (tenantId: string): Promise<Tenant> => {
    const tenant = await tenants.find(db, tenantId);
    if (!tenant) throw new Problem('unauthorized', 'This organization is not here any more.');
    return tenant;
  };
  const store = createTokenStore(keyRing);
  const vault = createTokenVault({
    db,
    inTransaction,
    log,
    store,
    providerFor: async (id) => providerFor(await tenantOf(id)),
    now,
  });

  /** As whom a tenant lets setup be read; null: as nobody. */
  const integrationOf = (tenant: Tenant): Integration | null => {
    const { crm } = tenant.settings;
    if (crm.kind !== 'salesforce' || crm.integrationAgentId === null) {
      integrationProblems.delete(tenant.id);
      return null;
    }
    return {
      tokens: vault.holderFor({ tenantId: tenant.id, agentId: crm.integrationAgentId }),
      note: (problem) => {
        if (problem === null) return void integrationProblems.delete(tenant.id);
        if (!integrationProblems.has(tenant.id))
          log.warn({ tenant: tenant.id, problem }, 'The integration account can’t read who holds what');
        integrationProblems.set(tenant.id, problem);
      },
    };
  };

  return {
    vault,
    providerFor,
    usageOf: (tenantId) => usage.get(tenantId) ?? null,
    integrationProblemOf: (tenantId) => integrationProblems.get(tenantId) ?? null,
    crmOf: async (owner) => {
      const tenant = await tenantOf(owner.tenantId);
      if (tenant.settings.crm.kind === 'jwt') {
        const { signedCase = null } = owner;
        return createJwtCrm({ currentUser: () => lastSaid(db, owner), signedCase });
      }
      const { identityPath } = await vault.read(owner);
      const needs = { tokens: vault.holderFor(owner), identityPath, integration: integrationOf(tenant) };
      return providerFor(tenant).connect(needs);
    },
    crmWith: (tenant, { accessToken, identityPath }) => {
      const tokens = { current: async () => accessToken, renewed: () => Promise.reject(revoked()) };
      return providerFor(tenant).connect({ tokens, identityPath, integration: integrationOf(tenant) });
    },
  };
};
