import { Problem } from '../../http/problem.ts';
import type { FileSource, StoredFile } from '../crm.ts';
import { fileBody } from '../file-body.ts';
import { readAnswer } from '../read-answer.ts';
import { answerInvalid, caseClosed, caseNotFound, fileTooLarge, jsonOf } from '../refusals.ts';
import { findMarked } from './add-note-once.ts';
import { Uploaded } from './answers.ts';
import { type FoundTicket, findTicket } from './find-ticket.ts';
import { updateTicket } from './update-ticket.ts';
import type { ZendeskAccount } from './zendesk-account.ts';

/** To confirm on a live account: 50 MB a file. */
export const longestZendeskFile = 50 * 1024 * 1024;

/**
 * Uploads a file and attaches it at once, by an internal comment: until then anybody who is signed in there could open it.
 * https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/
 */
export const putFileOnce = async (
  open: () => ZendeskAccount,
  caseId: string,
  file: FileSource,
): Promise<StoredFile> => {
  if (file.bytes > longestZendeskFile) throw fileTooLarge();
  const stored = await storedFile(open(), await foundTicket(open(), caseId), file);
  if (stored) return stored;

  const uploaded = await upload(open(), file);
  // A large file takes minutes, and the ticket has gone on: so it is read again.
  const account = open();
  const result = storedOf(account, uploaded.attachment);
  try {
    const found = await foundTicket(account, caseId);
    const comment = { body: commentOf(file), public: false, uploads: [uploaded.token] };
    await updateTicket(account.client, found.ticket, { comment });
  } catch (error) {
    // An update whose answer was lost may stand.
    const isCertain = error instanceof Problem && error.code !== 'crm_unavailable';
    if (isCertain) await takeBack(open(), uploaded.token).catch(ignoreProblems);
    throw error;
  }
  return result;
};

const foundTicket = async ({ client }: ZendeskAccount, caseId: string): Promise<FoundTicket> => {
  const found = await findTicket(client, caseId);
  if (!found) throw caseNotFound();
  return found;
};

const storedFile = async (
  account: ZendeskAccount,
  found: FoundTicket,
  { externalId }: FileSource,
): Promise<StoredFile | null> => {
  const [attachment] = (await findMarked(account.client, found, externalId))?.attachments ?? [];
  if (attachment) return storedOf(account, attachment);
  if (found.ticket.status === 'closed') throw caseClosed();
  return null;
};

/** People will open it: so it is an address of this Zendesk, or one that begins with https. */
const storedOf = (
  { base }: ZendeskAccount,
  { id, content_url: url }: { readonly id: number; readonly content_url: string },
): StoredFile => {
  if (!url.startsWith(`${base}/`) && !(URL.canParse(url) && new URL(url).protocol === 'https:'))
    throw answerInvalid();
  return { id: String(id), url };
};

const commentOf = ({ name, sha256, externalId }: FileSource): string =>
  `${name}\nSHA-256 ${sha256}\n[${externalId}]`;

const upload = async ({ base, door }: ZendeskAccount, file: FileSource) => {
  const answer = await door({
    method: 'POST',
    url: `${base}/api/v2/uploads.json?${new URLSearchParams({ filename: file.name })}`,
    headers: { 'content-type': file.contentType, accept: 'application/json' },
    body: fileBody(file),
  });
  const { upload: uploaded } = readAnswer(Uploaded, jsonOf(answer.text));
  if (uploaded.attachment.size !== file.bytes) throw answerInvalid();
  return uploaded;
};

/** https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/#delete-upload */
const takeBack = async ({ base, door }: ZendeskAccount, token: string): Promise<void> => {
  await door({ method: 'DELETE', url: `${base}/api/v2/uploads/${encodeURIComponent(token)}.json` });
};

// What is thrown is why the file is not on the case; an upload that stays behind ends by itself within the hour.
const ignoreProblems = (error: unknown): void => {
  if (!(error instanceof Problem)) throw error;
};
