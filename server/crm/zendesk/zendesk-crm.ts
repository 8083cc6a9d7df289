import type * as v from 'valibot';
import { Problem } from '../../http/problem.ts';
import type { ZendeskSettings } from '../../tenants/crm-settings.ts';
import type { Case, Crm, CrmGrant, CrmUser, Note } from '../crm.ts';
import { openDoor } from '../door.ts';
import type { ProviderNeeds } from '../provider.ts';
import { readAnswer } from '../read-answer.ts';
import { answerInvalid, caseNotFound, forbidden, notAboutACase, revoked } from '../refusals.ts';
import type { TokenHolder } from '../tokens.ts';
import { Comments, Memberships, Self, Ticket } from './answers.ts';
import { type ZendeskClient, zendeskClient } from './client.ts';

type Needs = Pick<ProviderNeeds, 'upstream'> & { readonly tokens: TokenHolder };

/** A ticket number, as Zendesk writes it. */
const ticketNumber = /^[1-9][0-9]{0,18}$/;

/** Zendesk Support, as one agent: https://developer.zendesk.com/api-reference/ticketing/introduction/ */
export const createZendeskCrm = ({ base }: ZendeskSettings, { upstream, tokens }: Needs): Crm => {
  const open = (): ZendeskClient =>
    zendeskClient(base, openDoor({ upstream, origins: [new URL(base).origin], tokens }));

  return {
    kind: 'zendesk',
    currentUser: () => currentUser(open(), base).catch(notAboutACase),
    findCase: async (id) => {
      const ticket = await findTicket(open(), id);
      return ticket && caseOf(ticket);
    },
    addNoteOnce: (caseId, note) => addNoteOnce(open(), caseId, note),
    putSessionRecord: async () => 'unsupported',
    putFileOnce: () => Promise.reject(forbidden(new Error('No files yet.'))),
  };
};

const currentUser = async (client: ZendeskClient, base: string): Promise<CrmUser> => {
  const self = readAnswer(Self, (await client.users.me()).result);
  // Zendesk answers this one call for nobody, too.
  if (self.id === null) throw revoked(new Error('Zendesk says that nobody is signed in.'));
  if (originOf(self.url) !== new URL(base).origin) {
    throw new Problem('wrong_organization', 'This is an account of another Zendesk.');
  }
  if (!self.active || self.suspended || self.role === 'end-user') {
    throw new Problem('user_inactive', 'Zendesk says that this account is not an active agent.');
  }
  const memberships = readAnswer(Memberships, await client.groupmemberships.listByUser(self.id));
  if (memberships.some(({ user_id }) => user_id !== self.id)) throw answerInvalid();
  return {
    id: String(self.id),
    name: self.name,
    email: self.email ?? '',
    grants: [
      grant('zd.role', self.role),
      ...(self.custom_role_id === null ? [] : [grant('zd.customRole', self.custom_role_id)]),
      ...memberships.map(({ group_id }) => grant('zd.group', group_id)),
    ],
  };
};

const grant = (source: CrmGrant['source'], id: number | string): CrmGrant => ({
  source,
  id: String(id),
  name: String(id),
});

const originOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).origin : null);

const findTicket = async (
  client: ZendeskClient,
  id: string,
): Promise<v.InferOutput<typeof Ticket> | null> => {
  const number = Number(id);
  // Beyond 2^53 the client would ask for another ticket.
  if (!ticketNumber.test(id) || !Number.isSafeInteger(number)) return null;
  try {
    const ticket = readAnswer(Ticket, (await client.tickets.show(number)).result);
    if (ticket.id !== number) throw answerInvalid();
    return ticket;
  } catch (error) {
    // A ticket that this agent may not see is answered with 403.
    if (error instanceof Problem && (error.code === 'case_not_found' || error.code === 'crm_forbidden'))
      return null;
    throw error;
  }
};

const caseOf = ({ id, subject, status }: v.InferOutput<typeof Ticket>): Case => ({
  id: String(id),
  number: String(id),
  subject: subject ?? '',
  closed: status === 'closed',
  requester: null,
  brandId: null,
  mergedFrom: null,
});

const addNoteOnce = async (
  client: ZendeskClient,
  caseId: string,
  { text, marker }: Note,
): Promise<'added' | 'already_there'> => {
  const ticket = await findTicket(client, caseId);
  if (!ticket) throw caseNotFound();
  const comments = readAnswer(Comments, await client.tickets.getComments(ticket.id));
  // Only internal ones: what a customer writes must not stand in for our note.
  if (comments.some((comment) => !comment.public && comment.plain_body.includes(marker)))
    return 'already_there';
  await client.tickets.update(ticket.id, {
    ticket: {
      comment: { body: text, public: false },
      // A first try whose answer was lost may still be on its way: whichever comes second is refused with 409, and looks again.
      safe_update: true,
      updated_stamp: ticket.updated_at,
    },
  });
  return 'added';
};
