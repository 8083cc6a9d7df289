import { Problem } from '../../http/problem.ts';
import type { RecordedArtifact, SessionRecord } from '../crm.ts';
import { caseNotFound } from '../refusals.ts';
import { findRow } from './find-case.ts';
import type { SalesforceOrg } from './salesforce-org.ts';

/** The object and the field that the package in sfdx-project/ brings. */
const objectName = 'Handrail_Session__c';
const externalIdField = 'External_Id__c';

/** Characters that its fields hold. */
const room = { short: 255, long: 4_000, artifacts: 32_768 } as const;

/**
 * Upserts the session's record. `unsupported` where the package is not installed.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_upsert.htm
 */
export const putSessionRecord = async (
  org: SalesforceOrg,
  caseId: string,
  record: SessionRecord,
): Promise<'written' | 'unsupported'> => {
  const found = await findRow(org, caseId);
  if (!found) throw caseNotFound();
  try {
    await org.connection.request({
      method: 'PATCH',
      url: `/sobjects/${objectName}/${externalIdField}/${encodeURIComponent(record.externalId)}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(rowOf(found.Id, record)),
    });
    return 'written';
  } catch (error) {
    // The case is there: so it is the object that is not.
    if (error instanceof Problem && error.code === 'case_not_found') return 'unsupported';
    throw error;
  }
};

const rowOf = (caseId: string, record: SessionRecord): object => ({
  Case__c: caseId,
  Started__c: stamp(record.startedAt),
  Ended__c: stamp(record.endedAt),
  Agent__c: record.agentId,
  Agent_Name__c: cut(record.agentName, room.short),
  Duration_Seconds__c: record.durationMs === null ? null : Math.round(record.durationMs / 1000),
  Features__c: cut(record.features.join(', '), room.short),
  Consent__c: cut(record.consent.join('\n'), room.long),
  Outcome__c: record.outcome && cut(record.outcome, room.short),
  ...(record.comment === null ? {} : { Comment__c: cut(record.comment, room.long) }),
  Artifacts__c: cut(record.artifacts.map(lineOf).join('\n'), room.artifacts),
  Audit_Root__c: record.auditHead,
});

const stamp = (epochMs: number): string => new Date(epochMs).toISOString();

const lineOf = ({ name, url, viewer, bytes, sha256, deletedAt }: RecordedArtifact): string =>
  [
    name,
    bytes === null ? null : `${bytes} bytes`,
    sha256 === null ? null : `SHA-256 ${sha256}`,
    deletedAt === null ? null : `deleted ${stamp(deletedAt)}`,
    url,
    viewer,
  ]
    .filter((part) => part !== null)
    .join(' · ');

const cut = (text: string, characters: number): string =>
  text.length <= characters ? text : `${text.slice(0, characters - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
