import type { SignInStarted } from '../../protocol/http/authentication.ts';
import type { ConnectTenant, TenantConnected } from '../../protocol/http/invitations.ts';
import { record } from '../audit/audit-log.ts';
import type { InTransaction, Queryable, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { readSite } from '../tenants/allowed-hosts.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { connectedSettings } from './connected-settings.ts';
import type { Invitation } from './invitation.ts';
import { changeInvitation } from './invitation-store.ts';
import { openInvitation } from './open-invitation.ts';

export interface ConnectTenantNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'prepare' | 'putInUse'>;
  /** Begins a sign-in to a tenant that is only being set up. */
  readonly startSignIn: (tenantId: string) => Promise<SignInStarted>;
  readonly origin: string;
  readonly localHosts: ReadonlySet<string>;
  readonly now: () => number;
}

const hour = 60 * 60_000;

/**
 * Takes what the invited admin filled in. A CRM then asks who they are; only that sign-in makes the tenant usable. A console that
 * signs needs no such step: whoever has the invitation names the keys that everybody is believed by, so naming the first admin's
 * subject gives away nothing that they hadn't already. @throws Problem `invitation_*`, `host_refused`, `key_refused`, `secret_missing`.
 */
export const connectTenant = (needs: ConnectTenantNeeds) => {
  const { db, inTransaction, tenants, startSignIn, origin, now } = needs;
  return async (id: string, asked: ConnectTenant): Promise<TenantConnected> => {
    const claim = { id, secret: asked.secret };
    const invitation = await openInvitation(db, { ...claim, now: now() });
    const tenant = tenantOf(invitation, asked, needs.localHosts);
    if (asked.connection.kind === 'jwt') {
      await inTransaction(async (trx) => {
        await prepare(trx, await openInvitation(trx, { ...claim, now: now() }), tenant);
        await tenants.putInUse(trx, tenant.id);
        await changeInvitation(trx, invitation, { used_at: now() });
      });
      return { next: 'panel', panelUrl: `${origin}/embed/${tenant.id}` };
    }
    await inTransaction(async (trx) =>
      prepare(trx, await openInvitation(trx, { ...claim, now: now() }), tenant),
    );
    const signIn = await startSignIn(tenant.id);
    await inTransaction(async (trx) => {
      await openInvitation(trx, { ...claim, now: now() });
      await changeInvitation(trx, invitation, { sign_in_id: signIn.id });
    });
    return { next: 'sign-in', signIn };
  };

  async function prepare(trx: Transaction, { id: invitation }: Invitation, tenant: Tenant): Promise<void> {
    await tenants.prepare(trx, tenant);
    await record(trx, {
      tenantId: tenant.id,
      actor: `invitation:${invitation}`,
      action: 'tenant.connected',
      subject: tenant.id,
      detail: { crm: tenant.settings.crm.kind, site: tenant.settings.sites.map((site) => site.origin) },
      at: now(),
    });
  }
};

const tenantOf = (
  { tenantId }: Invitation,
  { tenantName, connection, siteUrl, firstAdmin }: ConnectTenant,
  localHosts: ReadonlySet<string>,
): Tenant => {
  const site = readSite(siteUrl, localHosts);
  if ((connection.kind === 'jwt') !== (firstAdmin !== null)) {
    throw new Problem('invalid_request', 'The first administrator is named for a console that signs, only.');
  }
  return {
    id: tenantId,
    name: tenantName,
    settings: {
      crm: connectedSettings({ connection, before: null, localHosts }),
      logoUrl: null,
      sites: [{ name: tenantName, origin: site.origin, url: site.href }],
      roleRules: firstAdmin
        ? [{ source: 'jwt.user', id: firstAdmin.subject, name: firstAdmin.name, role: 'admin' }]
        : [],
      pilot: null,
      brands: [],
      assetHosts: [site.host],
      maskSelectors: [],
      showInputSelectors: [],
      linkLifetimeMs: 24 * hour,
      sessionLimitMs: 4 * hour,
    },
  };
};
