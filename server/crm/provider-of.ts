import type { Tenant } from '../tenants/tenant.ts';
import type { CrmProvider, ProviderNeeds } from './provider.ts';
import { createSalesforce } from './salesforce/salesforce.ts';
import { createZendesk } from './zendesk/zendesk.ts';

/** The CRM that this tenant runs. */
export const providerOf = ({ settings: { crm } }: Tenant, needs: ProviderNeeds): CrmProvider =>
  crm.kind === 'zendesk' ? createZendesk(crm, needs) : createSalesforce(crm, needs);
