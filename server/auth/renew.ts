import type { AgentToken } from '../../protocol/http/authentication.ts';
import type { Access } from '../agents/access.ts';
import { findAgent } from '../agents/agent-store.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import {
  type AgentTokenRecord,
  agentTokenEnd,
  type FoundAgentToken,
  findAgentToken,
  isLastAgentToken,
  mintAgentToken,
} from './agent-tokens.ts';
import { readAgentView } from './agent-view.ts';
import { freshest } from './freshest.ts';

interface RenewNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly access: Access;
  readonly now: () => number;
}

/**
 * Gives a panel its next bearer, for the same key, up to eight hours after signing in. No bearer outlives a reading of the roles by more
 * than 15 minutes: where the CRM has ended the grant, the next one is good for nothing but signing in there again. The old one goes on
 * until its own end: other panels of the same sign-in may still have it. @throws Problem `unauthorized`, `auth_expired`,
 * `user_inactive`, `crm_*`.
 */
export const createRenew =
  ({ db, inTransaction, tenants, access, now }: RenewNeeds) =>
  async (old: FoundAgentToken): Promise<AgentToken> => {
    const askedAt = now();
    const known = await findAgent(db, old);
    const tenant = await tenants.find(db, old.tenantId);
    if (!known || !tenant) throw signInFirst();

    const { signedInAt } = old;
    const expiresAt = agentTokenEnd(signedInAt, now());
    if (isLastAgentToken(signedInAt, now()) && expiresAt - old.expiresAt < leastGainMs) {
      throw new Problem('auth_expired', 'You have been signed in for a long time. Sign in again.');
    }
    const { agent, permits } = await freshest(access, known, expiresAt);
    const record: AgentTokenRecord = { ...old, expiresAt, permits };
    const token = await inTransaction(async (trx) => {
      // Who signed out while the CRM was asked has ended every bearer: none comes after that.
      if (!(await findAgentToken(trx, old.hash, askedAt))) throw signInFirst();
      return mintAgentToken(trx, record);
    });
    return { token, expiresAt, agent: await readAgentView(db, { agent, tenant, permits }) };
  };

/** At the end of the eight hours, bearers would come ever faster for ever less. */
const leastGainMs = 60_000;

const signInFirst = () => new Problem('unauthorized', 'Sign in first.');
