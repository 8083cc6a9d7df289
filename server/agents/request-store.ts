import type { Selectable } from 'kysely';
import * as v from 'valibot';
import { AgentRole } from '../../protocol/permission.ts';
import { randomId } from '../crypto/random.ts';
import type { Schema } from '../database/schema.ts';
import type { Queryable } from '../database/transaction.ts';
import type { AgentRef } from './agent.ts';

const Decision = v.variant('decision', [
  v.strictObject({ decision: v.literal('approved'), by: v.string(), at: v.number(), role: AgentRole }),
  v.strictObject({ decision: v.literal('declined'), by: v.string(), at: v.number(), reason: v.string() }),
]);
export type AccessDecision = v.InferOutput<typeof Decision>;

/** Somebody without a role has asked for one. */
export interface AccessRequest extends AgentRef {
  readonly id: string;
  readonly askedAt: number;
  /** Null while it waits. */
  readonly decision: AccessDecision | null;
}

export const insertRequest = async (
  q: Queryable,
  { tenantId, agentId }: AgentRef,
  askedAt: number,
): Promise<AccessRequest> => {
  const id = randomId('req');
  const row = { id, tenant_id: tenantId, agent_id: agentId, asked_at: askedAt, decision: null };
  await q.insertInto('access_requests').values(row).execute();
  return requestOf(row);
};

/** This person's newest. Null when they never asked. */
export const newestRequestOf = async (
  q: Queryable,
  { tenantId, agentId }: AgentRef,
): Promise<AccessRequest | null> => {
  const row = await q
    .selectFrom('access_requests')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('agent_id', '=', agentId)
    .orderBy('asked_at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row ? requestOf(row) : null;
};

/** Null when this tenant has no such request. */
export const findRequest = async (
  q: Queryable,
  { tenantId, id }: { readonly tenantId: string; readonly id: string },
): Promise<AccessRequest | null> => {
  const row = await q
    .selectFrom('access_requests')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? requestOf(row) : null;
};

/** Those that wait, the longest waiting first. */
export const listOpenRequests = async (q: Queryable, tenantId: string): Promise<readonly AccessRequest[]> => {
  const rows = await q
    .selectFrom('access_requests')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('decision', 'is', null)
    .orderBy('asked_at')
    .orderBy('id')
    .execute();
  return rows.map(requestOf);
};

export const saveDecision = async (
  q: Queryable,
  { tenantId, id }: AccessRequest,
  decision: AccessDecision,
): Promise<void> => {
  await q
    .updateTable('access_requests')
    .set({ decision: JSON.stringify(decision) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
};

const requestOf = (row: Selectable<Schema['access_requests']>): AccessRequest => ({
  id: row.id,
  tenantId: row.tenant_id,
  agentId: row.agent_id,
  askedAt: row.asked_at,
  decision: row.decision === null ? null : v.parse(Decision, JSON.parse(row.decision)),
});
