import type { SessionRecord } from '../crm.ts';
import { readAnswer } from '../read-answer.ts';
import { caseNotFound, jsonOf } from '../refusals.ts';
import { ObjectRecord, type Ticket } from './answers.ts';
import type { ZendeskClient } from './client.ts';
import { findTicket } from './find-ticket.ts';
import { nullIfNotThere } from './null-if-not-there.ts';
import { fieldChange, findSessionField, isInField } from './session-field.ts';
import { updateTicket } from './update-ticket.ts';
import type { ZendeskAccount } from './zendesk-account.ts';

/** The key of the custom object in packaging/zendesk/session-object.json. To confirm on a live account: the scope that its records need. */
const objectKey = 'handrail_session';

/**
 * The newest session in the ticket's field, where the note has not put it already; and every session as a custom object's record, where
 * the tenant wants that. @throws Problem `auth_revoked` for an agent whose grant is of before the tenant wanted it: it lacks the scope.
 */
export const putSessionRecord = async (
  account: ZendeskAccount,
  caseId: string,
  record: SessionRecord,
): Promise<'written' | 'unsupported'> => {
  const { client } = account;
  const found = await findTicket(client, caseId);
  if (!found) throw caseNotFound();
  const inField = found.ticket.status !== 'closed' && (await setField(client, found.ticket, record));
  const inObject = account.sessionObject && (await putObjectRecord(account, found.ticket, record));
  return inObject || inField ? 'written' : 'unsupported';
};

/** https://developer.zendesk.com/api-reference/custom-data/custom-objects/custom_object_records/ */
const putObjectRecord = async (
  { base, door }: ZendeskAccount,
  ticket: Ticket,
  record: SessionRecord,
): Promise<boolean> => {
  const external = new URLSearchParams({ external_id: record.externalId });
  const asked = door({
    method: 'PATCH',
    url: `${base}/api/v2/custom_objects/${objectKey}/records?${external}`,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ custom_object_record: objectRecordOf(ticket, record) }),
  });
  const answer = await nullIfNotThere(asked);
  if (answer) readAnswer(ObjectRecord, jsonOf(answer.text));
  return answer !== null;
};

const objectRecordOf = (ticket: Ticket, record: SessionRecord): object => ({
  name: record.externalId,
  external_id: record.externalId,
  custom_object_fields: {
    ticket: String(ticket.id),
    started_at: stamp(record.startedAt),
    ended_at: stamp(record.endedAt),
    agent: record.agentId,
    duration_seconds: record.durationMs === null ? null : Math.round(record.durationMs / 1000),
    capabilities: capabilitiesOf(record),
    outcome: record.outcome,
    ...(record.comment === null ? {} : { comment: record.comment }),
    artifacts: JSON.stringify(record.artifacts),
    audit_root: record.auditHead,
  },
});

/** What was allowed and what was used, in one: an app's requirements may give an object ten fields. */
const capabilitiesOf = ({ consent, features }: SessionRecord): string =>
  `Allowed: ${listed(consent)}. Used: ${listed(features)}.`;

const listed = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'none');

const stamp = (epochMs: number): string => new Date(epochMs).toISOString();

const setField = async (
  client: ZendeskClient,
  ticket: Ticket,
  { externalId }: SessionRecord,
): Promise<boolean> => {
  const fieldId = await findSessionField(client);
  if (fieldId === null) return false;
  if (!isInField(ticket, fieldId, externalId)) {
    await updateTicket(client, ticket, fieldChange(fieldId, externalId));
  }
  return true;
};
