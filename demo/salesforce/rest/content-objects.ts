import type { Document } from '../case-record.ts';
import type { CrmData } from '../crm-data.ts';
import type { Person } from '../person.ts';
import type { SObject } from './sobject.ts';

/** One's own, and those of the cases that one sees. */
export const seenBy = (data: CrmData, person: Person): readonly Document[] => {
  const cases = new Set(data.casesFor(person).map(({ id }) => id));
  return data.documents.filter(
    ({ links, ownerId }) => ownerId === person.id || links.some(({ caseId }) => cases.has(caseId)),
  );
};

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contentdocument.htm */
export const contentDocument: SObject = {
  name: 'ContentDocument',
  fields: { Id: 'id', Title: 'string', Description: 'textarea', ContentSize: 'number' },
  parents: {},
  rows: (data, person) =>
    seenBy(data, person).map(({ id, title, description, bytes }) => ({
      Id: id,
      Title: title,
      Description: description,
      ContentSize: bytes,
    })),
};

/**
 * Only with a filter on one of its two ends:
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contentdocumentlink.htm
 */
export const contentDocumentLink: SObject = {
  name: 'ContentDocumentLink',
  fields: {
    Id: 'id',
    ContentDocumentId: 'reference',
    LinkedEntityId: 'reference',
    ShareType: 'picklist',
    Visibility: 'picklist',
  },
  parents: { ContentDocument: { by: 'ContentDocumentId', object: 'ContentDocument' } },
  filteredBy: ['ContentDocumentId', 'LinkedEntityId'],
  rows: (data, person) =>
    seenBy(data, person).flatMap((document) =>
      document.links.map(({ id, caseId, visibility }) => ({
        Id: id,
        ContentDocumentId: document.id,
        LinkedEntityId: caseId,
        ShareType: 'V',
        Visibility: visibility,
      })),
    ),
};

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contentversion.htm */
export const contentVersion: SObject = {
  name: 'ContentVersion',
  fields: {
    Id: 'id',
    ContentDocumentId: 'reference',
    Title: 'string',
    Description: 'textarea',
    ContentSize: 'number',
    IsLatest: 'boolean',
  },
  parents: { ContentDocument: { by: 'ContentDocumentId', object: 'ContentDocument' } },
  rows: (data, person) =>
    seenBy(data, person).map((document) => ({
      IsLatest: true,
      Id: document.versionId,
      ContentDocumentId: document.id,
      Title: document.title,
      Description: document.description,
      ContentSize: document.bytes,
    })),
};
