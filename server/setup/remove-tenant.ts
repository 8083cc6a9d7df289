import { deleteAllOfTenant } from '../artifacts/delete-of-tenant.ts';
import { record } from '../audit/audit-log.ts';
import type { TokenVault } from '../crm/token-vault.ts';
import type { InTransaction, Queryable, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { endWithin } from '../sessions/end-session.ts';
import { closedForGood } from '../sessions/reopening.ts';
import { listOpenSessions, listReopenable, saveSession } from '../sessions/session-store.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { endTransfersOfTenant } from '../transfers/end-of-tenant.ts';
import { closeTenant } from './close-tenant.ts';

interface RemoveTenantNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'remove'>;
  /** Where its grants are: nobody else finds the tenant any more. */
  readonly vaultOf: (tenant: Tenant) => Pick<TokenVault, 'endGrant' | 'forget'>;
  readonly now: () => number;
}

/** What there was of it. */
interface Removed {
  readonly sessions: number;
  /** Summaries that were still on their way to the CRM. */
  readonly unwritten: number;
  /** Recordings, screenshots and files, those included that were on their way. */
  readonly artifacts: number;
  readonly revoked: number;
  /** Grants of which the CRM could not be told; their tokens are gone all the same. */
  readonly untold: number;
}

/**
 * Removes a tenant: nobody signs in to it, calls or joins in its name from here on. A removal that was interrupted is finished by another one.
 * @throws Error in words for the operator.
 */
export const createRemoveTenant =
  ({ db, inTransaction, tenants, vaultOf, now }: RemoveTenantNeeds) =>
  async (tenantId: string): Promise<Removed> => {
    const { tenant, ...taken } = await inTransaction(async (trx) => {
      const found = await tenants.remove(trx, tenantId);
      if (!found) throw new Error(`There is no tenant “${tenantId}”.`);
      const sessions = await endSessions(trx, tenantId, now());
      const unwritten = await closeTenant(trx, tenantId, now());
      const detail = { sessions, unwritten };
      await record(trx, { ...entryOf(tenantId), action: 'tenant.removed', detail, at: now() });
      return { tenant: found, sessions, unwritten };
    });
    // After that, too: its other jobs were given up, and what takes these away must not be.
    const underWay = await endTransfersOfTenant({ inTransaction, now }, tenantId);
    const kept = await deleteAllOfTenant({ inTransaction, now }, tenantId);
    // The tokens stay until the CRM was asked to end them: afterwards nobody could.
    const grants = await endGrants({ db, inTransaction, vault: vaultOf(tenant), now }, tenantId);
    return { ...taken, artifacts: underWay + kept, ...grants };
  };

/** Takes the removal back: the tenant is as it was but for what had been recorded and kept, and everybody signs in anew. @throws Error in words for the operator. */
export const createRestoreTenant =
  ({ inTransaction, tenants, now }: RestoreTenantNeeds) =>
  (tenantId: string): Promise<void> =>
    inTransaction(async (trx) => {
      if (!(await tenants.restore(trx, tenantId))) throw new Error(`No tenant “${tenantId}” was removed.`);
      await record(trx, { ...entryOf(tenantId), action: 'tenant.restored', detail: {}, at: now() });
    });

interface RestoreTenantNeeds extends Pick<RemoveTenantNeeds, 'inTransaction' | 'now'> {
  readonly tenants: Pick<TenantStore, 'restore'>;
}

const entryOf = (tenantId: string) => ({ tenantId, actor: 'operator', subject: tenantId });

const endSessions = async (trx: Transaction, tenantId: string, now: number): Promise<number> => {
  const open = (await listOpenSessions(trx)).filter((session) => session.tenantId === tenantId);
  for (const session of open) {
    const ending = { by: 'server', reason: 'signed_out', actor: 'operator' } as const;
    await saveSession(trx, await endWithin(trx, session, ending, now));
  }
  for (const session of await listReopenable(trx, { tenantId, agentId: null }, now)) {
    await saveSession(trx, closedForGood(session));
  }
  return open.length;
};

interface EndGrantsNeeds extends Pick<RemoveTenantNeeds, 'db' | 'inTransaction' | 'now'> {
  readonly vault: Pick<TokenVault, 'endGrant' | 'forget'>;
}

const endGrants = async (
  { db, inTransaction, vault, now }: EndGrantsNeeds,
  tenantId: string,
): Promise<Pick<Removed, 'revoked' | 'untold'>> => {
  const rows = await db
    .selectFrom('crm_tokens')
    .select('agent_id')
    .where('tenant_id', '=', tenantId)
    .where('revoked_at', 'is', null)
    .execute();
  let revoked = 0;
  for (const { agent_id: agentId } of rows) {
    const owner = { tenantId, agentId };
    const grant = await vault.endGrant(owner, now()).then(() => 'revoked' as const, untoldIfRefused);
    if (grant === 'revoked') revoked += 1;
    await inTransaction(async (trx) => {
      await vault.forget(trx, owner, now());
      const entry = { ...entryOf(tenantId), action: 'crm_grant.ended', subject: agentId };
      await record(trx, { ...entry, detail: { grant }, at: now() });
    });
  }
  return { revoked, untold: rows.length - revoked };
};

const untoldIfRefused = (error: unknown): 'unreachable' => {
  if (error instanceof Problem) return 'unreachable';
  throw error;
};
