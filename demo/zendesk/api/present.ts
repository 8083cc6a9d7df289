import { contentUrl } from '../content-url.ts';
import type { Group, Person } from '../person.ts';
import type { Comment, Ticket } from '../ticket.ts';
import type { Attachment } from './upload.ts';

/** ISO 8601 with seconds, as Zendesk writes times. */
export const stamp = (epochMs: number): string => new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z');

const born = stamp(Date.UTC(2024, 0, 15, 9));

/** https://developer.zendesk.com/api-reference/ticketing/users/users/#json-format */
export const presentPerson = (origin: string, person: Person): object => ({
  id: person.id,
  url: `${origin}/api/v2/users/${person.id}.json`,
  name: person.name,
  email: person.email,
  created_at: born,
  updated_at: born,
  time_zone: 'UTC',
  iana_time_zone: person.timeZone,
  phone: null,
  locale: person.locale,
  locale_id: 1,
  organization_id: null,
  role: person.role,
  role_type: null,
  custom_role_id: person.customRoleId,
  default_group_id: person.groupIds[0] ?? null,
  verified: true,
  active: person.active,
  suspended: person.suspended,
  shared: false,
  moderator: person.role !== 'end-user',
  restricted_agent: person.role !== 'admin',
  tags: [],
  user_fields: person.userFields,
});

/** What GET /users/me answers to nobody: https://developer.zendesk.com/api-reference/ticketing/users/users/#show-self */
export const anonymous = (origin: string): object => ({
  id: null,
  url: `${origin}/api/v2/users/.json`,
  name: 'Anonymous user',
  email: 'invalid@example.com',
  created_at: null,
  updated_at: null,
  time_zone: 'UTC',
  role: 'end-user',
  verified: false,
  active: null,
  suspended: false,
  shared: false,
  user_fields: {},
});

/** https://developer.zendesk.com/api-reference/ticketing/groups/groups/#json-format */
export const presentGroup = (origin: string, group: Group): object => ({
  id: group.id,
  url: `${origin}/api/v2/groups/${group.id}.json`,
  name: group.name,
  description: '',
  default: false,
  deleted: false,
  is_public: true,
  created_at: born,
  updated_at: born,
});

/** https://developer.zendesk.com/api-reference/ticketing/groups/group_memberships/#json-format */
export const presentMembership = (origin: string, person: Person, groupId: number, index: number): object => {
  const id = (person.id % 1_000_000) * 100 + index;
  return {
    id,
    url: `${origin}/api/v2/group_memberships/${id}.json`,
    user_id: person.id,
    group_id: groupId,
    default: index === 0,
    created_at: born,
    updated_at: born,
  };
};

/** https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#json-format */
export const presentTicket = (origin: string, ticket: Ticket): object => ({
  id: ticket.id,
  url: `${origin}/api/v2/tickets/${ticket.id}.json`,
  external_id: null,
  via: { channel: 'web', source: { from: {}, to: {}, rel: null } },
  created_at: stamp(ticket.createdAt),
  updated_at: stamp(ticket.updatedAt),
  type: null,
  subject: ticket.subject,
  raw_subject: ticket.subject,
  description: ticket.comments[0]?.plainBody ?? '',
  priority: ticket.priority,
  status: ticket.status,
  recipient: null,
  requester_id: ticket.requesterId,
  submitter_id: ticket.requesterId,
  assignee_id: ticket.assigneeId,
  organization_id: null,
  group_id: ticket.groupId,
  collaborator_ids: [],
  follower_ids: [],
  has_incidents: false,
  is_public: true,
  tags: ticket.tags,
  brand_id: ticket.brandId,
  custom_fields: Object.entries(ticket.fields).map(([id, value]) => ({ id: Number(id), value })),
  fields: Object.entries(ticket.fields).map(([id, value]) => ({ id: Number(id), value })),
  allow_channelback: false,
});

/** A comment's markup as the API has it. */
export const wrapped = ({ htmlBody }: Comment): string =>
  `<div class="zd-comment" dir="auto">${htmlBody}</div>`;

/** https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/#json-format */
export const presentComment = (origin: string, comment: Comment): object => ({
  id: comment.id,
  type: 'Comment',
  author_id: comment.authorId,
  body: comment.plainBody,
  html_body: wrapped(comment),
  plain_body: comment.plainBody,
  public: comment.public,
  attachments: comment.attachments.map((one) => presentAttachment(origin, one)),
  audit_id: comment.id + 500_000_000,
  via: { channel: 'api', source: { from: {}, to: {}, rel: null } },
  created_at: stamp(comment.createdAt),
  metadata: { system: {}, custom: {} },
});

/** https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/#json-format */
export const presentAttachment = (origin: string, attachment: Attachment): object => ({
  id: attachment.id,
  url: `${origin}/api/v2/attachments/${attachment.id}.json`,
  file_name: attachment.fileName,
  content_url: contentUrl(origin, attachment),
  content_type: attachment.contentType,
  size: attachment.bytes,
  inline: false,
  deleted: false,
  malware_scan_result: 'not_scanned',
});
