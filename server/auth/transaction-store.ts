import * as v from 'valibot';
import { ProblemBody } from '../../protocol/problem.ts';
import type { AgentRef } from '../agents/agent.ts';
import type { Schema } from '../database/schema.ts';
import type { Queryable } from '../database/transaction.ts';
import type { SignInTransaction } from './transaction.ts';

/** However late a popup comes back, panel and popup have this long to ask how it went. */
export const tellWithinMs = 2 * 60_000;

const Status = v.picklist(['started', 'proven', 'authorizing', 'signed_in', 'failed', 'told']);

type Row = Schema['sign_in_transactions'];
type Started = Pick<SignInTransaction, 'id' | 'tenantId' | 'userCode' | 'pollSecretHash' | 'proofHash'> &
  Pick<SignInTransaction, 'expectedAgentId' | 'thumbprint' | 'expiresAt'> & { readonly stateHash: string };

export const insertTransaction = async (q: Queryable, started: Started): Promise<void> => {
  await q
    .insertInto('sign_in_transactions')
    .values({
      id: started.id,
      tenant_id: started.tenantId,
      state_hash: started.stateHash,
      code_verifier: null,
      poll_secret_hash: started.pollSecretHash,
      proof_hash: started.proofHash,
      user_code: started.userCode,
      popup_hash: null,
      status: 'started',
      expected_agent_id: started.expectedAgentId,
      agent_id: null,
      problem: null,
      thumbprint: started.thumbprint,
      expires_at: started.expiresAt,
    })
    .execute();
};

export const findTransaction = async (q: Queryable, id: string): Promise<SignInTransaction | null> => {
  const row = await q.selectFrom('sign_in_transactions').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? transactionOf(row) : null;
};

export const findTransactionByState = async (
  q: Queryable,
  stateHash: string,
): Promise<SignInTransaction | null> => {
  const row = await q
    .selectFrom('sign_in_transactions')
    .selectAll()
    .where('state_hash', '=', stateHash)
    .executeTakeFirst();
  return row ? transactionOf(row) : null;
};

type Change = Partial<
  Pick<Row, 'state_hash' | 'code_verifier' | 'popup_hash' | 'status' | 'agent_id' | 'problem' | 'expires_at'>
>;

/** Read it in the same database transaction first: this asks nothing. */
export const changeTransaction = async (q: Queryable, id: string, change: Change): Promise<void> => {
  await q.updateTable('sign_in_transactions').set(change).where('id', '=', id).execute();
};

/** Sign-ins of this agent that no panel has asked about yet give nobody a bearer any more. */
export const closeUntold = async (q: Queryable, { tenantId, agentId }: AgentRef): Promise<void> => {
  await q
    .updateTable('sign_in_transactions')
    .set({ status: 'told' })
    .where('tenant_id', '=', tenantId)
    .where('agent_id', '=', agentId)
    .where('status', '=', 'signed_in')
    .execute();
};

const transactionOf = (row: Row): SignInTransaction => ({
  id: row.id,
  tenantId: row.tenant_id,
  userCode: row.user_code,
  pollSecretHash: row.poll_secret_hash,
  proofHash: row.proof_hash,
  popupHash: row.popup_hash,
  codeVerifier: row.code_verifier,
  status: v.parse(Status, row.status),
  expectedAgentId: row.expected_agent_id,
  agentId: row.agent_id,
  problem: row.problem === null ? null : v.parse(ProblemBody, JSON.parse(row.problem)),
  thumbprint: row.thumbprint,
  expiresAt: row.expires_at,
});
