import type { AgentRef } from '../agents/agent.ts';
import { record } from '../audit/audit-log.ts';
import type { TokenVault } from '../crm/token-vault.ts';
import type { InTransaction } from '../database/transaction.ts';
import { removeAgentTokens } from './agent-tokens.ts';

interface SignOutNeeds {
  readonly inTransaction: InTransaction;
  readonly vault: Pick<TokenVault, 'revoke'>;
  /** Ends what the agent has running. */
  readonly onSignedOut: (who: AgentRef) => Promise<void>;
}

/** Ends every bearer of this agent at once, then the grant at the CRM, whether the CRM can be reached or not. */
export const createSignOut =
  ({ inTransaction, vault, onSignedOut }: SignOutNeeds) =>
  async (who: AgentRef): Promise<void> => {
    const entry = { tenantId: who.tenantId, actor: `agent:${who.agentId}`, subject: who.agentId };
    await inTransaction(async (trx) => {
      await removeAgentTokens(trx, who);
      await record(trx, { ...entry, action: 'agent.signed_out', detail: {} });
    });
    await onSignedOut(who);
    const grant = await vault.revoke(who);
    if (grant === 'none') return;
    await inTransaction((trx) => record(trx, { ...entry, action: 'crm_grant.ended', detail: { grant } }));
  };
