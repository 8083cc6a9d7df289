import type { AgentRef } from '../agents/agent.ts';
import { sha256Text } from '../crypto/digest.ts';
import { randomSecret } from '../crypto/random.ts';
import type { Queryable } from '../database/transaction.ts';

/** A panel's bearer, as far as the server keeps it. */
export interface AgentTokenRecord extends AgentRef {
  readonly signedInAt: number;
  readonly expiresAt: number;
}

const lifetimeMs = 10 * 60_000;
const longestSignInMs = 8 * 60 * 60_000;

/** When a bearer that is made now ends: in ten minutes, and never more than eight hours after signing in. */
export const agentTokenEnd = (signedInAt: number, now: number): number =>
  Math.min(now + lifetimeMs, signedInAt + longestSignInMs);

/** Whether the eight hours leave a bearer that is made now less than its ten minutes. */
export const isLastAgentToken = (signedInAt: number, now: number): boolean =>
  signedInAt + longestSignInMs < now + lifetimeMs;

/** Makes a bearer; only its hash is kept. */
export const mintAgentToken = async (q: Queryable, record: AgentTokenRecord): Promise<string> => {
  const token = randomSecret();
  await q
    .insertInto('agent_tokens')
    .values({
      hash: sha256Text(token),
      tenant_id: record.tenantId,
      agent_id: record.agentId,
      signed_in_at: record.signedInAt,
      expires_at: record.expiresAt,
    })
    .execute();
  return token;
};

/** Null when it is unknown or over. */
export const findAgentToken = async (
  q: Queryable,
  token: string,
  now: number,
): Promise<AgentTokenRecord | null> => {
  const row = await q
    .selectFrom('agent_tokens')
    .selectAll()
    .where('hash', '=', sha256Text(token))
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (!row) return null;
  const { tenant_id: tenantId, agent_id: agentId, signed_in_at: signedInAt, expires_at: expiresAt } = row;
  return { tenantId, agentId, signedInAt, expiresAt };
};

/** Ends every bearer of this agent. */
export const removeAgentTokens = async (q: Queryable, { tenantId, agentId }: AgentRef): Promise<void> => {
  await q
    .deleteFrom('agent_tokens')
    .where('tenant_id', '=', tenantId)
    .where('agent_id', '=', agentId)
    .execute();
};
