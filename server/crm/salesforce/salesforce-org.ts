import type { Connection } from '@jsforce/jsforce-node';
import type { SalesforceSettings } from '../../tenants/crm-settings.ts';
import type { CrmDoor } from '../door.ts';

/** One Salesforce org, for one operation. */
export interface SalesforceOrg {
  readonly settings: SalesforceSettings;
  readonly connection: Connection;
  /** For what the connection can't do. */
  readonly door: CrmDoor;
}
