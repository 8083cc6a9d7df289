import type { Connection } from '@jsforce/jsforce-node';
import { Problem } from '../../http/problem.ts';
import type { SalesforceSettings } from '../../tenants/crm-settings.ts';
import type { Case, Crm, CrmUser, Note } from '../crm.ts';
import { openDoor } from '../door.ts';
import type { ProviderNeeds } from '../provider.ts';
import { readAnswer } from '../read-answer.ts';
import { answerInvalid, caseNotFound, forbidden, notAboutACase, revoked } from '../refusals.ts';
import type { TokenHolder } from '../tokens.ts';
import { CaseRows, CommentRows, Created, Identity } from './answers.ts';
import { openConnection } from './connection.ts';
import { recordId } from './record-id.ts';
import { soql } from './soql.ts';

type Needs = Pick<ProviderNeeds, 'upstream'> & {
  readonly tokens: TokenHolder;
  readonly identityPath: string | null;
};

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_casecomment.htm */
const longestComment = 4000;

/** Salesforce's REST API, as one agent: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/ */
export const createSalesforceCrm = (
  settings: SalesforceSettings,
  { upstream, tokens, identityPath }: Needs,
): Crm => {
  const origins = [new URL(settings.base).origin, new URL(settings.instance).origin];
  const open = (): Connection => openConnection(settings.instance, openDoor({ upstream, origins, tokens }));

  return {
    kind: 'salesforce',
    currentUser: async () => {
      if (identityPath === null) throw revoked(new Error('No identity came with these tokens.'));
      return currentUser(open(), settings, identityPath).catch(notAboutACase);
    },
    findCase: (id) => findCase(open(), id),
    addNoteOnce: (caseId, note) => addNoteOnce(open(), caseId, note),
    putSessionRecord: async () => 'unsupported',
    putFileOnce: () => Promise.reject(forbidden(new Error('No files yet.'))),
  };
};

// Not `connection.identity()`: that writes the access token into the address.
const currentUser = async (
  connection: Connection,
  { base, organizationId }: SalesforceSettings,
  identityPath: string,
): Promise<CrmUser> => {
  const url = `${base}${identityPath}?format=json&version=latest`;
  const identity = readAnswer(Identity, await connection.request({ method: 'GET', url }));
  if (identity.organization_id !== organizationId) {
    throw new Problem('wrong_organization', 'This is a user of another Salesforce organization.');
  }
  if (identity.user_id !== recordId(identityPath.slice(identityPath.lastIndexOf('/') + 1)))
    throw answerInvalid();
  if (!identity.active) {
    throw new Problem('user_inactive', 'Salesforce says that this user is not active.');
  }
  const names = Object.entries(identity.custom_permissions ?? {}).flatMap(([name, held]) =>
    held ? [name] : [],
  );
  return {
    id: identity.user_id,
    name: identity.display_name,
    email: identity.email ?? '',
    grants: names.map((name) => ({ source: 'sf.customPermission', id: name, name })),
  };
};

const findCase = async (connection: Connection, caseId: string): Promise<Case | null> => {
  const id = recordId(caseId);
  // 500 is what every case's id begins with.
  if (!id?.startsWith('500')) return null;
  const query = soql`SELECT Id, CaseNumber, Subject, IsClosed FROM Case WHERE Id = ${id} LIMIT 1`;
  const [row] = readAnswer(CaseRows, await rowsOf(connection, query)).records;
  if (!row) return null;
  if (row.Id !== id) throw answerInvalid();
  return {
    id: row.Id,
    number: row.CaseNumber,
    subject: row.Subject ?? '',
    closed: row.IsClosed,
    requester: null,
    brandId: null,
    mergedFrom: null,
  };
};

const addNoteOnce = async (
  connection: Connection,
  caseId: string,
  note: Note,
): Promise<'added' | 'already_there'> => {
  const found = await findCase(connection, caseId);
  if (!found) throw caseNotFound();
  // SOQL can't filter by the text. Only unpublished ones: what a customer writes must not stand in for our note.
  const query = soql`SELECT CommentBody FROM CaseComment WHERE ParentId = ${found.id} AND IsPublished = false ORDER BY CreatedDate DESC LIMIT 200`;
  const { records } = readAnswer(CommentRows, await rowsOf(connection, query));
  if (records.some(({ CommentBody }) => CommentBody?.includes(note.marker))) return 'already_there';
  readAnswer(
    Created,
    await connection.create('CaseComment', {
      ParentId: found.id,
      CommentBody: fitted(note),
      IsPublished: false,
    }),
  );
  return 'added';
};

// Not `connection.query()`: it trips over an answer that is no list of records.
const rowsOf = (connection: Connection, query: string): Promise<unknown> =>
  connection.request({ method: 'GET', url: `/query?q=${encodeURIComponent(query)}` });

// The limit is of bytes, and the marker must be in what is kept.
const fitted = ({ text, marker }: Note): string => {
  if (Buffer.byteLength(text) <= longestComment) return text;
  const end = `…\n${marker}`;
  const room = longestComment - Buffer.byteLength(end);
  const kept = new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, room), { stream: true });
  return kept + end;
};
