import { Problem } from '../http/problem.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { CrmProvider, ProviderNeeds } from './provider.ts';
import { createSalesforce } from './salesforce/salesforce.ts';
import { createZendesk } from './zendesk/zendesk.ts';

/** The CRM that this tenant runs. */
export const providerOf = ({ settings: { crm } }: Tenant, needs: ProviderNeeds): CrmProvider => {
  switch (crm.kind) {
    case 'zendesk':
      return createZendesk(crm, needs);
    case 'salesforce':
      return createSalesforce(crm, needs);
    case 'jwt':
      throw new Problem('not_found', 'This organization’s console has nothing that could be called.');
  }
};
