import type { Readable } from 'node:stream';
import type { FileRange } from '../crm.ts';
import { readAnswer } from '../read-answer.ts';
import type { ReceiveFile } from '../receive-file.ts';
import { fileMissing, jsonOf } from '../refusals.ts';
import { Shown } from './answers.ts';
import { nullIfNotThere } from './null-if-not-there.ts';
import { isRedacted } from './redacted.ts';
import type { ZendeskAccount } from './zendesk-account.ts';

/** An attachment's id: what is none is not there. */
const attachmentId = /^[1-9][0-9]{0,15}$/;

/** https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/#show-attachment */
export const readFile = async (
  { base, door }: ZendeskAccount,
  receive: ReceiveFile,
  { fileId, range }: { readonly fileId: string; readonly range: FileRange | undefined },
): Promise<Readable> => {
  if (!attachmentId.test(fileId)) throw fileMissing();
  const url = `${base}/api/v2/attachments/${fileId}.json`;
  const answer = await nullIfNotThere(door({ method: 'GET', url, headers: { accept: 'application/json' } }));
  if (!answer) throw fileMissing();
  const { attachment } = readAnswer(Shown, jsonOf(answer.text));
  if (isRedacted(attachment)) throw fileMissing();
  return receive({ url: attachment.content_url, bytes: attachment.size, range });
};
