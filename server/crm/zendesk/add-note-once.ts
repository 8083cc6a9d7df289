import type { Note } from '../crm.ts';
import { commentOnce } from './comment-once.ts';
import { fileLines } from './file-lines.ts';
import type { ZendeskAccount } from './zendesk-account.ts';

export const addNoteOnce = async (
  open: () => ZendeskAccount,
  caseId: string,
  { text, marker, record, files = [] }: Note,
): Promise<'added' | 'already_there'> => {
  const { name } = await commentOnce(open, caseId, {
    text: [text, ...files.map(fileLines)].join('\n'),
    marker,
    files,
    sessionId: record?.externalId ?? null,
  });
  return name;
};
