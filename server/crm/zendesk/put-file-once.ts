import type { FileSource, StoredFile } from '../crm.ts';
import { answerInvalid } from '../refusals.ts';
import type { Comments } from './answers.ts';
import { commentOnce } from './comment-once.ts';
import { fileLines, fileMarker } from './file-lines.ts';
import { hasFile } from './find-marked.ts';
import { isRedacted } from './redacted.ts';
import { storedFile } from './stored-file.ts';
import type { ZendeskAccount } from './zendesk-account.ts';

/**
 * Uploads a file and attaches it at once, by an internal comment: until then anybody who is signed in there could open it.
 * https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/
 */
export const putFileOnce = async (
  open: () => ZendeskAccount,
  caseId: string,
  file: FileSource,
): Promise<StoredFile> => {
  const put = await commentOnce(open, caseId, {
    text: fileLines(file),
    marker: fileMarker(file),
    files: [file],
    counts: hasFile,
    sessionId: null,
  });
  const stored = put.name === 'added' ? put.files[0] : storedIn(open(), put.comment, file);
  if (!stored) throw answerInvalid();
  return stored;
};

/** A comment may have several, of the same session. */
const storedIn = (
  account: ZendeskAccount,
  { attachments }: Comments[number],
  { name, bytes }: FileSource,
): StoredFile | null => {
  const kept = attachments.filter((one) => !isRedacted(one));
  const named = kept.find((one) => one.file_name === name && one.size === bytes);
  const attachment = kept.length === 1 ? kept[0] : named;
  return attachment ? storedFile(account, attachment) : null;
};
