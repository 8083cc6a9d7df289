import { Acceptance, TenantConnected } from '../../../protocol/http/invitations.ts';
import { createInvitation } from '../../../server/setup/create-invitation.ts';
import type { AuthWorld, Started } from '../auth/auth-world.ts';
import { parseAnswer } from '../auth/parse-answer.ts';

/** Somebody who holds an invitation, as the page of its address does. */
export interface Invited {
  readonly id: string;
  readonly secret: string;
  readonly tenantId: string;
  call(
    what: 'views' | 'connections' | 'acceptances',
    body?: object,
  ): Promise<{ status: number; body: unknown }>;
  /** Fills the form in and begins to sign in. */
  connect(change?: object): Promise<Started>;
  accept(): Promise<Acceptance>;
}

/** The operator invites somebody to a new tenant on the simulated CRM. */
export const invite = async (world: AuthWorld, name = 'New Outdoor'): Promise<Invited> => {
  const { inTransaction } = world.database;
  const { tenantId, url } = await createInvitation(
    { inTransaction, origin: world.origin, now: world.clock.now },
    { name, tenantId: null, suggestion: null },
  );
  const [, id = '', secret = ''] = /\/invitation\/([^#]+)#(.+)$/.exec(url) ?? [];
  return asInvited(world, { id, secret, tenantId });
};

/** As `invite`, with whatever id and secret somebody has. */
export const asInvited = (
  world: AuthWorld,
  { id, secret, tenantId }: Pick<Invited, 'id' | 'secret' | 'tenantId'>,
): Invited => {
  const call: Invited['call'] = (what, body = {}) =>
    world.panel.call('POST', `/api/invitations/${id}/${what}`, { body: { secret, ...body } });
  return {
    id,
    secret,
    tenantId,
    call,
    connect: async (change) => {
      const { body } = await call('connections', { ...formOf(world), ...change });
      const connected = parseAnswer(TenantConnected, body);
      if (connected.next !== 'sign-in') throw new Error('There is nothing to sign in to.');
      return connected.signIn;
    },
    accept: async () => parseAnswer(Acceptance, (await call('acceptances')).body),
  };
};

/** What an admin fills in whose CRM is the simulated one. */
export const formOf = ({ simulated }: AuthWorld) => {
  const { crm } = simulated.tenant.settings;
  if (crm.kind === 'jwt') throw new Error('It has no OAuth client.');
  const { clientId, clientSecret, base } = crm;
  const client = { base, clientId, clientSecret };
  return {
    tenantName: 'New Outdoor',
    siteUrl: 'http://shop.localhost/',
    firstAdmin: null,
    connection:
      crm.kind === 'zendesk'
        ? { kind: 'zendesk', ...client }
        : { kind: 'salesforce', organizationId: crm.organizationId, ...client },
  };
};
