import type { SObject } from './sobject.ts';

/** What Handrail's package in sfdx-project/ brings. */
export const handrailSession: SObject = {
  name: 'Handrail_Session__c',
  fields: {
    Id: 'id',
    External_Id__c: 'string',
    Case__c: 'reference',
    Started__c: 'datetime',
    Ended__c: 'datetime',
    Agent__c: 'reference',
    Agent_Name__c: 'string',
    Duration_Seconds__c: 'number',
    Features__c: 'string',
    Consent__c: 'textarea',
    Outcome__c: 'string',
    Comment__c: 'textarea',
    Artifacts__c: 'textarea',
    Audit_Root__c: 'string',
  },
  parents: { Case__r: { by: 'Case__c', object: 'Case' }, Agent__r: { by: 'Agent__c', object: 'User' } },
  isThere: (data) => data.hasSessionObject,
  rows: (data) =>
    [...data.sessions].map(([externalId, { id, row }]) => ({ ...row, Id: id, External_Id__c: externalId })),
};
