import type { AgentRef } from '../agents/agent.ts';
import { record } from '../audit/audit-log.ts';
import type { InTransaction } from '../database/transaction.ts';
import { enqueue } from '../jobs/outbox.ts';
import { removeAdminCodes } from './admin-codes.ts';
import { removeAgentTokens } from './agent-tokens.ts';
import type { GrantEnd } from './end-grant.ts';
import { closeUntold } from './transaction-store.ts';

interface SignOutNeeds {
  readonly inTransaction: InTransaction;
  /** Ends what the agent has running. */
  readonly onSignedOut: (who: AgentRef) => Promise<void>;
  readonly now: () => number;
}

/** What `onSignedOut` ends leaves its notes before anybody looks whether some are left. */
const endGrantAfterMs = 5_000;

/** Ends every bearer of this agent at once, whoever asks for it; the grant at the CRM ends when nothing needs it any more. */
export const createSignOut =
  ({ inTransaction, onSignedOut, now }: SignOutNeeds) =>
  async (who: AgentRef, actor = `agent:${who.agentId}`): Promise<void> => {
    const { tenantId, agentId } = who;
    const payload: GrantEnd = { agentId, signedOutAt: now() };
    await inTransaction(async (trx) => {
      await removeAgentTokens(trx, who);
      await closeUntold(trx, who);
      await removeAdminCodes(trx, who);
      await enqueue(trx, { tenantId, kind: 'crm.revoke', payload, runAt: now() + endGrantAfterMs });
      await record(trx, {
        tenantId,
        actor,
        action: 'agent.signed_out',
        subject: agentId,
        detail: {},
      });
    });
    await onSignedOut(who);
  };
