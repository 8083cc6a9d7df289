import * as v from 'valibot';
import type { AgentRef } from '../agents/agent.ts';
import { sha256Text } from '../crypto/digest.ts';
import { randomSecret } from '../crypto/random.ts';
import type { Queryable } from '../database/transaction.ts';
import type { SignedCase } from '../http/caller.ts';
import { readSignedCase } from './signed-case.ts';

/** A panel's bearer, as far as the server keeps it. */
export interface AgentTokenRecord extends AgentRef {
  readonly signedInAt: number;
  readonly expiresAt: number;
  /** RFC 7638, of the key whose proofs have to come along. */
  readonly thumbprint: string;
  /** `connect`: what the agent may do is not known before the CRM can be asked; until then nothing but connecting to it. */
  readonly permits: 'all' | 'connect';
  readonly signedCase: SignedCase | null;
}

/** One that was found, by the hash that stands for it. */
export interface FoundAgentToken extends AgentTokenRecord {
  readonly hash: string;
}

const Permits = v.picklist(['all', 'connect']);
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
      thumbprint: record.thumbprint,
      permits: record.permits,
      signed_case: record.signedCase && JSON.stringify(record.signedCase),
    })
    .execute();
  return token;
};

/** By the hash of the bearer. Null when it is unknown or over, or its tenant was removed, be it while the bearer was being made. */
export const findAgentToken = async (
  q: Queryable,
  hash: string,
  now: number,
): Promise<FoundAgentToken | null> => {
  const row = await q
    .selectFrom('agent_tokens')
    .innerJoin('tenants', 'tenants.id', 'agent_tokens.tenant_id')
    .selectAll('agent_tokens')
    .where('hash', '=', hash)
    .where('expires_at', '>', now)
    .where('tenants.in_use', '=', 1)
    .executeTakeFirst();
  if (!row) return null;
  return {
    hash,
    tenantId: row.tenant_id,
    agentId: row.agent_id,
    signedInAt: row.signed_in_at,
    expiresAt: row.expires_at,
    thumbprint: row.thumbprint,
    permits: v.parse(Permits, row.permits),
    signedCase: readSignedCase(row.signed_case),
  };
};

/** Ends every bearer of this agent. */
export const removeAgentTokens = async (q: Queryable, { tenantId, agentId }: AgentRef): Promise<void> => {
  await q
    .deleteFrom('agent_tokens')
    .where('tenant_id', '=', tenantId)
    .where('agent_id', '=', agentId)
    .execute();
};
