import type { ZendeskSettings } from '../../tenants/crm-settings.ts';
import type { Crm } from '../crm.ts';
import { openDoor } from '../door.ts';
import type { ConnectNeeds, ProviderNeeds } from '../provider.ts';
import { createReceiveFile } from '../receive-file.ts';
import { notAboutACase } from '../refusals.ts';
import { addNoteOnce } from './add-note-once.ts';
import { zendeskClient } from './client.ts';
import { currentUser } from './current-user.ts';
import { findCase } from './find-case.ts';
import { grantsOf } from './grants-of.ts';
import { putFileOnce } from './put-file-once.ts';
import { putSessionRecord } from './put-session-record.ts';
import { readFile } from './read-file.ts';
import { removeFile } from './remove-file.ts';
import type { ZendeskAccount } from './zendesk-account.ts';

type Needs = Pick<ProviderNeeds, 'upstream' | 'noteUsage'> & ConnectNeeds;

/** Zendesk Support, as one agent: https://developer.zendesk.com/api-reference/ticketing/introduction/ */
export const createZendeskCrm = (
  { base, sessionObject = false }: ZendeskSettings,
  { upstream, noteUsage, tokens }: Needs,
): Crm => {
  const origins = [new URL(base).origin];
  const receive = createReceiveFile({ upstream, origins, tokens });
  /** With a time limit of its own: for one look-up and one write. */
  const open = (): ZendeskAccount => {
    const door = openDoor({ upstream, origins, tokens, noteUsage });
    return { base, sessionObject, door, client: zendeskClient(base, door) };
  };

  return {
    kind: 'zendesk',
    currentUser: () => currentUser(open()).catch(notAboutACase),
    grantsOf: (userId) => grantsOf(open(), userId).catch(notAboutACase),
    findCase: (id) => findCase(open(), id),
    addNoteOnce: (caseId, note) => addNoteOnce(open, caseId, note),
    putSessionRecord: (caseId, record) => putSessionRecord(open(), caseId, record),
    putFileOnce: (caseId, file) => putFileOnce(open, caseId, file),
    readFile: (fileId, range) => readFile(open(), receive, { fileId, range }).catch(notAboutACase),
    removeFile: (caseId, fileId) => removeFile(open, caseId, fileId),
  };
};
