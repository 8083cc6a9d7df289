import type { SignInOutcome, SignInState } from '../../protocol/http/authentication.ts';
import type { ProblemBody } from '../../protocol/problem.ts';
import type { Agent } from '../agents/agent.ts';
import { findAgent } from '../agents/agent-store.ts';
import { sameSecret, sha256Text } from '../crypto/digest.ts';
import type { InTransaction, Queryable, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { agentTokenEnd, mintAgentToken } from './agent-tokens.ts';
import { readAgentView } from './agent-view.ts';
import type { SignInTransaction } from './transaction.ts';
import { changeTransaction, findTransaction } from './transaction-store.ts';

interface TellOutcomeNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly now: () => number;
}

/** Tells the panel how its sign-in stands; that it succeeded, with the bearer, once. */
export const createTellOutcome =
  ({ db, inTransaction, tenants, now }: TellOutcomeNeeds) =>
  async (id: string, pollSecret: string | null): Promise<SignInState> => {
    const transaction = await findTransaction(db, id);
    // One answer for an unknown transaction and a wrong secret.
    if (!transaction || !pollSecret || !sameSecret(sha256Text(pollSecret), transaction.pollSecretHash)) {
      throw new Problem('unauthorized', 'This is not your sign-in.');
    }
    // Panels ask every second or so: only the one answer that is given once needs a transaction.
    if (!isToBeTold(transaction, now())) return stateOf(transaction, now());
    return inTransaction((trx) => tell(trx, { id, tenants, now: now() }));
  };

interface Telling {
  readonly id: string;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly now: number;
}

const tell = async (trx: Transaction, { id, tenants, now }: Telling): Promise<SignInState> => {
  const transaction = await findTransaction(trx, id);
  if (!transaction) throw new Problem('sign_in_expired', 'This sign-in took too long. Start again.');
  if (!isToBeTold(transaction, now)) return stateOf(transaction, now);
  const agent = await agentOf(trx, transaction);
  const tenant = await tenants.find(trx, transaction.tenantId);
  if (!tenant) throw new Problem('not_found', 'There is no such organization.');
  const expiresAt = agentTokenEnd(now, now);
  const who = { tenantId: tenant.id, agentId: agent.id };
  const { thumbprint } = transaction;
  const token = await mintAgentToken(trx, {
    ...who,
    signedInAt: now,
    expiresAt,
    thumbprint,
    permits: 'all',
    signedCase: null,
  });
  await changeTransaction(trx, id, { status: 'told' });
  return {
    status: 'signed-in',
    token,
    expiresAt,
    agent: await readAgentView(trx, { agent, tenant, permits: 'all' }),
  };
};

const isToBeTold = ({ status, expiresAt }: SignInTransaction, now: number): boolean =>
  status === 'signed_in' && expiresAt > now;

/** @throws Problem `sign_in_used`. */
const stateOf = (transaction: SignInTransaction, now: number): SignInState => {
  if (transaction.status === 'told') throw new Problem('sign_in_used', 'This sign-in was told already.');
  if (transaction.status === 'failed') return { status: 'failed', problem: problemOf(transaction) };
  return transaction.expiresAt <= now ? { status: 'failed', problem: expired() } : { status: 'pending' };
};

/** How it went, for the popup's last page. @throws Problem `sign_in_unproven` while nothing is decided. */
export const popupOutcome = async (q: Queryable, transaction: SignInTransaction): Promise<SignInOutcome> => {
  if (transaction.status === 'failed') return { status: 'failed', problem: problemOf(transaction) };
  if (transaction.status === 'signed_in' || transaction.status === 'told') {
    return { status: 'signed-in', name: (await agentOf(q, transaction)).name };
  }
  throw new Problem('sign_in_unproven', 'Nobody has signed in here yet.');
};

const agentOf = async (q: Queryable, { tenantId, agentId }: SignInTransaction): Promise<Agent> => {
  const agent = agentId === null ? null : await findAgent(q, { tenantId, agentId });
  if (!agent) throw new Error('A finished sign-in has its agent.');
  return agent;
};

const problemOf = ({ problem }: SignInTransaction): ProblemBody => {
  if (!problem) throw new Error('A failed sign-in has its problem.');
  return problem;
};

const expired = (): ProblemBody =>
  new Problem('sign_in_expired', 'This sign-in took too long. Start again.').toBody();
