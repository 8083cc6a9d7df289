import type { CrmKind } from '../crm/crm.ts';

const whoseId: Readonly<Record<CrmKind, string>> = {
  zendesk: 'Zendesk agent',
  salesforce: 'Salesforce user',
  jwt: 'User',
};

/** What somebody is called of whom the console has signed nothing but the id, until the CRM can be asked: never a name that was only shown. */
export const nameFromId = (kind: CrmKind, crmUserId: string): string => `${whoseId[kind]} ${crmUserId}`;
