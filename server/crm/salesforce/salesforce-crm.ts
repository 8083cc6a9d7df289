import type { SalesforceSettings } from '../../tenants/crm-settings.ts';
import type { Crm } from '../crm.ts';
import { openDoor } from '../door.ts';
import type { ConnectNeeds, ProviderNeeds } from '../provider.ts';
import { createReceiveFile } from '../receive-file.ts';
import { notAboutACase, revoked } from '../refusals.ts';
import type { TokenHolder } from '../tokens.ts';
import { addNoteOnce } from './add-note-once.ts';
import { openConnection } from './connection.ts';
import { currentUser } from './current-user.ts';
import { findCase } from './find-case.ts';
import { grantsOf } from './grants-of.ts';
import { putFileOnce } from './put-file-once.ts';
import { putSessionRecord } from './put-session-record.ts';
import { readFile } from './read-file.ts';
import { removeFile } from './remove-file.ts';
import type { SalesforceOrg } from './salesforce-org.ts';

type Needs = Pick<ProviderNeeds, 'upstream' | 'noteUsage'> & ConnectNeeds;

/** Salesforce's REST API, as one agent: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/ */
export const createSalesforceCrm = (
  settings: SalesforceSettings,
  { upstream, noteUsage, tokens, identityPath, integration }: Needs,
): Crm => {
  const origins = [new URL(settings.base).origin, new URL(settings.instance).origin];
  /** With a time limit of its own: for one look-up and one write. */
  const openAs = (holder: TokenHolder): SalesforceOrg => {
    const door = openDoor({ upstream, origins, tokens: holder, noteUsage });
    return { settings, door, connection: openConnection(settings.instance, door) };
  };
  const open = () => openAs(tokens);
  const receive = createReceiveFile({ upstream, origins, tokens });

  return {
    kind: 'salesforce',
    currentUser: async () => {
      if (identityPath === null) throw revoked(new Error('No identity came with these tokens.'));
      const asIntegration = integration && { org: openAs(integration.tokens), note: integration.note };
      return currentUser(open(), { identityPath, asIntegration }).catch(notAboutACase);
    },
    grantsOf: (userId) => grantsOf(open(), userId).catch(notAboutACase),
    findCase: (id) => findCase(open(), id),
    addNoteOnce: (caseId, note) => addNoteOnce(open, caseId, note),
    putSessionRecord: (caseId, record) => putSessionRecord(open(), caseId, record),
    putFileOnce: (caseId, file) => putFileOnce(open, caseId, file),
    readFile: (fileId, range) => readFile(open(), receive, { fileId, range }).catch(notAboutACase),
    removeFile: (_caseId, fileId) => removeFile(open(), fileId).catch(notAboutACase),
  };
};
