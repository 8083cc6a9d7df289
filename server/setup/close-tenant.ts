import type { Transaction } from '../database/transaction.ts';

/** Everything by which somebody could be let in, now or after a step more. */
const ways = [
  'agent_tokens',
  'admin_codes',
  'bootstrap_codes',
  'sign_in_transactions',
  'live_codes',
  'live_tokens',
  'join_codes',
] as const;

/**
 * Takes away every way into a tenant, and gives up what is still to be done in its name: its CRM can't be asked any more. Answers with how
 * many sessions have something that did not get to the CRM.
 */
export const closeTenant = async (trx: Transaction, tenantId: string, now: number): Promise<number> => {
  for (const way of ways) await trx.deleteFrom(way).where('tenant_id', '=', tenantId).execute();
  await trx
    .deleteFrom('tenant_invitations')
    .where('tenant_id', '=', tenantId)
    .where('used_at', 'is', null)
    .execute();
  await trx
    .updateTable('outbox')
    .set({ failed_at: now, leased_until: null, last_problem: 'unauthorized' })
    .where('tenant_id', '=', tenantId)
    .where('done_at', 'is', null)
    .where('failed_at', 'is', null)
    .execute();
  const unwritten = await trx
    .selectFrom('write_back_parts')
    .select('session_id')
    .distinct()
    .where('tenant_id', '=', tenantId)
    .where('state', '=', 'pending')
    .execute();
  await trx
    .updateTable('write_back_parts')
    .set({ state: 'failed', problem: 'unauthorized' })
    .where('tenant_id', '=', tenantId)
    .where('state', '=', 'pending')
    .execute();
  return unwritten.length;
};
