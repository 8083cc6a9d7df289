import type { AdminCode, RedeemAdminCode } from '../../protocol/http/admin-codes.ts';
import type { AgentToken } from '../../protocol/http/authentication.ts';
import type { Agent, AgentRef } from '../agents/agent.ts';
import { findAgent } from '../agents/agent-store.ts';
import { record } from '../audit/audit-log.ts';
import { sha256Text } from '../crypto/digest.ts';
import { randomSecret } from '../crypto/random.ts';
import type { InTransaction, Transaction } from '../database/transaction.ts';
import type { Caller } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { agentTokenEnd, mintAgentToken } from './agent-tokens.ts';
import { readAgentView } from './agent-view.ts';
import { thumbprintOf } from './thumbprint.ts';

interface AdminCodesNeeds {
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly now: () => number;
}

/** The way from a panel into the admin pages: a code in an address, good once and for a minute. */
export interface AdminCodes {
  issue(who: AgentRef & Pick<Caller, 'signedInAt'>): Promise<AdminCode>;
  /** @throws Problem `sign_in_expired` when the code is unknown, used or over. */
  redeem(request: RedeemAdminCode): Promise<AgentToken>;
}

const lifetimeMs = 60_000;

export const createAdminCodes = (needs: AdminCodesNeeds): AdminCodes => ({
  issue: async ({ tenantId, agentId, signedInAt }) => {
    const [code, expiresAt] = [randomSecret(), needs.now() + lifetimeMs];
    await needs.inTransaction(async (trx) => {
      const owner = { tenant_id: tenantId, agent_id: agentId };
      // The newest is the one that is on its way: an earlier one was never opened.
      await removeAdminCodes(trx, { tenantId, agentId });
      await trx
        .insertInto('admin_codes')
        .values({ hash: sha256Text(code), ...owner, signed_in_at: signedInAt, expires_at: expiresAt })
        .execute();
    });
    return { code, expiresAt };
  },
  redeem: async ({ code, publicKey }) => {
    const thumbprint = await thumbprintOf(publicKey);
    return needs.inTransaction((trx) => redeem(trx, needs, { code, thumbprint }));
  },
});

/** Lets no code of this agent open anything any more. */
export const removeAdminCodes = async (trx: Transaction, { tenantId, agentId }: AgentRef): Promise<void> => {
  await trx
    .deleteFrom('admin_codes')
    .where('tenant_id', '=', tenantId)
    .where('agent_id', '=', agentId)
    .execute();
};

const redeem = async (
  trx: Transaction,
  { tenants, now }: AdminCodesNeeds,
  { code, thumbprint }: { readonly code: string; readonly thumbprint: string },
): Promise<AgentToken> => {
  const { agent, signedInAt } = await use(trx, code, now());
  const { tenantId, id: agentId } = agent;
  const tenant = await tenants.find(trx, tenantId);
  const expiresAt = agentTokenEnd(signedInAt, now());
  if (!tenant || expiresAt <= now()) throw over();
  const token = await mintAgentToken(trx, {
    tenantId,
    agentId,
    signedInAt,
    expiresAt,
    thumbprint,
    permits: 'all',
    signedCase: null,
  });
  await record(trx, {
    tenantId,
    actor: `agent:${agentId}`,
    action: 'admin_code.redeemed',
    subject: agentId,
    detail: {},
  });
  return { token, expiresAt, agent: await readAgentView(trx, { agent, tenant, permits: 'all' }) };
};

const use = async (
  trx: Transaction,
  code: string,
  now: number,
): Promise<{ readonly agent: Agent; readonly signedInAt: number }> => {
  const row = await trx
    .deleteFrom('admin_codes')
    .where('hash', '=', sha256Text(code))
    .returningAll()
    .executeTakeFirst();
  const agent = row && (await findAgent(trx, { tenantId: row.tenant_id, agentId: row.agent_id }));
  if (!row || !agent || row.expires_at <= now) throw over();
  return { agent, signedInAt: row.signed_in_at };
};

const over = () => new Problem('sign_in_expired', 'This way into the admin pages is over. Open it again.');
