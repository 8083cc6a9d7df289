import type { Attachment } from './answers.ts';

/** What Zendesk leaves where an attachment was: https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/#redact-comment-attachment */
const leftBehind = 'redacted.txt';

/** Whether this attachment's content is gone. Ours are never called so. */
export const isRedacted = ({ file_name: name, deleted }: Attachment): boolean =>
  deleted || name === leftBehind;
