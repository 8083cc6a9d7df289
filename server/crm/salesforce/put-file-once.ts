import { randomUUID } from 'node:crypto';
import type { FileSource, StoredFile } from '../crm.ts';
import { fileBody } from '../file-body.ts';
import { readAnswer } from '../read-answer.ts';
import { answerInvalid, caseNotFound, fileTooLarge, jsonOf } from '../refusals.ts';
import { Created, DocumentLinkRows, VersionRows } from './answers.ts';
import { apiVersion } from './connection.ts';
import { findRow } from './find-case.ts';
import { rowsOf } from './rows-of.ts';
import type { SalesforceOrg } from './salesforce-org.ts';
import { soql } from './soql.ts';

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_sobject_insert_update_blob.htm: 2 GB of a `ContentVersion`. */
export const longestSalesforceFile = 2 * 1024 * 1024 * 1024;

/** Puts a file among the case's files, seen by the company's own people only. */
export const putFileOnce = async (
  open: () => SalesforceOrg,
  caseId: string,
  file: FileSource,
): Promise<StoredFile> => {
  if (file.bytes > longestSalesforceFile) throw fileTooLarge();
  const org = open();
  const found = await findRow(org, caseId);
  if (!found) throw caseNotFound();
  const documentId =
    (await findDocument(org, found.Id, file)) ??
    (await documentOf(open(), await upload(open(), found.Id, file)));
  await hideFromCustomers(open(), found.Id, documentId);
  return { id: documentId, url: `${org.settings.lightning}/lightning/r/ContentDocument/${documentId}/view` };
};

/** The description carries the external id: it can't be filtered by, but a case has few files. */
const findDocument = async (
  org: SalesforceOrg,
  caseId: string,
  { externalId }: FileSource,
): Promise<string | null> => {
  const links = await rowsOf(org, DocumentLinkRows, linksOf(caseId));
  const link = links.find(({ ContentDocument: { Description: text } }) => text?.includes(`[${externalId}]`));
  return link?.ContentDocumentId ?? null;
};

const linksOf = (caseId: string): string =>
  soql`SELECT Id, ContentDocumentId, Visibility, ContentDocument.Description FROM ContentDocumentLink WHERE LinkedEntityId = ${caseId}`;

/** The id of the new version. https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_sobject_insert_update_blob.htm */
const upload = async (
  { door, settings }: SalesforceOrg,
  caseId: string,
  file: FileSource,
): Promise<string> => {
  const boundary = `handrail-${randomUUID()}`;
  const answer = await door({
    method: 'POST',
    url: `${settings.instance}/services/data/v${apiVersion}/sobjects/ContentVersion`,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, accept: 'application/json' },
    body: fileBody(file, { before: beforeContent(boundary, caseId, file), after: `\r\n--${boundary}--\r\n` }),
  });
  return readAnswer(Created, jsonOf(answer.text)).id;
};

/** The part with the JSON must have no file name: Salesforce takes it for a file otherwise. */
const beforeContent = (boundary: string, caseId: string, file: FileSource): string => {
  const version = {
    Title: file.name,
    PathOnClient: file.name,
    Description: `SHA-256 ${file.sha256}\n[${file.externalId}]`,
    FirstPublishLocationId: caseId,
    ContentLocation: 'S',
  };
  return [
    `--${boundary}`,
    'Content-Disposition: form-data; name="entity_content"',
    'Content-Type: application/json',
    '',
    JSON.stringify(version),
    `--${boundary}`,
    `Content-Disposition: form-data; name="VersionData"; filename="${headerText(file.name)}"`,
    `Content-Type: ${file.contentType}`,
    '',
    '',
  ].join('\r\n');
};

/** As HTML forms have it: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
const headerText = (name: string): string =>
  name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');

const documentOf = async (org: SalesforceOrg, versionId: string): Promise<string> => {
  const query = soql`SELECT ContentDocumentId FROM ContentVersion WHERE Id = ${versionId} LIMIT 1`;
  const [version] = await rowsOf(org, VersionRows, query);
  if (!version) throw answerInvalid();
  return version.ContentDocumentId;
};

/** To confirm on a live org: `FirstPublishLocationId` links a file for everybody with access to the case, customers with a login too. */
const hideFromCustomers = async (org: SalesforceOrg, caseId: string, documentId: string): Promise<void> => {
  const links = await rowsOf(org, DocumentLinkRows, linksOf(caseId));
  const link = links.find(({ ContentDocumentId }) => ContentDocumentId === documentId);
  if (!link) throw answerInvalid();
  if (link.Visibility === 'InternalUsers') return;
  await org.connection.request({
    method: 'PATCH',
    url: `/sobjects/ContentDocumentLink/${link.Id}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ Visibility: 'InternalUsers' }),
  });
};
