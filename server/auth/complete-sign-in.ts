import type { Agent, AgentRef } from '../agents/agent.ts';
import { signedInReadings } from '../agents/grant-reading.ts';
import { takeReading } from '../agents/take-reading.ts';
import { record } from '../audit/audit-log.ts';
import type { CrmUser } from '../crm/crm.ts';
import type { TokenVault } from '../crm/token-vault.ts';
import type { TokenSet } from '../crm/tokens.ts';
import type { InTransaction, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { SignInTransaction } from './transaction.ts';
import { changeTransaction, tellWithinMs } from './transaction-store.ts';

interface CompleteSignInNeeds {
  readonly inTransaction: InTransaction;
  readonly vault: Pick<TokenVault, 'swap'>;
  /** What waits for this agent's tokens can go on. */
  readonly onSignedIn: (trx: Transaction, who: AgentRef) => Promise<void>;
  readonly now: () => number;
}

interface Arrival {
  readonly tenant: Tenant;
  readonly transaction: SignInTransaction;
  readonly user: CrmUser;
  readonly tokens: TokenSet;
}

/**
 * Writes down who has signed in: agent, roles, tokens and audit entry, or none of them. Answers with the tokens that these took the
 * place of, if any. @throws Problem `wrong_account`.
 */
export const createCompleteSignIn =
  ({ inTransaction, vault, onSignedIn, now }: CompleteSignInNeeds) =>
  ({ tenant, transaction, user, tokens }: Arrival): Promise<TokenSet | null> =>
    inTransaction(async (trx) => {
      const { id: crmUserId, name, email, grants } = user;
      const at = now();
      const readings = signedInReadings(tenant.settings.crm.kind, { asOf: at, grants });
      const agent = await takeReading(trx, tenant, { crmUserId, name, email, readings, at });
      checkExpected(transaction, agent);
      const replaced = await vault.swap(trx, { tenantId: tenant.id, agentId: agent.id }, tokens);
      await changeTransaction(trx, transaction.id, {
        status: 'signed_in',
        agent_id: agent.id,
        expires_at: now() + tellWithinMs,
      });
      await record(trx, {
        tenantId: tenant.id,
        actor: `agent:${agent.id}`,
        action: 'agent.signed_in',
        subject: agent.id,
        detail: { crmUserId, roles: agent.roles },
      });
      await onSignedIn(trx, { tenantId: tenant.id, agentId: agent.id });
      return replaced;
    });

const checkExpected = ({ expectedAgentId }: SignInTransaction, agent: Agent): void => {
  if (expectedAgentId === null || expectedAgentId === agent.id) return;
  throw new Problem(
    'wrong_account',
    `You are signed in to the CRM as ${agent.name}: not as who was here before.`,
    { account: agent.name },
  );
};
