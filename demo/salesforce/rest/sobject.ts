import type { CaseComment, CaseRecord, Contact } from '../case-record.ts';
import type { CrmData } from '../crm-data.ts';
import { nameOf, type Person } from '../person.ts';

export type FieldValue = string | boolean | null;
export type Row = Readonly<Record<string, FieldValue>>;

/** `textarea` fields can't be filtered on or sorted by. */
type FieldType = 'id' | 'reference' | 'string' | 'picklist' | 'boolean' | 'datetime' | 'textarea';

/** One type of record: its fields, what its references lead to, and the rows that a person may see. */
export interface SObject {
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldType>>;
  /** Relationship name → the reference's field, and the object it leads to. */
  readonly parents: Readonly<Record<string, { readonly by: string; readonly object: string }>>;
  rows(data: CrmData, person: Person): readonly Row[];
}

/** As the REST API writes times. */
const stamp = (epochMs: number): string => new Date(epochMs).toISOString().replace('Z', '+0000');

const caseRow = (one: CaseRecord): Row => ({
  Id: one.id,
  CaseNumber: one.caseNumber,
  Subject: one.subject,
  Description: one.description,
  Status: one.status,
  Priority: one.priority,
  Origin: one.origin,
  IsClosed: one.status === 'Closed',
  OwnerId: one.ownerId,
  ContactId: one.contact.id,
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

const userRow = (one: Person): Row => ({
  Id: one.id,
  Username: one.email,
  Name: nameOf(one),
  Email: one.email,
  IsActive: one.active,
});

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_case.htm */
const caseObject: SObject = {
  name: 'Case',
  fields: {
    Id: 'id',
    CaseNumber: 'string',
    Subject: 'string',
    Description: 'textarea',
    Status: 'picklist',
    Priority: 'picklist',
    Origin: 'picklist',
    IsClosed: 'boolean',
    OwnerId: 'reference',
    ContactId: 'reference',
    CreatedDate: 'datetime',
    LastModifiedDate: 'datetime',
  },
  parents: { Owner: { by: 'OwnerId', object: 'User' }, Contact: { by: 'ContactId', object: 'Contact' } },
  rows: (data, person) => data.casesFor(person).map(caseRow),
};

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_casecomment.htm */
const caseCommentObject: SObject = {
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

const contactObject: SObject = {
  name: 'Contact',
  fields: { Id: 'id', Name: 'string', Email: 'string', Phone: 'string' },
  parents: {},
  rows: (data, person) => [
    ...new Map(data.casesFor(person).map(({ contact }) => [contact.id, contactRow(contact)])).values(),
  ],
};

const userObject: SObject = {
  name: 'User',
  fields: { Id: 'id', Username: 'string', Name: 'string', Email: 'string', IsActive: 'boolean' },
  parents: {},
  rows: (data) => data.people.map(userRow),
};

const objects = [caseObject, caseCommentObject, contactObject, userObject];

/** Names are not case-sensitive. */
export const findObject = (name: string): SObject | undefined =>
  objects.find((one) => one.name.toLowerCase() === name.toLowerCase());

/** A field by a name in any case, as the object writes it. */
export const findField = (object: SObject, name: string): string | undefined =>
  Object.keys(object.fields).find((field) => field.toLowerCase() === name.toLowerCase());

/**
 * Objects that need "View Setup and Configuration", which agents don't have.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_permissionsetassignment.htm
 */
export const setupObjects: ReadonlySet<string> = new Set([
  'permissionset',
  'permissionsetassignment',
  'permissionsetgroup',
  'custompermission',
  'setupentityaccess',
  'groupmember',
  'profile',
]);
