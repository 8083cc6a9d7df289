import type { InTransaction, Queryable } from '../database/transaction.ts';
import { enqueue } from '../jobs/outbox.ts';
import type { GrantEnd } from './end-grant.ts';

interface EndIdleGrantsNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly now: () => number;
}

/** Whoever is signed in has the roles looked up four times an hour. */
const idleMs = 30 * 24 * 60 * 60_000;

/** CRM grants of agents who have not been here for a month end, as if they had signed out. Answers with how many. */
export const createEndIdleGrants =
  ({ db, inTransaction, now }: EndIdleGrantsNeeds) =>
  async (): Promise<number> => {
    const idle = await db
      .selectFrom('crm_tokens')
      .innerJoin('agents', 'agents.id', 'crm_tokens.agent_id')
      .select(['crm_tokens.tenant_id', 'crm_tokens.agent_id'])
      .where('crm_tokens.revoked_at', 'is', null)
      .where('agents.roles_checked_at', '<=', now() - idleMs)
      .execute();
    if (idle.length === 0) return 0;
    return inTransaction(async (trx) => {
      const underWay = await trx
        .selectFrom('outbox')
        .select('payload')
        .where('kind', '=', 'crm.revoke')
        .where('done_at', 'is', null)
        .where('failed_at', 'is', null)
        .execute();
      const left = idle.filter(({ agent_id }) => !underWay.some(({ payload }) => payload.includes(agent_id)));
      for (const { tenant_id: tenantId, agent_id: agentId } of left) {
        const payload: GrantEnd = { agentId, signedOutAt: now() };
        await enqueue(trx, { tenantId, kind: 'crm.revoke', payload });
      }
      return left.length;
    });
  };
