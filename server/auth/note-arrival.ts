import type { Agent } from '../agents/agent.ts';
import { record } from '../audit/audit-log.ts';
import type { Transaction } from '../database/transaction.ts';

interface Arrival {
  /** How the console said who it is. */
  readonly by: 'bootstrap' | 'assertion';
  readonly now: number;
}

/** Writes down that somebody has come: once, and not for every case that they open and every renewal while they are here. */
export const noteArrival = async (
  trx: Transaction,
  { tenantId, id, crmUserId, roles }: Agent,
  { by, now }: Arrival,
): Promise<void> => {
  const here = await trx
    .selectFrom('agent_tokens')
    .select('hash')
    .where('tenant_id', '=', tenantId)
    .where('agent_id', '=', id)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (here) return;
  await record(trx, {
    tenantId,
    actor: `agent:${id}`,
    action: 'agent.signed_in',
    subject: id,
    detail: { crmUserId, roles, by },
  });
};
