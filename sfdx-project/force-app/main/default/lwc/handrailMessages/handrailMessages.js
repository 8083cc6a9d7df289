/**
 * Which messages of Handrail’s panel are understood. Handrail’s protocol/host.ts is the other half: a test feeds both the same.
 */

/** The version of the messages that both sides know. */
const hostVersion = 1;

const upTo = (length) => (value) => typeof value === 'string' && value.length <= length;
const requestId = (value) => typeof value === 'string' && value.length >= 1 && value.length <= 64;
const nonce = (value) => typeof value === 'string' && /^[A-Za-z0-9_-]{22,64}$/.test(value);

const fields = new Map([
  ['handrail.ready', { version: (value) => value === hostVersion }],
  ['handrail.assertion.requested', { requestId, nonce }],
  ['handrail.reply.insert', { requestId, text: upTo(4096), html: upTo(8192) }],
  ['handrail.email.draft', { requestId, subject: upTo(255), text: upTo(8192), html: upTo(65536) }],
  ['handrail.live-view.open', { requestId, url: upTo(2048) }],
]);

/** The message in an event’s data, or null: a wrong or an unknown field is refused like a wrong type. */
export const readMessage = (data) => {
  const known = typeof data === 'object' && data !== null ? fields.get(data.type) : undefined;
  if (!known) return null;
  const names = Object.keys(data).filter((name) => name !== 'type');
  const complete = names.length === Object.keys(known).length;
  return complete && names.every((name) => known[name]?.(data[name])) ? data : null;
};
