import type { CaseComment, CaseRecord, Contact } from '../case-record.ts';
import type { Row, SObject } from './sobject.ts';
import { stamp } from './stamp.ts';

const caseRow = (one: CaseRecord): Row => ({
  Id: one.id,
  CaseNumber: one.caseNumber,
  Subject: one.subject,
  Description: one.description,
  Status: one.status,
  Priority: one.priority,
  Origin: one.origin,
  Brand__c: one.brand,
  IsClosed: one.status === 'Closed',
  IsDeleted: one.mergedInto !== null || one.isDeleted,
  MasterRecordId: one.mergedInto,
  OwnerId: one.ownerId,
  ContactId: one.hasContact ? one.contact.id : null,
  SuppliedName: one.origin === 'Web' ? one.contact.name : null,
  SuppliedEmail: one.origin === 'Web' ? one.contact.email : null,
  CreatedDate: stamp(one.createdAt),
  LastModifiedDate: stamp(one.updatedAt),
});

const commentRow = (one: CaseComment): Row => ({
  Id: one.id,
  ParentId: one.parentId,
  CommentBody: one.body,
  IsPublished: one.isPublished,
  CreatedById: one.createdById,
  CreatedDate: stamp(one.createdAt),
});

const contactRow = (one: Contact): Row => ({
  Id: one.id,
  Name: one.name,
  Email: one.email,
  Phone: one.phone,
});

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_case.htm */
export const caseObject: SObject = {
  name: 'Case',
  fields: {
    Id: 'id',
    CaseNumber: 'string',
    Subject: 'string',
    Description: 'textarea',
    Status: 'picklist',
    Priority: 'picklist',
    Origin: 'picklist',
    Brand__c: 'picklist',
    IsClosed: 'boolean',
    IsDeleted: 'boolean',
    MasterRecordId: 'reference',
    OwnerId: 'reference',
    ContactId: 'reference',
    SuppliedName: 'string',
    SuppliedEmail: 'string',
    CreatedDate: 'datetime',
    LastModifiedDate: 'datetime',
  },
  parents: { Owner: { by: 'OwnerId', object: 'User' }, Contact: { by: 'ContactId', object: 'Contact' } },
  rows: (data, person) => data.casesFor(person).map(caseRow),
  binned: (data, person) => data.binnedCasesFor(person).map(caseRow),
};

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_casecomment.htm */
export const caseComment: SObject = {
  name: 'CaseComment',
  fields: {
    Id: 'id',
    ParentId: 'reference',
    CommentBody: 'textarea',
    IsPublished: 'boolean',
    CreatedById: 'reference',
    CreatedDate: 'datetime',
  },
  parents: { Parent: { by: 'ParentId', object: 'Case' }, CreatedBy: { by: 'CreatedById', object: 'User' } },
  rows: (data, person) => data.casesFor(person).flatMap((one) => one.comments.map(commentRow)),
};

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contact.htm */
export const contact: SObject = {
  name: 'Contact',
  fields: { Id: 'id', Name: 'string', Email: 'string', Phone: 'string' },
  parents: {},
  rows: (data, person) => [
    ...new Map(data.casesFor(person).map((one) => [one.contact.id, contactRow(one.contact)])).values(),
  ],
};
