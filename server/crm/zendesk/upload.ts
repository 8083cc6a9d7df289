import { Problem } from '../../http/problem.ts';
import type { FileSource, StoredFile } from '../crm.ts';
import { fileBody } from '../file-body.ts';
import { readAnswer } from '../read-answer.ts';
import { answerInvalid, jsonOf } from '../refusals.ts';
import { Uploaded } from './answers.ts';
import { storedFile } from './stored-file.ts';
import type { ZendeskAccount } from './zendesk-account.ts';

/** A file that Zendesk has. */
export interface Upload {
  /** What attaches it, once. */
  readonly token: string;
  readonly stored: StoredFile;
}

/** Sends a file. It is on no ticket yet, and open to anybody who is signed in there: so it is to be attached at once, or taken back. */
export const upload = async (account: ZendeskAccount, file: FileSource): Promise<Upload> => {
  const { base, door } = account;
  const answer = await door({
    method: 'POST',
    url: `${base}/api/v2/uploads.json?${new URLSearchParams({ filename: file.name })}`,
    headers: { 'content-type': file.contentType, accept: 'application/json' },
    body: fileBody(file),
  });
  const { upload: uploaded } = readAnswer(Uploaded, jsonOf(answer.text));
  if (uploaded.attachment.size !== file.bytes) throw answerInvalid();
  return { token: uploaded.token, stored: storedFile(account, uploaded.attachment) };
};

/** https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/#delete-upload */
export const takeBack = async ({ base, door }: ZendeskAccount, { token }: Upload): Promise<void> => {
  const url = `${base}/api/v2/uploads/${encodeURIComponent(token)}.json`;
  await door({ method: 'DELETE', url }).catch(ignoreProblems);
};

// Why the file is not on the ticket is thrown elsewhere; an upload that stays behind ends by itself within the hour.
const ignoreProblems = (error: unknown): void => {
  if (!(error instanceof Problem)) throw error;
};
