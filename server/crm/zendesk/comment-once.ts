import { Problem } from '../../http/problem.ts';
import type { FileSource, StoredFile } from '../crm.ts';
import { caseClosed, caseNotFound, fileTooLarge } from '../refusals.ts';
import type { Comments, Ticket } from './answers.ts';
import type { ZendeskClient } from './client.ts';
import { fileMarker } from './file-lines.ts';
import { commentsWithMarkers, type FindMarked, hasFile } from './find-marked.ts';
import { type FoundTicket, findTicket } from './find-ticket.ts';
import { fieldChange, findSessionField, isInField } from './session-field.ts';
import { updateTicket } from './update-ticket.ts';
import { takeBack, type Upload, upload } from './upload.ts';
import type { ZendeskAccount } from './zendesk-account.ts';

/** To confirm on a live account: 50 MB a file. */
export const longestZendeskFile = 50 * 1024 * 1024;

export interface OnceComment {
  readonly text: string;
  /** In this comment, and in no other. */
  readonly marker: string;
  readonly files: readonly FileSource[];
  /** Which comments with the marker in them are it; all are when not said. */
  readonly counts?: (comment: Comments[number]) => boolean;
  /** The session that goes into the ticket's own field; null: the field stays as it is. */
  readonly sessionId: string | null;
}

type Commented =
  /** With the files that were not there before. */
  | { readonly name: 'added'; readonly files: readonly StoredFile[] }
  | { readonly name: 'already_there'; readonly comment: Comments[number] };

/** A ticket with its comments, read just now. */
interface Seen {
  readonly account: ZendeskAccount;
  readonly found: FoundTicket;
  readonly findMarked: FindMarked;
}

/**
 * One internal comment with its files and the ticket's field, in one update of the ticket: Zendesk takes 30 of them in ten minutes.
 * Either all of it is there or nothing. https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#update-ticket
 */
export const commentOnce = async (
  open: () => ZendeskAccount,
  caseId: string,
  comment: OnceComment,
): Promise<Commented> => {
  if (comment.files.some(({ bytes }) => bytes > longestZendeskFile)) throw fileTooLarge();
  const seen = await look(open(), caseId);
  const there = seen.findMarked(comment.marker, comment.counts);
  if (there) return { name: 'already_there', comment: there };
  if (seen.found.ticket.status === 'closed') throw caseClosed();
  const missing = comment.files.filter((file) => !seen.findMarked(fileMarker(file), hasFile));
  if (missing.length === 0) return write(seen, comment, []);

  const uploads = await uploadAll(open, missing);
  // Large files take minutes, and the ticket has gone on: so it is read again.
  return look(open(), caseId)
    .then((again) => write(again, comment, uploads))
    .catch(async (error: unknown) => {
      // An update whose answer was lost may stand.
      const isCertain = error instanceof Problem && error.code !== 'crm_unavailable';
      if (isCertain) await takeAllBack(open, uploads);
      throw error;
    });
};

const look = async (account: ZendeskAccount, caseId: string): Promise<Seen> => {
  const found = await findTicket(account.client, caseId);
  if (!found) throw caseNotFound();
  return { account, found, findMarked: await commentsWithMarkers(account.client, found) };
};

const uploadAll = async (
  open: () => ZendeskAccount,
  files: readonly FileSource[],
): Promise<readonly Upload[]> => {
  const uploads: Upload[] = [];
  try {
    for (const file of files) uploads.push(await upload(open(), file));
    return uploads;
  } catch (error) {
    await takeAllBack(open, uploads);
    throw error;
  }
};

const takeAllBack = async (open: () => ZendeskAccount, uploads: readonly Upload[]): Promise<void> => {
  for (const one of uploads) await takeBack(open(), one);
};

const write = async (
  { account: { client }, found: { ticket }, findMarked }: Seen,
  { text, marker, counts, sessionId }: OnceComment,
  uploads: readonly Upload[],
): Promise<Commented> => {
  // A try before this one, whose answer was lost, may have come to its end while the files went up.
  const there = findMarked(marker, counts);
  if (there) return { name: 'already_there', comment: there };
  const tokens = uploads.length > 0 ? { uploads: uploads.map(({ token }) => token) } : {};
  const change = { comment: { body: text, public: false, ...tokens } };
  const field = sessionId === null ? null : await fieldOf(client, ticket, sessionId);
  try {
    await updateTicket(client, ticket, { ...change, ...field });
  } catch (error) {
    // The agent may not change the field, perhaps: that must not hold the note up.
    if (!field || !(error instanceof Problem) || error.code !== 'crm_forbidden') throw error;
    await updateTicket(client, ticket, change);
  }
  return { name: 'added', files: uploads.map(({ stored }) => stored) };
};

const fieldOf = async (client: ZendeskClient, ticket: Ticket, sessionId: string) => {
  const fieldId = await findSessionField(client);
  return fieldId === null || isInField(ticket, fieldId, sessionId) ? null : fieldChange(fieldId, sessionId);
};
