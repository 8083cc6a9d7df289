import type { Readable } from 'node:stream';
import type { FileRange } from '../crm.ts';
import type { ReceiveFile } from '../receive-file.ts';
import { fileMissing } from '../refusals.ts';
import { ContentRows } from './answers.ts';
import { apiVersion } from './connection.ts';
import { recordId } from './record-id.ts';
import { rowsOf } from './rows-of.ts';
import type { SalesforceOrg } from './salesforce-org.ts';
import { soql } from './soql.ts';

/** The newest version's content: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_blob_retrieve.htm */
export const readFile = async (
  org: SalesforceOrg,
  receive: ReceiveFile,
  { fileId, range }: { readonly fileId: string; readonly range: FileRange | undefined },
): Promise<Readable> => {
  const documentId = recordId(fileId);
  if (documentId === null) throw fileMissing();
  const query = soql`SELECT Id, ContentSize FROM ContentVersion WHERE ContentDocumentId = ${documentId} AND IsLatest = true LIMIT 1`;
  const [version] = await rowsOf(org, ContentRows, query);
  if (!version) throw fileMissing();
  return receive({
    url: `${org.settings.instance}/services/data/v${apiVersion}/sobjects/ContentVersion/${version.Id}/VersionData`,
    bytes: version.ContentSize,
    range,
  });
};
