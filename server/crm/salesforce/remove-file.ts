import { Problem } from '../../http/problem.ts';
import { answerInvalid } from '../refusals.ts';
import { DocumentRows } from './answers.ts';
import { recordId } from './record-id.ts';
import { rowsOf } from './rows-of.ts';
import type { SalesforceOrg } from './salesforce-org.ts';
import { soql } from './soql.ts';

/**
 * Deletes the document with all its versions and links: who put it owns it, and may. The org's recycle bin has it for 15 days.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contentdocument.htm
 */
export const removeFile = async (org: SalesforceOrg, fileId: string): Promise<void> => {
  const documentId = recordId(fileId);
  if (documentId === null || !(await isThere(org, documentId))) return;
  try {
    await org.connection.request({ method: 'DELETE', url: `/sobjects/ContentDocument/${documentId}` });
  } catch (error) {
    // Somebody else was faster.
    if (!(error instanceof Problem) || error.code !== 'case_not_found') throw error;
  }
  if (await isThere(org, documentId)) throw answerInvalid(new Error('The file is there still.'));
};

const isThere = async (org: SalesforceOrg, documentId: string): Promise<boolean> => {
  const query = soql`SELECT Id FROM ContentDocument WHERE Id = ${documentId} LIMIT 1`;
  return (await rowsOf(org, DocumentRows, query)).length > 0;
};
