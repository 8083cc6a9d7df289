import * as v from 'valibot';
import type { ProblemCode } from '../../protocol/problem.ts';
import type { AgentRef } from '../agents/agent.ts';
import { record } from '../audit/audit-log.ts';
import type { TokenVault } from '../crm/token-vault.ts';
import type { TokenSet } from '../crm/tokens.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { Job, JobCompletion } from '../jobs/job.ts';

const GrantEnd = v.strictObject({ agentId: v.string(), signedOutAt: v.number() });
export type GrantEnd = v.InferOutput<typeof GrantEnd>;

interface EndGrantNeeds {
  readonly db: Queryable;
  readonly vault: Pick<TokenVault, 'read' | 'endGrant' | 'forget'>;
  /** Ends what this agent has running. */
  readonly onSignedOut: (who: AgentRef) => Promise<void>;
  readonly now: () => number;
}

/** After this a grant ends, whatever is still to be done with it, and whether or not the CRM hears of it. */
const longestMs = 24 * 60 * 60_000;

/** Ends the CRM grant of somebody who has signed out, once no job acts in their name any more. */
export const createEndGrant =
  ({ db, vault, onSignedOut, now }: EndGrantNeeds) =>
  async ({ id, tenantId, payload, createdAt }: Job): Promise<JobCompletion> => {
    const { agentId, signedOutAt } = v.parse(GrantEnd, payload);
    const who = { tenantId, agentId };
    const tokens = await vault.read(who).catch(nullIfRevoked);
    // Signing in again has ended the old grant already; the new one is none of this job's business.
    if (tokens && tokens.grantedAt > signedOutAt) return async () => undefined;
    // Again, should the process have died between signing out and this: their notes need the grant.
    await onSignedOut(who);
    if (!tokens) return async () => undefined;

    const isLate = now() > createdAt + longestMs;
    if (!isLate && (await hasWork(db, who, id))) {
      throw new Problem('unavailable', 'Something is still to be done as this agent.', { retryAfter: 10 });
    }
    const grant = await vault
      .endGrant(who, signedOutAt)
      .then(() => 'revoked' as const, unreachableIf(isLate));
    return async (trx) => {
      await vault.forget(trx, who, signedOutAt);
      await record(trx, {
        tenantId,
        actor: 'server',
        action: 'crm_grant.ended',
        subject: agentId,
        detail: { grant },
      });
    };
  };

/** Whether another job is left that acts as this agent. */
const hasWork = async (q: Queryable, { tenantId, agentId }: AgentRef, ownId: string): Promise<boolean> => {
  const jobs = await q
    .selectFrom('outbox')
    .select('payload')
    .where('tenant_id', '=', tenantId)
    .where('id', '!=', ownId)
    .where('kind', '!=', 'crm.revoke')
    .where('done_at', 'is', null)
    .where('failed_at', 'is', null)
    .execute();
  return jobs.some(({ payload }) =>
    v.is(v.looseObject({ agentId: v.literal(agentId) }), JSON.parse(payload)),
  );
};

const nullIfRevoked = (error: unknown): TokenSet | null => {
  if (error instanceof Problem && error.code === 'auth_revoked') return null;
  throw error;
};

/** What asking again can change. */
const passing: ReadonlySet<ProblemCode> = new Set([
  'crm_unavailable',
  'crm_rate_limited',
  'crm_quota_exhausted',
  'crm_answer_invalid',
]);

const unreachableIf =
  (isLate: boolean) =>
  (error: unknown): 'unreachable' => {
    if (!(error instanceof Problem)) throw error;
    if (!isLate && passing.has(error.code)) throw error;
    return 'unreachable';
  };
