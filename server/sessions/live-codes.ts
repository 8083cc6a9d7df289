import type { LiveCode, LiveToken, RedeemLiveCode } from '../../protocol/http/sessions.ts';
import { findAgent } from '../agents/agent-store.ts';
import { record } from '../audit/audit-log.ts';
import { sha256Text } from '../crypto/digest.ts';
import { randomSecret } from '../crypto/random.ts';
import type { InTransaction, Queryable, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { lifetimes } from './lifetimes.ts';
import type { Session } from './session.ts';
import { findSession } from './session-store.ts';

interface LiveCodesNeeds {
  readonly inTransaction: InTransaction;
  readonly now: () => number;
}

/** The way of an agent from the panel to the live view. */
export interface LiveCodes {
  /** Good once, for this session's agent. @throws Problem `session_ended`. */
  issue(session: Session): Promise<LiveCode>;
  /** A bearer for this session only, that works with signatures of this key. @throws Problem `unauthorized`, `session_ended`. */
  redeem(sessionId: string, request: RedeemLiveCode): Promise<LiveToken>;
}

export const createLiveCodes = ({ inTransaction, now }: LiveCodesNeeds): LiveCodes => ({
  issue: async (session) => {
    refuseEnded(session);
    const code = randomSecret();
    const expiresAt = now() + lifetimes.liveCodeMs;
    await inTransaction((trx) =>
      trx
        .insertInto('live_codes')
        .values({
          hash: sha256Text(code),
          tenant_id: session.tenantId,
          session_id: session.id,
          agent_id: session.agentId,
          expires_at: expiresAt,
        })
        .execute(),
    );
    return { code, expiresAt };
  },

  redeem: (sessionId, { code, publicKey }) =>
    inTransaction(async (trx) => {
      await takeCode(trx, sessionId, { code, at: now() });
      const session = await findSession(trx, sessionId);
      if (!session) throw new Error(`Session ${sessionId} is gone.`);
      refuseEnded(session);
      const { tenantId, agentId } = session;
      const agent = await findAgent(trx, { tenantId, agentId });
      if (!agent) throw new Problem('unauthorized', 'Sign in first.');
      const token = randomSecret();
      await trx
        .insertInto('live_tokens')
        .values({
          hash: sha256Text(token),
          tenant_id: tenantId,
          session_id: sessionId,
          agent_id: agentId,
          public_key: publicKey,
          created_at: now(),
        })
        .execute();
      await record(trx, {
        tenantId,
        actor: `agent:${agentId}`,
        action: 'live_view.opened',
        subject: sessionId,
        detail: {},
        at: now(),
      });
      return { token, agent: { id: agent.id, name: agent.name }, tenantId, caseNumber: session.caseNumber };
    }),
});

interface CodeUse {
  readonly code: string;
  readonly at: number;
}

const takeCode = async (trx: Transaction, sessionId: string, { code, at }: CodeUse): Promise<void> => {
  const { numDeletedRows } = await trx
    .deleteFrom('live_codes')
    .where('hash', '=', sha256Text(code))
    .where('session_id', '=', sessionId)
    .where('expires_at', '>', at)
    .executeTakeFirstOrThrow();
  if (numDeletedRows !== 1n) throw new Problem('unauthorized', 'Open the live view from the panel again.');
};

const refuseEnded = ({ state }: Session): void => {
  if (state.name === 'ended') throw new Problem('session_ended', 'This session is over.');
};

/** Whose live view it is that has this bearer. */
export interface LiveTokenHolder {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly agentId: string;
  readonly publicKey: string;
}

/** Null when there is no such token. Whether the session still goes on is another question. */
export const findLiveToken = async (q: Queryable, token: string): Promise<LiveTokenHolder | null> => {
  const row = await q
    .selectFrom('live_tokens')
    .selectAll()
    .where('hash', '=', sha256Text(token))
    .executeTakeFirst();
  if (!row) return null;
  return {
    tenantId: row.tenant_id,
    sessionId: row.session_id,
    agentId: row.agent_id,
    publicKey: row.public_key,
  };
};
