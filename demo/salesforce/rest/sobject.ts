import type { CrmData } from '../crm-data.ts';
import type { Person } from '../person.ts';
import { caseComment, caseObject, contact } from './case-objects.ts';
import { contentDocument, contentDocumentLink, contentVersion } from './content-objects.ts';
import { handrailSession } from './session-object.ts';
import {
  customPermission,
  group,
  groupMember,
  permissionSet,
  permissionSetAssignment,
  permissionSetGroup,
  profile,
  setupEntityAccess,
  user,
} from './setup-objects.ts';

export type FieldValue = string | number | boolean | null;
export type Row = Readonly<Record<string, FieldValue>>;

/** `textarea` fields can't be filtered on or sorted by. */
export type FieldType =
  | 'id'
  | 'reference'
  | 'string'
  | 'picklist'
  | 'boolean'
  | 'number'
  | 'datetime'
  | 'textarea';

/** One type of record: its fields, what its references lead to, and the rows that a person may see. */
export interface SObject {
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldType>>;
  /** Relationship name → the reference's field, and the object it leads to. */
  readonly parents: Readonly<Record<string, { readonly by: string; readonly object: string }>>;
  /** Needs “View Setup and Configuration”, which agents don't have. */
  readonly isSetup?: true;
  /** A query must name one of these by its id. */
  readonly filteredBy?: readonly string[];
  rows(data: CrmData, person: Person): readonly Row[];
  /** Those in the bin: only `queryAll` finds them. */
  binned?(data: CrmData, person: Person): readonly Row[];
  /** Whether the org has this object; it has when this is left out. */
  isThere?(data: CrmData): boolean;
}

const objects: readonly SObject[] = [
  caseObject,
  caseComment,
  contact,
  contentDocument,
  contentDocumentLink,
  contentVersion,
  customPermission,
  group,
  groupMember,
  handrailSession,
  permissionSet,
  permissionSetAssignment,
  permissionSetGroup,
  profile,
  setupEntityAccess,
  user,
];

/**
 * Names are not case-sensitive. What a person has no right to is answered as if it weren't there:
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_permissionsetassignment.htm
 */
export const findObject = (name: string, data: CrmData, person: Person): SObject | undefined =>
  objects.find(
    (one) =>
      one.name.toLowerCase() === name.toLowerCase() &&
      (!one.isSetup || person.admin) &&
      (one.isThere?.(data) ?? true),
  );

/** Objects that need a right which this person lacks: their rows can't be asked for one by one either. */
export const isOnlyForAdmins = (name: string): boolean =>
  objects.some((one) => one.isSetup && one.name.toLowerCase() === name.toLowerCase());

/** A field by a name in any case, as the object writes it. */
export const findField = (object: SObject, name: string): string | undefined =>
  Object.keys(object.fields).find((field) => field.toLowerCase() === name.toLowerCase());
