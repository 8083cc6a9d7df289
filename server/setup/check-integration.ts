import type { Check } from '../../protocol/http/setup-checks.ts';
import type { CrmOf } from '../crm/crm.ts';
import { Problem } from '../http/problem.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** Whether the account that reads permission sets, groups and profiles for everybody still may. Nothing where there is none. */
export const checkIntegration = async (
  crmOf: CrmOf,
  { id: tenantId, settings: { crm } }: Tenant,
): Promise<readonly Check[]> => {
  if (crm.kind !== 'salesforce' || crm.integrationAgentId === null) return [];
  const check = { site: null, name: 'integration' } as const;
  try {
    const reader = await crmOf({ tenantId, agentId: crm.integrationAgentId });
    const { name, grants } = await reader.currentUser();
    // Everybody has a profile: whoever sees none may not look.
    return grants.some(({ source }) => source === 'sf.profile')
      ? [{ ...check, state: 'pass', reason: 'fine', seen: [name] }]
      : [{ ...check, state: 'fail', reason: 'setup_hidden', seen: [name] }];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const reason = error.code.startsWith('auth_') ? 'not_connected' : 'crm_refused';
    return [{ ...check, state: 'fail', reason, seen: [error.code] }];
  }
};
