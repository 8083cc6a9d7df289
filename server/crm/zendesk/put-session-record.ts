import { Problem } from '../../http/problem.ts';
import type { SessionRecord } from '../crm.ts';
import { readAnswer } from '../read-answer.ts';
import { caseNotFound, jsonOf, ScopeMissing } from '../refusals.ts';
import { ObjectRecord, type Ticket, TicketFields } from './answers.ts';
import type { ZendeskClient } from './client.ts';
import { findTicket } from './find-ticket.ts';
import { nullIfNotThere } from './null-if-not-there.ts';
import { updateTicket } from './update-ticket.ts';
import type { ZendeskAccount } from './zendesk-account.ts';

/** The title of the ticket field that the app's requirements create: manifests/zendesk/requirements.json. */
const fieldTitle = 'Handrail session';
/** The key of a custom object that an admin may add. To confirm on a live account: the scope that its records need. */
const objectKey = 'handrail_session';

/** The newest session in the ticket's field, and every session as a custom object's record, where the account has them. */
export const putSessionRecord = async (
  account: ZendeskAccount,
  caseId: string,
  record: SessionRecord,
): Promise<'written' | 'unsupported'> => {
  const { client } = account;
  const found = await findTicket(client, caseId);
  if (!found) throw caseNotFound();
  const inObject = await putObjectRecord(account, found.ticket, record);
  const inField = found.ticket.status !== 'closed' && (await setField(client, found.ticket, record));
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
  const answer = await nullIfNotThere(asked).catch(nullIfScopeMissing);
  if (answer) readAnswer(ObjectRecord, jsonOf(answer.text));
  return answer !== null;
};

const nullIfScopeMissing = (error: unknown): null => {
  if (error instanceof Problem && error.cause instanceof ScopeMissing) return null;
  throw error;
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
    features: record.features.join(', '),
    consent: record.consent.join('\n'),
    outcome: record.outcome,
    comment: record.comment,
    artifacts: JSON.stringify(record.artifacts),
    audit_root: record.auditHead,
  },
});

const stamp = (epochMs: number): string => new Date(epochMs).toISOString();

const setField = async (
  client: ZendeskClient,
  ticket: Ticket,
  { externalId }: SessionRecord,
): Promise<boolean> => {
  const fields = readAnswer(TicketFields, (await nullIfNotThere(client.ticketfields.list())) ?? []);
  const field = fields.find(({ title, type, active }) => active && type === 'text' && title === fieldTitle);
  if (!field) return false;
  await updateTicket(client, ticket, { custom_fields: [{ id: field.id, value: externalId }] });
  return true;
};
